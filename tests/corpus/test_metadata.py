from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.canonical import canonical_text
from corpus.errors import BadMetadata
from corpus.metadata import (
    FIELDS,
    is_sidecar,
    read_table,
    sidecar_of,
    source_from,
    split_front_matter,
)
from corpus.model import Source
from tests.corpus.making import texts

Write = Callable[..., Path]
FRONT = """---
title: "The well: a history"
author: [Ann Hale, Boris Orr]
published: 2011-12-16
kind: news
mood: sunny
---
The well was dug in spring.
"""


def front(yaml: str) -> Source:
    return split_front_matter(f"---\n{yaml}\n---\nText.", "a.txt")[0]


def test_front_matter_is_read_and_the_text_begins_behind_it() -> None:
    source, body = split_front_matter(FRONT, "a.txt")
    assert source == Source(
        title="The well: a history",
        author="Ann Hale, Boris Orr",
        published="2011-12-16",
        kind="news",
    )
    assert FRONT[body:] == "The well was dug in spring.\n"


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ("2011", "2011"),
        ("2011-12", "2011-12"),
        ("2011-12-16", "2011-12-16"),
        ("2011-12-45", "2011-12-45"),
        ("2011-12-16 12:30:00", "2011-12-16 12:30:00"),
        ("010", "010"),
        ("1:30", "1:30"),
        ("no", "no"),
        ("3.50", "3.50"),
        ('"a\\tb \\uD800"', "a b \ufffd"),
        ("x\u030a", "x"),
        ("'  two   words  '", "two words"),
        ("|\n  two\n  lines", "two lines"),
        ("", None),
        ("~", None),
        ("'  '", None),
    ],
)
def test_a_value_is_one_line_of_canonical_text_as_it_was_written(
    stated: str, expected: str | None
) -> None:
    assert front(f"published: {stated}").published == expected


@given(st.sampled_from(FIELDS), texts)
def test_every_field_takes_any_text(key: str, value: str) -> None:
    stated = getattr(source_from({key: value}, "a.txt"), key)
    assert stated == (" ".join(canonical_text(value).split()) or None)


@pytest.mark.parametrize(
    "text",
    [
        "No front matter.\n",
        "---\nA rule, some text, another rule.\n---\nMore.\n",
        "---\n- a list\n- of things\n---\nMore.\n",
        "---\ntitle: never closed\n\nText.\n",
        "\n---\ntitle: too late\n---\n",
        "----\ntitle: four dashes\n----\n",
        "---\ntitle: " + "x" * 70_000 + "\n---\nMore.\n",
    ],
)
def test_a_rule_is_not_front_matter(text: str) -> None:
    assert split_front_matter(text, "a.txt") == (Source(), 0)


@pytest.mark.parametrize("head", ["---\n---\n", "---\n# nothing\n---\n", "---  \n\n...\n"])
def test_empty_front_matter_states_nothing_and_is_not_text(head: str) -> None:
    assert split_front_matter(head + "Text.", "a.txt") == (Source(), len(head))


@pytest.mark.parametrize(
    ("yaml", "message"),
    [
        ("kind: news\ntitle: The well: a history", r"a\.txt: line 3 front matter .*`:` in quotes"),
        ("kind: news\n\ntitle: [open", r"a\.txt: line \d front matter cannot be understood"),
        ("title: {a: b}", r"a\.txt: `title` must be one short line of text"),
        ("title: " + "x" * 2001, r"a\.txt: `title` must be one short line of text"),
        ("title: !!int twelve", r"a\.txt: front matter cannot be understood"),
        ("title: " + "[" * 1000, r"a\.txt: front matter cannot be understood"),
        ("title: !!python/name:os.system", r"a\.txt: line 2 front matter cannot be understood"),
    ],
)
def test_bad_front_matter_is_named_with_file_and_line(yaml: str, message: str) -> None:
    with pytest.raises(BadMetadata, match=f"^{message}"):
        front(yaml)


@pytest.mark.parametrize("value", [True, 3.5, ["a", 1], {"a": "b"}, "x" * 2001])
def test_json_values_that_are_no_text_are_refused(value: object) -> None:
    with pytest.raises(BadMetadata, match=r"^b: line 2: `author` must be one short line"):
        source_from({"author": value}, "b: line 2")


def test_json_years_become_text() -> None:
    assert source_from({"published": 2011, "other": object()}, "b") == Source(published="2011")


def test_a_sidecar_is_found_by_either_name(write_files: Write) -> None:
    folder = write_files(
        {
            "a.txt.meta.yaml": "title: Whole name",
            "a.meta.yaml": "title: Bare name",
            "b.meta.yml": "title: Bare name",
        }
    )
    assert sidecar_of(folder / "a.txt") == Source(title="Whole name")
    assert sidecar_of(folder / "a.md") == Source(title="Bare name")
    assert sidecar_of(folder / "b.txt") == Source(title="Bare name")
    assert sidecar_of(folder / "c.txt") == Source()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"kind: news\ntitle: a: b", r"line 2 YAML cannot be understood"),
        (b"- a\n- b", r"expected lines such as `title: \.\.\.`; the fields are title, publisher"),
        (b"title: \xff\xfe", "cannot be read as UTF-8 text"),
        (b"title: {}", "`title` must be one short line"),
    ],
)
def test_a_bad_sidecar_is_named(write_files: Write, content: bytes, message: str) -> None:
    folder = write_files({"a.txt.meta.yaml": content})
    with pytest.raises(BadMetadata, match=rf"a\.txt\.meta\.yaml: {message}"):
        sidecar_of(folder / "a.txt")


def test_a_sidecar_may_be_empty_or_begin_with_a_byte_order_mark(write_files: Write) -> None:
    folder = write_files({"a.meta.yaml": "# nothing", "b.meta.yaml": "\ufefftitle: The well"})
    assert sidecar_of(folder / "a.txt") == Source()
    assert sidecar_of(folder / "b.txt") == Source(title="The well")


def test_a_table_states_by_file(write_files: Write) -> None:
    folder = write_files(
        {
            "sources.csv": "\ufefffile,title,published,note\r\n"
            '"a, b.txt","The ""old"" well",1911,x\r\n'
            "c.txt,,,\r\n"
            ",lost,,\r\n"
            "d.txt,The barn\r\n"
            "e.txt,The rope,2011,x,one too many\r\n"
        }
    )
    assert read_table(folder) == {
        "a, b.txt": Source(title='The "old" well', published="1911"),
        "c.txt": Source(),
        "d.txt": Source(title="The barn"),
        "e.txt": Source(title="The rope", published="2011"),
    }


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_a_table_may_have_the_delimiter_of_a_country(write_files: Write, delimiter: str) -> None:
    rows = "file,title\na.txt,The well\n".replace(",", delimiter)
    assert read_table(write_files({"sources.csv": rows})) == {"a.txt": Source(title="The well")}


def test_a_folder_without_a_table_states_nothing(tmp_path: Path) -> None:
    assert read_table(tmp_path) == {}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "the first line must name the columns, `file` and any of title, publisher"),
        (b"name;title\na.txt;The well\n", "the first line must name the columns"),
        (b"file;title\na.txt;The well;\n\xff", "cannot be read as UTF-8 text .* Save it as UTF-8"),
        (b'file,title\na.txt,"The" well\n', r"line 2: not good CSV"),
        (b"file,title\na.txt,The well\nb.txt," + b"x" * 2001, r"line 3: `title` must be one short"),
        ("file,title\na.txt,Колодец".encode("cp1251"), "cannot be read as UTF-8 text"),
    ],
)
def test_a_bad_table_is_named_with_its_line(
    write_files: Write, content: bytes, message: str
) -> None:
    folder = write_files({"sources.csv": content})
    with pytest.raises(BadMetadata, match=rf"sources\.csv: {message}"):
        read_table(folder)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("sources.csv", True),
        ("a.txt.meta.yaml", True),
        ("a.meta.yml", True),
        ("other.csv", False),
        ("meta.yaml", False),
        ("a.yaml", False),
    ],
)
def test_which_files_hold_metadata(name: str, expected: bool) -> None:
    assert is_sidecar(Path("texts", name)) == expected
