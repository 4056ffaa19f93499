from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.errors import UnreadableFile
from corpus.model import Reading
from corpus.readers.table import read

Write = Callable[..., Path]


def readings(write_files: Write, table: str) -> list[Reading | UnreadableFile]:
    return list(read(write_files({"a.csv": table}) / "a.csv"))


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(write_files: Write, delimiter: str) -> None:
    rows = (("year", "depth", "place"), ("1911", "7 m", "north field"), ("1912", "9 m", "barn"))
    (found,) = readings(write_files, "\n".join(delimiter.join(row) for row in rows))
    assert isinstance(found, Reading)
    assert found.text.split("\n\n") == [
        "year: 1911; depth: 7 m; place: north field",
        "year: 1912; depth: 9 m; place: barn",
    ]
    assert [(mark.label, found.text[mark.start :][:10]) for mark in found.landmarks] == [
        ("row 2", "year: 1911"),
        ("row 3", "year: 1912"),
    ]


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_a_line_that_tells_excel_the_delimiter_is_no_head(
    write_files: Write, delimiter: str
) -> None:
    rows = (f"sep={delimiter}", f"id{delimiter}text", f"a{delimiter}It was dug, by all.")
    (found,) = readings(write_files, "\r\n".join(rows))
    assert isinstance(found, Reading)
    assert (found.record, found.line, found.text) == ("a", 3, "It was dug, by all.")


def test_a_cell_of_prose_stands_below_the_name_of_its_column(write_files: Write) -> None:
    (found,) = readings(write_files, 'year,remark\n1911,"It was dug, by all, in spring."\n')
    assert isinstance(found, Reading)
    assert [(part.kind, found.text[part.start : part.end]) for part in found.segments] == [
        ("label", "year: 1911"),
        ("label", "remark:"),
        ("text", "It was dug, by all, in spring."),
    ]


def test_rows_with_a_text_are_documents(write_files: Write) -> None:
    table = 'id,title,text,author\n7,Well,"Dug in\nspring.",Ann\n8,Barn,,Bob\n,Shed,Built.,\n'
    first, bad, last = readings(write_files, table)
    assert isinstance(first, Reading)
    assert isinstance(last, Reading)
    assert (first.record, first.line, first.text) == ("7", 2, "Dug in\nspring.")
    assert (first.source.title, first.source.author) == ("Well", "Ann")
    assert str(bad).endswith("a.csv: row 3: `text` is empty.")
    assert (last.record, last.line) == ("row 4", 5)
    assert first.sections == last.sections == ()  # each is all of one source


@pytest.mark.parametrize("table", ["year,depth\n", "year,depth\n,\n", "year"])
def test_a_table_without_rows_is_refused(write_files: Write, table: str) -> None:
    with pytest.raises(UnreadableFile, match="no rows below the names of the columns"):
        readings(write_files, table)
