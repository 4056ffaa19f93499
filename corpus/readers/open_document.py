"""ODT: paragraphs, headings, lists, tables row by row, footnotes at the end.

Comments, what was deleted, headers and footers are not kept.
"""

from collections.abc import Iterator
from pathlib import Path

from lxml.etree import _Element, iterwalk

from corpus.errors import UnreadableFile
from corpus.model import Reading, Source
from corpus.readers.binary_file import inspect_file
from corpus.readers.composing import Composition
from corpus.readers.packaged import opened, stated, stated_language

_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_BLOCKS = (f"{_TEXT}h", f"{_TEXT}p", f"{_TABLE}table-row")
_NOTE = f"{_TEXT}note"
_SILENT = {f"{_TEXT}tracked-changes", f"{_OFFICE}annotation", f"{_TEXT}table-of-content",
           f"{_TEXT}ruby-text", f"{_OFFICE}forms"}  # fmt: skip
_GAPS = {f"{_TEXT}s", f"{_TEXT}tab", f"{_TEXT}line-break"}


def read(path: Path) -> Iterator[Reading]:
    """Yield the one document of the file."""
    file = inspect_file(path)
    composition = Composition()
    with opened(path, "LibreOffice") as package:
        manifest = package.tree("META-INF/manifest.xml")
        if manifest is not None and manifest.find(".//{*}encryption-data") is not None:
            raise UnreadableFile(f"{path}: encrypted. Save it without a password.")
        content = package.tree("content.xml")
        body = content.find(f".//{_OFFICE}text") if content is not None else None
        if body is None:
            raise UnreadableFile(f"{path}: not a text document, whatever its name says.")
        _add_blocks(body, composition)
        for number, note in enumerate(body.iter(_NOTE), start=1):
            composition.mark(f"footnote {number}")
            _add_blocks(note, composition)
        properties = package.tree("meta.xml")
    source = Source(
        title=stated(properties, "title"),
        author=stated(properties, "initial-creator") or stated(properties, "creator"),
        language=stated_language(properties),
    )
    yield composition.reading(str(path), source=source, sha256=file.sha256, size=file.size)


def _add_blocks(parent: _Element, composition: Composition) -> None:
    """Add paragraphs and rows below an element, save those of notes in it."""
    for block in parent.iter(*_BLOCKS):
        above = set()
        for ancestor in block.iterancestors():
            if ancestor is parent:
                break
            above.add(ancestor.tag)
        if above & _SILENT or _NOTE in above:
            continue
        if block.tag == f"{_TABLE}table-row":
            cells = [_words(cell) for cell in block.iterchildren(f"{_TABLE}table-cell")]
            composition.add(" | ".join(filter(None, cells)))
        elif f"{_TABLE}table-row" not in above:
            composition.add(_words(block), "heading" if block.tag == f"{_TEXT}h" else None)


def _words(block: _Element) -> str:
    """What a paragraph or cell says; notes and what is hidden are skipped, their tails are not."""
    said: list[str] = []
    silent: set[_Element] = set()
    for event, element in iterwalk(block, events=("start", "end")):
        if event == "start":
            if element.tag in _SILENT or element.tag == _NOTE or _starts_inside(element, block):
                silent.add(element)
            elif element.tag in _GAPS or (element.tag == f"{_TEXT}p" and said):
                said.append(" ")
            if not silent:
                said.append(element.text or "")
        else:
            silent.discard(element)
            if not silent and element is not block:
                said.append(element.tail or "")
    return "".join(said)


def _starts_inside(element: _Element, block: _Element) -> bool:
    """Whether another block begins here: a frame in a paragraph, a table in a cell."""
    if element is block:
        return False
    return element.tag == f"{_TABLE}table-row" or (
        element.tag in _BLOCKS and block.tag in (f"{_TEXT}p", f"{_TEXT}h")
    )
