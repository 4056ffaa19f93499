import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from corpus.errors import UnreadableFile
from corpus.model import Reading
from corpus.readers.json_lines import read
from tests.contracts.packed import PACKED
from tests.corpus.making import WELL

Write = Callable[..., Path]


@pytest.fixture
def read_one(write_files: Write) -> Callable[[Any], Reading | UnreadableFile]:
    def one(record: Any) -> Reading | UnreadableFile:
        line = record if isinstance(record, bytes) else json.dumps(record).encode()
        (found,) = read(write_files({"a.jsonl": line}) / "a.jsonl")
        return found

    return one


ReadOne = Callable[[Any], Reading | UnreadableFile]


@pytest.mark.parametrize(
    ("ids", "record"),
    [
        ({"_id": "a"}, "a"),
        ({"id": "b"}, "b"),
        ({"_id": "a", "id": "b"}, "a"),
        ({"id": 0}, "0"),
        ({"id": "two\nlines\0"}, "two\nlines "),
        ({}, "line 1"),
    ],
)
def test_the_name_of_a_record(read_one: ReadOne, ids: dict[str, object], record: str) -> None:
    found = read_one({**ids, "text": WELL})
    assert isinstance(found, Reading)
    assert found.record == record


def test_what_a_record_states_overrules_its_metadata(read_one: ReadOne) -> None:
    nested = {"title": "nested", "author": "nested", "other": [1]}
    found = read_one({"text": WELL, "title": "own", "published": 2011, "metadata": nested})
    assert isinstance(found, Reading)
    source = found.source
    assert (source.title, source.author, source.published) == ("own", "nested", "2011")


@pytest.mark.parametrize("metadata", [None, "some text", [1], 7])
def test_metadata_of_another_shape_is_left_alone(read_one: ReadOne, metadata: object) -> None:
    found = read_one({"text": WELL, "metadata": metadata})
    assert isinstance(found, Reading)


@pytest.mark.parametrize(
    ("record", "message"),
    [
        (b"{'id': 1}", "not valid JSON (Expecting property name"),
        (b'{"text": "It was \xff."}', "not UTF-8 (invalid start byte)."),
        (b"[" * 100_000, "not valid JSON (maximum recursion depth"),
        (b'{"id": ' + b"9" * 5000 + b"}", "not valid JSON (Exceeds the limit"),
        ([WELL], 'expected an object such as {"id": ..., "text": ...}.'),
        ({"id": 1}, "`text` is missing or empty."),
        ({"text": " \n"}, "`text` is missing or empty."),
        ({"text": [WELL]}, "`text` is missing or empty."),
        ({"text": WELL, "id": None}, "the id must be text or a whole number."),
        ({"text": WELL, "id": 1.5}, "the id must be text or a whole number."),
        ({"text": WELL, "id": False}, "the id must be text or a whole number."),
        ({"text": WELL, "_id": ""}, "the id must be text or a whole number."),
        ({"text": WELL, "author": {}}, "`author` must be one short line of text."),
    ],
)
def test_a_line_that_is_no_record_is_told_why(
    read_one: ReadOne, record: object, message: str
) -> None:
    found = read_one(record)
    assert isinstance(found, UnreadableFile)
    assert f"/a.jsonl: line 1: {message}" in str(found)


def test_lines_are_counted_with_the_empty_and_the_bad_ones(write_files: Write) -> None:
    good = json.dumps({"text": WELL})
    path = write_files({"a.jsonl": f"\ufeff{good}\r\n\r\noops\n  \n{good}"}) / "a.jsonl"
    first, bad, last = read(path)
    assert isinstance(first, Reading)
    assert isinstance(last, Reading)
    assert (first.line, last.line) == (1, 5)
    assert first.sha256 == last.sha256  # of the record's own bytes, wherever it stands
    assert str(bad).startswith(f"{path}: line 3: ")


RECORD = json.dumps({"text": WELL})
TABLE = "id,words\n" * 500
OTHERS: dict[str, tuple[bytes, str]] = {
    "office": (PACKED[".docx"].content, "not UTF-8 ("),
    "table": (TABLE.encode(), "not valid JSON ("),
    "array": (("[\n" + f"{RECORD},\n" * 20 + f"{RECORD}\n]").encode(), "not valid JSON ("),
    "utf-16": ((f"{RECORD}\n" * 3).encode("utf-16"), "not UTF-8 ("),
    "other names": (b'{"words": "The well."}\n' * 500, "`text` is missing or empty"),
}


@pytest.mark.parametrize("kind", OTHERS)
def test_what_is_no_json_lines_gets_one_complaint(write_files: Write, kind: str) -> None:
    content, why = OTHERS[kind]
    path = write_files({"a.jsonl": content}) / "a.jsonl"
    (said,) = read(path)
    assert "lines is a record (line 1: " + why in str(said)
    assert str(said).endswith("Make it JSON Lines, or give it the ending of what it is.")


def test_a_file_of_records_may_begin_with_bad_lines(write_files: Write) -> None:
    path = write_files({"a.jsonl": "oops\n" * 5 + RECORD + "\noops"}) / "a.jsonl"
    kinds = [type(item) is Reading for item in read(path)]
    assert kinds == [False] * 5 + [True, False]
