import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.cutting import cut_document
from corpus.errors import LibraryBusy, LibraryError, LibraryUnwritable
from corpus.library import Library
from corpus.model import Source
from corpus.words import question_words
from corpus.writer import LibraryWriter
from tests.corpus.making import BARN, KOLODEZ, WELL, keep, reading

Open = Callable[[], Library]
TABLES = ("documents", "pages", "passages", "words", "sources", "files")
HOLD = """
import sys, time
from pathlib import Path
from corpus.writer import LibraryWriter
writer = LibraryWriter(Path(sys.argv[1]))
print("open", flush=True)
time.sleep(60)
"""


def counts(path: Path) -> dict[str, int]:
    with closing(sqlite3.connect(path)) as connection:
        sql = "SELECT count(*) FROM {}"
        return {t: connection.execute(sql.format(t)).fetchone()[0] for t in TABLES}


def found(library: Library, question: str) -> list[int]:
    asked = question_words(question, library.languages())
    return [number for number, _ in library.search_words(asked, 10)]


def test_a_second_writer_is_refused_and_told_who_writes(writer: LibraryWriter) -> None:
    with pytest.raises(LibraryBusy, match=rf"^Process {os.getpid()} is writing to the library in "):
        LibraryWriter(writer.path)
    keep(writer, reading(WELL))
    assert counts(writer.path)["documents"] == 1


def test_a_writer_that_was_killed_keeps_no_one_out(path: Path) -> None:
    holder = subprocess.Popen([sys.executable, "-c", HOLD, str(path)], stdout=subprocess.PIPE)
    assert holder.stdout is not None
    with holder.stdout as said:
        assert said.readline() == b"open\n"
        with pytest.raises(LibraryBusy, match=rf"^Process {holder.pid} is writing"):
            LibraryWriter(path)
        holder.send_signal(signal.SIGKILL)
        holder.wait()
    with closing(LibraryWriter(path)) as writer:
        keep(writer, reading(WELL))
    assert counts(path)["documents"] == 1


def test_a_writer_that_is_closed_lets_the_next_one_in(path: Path) -> None:
    LibraryWriter(path).close()
    LibraryWriter(path).close()
    assert oct((path.parent / "library.lock").stat().st_mode & 0o777) == oct(0o600)


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(LibraryUnwritable, match=r"file/home cannot be written \(Not a directory\)"):
        LibraryWriter(tmp_path / "file" / "home" / "library.db")


def test_a_transaction_is_written_whole_or_not_at_all(
    writer: LibraryWriter, open_library: Open
) -> None:
    keep(writer, reading(WELL))
    before, state = counts(writer.path), open_library().state()
    document = reading(BARN)
    with suppress(ZeroDivisionError), writer.transaction():
        writer.note_file("/texts/b.txt", "/texts", "")
        writer.save_document(document, cut_document(document, document.source))
        raise ZeroDivisionError
    assert counts(writer.path) == before
    assert open_library().state() == state


def test_every_transaction_draws_a_new_state(writer: LibraryWriter, open_library: Open) -> None:
    states = [open_library().state()]
    for _ in range(3):
        with writer.transaction():
            pass
        states.append(open_library().state())
    assert len(set(states)) == 4


def test_a_source_without_its_document_is_refused(writer: LibraryWriter) -> None:
    with writer.transaction():
        writer.note_file("/texts/a.txt", "/texts", "")
    with pytest.raises(LibraryError, match="FOREIGN KEY"), writer.transaction():
        writer.save_source(reading(WELL), Source(), "/texts/a.txt", "a.txt", "1")


def test_changes_go_to_a_log_beside_the_library(writer: LibraryWriter) -> None:
    keep(writer, reading(WELL))
    with closing(sqlite3.connect(writer.path)) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert writer.path.with_name("library.db-wal").stat().st_size > 0


def test_a_forgotten_file_leaves_nothing_behind(writer: LibraryWriter, open_library: Open) -> None:
    keep(writer, reading(WELL, title="Village water"))
    assert counts(writer.path) == dict.fromkeys(TABLES, 1)
    with writer.transaction():
        writer.forget_file("/texts/a.txt")
    assert counts(writer.path) == dict.fromkeys(TABLES, 0)
    assert found(open_library(), "well village water") == []
    assert open_library().stem_counts(["well"]) == {}


def test_a_document_stays_while_one_file_holds_it(
    writer: LibraryWriter, open_library: Open
) -> None:
    document_id = keep(writer, reading(WELL), "a.txt")
    keep(writer, reading(WELL), "b.txt")
    with writer.transaction():
        writer.forget_file("/texts/a.txt")
    assert open_library().document(document_id).name == "b.txt"
    with writer.transaction():
        writer.forget_file("/texts/b.txt")
    assert counts(writer.path)["documents"] == 0


def test_a_forgotten_document_is_dropped_from_every_file(writer: LibraryWriter) -> None:
    forgotten = keep(writer, reading(WELL, record="1"), "a.jsonl")
    keep(writer, reading(BARN, record="2"), "a.jsonl")
    keep(writer, reading(WELL), "b.txt")
    with writer.transaction():
        assert sorted(writer.forget_document(forgotten)) == ["/texts/a.jsonl", "/texts/b.txt"]
    assert counts(writer.path)["documents"] == 1
    assert list(writer.files()) == [("/texts/a.jsonl", "/texts")]
    assert writer.fingerprint("/texts/a.jsonl") == ""  # so that ingesting it brings it back


def test_records_that_a_pass_did_not_meet_are_dropped(writer: LibraryWriter) -> None:
    keep(writer, reading(WELL, record="1"), "a.jsonl", run="first")
    kept = keep(writer, reading(BARN, record="2"), "a.jsonl", run="second")
    keep(writer, reading(KOLODEZ, record="1"), "b.jsonl", run="first")
    with writer.transaction():
        assert len(writer.forget_records("/texts/a.jsonl", "second")) == 1
    assert writer.place("/texts/a.jsonl", "1") is None
    assert writer.place("/texts/a.jsonl", "2") == (kept, "second")
    assert writer.record_count("/texts/b.jsonl") == 1


def test_a_record_that_changed_leaves_its_old_text_behind(writer: LibraryWriter) -> None:
    old = reading(WELL, record="1")
    keep(writer, old, "a.jsonl")
    new = keep(writer, reading(BARN, record="1"), "a.jsonl")
    assert writer.place("/texts/a.jsonl", "1") == (new, "1")
    assert writer.cut_by(old) is None
    assert counts(writer.path) == dict.fromkeys(TABLES, 1)


def test_a_document_saved_again_takes_the_place_of_the_old_one(
    writer: LibraryWriter, open_library: Open
) -> None:
    document = reading(WELL)
    keep(writer, document)
    (before,) = open_library().passages_of(document.sha256)
    with writer.transaction():
        writer.save_document(document, cut_document(document, Source(language="de")))
    (after,) = open_library().passages_of(document.sha256)
    assert (after.id, after.language) == (before.id, "de")
    assert after.number > before.number  # a number is never used again
    assert counts(writer.path) == dict.fromkeys(TABLES, 1)


def test_a_document_of_another_version_of_its_reader_is_not_as_now_read(
    writer: LibraryWriter,
) -> None:
    document = replace(reading(WELL), version=1)
    keep(writer, document)
    assert writer.cut_by(document) is not None
    assert writer.cut_by(replace(document, version=2)) is None


def test_a_title_that_is_corrected_is_found_and_the_old_one_is_not(
    writer: LibraryWriter, open_library: Open
) -> None:
    keep(writer, reading(WELL, title="Watering places"))
    assert len(found(open_library(), "watering")) == 1
    keep(writer, reading(WELL, title="Chronicle"))
    assert found(open_library(), "watering") == []
    assert len(found(open_library(), "chronicle")) == 1


def test_a_document_is_found_by_each_of_its_titles(
    writer: LibraryWriter, open_library: Open
) -> None:
    keep(writer, reading(WELL, title="Chronicle"), "a.txt")
    keep(writer, reading(WELL, title="Almanac"), "b.txt")
    assert found(open_library(), "chronicle") == found(open_library(), "almanac") == [1]


def test_the_folder_above_is_the_nearest_that_was_ingested(writer: LibraryWriter) -> None:
    for root in ("/texts", "/texts/deep", "/texts-too"):
        with writer.transaction():
            writer.note_file(f"{root}/a.txt", root, "")
    assert writer.root_above("/texts/deep/er/b.txt") == "/texts/deep"
    assert writer.root_above("/texts/deeper/b.txt") == "/texts"
    assert writer.root_above("/texts") == "/texts"
    assert writer.root_above("/text") is None


def test_ids_do_not_come_from_row_numbers(tmp_path: Path) -> None:
    ids = []
    for name, order in {"one": (WELL, BARN), "two": (BARN, WELL)}.items():
        path = tmp_path / name / "library.db"
        with closing(LibraryWriter(path)) as writer:
            documents = {keep(writer, reading(text), f"{text[:8]}.txt") for text in order}
        with closing(Library(path)) as library:
            ids.append({p.id for document in documents for p in library.passages_of(document)})
    assert ids[0] == ids[1]
    assert len(ids[0]) == 2
