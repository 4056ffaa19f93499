"""Fixtures of this package: a writer, a reader and an ingest over one temporary library."""

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from corpus.ingest import Ingest
from corpus.library import Library
from corpus.model import HashedPassage
from corpus.scan import scan
from corpus.writer import LibraryWriter
from tests.corpus.making import Run


@pytest.fixture
def path(home: Path) -> Path:
    """The file of a library that is not there yet."""
    return home / "library.db"


@pytest.fixture
def writer(path: Path) -> Iterator[LibraryWriter]:
    with closing(LibraryWriter(path)) as opened:
        yield opened


@pytest.fixture
def open_library(path: Path) -> Iterator[Callable[[], Library]]:
    """Open the library for reading, as often as wanted."""
    opened: list[Library] = []

    def one() -> Library:
        opened.append(Library(path))
        return opened[-1]

    yield one
    for library in opened:
        library.close()


@pytest.fixture
def bring_in(path: Path) -> Callable[..., Run]:
    """Make the library agree with files, and tell what was done and encoded."""

    def run(*paths: Path) -> Run:
        encoded: list[HashedPassage] = []
        done: list[int] = []
        with closing(LibraryWriter(path)) as writer:
            found = scan(paths, writer.root_above)
            ingest = Ingest(writer, encoded.extend)
            changes = list(ingest.run(found, done.append))
        return Run(changes, ingest.counts, encoded, sum(done), found.size)

    return run
