"""Trees of HTML, and of what trafilatura makes of it -> blocks of words, in order."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml.etree import _Element, iterwalk

from corpus.canonical import one_line

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "head"})
_QUOTES = frozenset({"blockquote", "quote"})
_ROWS = frozenset({"tr", "row"})
_CELLS = frozenset({"td", "th", "cell"})
_BREAKS = frozenset({"br", "lb"})
_BLOCKS = _HEADINGS | _QUOTES | _ROWS | frozenset(
    "address article aside body caption center dd details div dl dt fieldset figcaption figure"
    " footer form header hr html item li list main nav ol p pre section summary table tbody tfoot"
    " thead ul".split()
)  # fmt: skip
_SILENT = frozenset(
    "audio button canvas iframe input map math noscript object option script select style svg"
    " template textarea title video".split()
)
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading, list item, table row, or line of one."""

    text: str
    kind: str | None
    """`heading`; `listing` for code and the heads of tables; None: the words have to tell."""
    quotes: int
    """How many quotations it stands within, one in the other."""
    opens_paragraph: bool
    """False for the lines after a line break."""


@dataclass(slots=True)
class _State:
    """Where in the tree the walk is; the counts are of open elements."""

    headings: int = 0
    quotes: int = 0
    codes: int = 0
    silent: int = 0
    cells: int = 0
    """Of the row at hand."""
    heads: int = 0
    """Of the row at hand."""
    opens_paragraph: bool = True
    words: list[str] = field(default_factory=list)

    def say(self, text: str | None) -> None:
        if text and not self.silent:
            self.words.append(text)

    def end_block(self) -> Iterator[Block]:
        """The block at hand, if it has any words."""
        text = " ".join("".join(self.words).split()).strip("| ")
        self.words.clear()
        if text:
            yield Block(text, self._kind(), self.quotes, self.opens_paragraph)
        self.opens_paragraph = True

    def _kind(self) -> str | None:
        if self.headings:
            return "heading"
        is_head = self.heads > 1 and self.heads == self.cells
        return "listing" if self.codes or is_head else None


def blocks(tree: _Element) -> Iterator[Block]:
    """Everything in a tree that is words on the page, without what is hidden."""
    state = _State()
    for event, element in iterwalk(tree, events=("start", "end", "comment", "pi")):
        if not isinstance(element.tag, str):
            state.say(element.tail)
        elif event == "start":
            yield from _enter(element, state)
        else:
            yield from _leave(element, state, is_root=element is tree)
    yield from state.end_block()


def words_of(element: _Element) -> str:
    """All text in an element, in one line."""
    return one_line("".join(map(str, element.itertext())))


def _enter(element: _Element, state: _State) -> Iterator[Block]:
    tag = element.tag
    if tag in _BLOCKS or _is_code(element):
        yield from state.end_block()
    if tag in _ROWS:
        state.cells = state.heads = 0
    state.cells += tag in _CELLS
    state.heads += tag == "th" or element.get("role") == "head"
    _count(element, state, 1)
    state.say(element.text)


def _leave(element: _Element, state: _State, *, is_root: bool) -> Iterator[Block]:
    tag = element.tag
    if tag in _CELLS:
        state.say(" | ")
    if tag in _BLOCKS or _is_code(element):
        yield from state.end_block()
    elif tag in _BREAKS:
        yield from state.end_block()
        state.opens_paragraph = False
    _count(element, state, -1)
    if tag in _ROWS:
        state.cells = state.heads = 0
    if not is_root:
        state.say(element.tail)


def _count(element: _Element, state: _State, step: int) -> None:
    tag = element.tag
    state.headings += step * (tag in _HEADINGS)
    state.quotes += step * (tag in _QUOTES)
    state.codes += step * _is_code(element)
    state.silent += step * (tag in _SILENT or _is_hidden(element))


def _is_code(element: _Element) -> bool:
    """`pre` of HTML, and `code` that is a block of its own, as trafilatura has it."""
    parent = element.getparent()
    return element.tag == "pre" or (
        element.tag == "code" and parent is not None and parent.tag == "body"
    )


def _is_hidden(element: _Element) -> bool:
    return element.get("hidden") is not None or bool(_HIDDEN.search(element.get("style", "")))
