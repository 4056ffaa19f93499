"""Pieces of text with their places on a page -> lines in reading order -> paragraphs.

Pure geometry, in points, from the lower left corner. A piece is what a PDF draws in one go: a
line, a word, at worst a letter. The order in which they are drawn is kept, for most programs
draw as one reads; where lines of prose stand side by side, page by column by column is made of
it.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from corpus.layout import ends_sentence

_SAME_LINE = 0.5
"""Share of a line's height by which pieces of one line may be shifted."""
_WORD_GAP, _COLUMN_GAP = 0.12, 1.2
"""Heights: pieces further apart are words of their own; of columns of their own."""
_PARAGRAPH_GAP = 1.35
"""Of the page's usual distance between lines."""
_MOST_APART = 2.5
"""Heights from one line of a paragraph to the next, in type that is set wide."""
_INDENT = 0.8
"""Heights."""
_SHORT_LINE = 0.8
"""Of the paragraph's width: a line that ends a sentence before this ends its paragraph."""
_OTHER_SIZE = 1.12
_MOST_LINES = 500
"""On a page that is put in order; more are a drawing, or meant to keep us busy."""
_SIDE_STEPS, _SIDE_SHARE, _PROSE = 5, 0.2, 20
"""Columns of prose that are drawn line by line: how often, and in what share of the lines, the
next one stands beside the last; and characters in half of these at least. Cells of tables have
fewer."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Text at a place; a line, when pieces have been joined."""

    text: str
    left: float
    bottom: float
    right: float
    top: float

    @property
    def height(self) -> float:
        """Of the type, not of the letters that happen to be there."""
        return self.top - self.bottom

    def joined(self, other: "Piece") -> "Piece":
        """The piece with one that follows on the same line."""
        gap = other.left - self.right
        apart = gap > _WORD_GAP * self.height and not self.text.endswith(" ")
        return Piece(
            f"{self.text}{' ' * apart}{other.text}",
            min(self.left, other.left),
            min(self.bottom, other.bottom),
            max(self.right, other.right),
            max(self.top, other.top),
        )


def lines(pieces: Sequence[Piece]) -> list[Piece]:
    """The lines of a page, in reading order."""
    made: list[Piece] = []
    for piece in pieces:
        if made and _goes_on(made[-1], piece):
            made[-1] = made[-1].joined(piece)
        elif piece.text.strip():
            made.append(piece)
    if len(made) <= _MOST_LINES and _is_drawn_across(made):
        return list(_by_columns(made))
    return made


def paragraphs(page: Sequence[Piece]) -> list[list[Piece]]:
    """The lines of a page in runs: each a paragraph, or the part of one that is on this page."""
    steps = [a.bottom - b.bottom for a, b in pairwise(page) if _is_below(a, b)]
    usual = median(steps) if steps else 0
    made: list[list[Piece]] = []
    for line in page:
        if made and not _opens(made[-1], line, usual):
            made[-1].append(line)
        else:
            made.append([line])
    return made


def _is_below(line: Piece, other: Piece) -> bool:
    overlap = min(line.right, other.right) - max(line.left, other.left)
    return overlap > 0 and line.bottom > other.bottom


def _opens(paragraph: Sequence[Piece], line: Piece, usual: float) -> bool:
    """Whether a line opens a paragraph of its own."""
    last = paragraph[-1]
    if is_other_size(last.height, line.height):
        return True
    if not _is_below(last, line):
        return _are_level(last, line) or ends_sentence(last.text)
    if last.bottom - line.bottom > min(_PARAGRAPH_GAP * usual, _MOST_APART * line.height):
        return True
    if not ends_sentence(last.text):
        return False
    left, right = min(p.left for p in paragraph), max(p.right for p in paragraph)
    is_indented = line.left - last.left > _INDENT * line.height
    is_short = last.right - left < _SHORT_LINE * (max(right, line.right) - left)
    return is_indented or is_short


def is_other_size(height: float, other: float) -> bool:
    """Whether type of these heights is set in two sizes."""
    return max(height, other) > _OTHER_SIZE * max(min(height, other), 0.1)


def _goes_on(line: Piece, piece: Piece) -> bool:
    height = max(line.height, piece.height, 1)
    gap = piece.left - line.right
    return _are_level(line, piece) and -height < gap < _COLUMN_GAP * height


def _are_level(one: Piece, other: Piece) -> bool:
    return abs(one.bottom - other.bottom) < _SAME_LINE * max(one.height, other.height, 1)


def _is_drawn_across(made: Sequence[Piece]) -> bool:
    """Whether columns of prose are drawn line by line, each line across all of them."""
    beside = [b for a, b in pairwise(made) if _are_level(a, b) and b.left > a.right]
    if len(beside) < max(_SIDE_STEPS, _SIDE_SHARE * len(made)):
        return False
    return median(len(line.text) for line in beside) >= _PROSE


def _by_columns(made: Sequence[Piece]) -> Iterator[Piece]:
    """Cut the page recursively, at gutters first, else between what stands above each other."""
    left, right = _cut(made, lambda line: (line.left, line.right))
    if left and right:
        yield from _by_columns(left)
        yield from _by_columns(right)
        return
    below, above = _cut(made, lambda line: (line.bottom, line.top), widest=True)
    if below and above:
        yield from _by_columns(above)
        yield from _by_columns(below)
    else:
        yield from sorted(made, key=lambda line: (-line.top, line.left))


def _cut(
    made: Sequence[Piece], extent: Callable[[Piece], tuple[float, float]], *, widest: bool = False
) -> tuple[list[Piece], list[Piece]]:
    """Part lines at a gap that none of them crosses: the first one, or the widest."""
    ordered = sorted(made, key=extent)
    reached = extent(ordered[0])[1]
    gaps = []
    for i, line in enumerate(ordered[1:], start=1):
        start, end = extent(line)
        if start > reached:
            gaps.append((start - reached, i))
        reached = max(reached, end)
    if not gaps:
        return ordered, []
    _, place = max(gaps) if widest else gaps[0]
    return ordered[:place], ordered[place:]
