from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.model import Reading
from corpus.readers.markdown import read
from tests.corpus.making import WELL

Write = Callable[..., Path]


@pytest.fixture
def read_text(write_files: Write) -> Callable[[str], Reading]:
    def one(text: str) -> Reading:
        (found,) = read(write_files({"a.md": text}) / "a.md")
        return found

    return one


Read = Callable[[str], Reading]


def parts(reading: Reading) -> list[tuple[str, str]]:
    return [(part.kind, reading.text[part.start : part.end]) for part in reading.segments]


@pytest.mark.parametrize(
    ("block", "kind", "words"),
    [
        ("## The well", "heading", "The well"),
        ("The well\n========", "heading", "The well"),
        ("> Dug in **spring**,\n> by all.", "text", "Dug in **spring**,\n> by all."),
        ("- [x] one pump", "text", "[x] one pump"),
        ("12. a rope", "text", "a rope"),
        ("Made <i>by hand</i> here.", "text", "Made <i>by hand</i> here."),
        ("See [the map](m.png) here.", "text", "See [the map](m.png) here."),
        ("One line  \nbroken in two.", "text", "One line  \nbroken in two."),
        ("[home](/) | [news](/n)", "furniture", "[home](/) | [news](/n)"),
        ("![A barn](barn.png)", "furniture", "![A barn](barn.png)"),
        ("```\nThe code.\n```", "listing", "```\nThe code.\n```"),
        ("    The code.", "listing", "The code."),
        ("<div>\nraw\n</div>", "furniture", "<div>\nraw\n</div>"),
        ("***", "furniture", "***"),
        ("Subscribe", "furniture", "Subscribe"),
    ],
)
def test_the_kind_of_a_block(read_text: Read, block: str, kind: str, words: str) -> None:
    assert parts(read_text(f"{WELL}\n\n{block}\n")) == [("text", WELL), (kind, words)]


def test_the_text_stays_as_it_stands_in_the_file(read_text: Read) -> None:
    text = "# The *well*\n\n> It was **dug**\n> &amp; filled.\n"
    assert read_text(text).text == text


def test_rows_of_a_table_are_text_and_its_head_is_not(read_text: Read) -> None:
    table = "| year | depth |\n|---|---|\n| 1911 | 7 m |\n| 1912 | 9 m |\n"
    assert parts(read_text(table)) == [
        ("listing", "| year | depth |"),
        ("text", "| 1911 | 7 m |"),
        ("text", "| 1912 | 9 m |"),
    ]


def test_items_of_a_list_are_segments_of_their_own(read_text: Read) -> None:
    assert parts(read_text("- one pump\n  - two wells\n    go on\n- a rope\n")) == [
        ("text", "one pump"),
        ("text", "two wells\n    go on"),
        ("text", "a rope"),
    ]


def test_the_definition_of_a_link_is_no_segment(read_text: Read) -> None:
    assert parts(read_text(f"{WELL}\n\n[map]: http://valley.example\n")) == [("text", WELL)]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("---\ntitle: Stated\n---\n# First\n", "Stated"),
        (f"{WELL}\n\n## First\n\n# Second\n", "First"),
        ("First\nof two\n======\n", "First of two"),
        (WELL, None),
    ],
)
def test_the_title_is_stated_or_the_first_heading(
    read_text: Read, text: str, title: str | None
) -> None:
    assert read_text(text).source.title == title
