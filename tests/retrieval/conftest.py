"""A home for each test; and `HYPOTHESIS_PROFILE=thorough`, for 10,000 examples by hand."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.embeddings.hashing import HashingEncoder
from tests.retrieval.homes import Home

settings.register_profile(
    "thorough", max_examples=10_000, deadline=None, suppress_health_check=list(HealthCheck)
)
if profile := os.environ.get("HYPOTHESIS_PROFILE"):
    settings.load_profile(profile)


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Home]:
    """A home that a small hashing encoder reads."""
    home = Home(tmp_path, HashingEncoder())
    yield home
    home.close()
