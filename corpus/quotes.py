"""Quotes within forum posts: where they begin and end, and whose they are.

They announce themselves, and go up to their end mark, else while lines begin with as many `>`, else
for one paragraph, or for what stands in quotation marks. Lines that begin with `>` and that nothing
announces are somebody's.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from corpus.attributions import WROTE
from corpus.headers import Line
from corpus.people import Span

_LONGEST_HEAD = 120
"""Characters of a line that says who is quoted."""
_NOBODY = (
    r"(?:on|at|in|the|an?|as|and|but|he|she|they|it|i|we|you|who|then|в|на|как|и|но|он|она|они|я|мы|"
    r"вы|кто|er|sie|es|wir|ich|am|der|die|das|el|la|los|él|ella|yo|il|elle|le|les|je)\s"
)
"""How a sentence begins that says who said something, and no name of a person who posts."""
_TAG = r"\W{0,3}\[quote(?:=\"?(?P<tag>[^\],\";]*)[^\]]*)?\]"
_OPENS = re.compile(
    rf"{_TAG}|(?!.{{{_LONGEST_HEAD + 1}}})(?:"
    r"\W{0,3}(?:quote:?\s*)?(?:originally posted by|сообщение от|цитата(?: от)?:?|quote from:?|"
    r"zitat von|cita de|citation de|alıntı:?)\s+(?P<by>[^:@(\n]{1,40}?)\s*(?:[:@(↑»].{0,60})?$"
    rf"|\W{{0,6}}(?!{_NOBODY})(?P<name>[\w@](?:[\w.'’@-]|[ ](?!on |at |в )){{0,39}})"
    rf"(?:(?:,| on| at| в)\s[^\n]{{0,40}}?)?\s{WROTE}\s?:\s*↑?$)",
    re.IGNORECASE,
)
_ENDS = re.compile(
    r".*\[/quote\]\W*$|(?:click|tap) to expand|нажмите,? (?:чтобы|для) раск|"
    r"zum vergrößern anklicken|haz clic para expandir|genişletmek için tıkla",
    re.IGNORECASE,
)
_IS_SURE = re.compile(
    r"\W{0,3}\[quote|.{0,20}originally posted by|сообщение от|zitat von|.{0,60}↑$", re.IGNORECASE
)
_MARKS = re.compile(r"(?:>[ \t]?)*")


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of another post; `author` is None where nobody is named."""

    author: Span | None = None


def is_quoting(lines: Iterable[Line]) -> bool:
    """Whether there is a mark that only forums have."""
    return any(_IS_SURE.match(line.text) or _ENDS.match(line.text) for line in lines)


@dataclass(slots=True)
class _Open:
    """The quotes that hold a line."""

    tagged: list[Quote] = field(default_factory=list)
    marked: list[tuple[int, Quote]] = field(default_factory=list)
    """Each with the `>` of its lines."""
    paragraph: Quote | None = None
    paragraph_end: int = 0

    @property
    def innermost(self) -> Quote | None:
        if self.marked:
            return self.marked[-1][1]
        return self.paragraph or (self.tagged[-1] if self.tagged else None)


def quotes_in(lines: Sequence[Line], posts: Sequence[int]) -> Mapping[int, Quote | None]:
    """The line at which each quote begins, or goes on after one that it holds; None: the post goes
    on. `posts` are the lines at which posts begin, in order."""
    ends = [*(i for i, line in enumerate(lines) if _ENDS.match(line.text)), len(lines)]
    borders = [*posts, len(lines)]
    found: dict[int, Quote | None] = {}
    held, before = _Open(), None
    for i, line in enumerate(lines):
        if i in borders:
            held, before = _Open(), None
            continue
        has_end = ends[bisect_left(ends, i)] < borders[bisect_right(borders, i)]
        _open_or_close(held, lines, i, has_end=has_end)
        if held.innermost is not before:
            found[i] = before = held.innermost
        if held.tagged and _ENDS.match(line.text):
            held.tagged.pop()
    return found


def _open_or_close(held: _Open, lines: Sequence[Line], i: int, *, has_end: bool) -> None:
    """What line `i` does to the quotes around it."""
    depth, below = _depth(lines, i), _depth(lines, i + 1)
    held.marked = [one for one in held.marked if one[0] <= depth]
    if i >= held.paragraph_end:
        held.paragraph = None
    opening = _OPENS.match(lines[i].text)
    if opening is None:
        if depth > (held.marked[-1][0] if held.marked else 0):
            held.marked.append((depth, Quote()))
        return
    named = next((name for name in ("tag", "by", "name") if opening[name]), None)
    quote = Quote(lines[i].span(opening.span(named)) if named else None)
    if has_end:
        held.tagged.append(quote)
    elif below:
        held.marked.append((below, quote))
    else:
        held.paragraph, held.paragraph_end = quote, _paragraph_end(lines, i + 1)


def _paragraph_end(lines: Sequence[Line], first: int) -> int:
    """The line after the paragraph that begins at `first`, or after what it has in marks."""
    is_marked = first < len(lines) and lines[first].text[0] in '"“”«„'
    for i in range(first, len(lines)):
        if i > first and lines[i].opens:
            return i
        if is_marked and lines[i].text[-1] in '"”“»':
            return i + 1
    return len(lines)


def _depth(lines: Sequence[Line], i: int) -> int:
    """How many `>` a line begins with; 0 where there is none."""
    marks = _MARKS.match(lines[i].text) if i < len(lines) else None
    return marks.group().count(">") if marks else 0
