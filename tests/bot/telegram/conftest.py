"""A harbour with a library, a group and its people."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bot.telegram.harbour import Harbour, harbour


@pytest.fixture
def port(tmp_path: Path) -> Iterator[Harbour]:
    """The dialogue over a small library; no violation of Telegram's rules happens in the test."""
    with harbour(tmp_path) as opened:
        yield opened
