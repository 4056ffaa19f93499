from bisect import bisect_right
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from reportlab.pdfgen.canvas import Canvas

from corpus.errors import UnreadableFile
from corpus.model import Reading
from corpus.readers.page_layout import Piece
from corpus.readers.pages import Page, compose
from corpus.readers.pdf import read
from tests.corpus.made_pdf import book, drawn, scanned, sentences

Write = Callable[..., Path]
ReadOne = Callable[[bytes], Reading]


@pytest.fixture
def read_one(write_files: Write) -> ReadOne:
    def one(content: bytes) -> Reading:
        path = write_files({"a.pdf": content}) / "a.pdf"
        (found,) = [item for item in read(path) if item is not None]
        assert isinstance(found, Reading)
        return found

    return one


def page_of(reading: Reading, words: str) -> str:
    """The landmark that holds where the words begin."""
    starts = [mark.start for mark in reading.landmarks]
    return reading.landmarks[bisect_right(starts, reading.text.index(words)) - 1].label


def kinds(reading: Reading) -> dict[str, str]:
    return {reading.text[part.start : part.end]: part.kind for part in reading.segments}


@pytest.mark.parametrize("layout", [{}, {"columns": 2}, {"columns": 2, "interleaved": True}])
def test_every_sentence_comes_out_whole_and_on_its_page(
    read_one: ReadOne, layout: dict[str, Any]
) -> None:
    found = read_one(book(12, **layout))
    for page in range(1, 13):
        for said in sentences(page, 14 * layout.get("columns", 1)):
            assert page_of(found, said) == f"page {page}"


def test_running_heads_and_page_numbers_are_furniture_and_titles_are_headings(
    read_one: ReadOne,
) -> None:
    found = kinds(read_one(book(12, title="A History")))
    assert found["A History of the Harbour"] == "furniture"
    assert [found[str(page)] for page in range(1, 13)] == ["furniture"] * 12
    assert found["The Winter of Ledger 11"] == "heading"
    assert {kind for words, kind in found.items() if "entry" in words} == {"text"}


def test_title_and_author_are_kept_and_the_day_of_making_is_not(read_one: ReadOne) -> None:
    source = read_one(book(1, title="A History")).source
    assert (source.title, source.author, source.published) == ("A History", "Ann Archer", None)
    assert read_one(book(1)).source.title is None


def test_a_paragraph_goes_on_over_the_page_and_each_half_has_its_page(read_one: ReadOne) -> None:
    data = BytesIO()
    canvas = Canvas(data, invariant=True)
    canvas.drawString(60, 60, "The ferryman waited at the landing until the fog had gone and then")
    canvas.showPage()
    canvas.drawString(60, 780, "rowed over alone. Nobody saw him again.")
    canvas.save()
    found = read_one(data.getvalue())
    assert found.text == (
        "The ferryman waited at the landing until the fog had gone and then rowed over alone. "
        "Nobody saw him again."
    )
    assert (page_of(found, "The ferryman"), page_of(found, "Nobody")) == ("page 1", "page 2")


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (("The light-", "house was dark."), "The lighthouse was dark."),
        (("A well-known well. A well-", "known barn."), "A well-known well. A well-known barn."),
        (("The Anglo-", "Saxon well was dug."), "The Anglo-Saxon well was dug."),
        (("It was dug in 1990-", "1995 by all."), "It was dug in 1990-1995 by all."),
        (("The well was dug", "by the village."), "The well was dug by the village."),
    ],
)
def test_lines_are_joined_and_divided_words_are_whole(
    read_one: ReadOne, lines: tuple[str, ...], text: str
) -> None:
    placed = [(60.0, 700.0 - 12 * i, 10, line) for i, line in enumerate(lines)]
    assert read_one(drawn(placed)).text == text


def test_a_gap_or_an_indent_opens_a_paragraph(read_one: ReadOne) -> None:
    words = "The well was dug in the spring of that year by the whole village."
    lines = [
        (60, 700, words),
        (60, 688, words),
        (75, 676, words),
        (60, 664, words),
        (60, 640, words),
    ]
    found = read_one(drawn([(float(x), float(y), 10, line) for x, y, line in lines]))
    assert found.text == "\n\n".join([f"{words} {words}"] * 2 + [words])


def test_scanned_pages_are_named_and_the_others_are_read(tmp_path: Path) -> None:
    path = scanned(tmp_path / "a.pdf", [False, True, True, False, True])
    said, found = [item for item in read(path) if item is not None]
    assert str(said).startswith(f"{path}: page 2-3, 5: a picture, without text in it.")
    assert isinstance(found, Reading)
    assert [mark.label for mark in found.landmarks] == ["page 1", "page 4"]


def test_a_scan_is_refused_as_one(tmp_path: Path) -> None:
    path = scanned(tmp_path / "a.pdf", [True, True])
    with pytest.raises(UnreadableFile) as failure:
        list(read(path))
    assert str(failure.value) == (
        f"{path}: a picture, without text in it. Have it recognised (OCR) and ingest the result."
    )


def test_a_file_with_a_password_is_named(write_files: Write) -> None:
    locked = drawn([(60, 700, 10, "The well was dug.")], password="sesame")
    path = write_files({"a.pdf": locked}) / "a.pdf"
    with pytest.raises(UnreadableFile) as failure:
        list(read(path))
    assert str(failure.value) == f"{path}: encrypted. Save it without a password."


def test_cells_of_a_table_stay_in_their_rows(read_one: ReadOne) -> None:
    cells = [(60.0 + 200 * x, 700.0 - 14 * y, 10, f"r{y}c{x}") for y in range(8) for x in range(2)]
    words = read_one(drawn(cells)).text.split()
    assert words == [f"r{y}c{x}" for y in range(8) for x in range(2)]


def test_marks_of_division_within_words_move_no_page() -> None:
    lines = "the ri\u00adver was me\u00adasured by the as\u00adso\u00adci\u00ad", "ation of us."
    pages = [Page(str(n), (Piece(line, 0, 100, 400, 110),)) for n, line in enumerate(lines, 1)]
    made = compose(pages)
    assert made.text == "the river was measured by the association of us."
    assert [(mark.label, made.text[mark.start :]) for mark in made.landmarks] == [
        ("page 1", made.text),
        ("page 2", "ation of us."),
    ]
