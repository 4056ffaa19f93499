import json
import sqlite3
from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path
from typing import Any

from corpus.ingest import Change, Ingest
from corpus.library import Library
from corpus.scan import scan
from corpus.writer import LibraryWriter
from tests.corpus.made_documents import zipped
from tests.corpus.making import BARN, KOLODEZ, QUDYQ, WELL, Run

Write = Callable[..., Path]
BringIn = Callable[..., Run]
Open = Callable[[], Library]


def lines(*records: Any) -> str:
    return "".join(json.dumps(record) + "\n" for record in records)


def texts_of(library: Library) -> dict[str, str]:
    return {document.name: library.text(document.id) for document in library.documents()}


def numbered(numbers: Iterable[int]) -> str:
    return lines(*({"id": i, "text": f"Record {i} tells of a well."} for i in numbers))


def test_every_record_is_a_document_named_by_its_id(
    write_files: Write, bring_in: BringIn, open_library: Open
) -> None:
    folder = write_files(
        {"a.jsonl": lines({"_id": "w", "text": WELL}, {"id": 7, "text": BARN}, {"text": KOLODEZ})}
    )
    assert bring_in(folder).report == [("added", "w"), ("added", "7"), ("added", "a.jsonl/line 3")]
    assert texts_of(open_library()) == {"w": WELL, "7": BARN, "a.jsonl/line 3": KOLODEZ}


def test_what_is_only_numbered_in_several_files_is_told_apart(
    write_files: Write, bring_in: BringIn, open_library: Open
) -> None:
    folder = write_files(
        {
            "a.jsonl": lines({"text": WELL}),
            "b.jsonl": lines({"text": BARN}),
            "c/d.csv": f"text\n{KOLODEZ}\n",
            "e.mbox": f"From a\nFrom: a@w.example\n\n{WELL} One.\n\n"
            f"From b\nFrom: a@w.example\nMessage-ID: <7@w.example>\n\n{WELL} Two.\n",
            "f.zip": zipped({"g.jsonl": lines({"text": QUDYQ})}),
        }
    )
    names = ["a.jsonl/line 1", "b.jsonl/line 1", "c/d.csv/row 2", "e.mbox/message 1",
             "7@w.example", "f.zip/g.jsonl/line 1"]  # fmt: skip
    assert bring_in(folder).report == [("added", name) for name in names]
    assert open_library().text(open_library().find("b.jsonl/line 1").id) == BARN
    write_files({"b.jsonl": lines({"_id": "own", "text": BARN})})
    assert bring_in(folder).report == [("added", "own"), ("removed", "b.jsonl/line 1")]


def test_records_are_streamed(write_files: Write, path: Path, open_library: Open) -> None:
    folder = write_files({"a.jsonl": numbered(range(1100))})
    sizes: list[int] = []
    with closing(LibraryWriter(path)) as writer:
        ingest = Ingest(writer, lambda passages: sizes.append(len(passages)))
        run = ingest.run(scan([folder], writer.root_above))
        assert next(run) == Change("added", "0", passages=1)
        assert len(sizes) == 1  # the first are in before the rest is read
        assert sum(1 for _ in run) == 1099
    assert ingest.counts == {"added": 1100, "passages": 1100}
    assert len(sizes) == -(-1100 // max(sizes))
    assert open_library().document_count() == 1100


def test_only_records_that_changed_are_encoded(
    write_files: Write, bring_in: BringIn, open_library: Open
) -> None:
    bring_in(write_files({"a.jsonl": numbered(range(300))}))
    before = dict(open_library().passage_hashes())
    content = numbered(range(300)).replace("Record 150 tells", "Record 150 says")
    run = bring_in(write_files({"a.jsonl": content + numbered([300])}))
    assert run.report == [("changed", "150"), ("added", "300")]
    assert run.counts == {"changed": 1, "added": 1, "unchanged": 299, "passages": 2}
    assert [passage.text for passage in run.encoded] == [
        "Record 150 says of a well.",
        "Record 300 tells of a well.",
    ]
    assert len(before.items() & dict(open_library().passage_hashes()).items()) == 299


def test_records_that_vanish_are_dropped_and_reported(
    write_files: Write, bring_in: BringIn, open_library: Open
) -> None:
    bring_in(write_files({"a.jsonl": numbered(range(10))}))
    run = bring_in(write_files({"a.jsonl": numbered([3, 1])}))
    assert run.report == [("removed", str(number)) for number in (0, 2, 4, 5, 6, 7, 8, 9)]
    assert sorted(texts_of(open_library())) == ["1", "3"]
    assert open_library().passage_count() == 2


def test_of_two_records_with_one_id_the_first_is_kept(
    write_files: Write, bring_in: BringIn, open_library: Open
) -> None:
    folder = write_files(
        {"a.jsonl": numbered([1]) + lines({"id": "1", "text": BARN}) + numbered([2])}
    )
    for _ in range(2):  # the file is not called unchanged while a line of it is refused
        run = bring_in(folder)
        (said,) = run.failures
        assert said.startswith(f"{folder}/a.jsonl: line 2: the id '1' stands twice in this file")
    assert texts_of(open_library()) == {
        "1": "Record 1 tells of a well.",
        "2": "Record 2 tells of a well.",
    }


def test_an_id_stands_twice_however_far_apart(write_files: Write, bring_in: BringIn) -> None:
    run = bring_in(write_files({"a.jsonl": numbered([*range(600), 0])}))
    (said,) = run.failures
    assert "line 601: the id '0' stands twice" in said
    assert run.counts["added"] == 600


def test_records_of_two_files_with_the_same_id_are_told_apart(
    write_files: Write, bring_in: BringIn, open_library: Open
) -> None:
    folder = write_files({"a.jsonl": numbered([1]), "b.ndjson": lines({"id": 1, "text": BARN})})
    assert bring_in(folder).report == [("added", "1"), ("added", "b.ndjson/1")]
    library = open_library()
    assert library.text(library.find("b.ndjson/1").id) == BARN
    assert library.text(library.find("1").id) == "Record 1 tells of a well."
    write_files({"b.ndjson": lines({"id": 1, "text": WELL})})
    assert bring_in(folder).report == [("changed", "b.ndjson/1")]
    (folder / "a.jsonl").rename(folder / "c.jsonl")  # what is gone takes no name
    assert bring_in(folder).report == [("added", "1"), ("removed", "a.jsonl")]


def test_what_is_called_the_same_in_two_folders_or_archives_is_told_apart(
    write_files: Write, bring_in: BringIn, open_library: Open
) -> None:
    folder = write_files(
        {
            "one/a.txt": WELL,
            "two/a.txt": BARN,
            "two/a.zip": zipped({"a.txt": KOLODEZ, "b.txt": QUDYQ}),
            "three/two/a.txt": f"{BARN} {BARN}",
        }
    )
    bring_in(folder / "one")
    report = [("added", "two/a.txt"), ("added", "a.zip/a.txt"), ("added", "b.txt")]
    assert bring_in(folder / "two").report == report
    third = folder / "three" / "two"
    assert bring_in(third).report == [("added", str(third / "a.txt"))]
    assert bring_in(folder / "one", folder / "two", third).report == []
    assert sorted(texts_of(open_library())) == sorted(
        ["a.txt", "two/a.txt", "a.zip/a.txt", "b.txt", str(third / "a.txt")]
    )


def test_bad_lines_are_named_and_the_others_are_read(
    write_files: Write, bring_in: BringIn, open_library: Open
) -> None:
    bad = [
        b"not JSON",
        b'{"id": 1, "text": "cut',
        b'["a", "list"]',
        b'{"id": 4, "text": ""}',
        b'{"id": 5, "txt": "Well."}',
        b'{"id": [], "text": "Well."}',
        b'{"id": true, "text": "Well."}',
        b'{"id": "", "text": "Well."}',
        b'{"id": 9, "text": "\xff\xfe"}',
        b'{"id": 10, "text": "Well.", "title": {}}',
        b"[" * 100_000,
    ]
    folder = write_files({"a.jsonl": b"\n".join([*bad, b"", numbered([13]).encode()])})
    run = bring_in(folder)
    starts = [f"{folder}/a.jsonl: line {number}: " for number in range(1, len(bad) + 1)]
    assert [s.startswith(start) for s, start in zip(run.failures, starts, strict=True)] == [
        True
    ] * len(bad)
    assert texts_of(open_library()) == {"13": "Record 13 tells of a well."}


def test_a_bad_line_loses_no_record_that_is_in(
    write_files: Write, bring_in: BringIn, open_library: Open
) -> None:
    bring_in(write_files({"a.jsonl": numbered([1, 2])}))
    run = bring_in(write_files({"a.jsonl": numbered([1]) + "oops\n" + numbered([3])}))
    assert run.report == [("failed", "a.jsonl"), ("added", "3")]
    assert sorted(texts_of(open_library())) == ["1", "2", "3"]


def test_bad_lines_are_named_again_and_the_file_is_not_read_again(
    write_files: Write, bring_in: BringIn, path: Path
) -> None:
    folder = write_files({"a.jsonl": numbered([1]) + "oops\n"})
    first = bring_in(folder)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE sources SET pass = 'of the first run'")
    second = bring_in(folder)
    assert second.failures == first.failures != []
    assert second.counts == {"unchanged": 1, "failed": 1, "passages": 0}
    assert second.advanced == second.size
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT pass FROM sources").fetchall() == [("of the first run",)]
    assert bring_in(write_files({"a.jsonl": numbered([1, 2])})).report == [("added", "2")]
    assert bring_in(folder).report == []


def test_of_very_many_bad_lines_nothing_is_kept(
    write_files: Write, bring_in: BringIn, path: Path
) -> None:
    folder = write_files({"a.jsonl": numbered([1]) + "oops\n" * 1_002})
    for _ in range(2):
        assert len(bring_in(folder).failures) == 1_002
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT fingerprint FROM files").fetchall() == [("",)]


def test_metadata_of_every_record_can_be_corrected_at_once(
    write_files: Write, bring_in: BringIn, open_library: Open
) -> None:
    bring_in(write_files({"a.jsonl": numbered(range(300))}))
    run = bring_in(write_files({"a.jsonl.meta.yaml": "publisher: The Valley Paper"}))
    assert (run.changes, run.encoded) == ([], [])
    assert {d.source.publisher for d in open_library().documents()} == {"The Valley Paper"}


def test_a_record_far_larger_than_the_rest_is_read(
    write_files: Write, bring_in: BringIn, open_library: Open
) -> None:
    large = f"{WELL}\n\n" * 3000
    bring_in(write_files({"a.jsonl": lines({"id": 1, "text": large}, {"id": 2, "text": BARN})}))
    assert open_library().text(open_library().find("1").id) == large
