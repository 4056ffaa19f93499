"""DOCX: paragraphs, headings by their style, tables row by row, footnotes at the end.

Read as Word shows it with all changes accepted. Headers, footers, comments and what was deleted
are not kept.
"""

from collections.abc import Iterator
from pathlib import Path

from lxml.etree import _Element

from corpus.errors import UnreadableFile
from corpus.model import Reading, Source
from corpus.readers.binary_file import inspect_file
from corpus.readers.composing import Composition
from corpus.readers.packaged import opened, stated, stated_language

_NAMESPACE = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_SILENT = {"del", "moveFrom", "Fallback", "instrText", "delText", "pPr", "rPr", "rt", "fldData"}
"""Deleted, moved away, said twice, or how it looks."""
_GAPS = {"tab": " ", "br": " ", "cr": " ", "noBreakHyphen": "-", "softHyphen": ""}
_BODY_TEXT = 9
"""The outline level of what is no heading."""
_DEEPEST = 20
"""Styles on top of each other."""


def read(path: Path) -> Iterator[Reading]:
    """Yield the one document of the file."""
    file = inspect_file(path)
    composition = Composition()
    with opened(path, "Word") as package:
        document = package.tree("word/document.xml")
        if document is None:
            raise UnreadableFile(f"{path}: not a Word document, whatever its name says.")
        headings = _heading_styles(package.tree("word/styles.xml"))
        _add_blocks(document, headings, composition)
        for name in ("footnotes", "endnotes"):
            _add_notes(package.tree(f"word/{name}.xml"), name, headings, composition)
        properties = package.tree("docProps/core.xml")
    source = Source(
        title=stated(properties, "title"),
        author=stated(properties, "creator"),
        language=stated_language(properties),
    )
    yield composition.reading(str(path), source=source, sha256=file.sha256, size=file.size)


def _tag(element: _Element) -> str:
    """The name without its namespace."""
    return element.tag.rpartition("}")[2]


def _value(element: _Element | None) -> str:
    """The attribute `val`, in the namespace of either edition of the standard."""
    if element is None:
        return ""
    return element.get(f"{_NAMESPACE}val") or element.get(f"{_STRICT}val") or ""


def _heading_styles(styles: _Element | None) -> set[str]:
    """Ids of the styles of headings and titles, also of those that are based on one."""
    found: set[str] = set()
    based: dict[str, str] = {}
    for style in styles.iterfind("{*}style") if styles is not None else ():
        key = style.get(f"{_NAMESPACE}styleId") or style.get(f"{_STRICT}styleId") or ""
        name = _value(style.find("{*}name")).lower()
        level = _value(style.find("{*}pPr/{*}outlineLvl"))
        based[key] = _value(style.find("{*}basedOn"))
        if name == "title" or name.startswith("heading ") or _is_level(level):
            found.add(key)
    return {key for key in based if not found.isdisjoint(_ancestry(key, based))}


def _ancestry(key: str, based: dict[str, str]) -> list[str]:
    """A style and those it is based on; a damaged file may go in circles."""
    found: list[str] = []
    while key and key not in found and len(found) < _DEEPEST:
        found.append(key)
        key = based.get(key, "")
    return found


def _is_level(value: str) -> bool:
    return value.isdigit() and int(value) < _BODY_TEXT


def _add_blocks(parent: _Element, headings: set[str], composition: Composition) -> None:
    """Add paragraphs and rows below an element; without recursion, for files nest at will."""
    for paragraph in parent.iter("{*}p", "{*}tr"):
        if any(_tag(above) in _SILENT for above in paragraph.iterancestors()):
            continue
        if _tag(paragraph) == "tr":
            cells = [_words(cell) for cell in paragraph.iterchildren("{*}tc")]
            composition.add(" | ".join(filter(None, cells)))
        elif not _is_in_row(paragraph):
            style = _value(paragraph.find("{*}pPr/{*}pStyle"))
            level = _value(paragraph.find("{*}pPr/{*}outlineLvl"))
            is_heading = style in headings or _is_level(level)
            composition.add(_words(paragraph), "heading" if is_heading else None)


def _is_in_row(paragraph: _Element) -> bool:
    return next(paragraph.iterancestors("{*}tr"), None) is not None


def _words(block: _Element) -> str:
    """What a paragraph or cell says, without text boxes, which are blocks of their own."""
    said = []
    skipped: set[_Element] = set()
    for element in block.iter("{*}*"):
        tag = _tag(element)
        if element.getparent() in skipped or tag in _SILENT or _starts_inside(element, block):
            skipped.add(element)
        elif tag == "t":
            said.append(element.text or "")
        elif tag in _GAPS:
            said.append(_GAPS[tag])
        elif tag == "p" and said:
            said.append(" ")
    return "".join(said)


def _starts_inside(element: _Element, block: _Element) -> bool:
    """Whether another block begins here: a text box in a paragraph, a table in a cell."""
    tag = _tag(element)
    return element is not block and (tag == "tr" or (tag == "p" and _tag(block) == "p"))


def _add_notes(
    notes: _Element | None, name: str, headings: set[str], composition: Composition
) -> None:
    for note in notes.iterchildren("{*}footnote", "{*}endnote") if notes is not None else ():
        kind = note.get(f"{_NAMESPACE}type") or note.get(f"{_STRICT}type") or "normal"
        if kind == "normal":  # else it is the line above the notes
            number = note.get(f"{_NAMESPACE}id") or note.get(f"{_STRICT}id") or "?"
            composition.mark(f"{name.removesuffix('s')} {number}")
            _add_blocks(note, headings, composition)
