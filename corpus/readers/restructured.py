"""reStructuredText, by docutils: its words without the markup, under their headings.

Nothing that a file includes is read, and no raw part of it is used.
"""

from collections.abc import Iterator
from pathlib import Path

from docutils import nodes
from docutils.core import publish_doctree

from corpus.model import Reading, Source
from corpus.readers.composing import Composition
from corpus.readers.text_file import read_text_file

_SETTINGS = {
    "file_insertion_enabled": False,
    "raw_enabled": False,
    "_disable_config": True,
    "report_level": 5,
    "halt_level": 5,
    "smart_quotes": False,
    "trim_footnote_reference_space": True,
}
_SILENT = (
    nodes.system_message,
    nodes.comment,
    nodes.docinfo,
    nodes.substitution_definition,
    nodes.label,
)
_CODE = (nodes.literal_block, nodes.doctest_block, nodes.math_block, nodes.raw)
_HEADINGS = (nodes.title, nodes.subtitle, nodes.rubric)
_INFO = {"author": nodes.author, "published": nodes.date, "publisher": nodes.organization}


def read(path: Path) -> Iterator[Reading]:
    """Yield the one document of the file; what its front matter states overrules what it says."""
    file = read_text_file(path)
    tree = publish_doctree(file.text[file.body :], settings_overrides=_SETTINGS)
    for number in list(tree.findall(nodes.footnote_reference)):
        number.parent.remove(number)  # else it would stand among the words
    composition = Composition()
    for node in tree.findall(nodes.TextElement):
        if _is_shown(node):
            composition.add(node.astext(), _kind(node), opens_paragraph=_opens_paragraph(node))
    yield composition.reading(
        str(path),
        source=_source(tree).corrected_by(file.source),
        sha256=file.sha256,
        encoding=file.encoding,
        damaged=file.damaged,
        size=file.size,
    )


def _source(tree: nodes.document) -> Source:
    """The title, and what the list of fields at the head states."""
    stated = {
        key: ", ".join(node.astext() for node in tree.findall(kind)) for key, kind in _INFO.items()
    }
    title = next((node.astext() for node in tree.findall(nodes.title)), "")
    lines = {key: " ".join(value.split()) for key, value in {"title": title, **stated}.items()}
    return Source(**{key: value or None for key, value in lines.items()})


def _is_shown(node: nodes.Node) -> bool:
    """Whether a text is a block of its own, and on the page."""
    if isinstance(node, _SILENT):
        return False
    above = node.parent
    while above is not None and not isinstance(above, (*_SILENT, nodes.TextElement)):
        above = above.parent
    return above is None


def _kind(node: nodes.Node) -> str | None:
    if isinstance(node, _HEADINGS):
        return "heading"
    return "listing" if isinstance(node, _CODE) or _is_in_head(node) else None


def _is_in_head(node: nodes.Node) -> bool:
    entry = node.parent
    return isinstance(entry, nodes.entry) and isinstance(entry.parent.parent, nodes.thead)


def _opens_paragraph(node: nodes.Node) -> bool:
    """The cells of a row stand together, as the lines of a verse do."""
    entry = node.parent
    if isinstance(entry, nodes.entry):
        return bool(entry.parent.index(entry) == 0)
    return not isinstance(node, nodes.line)
