"""A harbour with a library, a group and its people; the bot's own database."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.telegram.store import Store, store_path
from tests.bot.telegram.harbour import Harbour, harbour


@pytest.fixture
def store(home: Path) -> Iterator[Store]:
    """The database of a bot that has not run yet."""
    opened = Store(store_path(home))
    yield opened
    opened.close()


@pytest.fixture
def port(tmp_path: Path) -> Iterator[Harbour]:
    """The dialogue over a small library; no violation of Telegram's rules happens in the test."""
    with harbour(tmp_path) as opened:
        yield opened
