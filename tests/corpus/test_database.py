import fcntl
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from threading import Timer

import pytest

from corpus.database import (
    SCHEMA_VERSION,
    is_being_written,
    lock_path,
    open_database,
    sqlite_error,
)
from corpus.errors import (
    CorpusError,
    LibraryBusy,
    LibraryCorrupt,
    LibraryTooNew,
    LibraryUnwritable,
)
from corpus.library import Library
from corpus.writer import LibraryWriter
from tests.corpus.making import WELL, keep, reading

OPENERS: list[Callable[[Path], object]] = [Library, LibraryWriter]


@pytest.mark.parametrize("opener", OPENERS)
def test_what_is_not_a_database_is_said_to_be_corrupt(
    opener: Callable[[Path], object], tmp_path: Path
) -> None:
    path = tmp_path / "library.db"
    path.write_bytes(b"The well was dug in spring. " * 500)
    with pytest.raises(LibraryCorrupt, match=r"cannot be read as a library .*Restore a backup"):
        opener(path)
    assert path.read_bytes().startswith(b"The well")


@pytest.mark.parametrize("opener", OPENERS)
def test_a_library_of_a_newer_version_is_left_alone(
    opener: Callable[[Path], object], path: Path
) -> None:
    LibraryWriter(path).close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    before = path.read_bytes()
    with pytest.raises(LibraryTooNew, match=rf"schema {SCHEMA_VERSION + 1}.*pip install --upgrade"):
        opener(path)
    assert path.read_bytes() == before


@pytest.mark.parametrize("folder", ["why? #1, 100%20", "құдық", " two words ", "a&b=c;d"])
def test_the_folder_may_have_any_name(folder: str, tmp_path: Path) -> None:
    path = tmp_path / folder / "library.db"
    with closing(LibraryWriter(path)) as writer:
        keep(writer, reading(WELL))
    with closing(Library(path)) as library:
        assert library.document_count() == 1
    assert path.is_file()


def test_references_are_held_to(path: Path) -> None:
    LibraryWriter(path).close()
    with (
        closing(open_database(path)) as connection,
        pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"),
    ):
        connection.execute("INSERT INTO pages VALUES ('nobody', 0, 'text')")


def test_a_library_is_being_written_while_its_writer_is_open(path: Path) -> None:
    assert not is_being_written(path)
    with closing(LibraryWriter(path)):
        assert is_being_written(path)
    assert not is_being_written(path)


def test_who_only_looks_keeps_no_writer_away(path: Path) -> None:
    LibraryWriter(path).close()
    with lock_path(path).open() as looking:
        fcntl.flock(looking, fcntl.LOCK_SH)
        ends = Timer(0.2, fcntl.flock, (looking, fcntl.LOCK_UN))
        ends.start()
        with closing(LibraryWriter(path)):
            assert is_being_written(path)
        ends.join()


@pytest.mark.parametrize(
    ("said", "kind", "remedy"),
    [
        ("database or disk is full", LibraryUnwritable, "Make room."),
        ("attempt to write a readonly database", LibraryUnwritable, "check its permissions"),
        ("unable to open database file", LibraryUnwritable, "check its permissions"),
        ("database is locked", LibraryBusy, "Try again."),
        ("database disk image is malformed", LibraryCorrupt, "Restore a backup over it"),
        ("file is not a database", LibraryCorrupt, "Restore a backup over it"),
    ],
)
def test_what_sqlite_says_is_told_with_what_to_do(
    said: str, kind: type[CorpusError], remedy: str
) -> None:
    error = sqlite_error(sqlite3.OperationalError(said), Path("home/library.db"))
    assert type(error) is kind
    assert remedy in str(error)
    assert "home/library.db" in str(error)
