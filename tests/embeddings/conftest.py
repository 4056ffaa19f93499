"""A sound export of the model, and a place to copy it to."""

import shutil
from pathlib import Path

import pytest

from embeddings.packaged import PackagedEncoder


@pytest.fixture
def exported(encoder: PackagedEncoder, cache_home: Path, tmp_path: Path) -> Path:
    """A cache of this test's own that holds a sound export."""
    cache = tmp_path / "models"
    shutil.copytree(cache_home / "pincite" / "models", cache)
    return cache
