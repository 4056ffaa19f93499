"""The command in a shell of its own, without a library and with the sample library."""

import shutil
from pathlib import Path

import pytest

from embeddings.packaged import PackagedEncoder
from retrieval.updating import Update
from tests.acceptance.shell import SAMPLE, Shell


@pytest.fixture
def pincite(environment: dict[str, str], tmp_path: Path, encoder: PackagedEncoder) -> Shell:
    """The command, with a model made ready and a home where nothing is yet."""
    return Shell(environment, tmp_path)


@pytest.fixture(scope="session")
def sample_home(tmp_path_factory: pytest.TempPathFactory, encoder: PackagedEncoder) -> Path:
    """A home with the sample library, to copy."""
    home = tmp_path_factory.mktemp("sample") / "home"
    update = Update(home, encoder)
    list(update.ingest(update.scan([SAMPLE]), lambda _: None))
    update.finish()
    update.close()
    return home


@pytest.fixture
def with_sample(pincite: Shell, sample_home: Path) -> Shell:
    """The command, with a home that holds the sample library."""
    shutil.copytree(sample_home, pincite.home)
    return pincite


@pytest.fixture
def sample_set(tmp_path: Path) -> Path:
    """The sample library and its questions as an evaluation set."""
    folder = tmp_path / "sample-set"
    shutil.copytree(SAMPLE, folder / "corpus")
    shutil.copy(Path(__file__).with_name("sample_questions.jsonl"), folder / "questions.jsonl")
    return folder
