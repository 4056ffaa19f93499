"""Pages of lines -> one text: paragraphs go on over page ends, running heads are furniture."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, pairwise
from statistics import median

from corpus.canonical import one_line
from corpus.layout import ends_sentence
from corpus.model import Landmark, Segment
from corpus.readers.composing import kind_of
from corpus.readers.page_layout import Piece, is_other_size, paragraphs

_MARGIN_LINES = 3
"""At the top and at the bottom of a page, where running heads and page numbers are looked for."""
_MARGIN_GAP = 1.3
"""Of the usual distance between lines: what sets them apart from the text."""
_NEAR = 4
"""Pages in which a running head comes again, twice at least; left and right pages differ."""
_PAGE_NUMBER = re.compile(r"[\W_]*(?:page |стр\.? ?|с\. )?(?:\d{1,4}|[ivxlc]{1,7})[\W_]*", re.I)
_NUMBER = re.compile(r"\d+|\b[ivxlc]+\b")
_HEADING_SIZE = 1.15
"""Of the size that most of the text is set in."""
_HEADING_LINES, _HEADING_CHARACTERS = 3, 200
_FULL_LINE = 40
"""Characters of a page's last line that may go on with a capital on the next page."""
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_DIVIDED = re.compile(r"[^\W_][-\u2010\u00ad\ufffe\x02]$")
_MARKS_OF_DIVISION = re.compile("[\u00ad\ufffe\x02]")


@dataclass(frozen=True, slots=True)
class Page:
    """The lines of a page, in reading order."""

    label: str
    lines: tuple[Piece, ...]


@dataclass(slots=True)
class _Paragraph:
    """Lines that belong together, with the page that each stands on."""

    lines: list[tuple[int, Piece]]
    kind: str | None = None

    @property
    def last(self) -> Piece:
        return self.lines[-1][1]


@dataclass(slots=True)
class Composed:
    """A text with its segments and page landmarks."""

    text: str = ""
    segments: list[Segment] = field(default_factory=list)
    landmarks: list[Landmark] = field(default_factory=list)


def compose(pages: Sequence[Page]) -> Composed:
    """The text of all pages together; empty where no page has any."""
    made = Composed()
    words = Counter(
        word.lower() for page in pages for line in page.lines for word in _WORD.findall(line.text)
    )
    parts: list[str] = []
    length = 0
    seen = -1
    for paragraph in _all_paragraphs(pages):
        text, starts = _joined(paragraph.lines, words)
        if not text:
            continue
        for offset, page in starts:
            if page > seen:
                made.landmarks.append(Landmark(length + offset, f"page {pages[page].label}"))
                seen = page
        made.segments.append(Segment(length, length + len(text), paragraph.kind or kind_of(text)))
        parts.append(text)
        length += len(text) + 2
    made.text = "\n\n".join(parts)
    return made


def _all_paragraphs(pages: Sequence[Page]) -> Iterator[_Paragraph]:
    running = _running_lines(pages)
    body = _body_height(pages)
    open_one: _Paragraph | None = None
    for number, page in enumerate(pages):
        head = [line for line in page.lines if (number, line) in running]
        rest = [line for line in page.lines if (number, line) not in running]
        for i, run in enumerate(paragraphs(rest)):
            found = _Paragraph([(number, line) for line in run], _heading_kind(run, body))
            if i == 0 and open_one is not None and _goes_on(open_one, found):
                open_one.lines += found.lines
                continue
            if open_one is not None:
                yield open_one
            yield from _furniture(number, head)
            head = []
            open_one = found
        if head:
            if open_one is not None:
                yield open_one
            yield from _furniture(number, head)
            open_one = None
    if open_one is not None:
        yield open_one


def _furniture(number: int, lines: Sequence[Piece]) -> Iterator[_Paragraph]:
    return (_Paragraph([(number, line)], "furniture") for line in lines)


def _running_lines(pages: Sequence[Page]) -> set[tuple[int, Piece]]:
    """Lines at the margins that come again on pages nearby, and lone page numbers there."""
    margins = [list(chain.from_iterable(_margins(page))) for page in pages]
    keys = [{_key(line) for line in lines} for lines in margins]
    found = set()
    for number, page in enumerate(pages):
        around = Counter(chain.from_iterable(keys[max(0, number - _NEAR) : number + _NEAR + 1]))
        for side in _margins(page):
            for line in side:
                if around[_key(line)] < 3 and not _PAGE_NUMBER.fullmatch(line.text):
                    break  # what is nearer to the middle is text
                found.add((number, line))
    return found


def _margins(page: Page) -> tuple[list[Piece], list[Piece]]:
    """The outermost lines of a page, from outside to inside: at the top, at the bottom.

    Blank space parts them from the text: else the last words of a text would be among them.
    """
    ordered = sorted(page.lines, key=lambda line: line.bottom)
    steps = [b.bottom - a.bottom for a, b in pairwise(ordered) if b.bottom - a.bottom > 1]
    usual = median(steps) if steps else 0
    return _set_apart(ordered[::-1], usual), _set_apart(ordered, usual)


def _set_apart(ordered: Sequence[Piece], usual: float) -> list[Piece]:
    for count in range(min(_MARGIN_LINES, len(ordered) - 1), 0, -1):
        if abs(ordered[count].bottom - ordered[count - 1].bottom) > _MARGIN_GAP * usual:
            return list(ordered[:count])
    return []


def _key(line: Piece) -> tuple[str, int]:
    """The same for a running head on every page; its numbers may change, its height may not."""
    return _NUMBER.sub("#", line.text.strip().lower()), round(line.bottom / 4)


def _body_height(pages: Sequence[Page]) -> float:
    """The size of type that most characters are set in."""
    sizes: Counter[float] = Counter()
    for page in pages:
        for line in page.lines:
            sizes[round(line.height, 1)] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0


def _heading_kind(run: Sequence[Piece], body: float) -> str | None:
    is_large = run[0].height >= _HEADING_SIZE * body
    is_short = len(run) <= _HEADING_LINES and sum(len(p.text) for p in run) <= _HEADING_CHARACTERS
    has_letters = any(character.isalpha() for line in run for character in line.text)
    return "heading" if is_large and is_short and has_letters else None


def _goes_on(above: _Paragraph, below: _Paragraph) -> bool:
    """Whether a paragraph that a page begins with belongs to the last one of the page before."""
    if above.kind or below.kind or is_other_size(above.last.height, below.last.height):
        return False
    if ends_sentence(above.last.text):
        return False
    starts_small = below.lines[0][1].text.lstrip()[:1].islower()
    return starts_small or len(above.last.text) >= _FULL_LINE


def _joined(
    lines: Sequence[tuple[int, Piece]], words: Counter[str]
) -> tuple[str, list[tuple[int, int]]]:
    """The words of a paragraph, and (offset, page) for where each of its pages begins."""
    text = ""
    starts: list[tuple[int, int]] = []
    for page, piece in lines:
        line = _cleaned(piece.text)
        if text and _DIVIDED.search(text):
            text = _undivided(text, line, words)
        elif text:
            text += " "
        if not starts or starts[-1][1] != page:
            starts.append((len(text), page))
        text += line
    return one_line(_MARKS_OF_DIVISION.sub("-", text)), starts


def _cleaned(line: str) -> str:
    """The words of a line; of marks where a word may be divided only the one that divides it."""
    line = " ".join(line.split())
    mark = _MARKS_OF_DIVISION.match(line[-1:]) if _DIVIDED.search(line) else None
    return one_line(_MARKS_OF_DIVISION.sub("", line)) + (mark[0] if mark else "")


def _undivided(text: str, line: str, words: Counter[str]) -> str:
    """Text that ends in a hyphen, without it where the word is one word; `line` is what follows.

    A compound keeps its hyphen if the document has it with one elsewhere, and not without.
    """
    first = (_WORD.findall(text[:-1]) or [""])[-1].lower()
    second = (_WORD.findall(line) or [""])[0].lower()
    is_compound = words[f"{first}-{second}"] > words[first + second]
    return text[:-1] + ("" if line[:1].islower() and not is_compound else "-")
