import re
import sqlite3
from contextlib import closing
from pathlib import Path

from sqlite_utils import Database

from corpus.database import SCHEMA_VERSION
from corpus.library import Library
from corpus.migrations import library_migrations
from corpus.writer import LibraryWriter
from tests.corpus.making import WELL, keep, reading


def schema(path: Path) -> set[tuple[str, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        found = connection.execute("SELECT type, name, sql FROM sqlite_master")
        return {tuple(map(str, row)) for row in found}


def test_the_version_counts_the_steps_and_they_are_numbered() -> None:
    steps = [step.name for step in library_migrations.pending(Database(memory=True))]
    assert len(steps) == SCHEMA_VERSION
    for number, name in enumerate(steps, start=1):
        assert re.match(rf"m{number:03}_[a-z_]+$", name)


def test_a_new_library_has_the_version_of_the_program(path: Path) -> None:
    LibraryWriter(path).close()
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (SCHEMA_VERSION,)
        assert library_migrations.pending(Database(connection)) == []


def test_opening_a_library_again_leaves_it_as_it_is(path: Path) -> None:
    with closing(LibraryWriter(path)) as writer:
        keep(writer, reading(WELL))
    before = schema(path)
    with closing(Library(path)) as library:
        state = library.state()
    LibraryWriter(path).close()
    assert {"documents", "pages", "passages", "sources", "files"} <= {name for _, name, _ in before}
    assert schema(path) == before
    with closing(Library(path)) as library:
        assert (library.state(), library.document_count()) == (state, 1)


def test_making_a_library_that_was_cut_short_is_finished_by_the_next_writer(path: Path) -> None:
    path.parent.mkdir()
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        library_migrations.apply(Database(connection))  # killed before the last step
    LibraryWriter(path).close()
    with closing(Library(path)) as library:
        assert len(library.state()) == 32
        assert library.document_count() == 0
