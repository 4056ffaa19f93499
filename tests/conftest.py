"""Fixtures that all tests share: a temporary home, the real model, no network beyond loopback."""

import os
import signal
import socket
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from corpus.ingest import Change
from embeddings.packaged import PackagedEncoder
from retrieval.answering import Answerer
from retrieval.home import open_answerer
from retrieval.updating import Update

settings.register_profile(
    "default", deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
settings.load_profile("default")

EVALUATION_SETS = Path(
    os.environ.get("PINCITE_EVAL", Path(__file__).resolve().parents[2] / "shared" / "eval")
)
"""Questions with known answers, which are not part of the project."""

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # Started in the background of a shell, as some CI does: the commands that tests interrupt
    # would inherit that Ctrl-C means nothing.
    signal.signal(signal.SIGINT, signal.default_int_handler)

_LOOPBACK = ("127.0.0.1", "::1", "localhost")


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fail any test that connects to anything but this machine."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6) and address[0] not in _LOOPBACK:
            pytest.fail(f"this test connects to {address[0]}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(scope="session")
def cache_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What XDG_CACHE_HOME is for this run; the model is exported into it once a worker."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="session")
def encoder(cache_home: Path) -> PackagedEncoder:
    """The real packaged model."""
    return PackagedEncoder(cache_home / "pincite" / "models")


@pytest.fixture
def environment(cache_home: Path, tmp_path: Path) -> dict[str, str]:
    """Of a person's shell, for commands that a test starts: nothing of this machine's."""
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(tmp_path / "person"),
        "XDG_CACHE_HOME": str(cache_home),
        "PINCITE_HOME": str(tmp_path / "home"),
        "PYTHONPATH": str(Path(__file__).parents[1]),  # this code, whatever is installed
        "LANG": "C.UTF-8",
    }


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """The folder of a library that is not there yet."""
    return tmp_path / "home"


@pytest.fixture
def write_files(tmp_path: Path) -> Callable[[Mapping[str, str | bytes]], Path]:
    """Write files into one folder, by relative name, and return the folder."""
    folder = tmp_path / "texts"

    def write(files: Mapping[str, str | bytes]) -> Path:
        folder.mkdir(exist_ok=True)
        for name, content in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        return folder

    return write


@pytest.fixture
def ingest(home: Path, encoder: PackagedEncoder) -> Callable[..., list[Change]]:
    """Bring the home up to date with paths, as the command does; returns the changes."""

    def run(*paths: Path) -> list[Change]:
        update = Update(home, encoder)
        try:
            changes = list(update.ingest(update.scan(paths), lambda _: None))
            update.finish()
        finally:
            update.close()
        return changes

    return run


@pytest.fixture
def answerer(home: Path, encoder: PackagedEncoder) -> Iterator[Callable[[], Answerer]]:
    """Open the home for questions, after something was ingested."""
    opened: list[Answerer] = []

    def open_one() -> Answerer:
        opened.append(open_answerer(home, encoder))
        return opened[-1]

    yield open_one
    for one in opened:
        one.close()


@pytest.fixture(scope="session")
def evaluation_sets() -> Path:
    """The folder of questions with known answers; the test is skipped where it is absent."""
    if not EVALUATION_SETS.is_dir():
        pytest.skip("the evaluation sets are not part of the project and not beside it")
    return EVALUATION_SETS
