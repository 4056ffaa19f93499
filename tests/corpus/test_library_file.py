import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from corpus.errors import LibraryUnwritable, NoLibrary
from corpus.library import Library
from corpus.writer import LibraryWriter
from tests.corpus.making import BARN, KOLODEZ, WELL, keep, reading

Open = Callable[[], Library]


def test_where_no_library_is_the_way_to_make_one_is_said(tmp_path: Path) -> None:
    said = rf"^There is no library at {tmp_path}\. Make one with: pincite ingest FOLDER$"
    with pytest.raises(NoLibrary, match=said):
        Library(tmp_path / "library.db")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_in_its_place_is_no_library(tmp_path: Path) -> None:
    (tmp_path / "library.db").mkdir()
    with pytest.raises(NoLibrary):
        Library(tmp_path / "library.db")


def test_a_library_whose_making_was_cut_short_is_none_yet(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    path.touch()
    with pytest.raises(NoLibrary):
        Library(path)
    LibraryWriter(path).close()
    with closing(Library(path)) as library:
        assert library.document_count() == 0


def test_equal_states_mean_equal_content(writer: LibraryWriter, open_library: Open) -> None:
    library = open_library()
    state = library.state()
    assert library.state() == open_library().state() == state
    keep(writer, reading(WELL))
    assert library.state() != state


def test_a_snapshot_sees_one_moment(writer: LibraryWriter, open_library: Open) -> None:
    well = keep(writer, reading(WELL), "a.txt")
    library = open_library()
    with library.snapshot():
        state = library.state()
        keep(writer, reading(BARN), "b.txt")
        with writer.transaction():
            writer.forget_file("/texts/a.txt")
        with library.snapshot():  # one within another is the same moment
            assert (library.document_count(), library.text(well)) == (1, WELL)
        assert library.state() == state
        assert [document.name for document in library.documents()] == ["a.txt"]
    assert [document.name for document in library.documents()] == ["b.txt"]
    assert library.state() != state


def test_a_snapshot_ends_when_it_fails(writer: LibraryWriter, open_library: Open) -> None:
    library = open_library()
    with pytest.raises(ZeroDivisionError), library.snapshot():
        raise ZeroDivisionError
    keep(writer, reading(WELL))
    assert library.document_count() == 1


def test_what_is_not_committed_is_not_seen(writer: LibraryWriter, open_library: Open) -> None:
    library = open_library()
    with writer.transaction():
        writer.note_file("/texts/a.txt", "/texts", "")
        assert list(library.places()) == []
        assert library.damage() == ""


def test_a_backup_is_whole_while_the_library_is_written(
    writer: LibraryWriter, open_library: Open, tmp_path: Path
) -> None:
    keep(writer, reading(WELL), "a.txt")
    with writer.transaction():
        writer.forget_file("/texts/a.txt")  # not committed yet
        open_library().backup(tmp_path / "copy.db")
    keep(writer, reading(BARN), "b.txt")
    with closing(Library(tmp_path / "copy.db")) as copy:
        assert copy.damage() == ""
        assert [(d.name, copy.text(d.id)) for d in copy.documents()] == [("a.txt", WELL)]


def test_a_backup_can_be_restored_and_written(
    writer: LibraryWriter, open_library: Open, tmp_path: Path
) -> None:
    keep(writer, reading(WELL), "a.txt")
    restored = tmp_path / "restored" / "library.db"
    restored.parent.mkdir()
    open_library().backup(restored)
    with closing(LibraryWriter(restored)) as other:
        keep(other, reading(KOLODEZ), "b.txt")
    with closing(Library(restored)) as library:
        assert {d.name for d in library.documents()} == {"a.txt", "b.txt"}
    assert open_library().document_count() == 1


def test_a_backup_takes_the_place_of_an_older_one(
    writer: LibraryWriter, open_library: Open, tmp_path: Path
) -> None:
    (tmp_path / "copy.db").write_text("an old one")
    keep(writer, reading(WELL))
    open_library().backup(tmp_path / "copy.db")
    with closing(Library(tmp_path / "copy.db")) as copy:
        assert copy.document_count() == 1


@pytest.mark.parametrize("name", ["no such folder/copy.db", "folder"])
def test_a_backup_that_cannot_be_written_leaves_nothing(
    writer: LibraryWriter, open_library: Open, tmp_path: Path, name: str
) -> None:
    (tmp_path / "folder").mkdir()
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(LibraryUnwritable, match=rf"{name} cannot be written \("):
        open_library().backup(tmp_path / name)
    assert sorted(tmp_path.rglob("*")) == sorted({*before, *tmp_path.rglob("home/*")})


def test_damage_is_found(path: Path) -> None:
    with closing(LibraryWriter(path)) as writer:
        for i in range(40):
            keep(writer, reading(f"{WELL} It is number {i}. " * 40), f"{i}.txt")
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
    content = bytearray(path.read_bytes())
    middle = len(content) // 2 // 4096 * 4096
    content[middle : middle + 8192] = b"\xa5" * 8192
    path.write_bytes(content)
    with closing(Library(path)) as library:
        try:
            found = library.damage()
        except sqlite3.DatabaseError as error:
            found = str(error)
    assert found != ""
