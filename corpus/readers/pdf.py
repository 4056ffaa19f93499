"""PDF: text by PDFium, page by page, with the number of the page as landmark.

Lines are put into reading order and joined to paragraphs, also across pages; words that were
divided at the end of a line are whole again. Running heads and page numbers are furniture. Pages
that are pictures are named: there is no text in them.
"""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import BinaryIO

from pypdfium2 import PdfDocument, PdfiumError, PdfPage, PdfTextPage, raw

from corpus.canonical import one_line
from corpus.errors import UnreadableFile
from corpus.model import Reading, Source
from corpus.readers.binary_file import inspect_file
from corpus.readers.page_layout import Piece, lines
from corpus.readers.pages import Page, compose

_MOST_PAGES = 10_000
_MOST_PIECES = 5_000
"""On a page; one of more is read as PDFium gives it, without a look at its layout."""
_MOST_CHARACTERS = 500_000
"""On a page; a poster has 50,000."""
_PICTURE = "a picture, without text in it. Have it recognised (OCR) and ingest the result."
_BROKEN = "damaged. Open it and save it again."
_UNSTATED = ("", "untitled", "anonymous", "unspecified")


def read(path: Path) -> Iterator[Reading | UnreadableFile | None]:
    """Yield the one document of the file, and an error that names pages without text."""
    file = inspect_file(path)
    with path.open("rb") as content, closing(_opened(content, path)) as document:
        if len(document) > _MOST_PAGES:
            raise UnreadableFile(
                f"{path}: {len(document):,} pages; the limit is {_MOST_PAGES:,}. Split it."
            )
        pages: list[Page] = []
        without: dict[str, list[int]] = {_PICTURE: [], _BROKEN: []}
        for number in range(len(document)):
            page, trouble = _page(document, number, path)
            pages.append(page)
            if trouble is not None:
                without[trouble].append(number + 1)
            yield None
        source = _source(document)
    composed = compose(pages)
    for trouble, numbers in without.items():
        if len(numbers) == len(pages):
            raise UnreadableFile(f"{path}: {trouble}")
        if numbers:
            yield UnreadableFile(f"{path}: page {_named(numbers)}: {trouble}")
    if not composed.text:
        raise UnreadableFile(f"{path}: no text in it; nothing to quote.")
    yield Reading(
        text=composed.text,
        segments=tuple(composed.segments),
        source=source,
        sha256=file.sha256,
        size=file.size,
        sections=(),
        landmarks=tuple(composed.landmarks),
    )


def _opened(content: BinaryIO, path: Path) -> PdfDocument:
    try:
        return PdfDocument(content)
    except PdfiumError as error:
        if error.err_code == raw.FPDF_ERR_PASSWORD:
            reason = "encrypted. Save it without a password."
        else:
            reason = "not a PDF document, or damaged. Open it and save it again."
        raise UnreadableFile(f"{path}: {reason}") from error


def _page(document: PdfDocument, number: int, path: Path) -> tuple[Page, str | None]:
    """A page, and why it has no text, where it should have."""
    label = document.get_page_label(number) or str(number + 1)
    try:
        with closing(document[number]) as page, closing(page.get_textpage()) as text:
            found = tuple(lines(list(_pieces(text, f"{path}: page {label}"))))
            is_picture = not found and _has_picture(page)
            return Page(label, found), _PICTURE if is_picture else None
    except PdfiumError:
        return Page(label, ()), _BROKEN


def _pieces(text: PdfTextPage, where: str) -> Iterator[Piece]:
    if text.count_chars() > _MOST_CHARACTERS:
        raise UnreadableFile(f"{where}: more than {_MOST_CHARACTERS:,} characters. Split it.")
    count = text.count_rects()
    if count > _MOST_PIECES:
        for number, line in enumerate(text.get_text_range().splitlines()):
            yield Piece(line, 0, -12 * number, 6 * len(line), 10 - 12 * number)
        return
    for i in range(count):
        left, bottom, right, top = text.get_rect(i)
        words = text.get_text_bounded(left, bottom, right, top)
        index = text.get_index((left + right) / 2, (bottom + top) / 2, right - left, top - bottom)
        if words.strip() and index is not None:
            _, low, _, high = text.get_charbox(index, loose=True)
            yield Piece(words, left, low, right, high)


def _has_picture(page: PdfPage) -> bool:
    return next(page.get_objects([raw.FPDF_PAGEOBJ_IMAGE], max_depth=3), None) is not None


def _source(document: PdfDocument) -> Source:
    """What the document says of itself. The day it was made is not the day it was published."""
    stated = document.get_metadata_dict()
    title, author = (one_line(stated[key]) for key in ("Title", "Author"))
    return Source(
        title=title if title.lower() not in _UNSTATED else None,
        author=author if author.lower() not in _UNSTATED else None,
    )


def _named(pages: list[int]) -> str:
    """Numbers of pages in words, runs as runs."""
    runs: list[list[int]] = []
    for page in pages:
        if runs and page == runs[-1][-1] + 1:
            runs[-1].append(page)
        else:
            runs.append([page])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs)
