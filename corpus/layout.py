"""Plain text -> segments: which lines are sentences, headings, labels or furniture.

A blank line ends a paragraph. A single line break ends a segment, unless the line was only
wrapped there. General signals only: length, final punctuation, neighbours, repetition.
"""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from corpus.furniture import is_furniture
from corpus.model import Segment
from corpus.words import count_words

_LINE = re.compile(r"[^\n]+")
_EMPTY_LINE = re.compile(r"\n\s*\n")
_WRAP_WIDTH = 45
"""A line at least this long, in characters, without a full stop may be wrapped."""
_FULL = 0.9
"""Share of the width of the lines around it from which a line is full: ragged text is wrapped by
the width of its letters, not by their number."""
_SENTENCE_WORDS = 12
"""Words from which a line without final punctuation is still taken for a sentence."""
_ABOVE = 200
"""Characters above a line that tell whether it goes on: more than any notice has."""
_REPEATS = 3
"""A short line that stands this often in one document is furniture."""
_MENU_LINES = 4
"""This many short lines in a row are a menu."""
_ENDS_SENTENCE = re.compile(r"""[.!?…。！？؟।][\s"'”’»›)\]】」』]*(?:\[\d+\])*$""")
_LIST_ITEM = re.compile(r"^\s*(?:[-*+•–—]|\d{1,3}[.)])\s+")
_DATE_OR_BYLINE = re.compile(
    r"^(?:by|от|von|por|par)\s+[^\W\d]|\b(?:19|20)\d\d\b.{0,25}$|\d{1,2}[:.]\d\d", re.IGNORECASE
)
_DATED = re.compile(r"\b(?:19|20)\d\d\b.{0,15}\b\d{1,2}:\d\d(?::\d\d)?(?:\s?[ap]\.?m\.?)?$", re.I)
"""The head of a post or message; prose is rarely wrapped behind a date and a time."""
_CHAT_LINE = re.compile(r"\[?\d{1,4}[./-]\d{1,2}[./-]\d{1,4},? \d{1,2}:\d\d")
_CONTINUES = re.compile(r"[a-zа-яёіїєґәғқңөұүһçğıöşüäß]")


def segments(text: str, start: int = 0) -> tuple[Segment, ...]:
    """Cut canonical text from offset `start` on; in order, without overlap."""
    lines = list(joined_lines(text, start))
    repeated = Counter(text[a:b] for a, b, _ in lines)
    kinds = [_kind(text[a:b], repeated[text[a:b]]) for a, b, _ in lines]
    _mark_menus(kinds)
    _settle_headings(lines, kinds, text)
    return tuple(
        Segment(a, b, kind, opens) for (a, b, opens), kind in zip(lines, kinds, strict=True)
    )


def joined_lines(text: str, start: int) -> Iterator[tuple[int, int, bool]]:
    """Lines of canonical text, with wrapped ones joined, as (start, end, opens a paragraph)."""
    current: tuple[int, int, bool] | None = None
    rows = [span for match in _LINE.finditer(text, start) if (span := _trimmed(match))]
    for (a, b), (c, d) in pairwise([*rows, (len(text), len(text))]):
        if current is None:
            current = (a, b, True)
            continue
        opens = bool(_EMPTY_LINE.search(text, current[1], a))
        after = "" if _EMPTY_LINE.search(text, b, c) else text[c:d]
        above = text[max(current[0], current[1] - _ABOVE) : current[1]]
        if not opens and _is_wrapped(above, text[a:b], after):
            current = (current[0], b, current[2])
        else:
            yield current
            current = (a, b, opens)
    if current is not None:
        yield current


def _trimmed(match: re.Match[str]) -> tuple[int, int] | None:
    line = match.group()
    if not line.strip():
        return None
    return match.start() + len(line) - len(line.lstrip()), match.start() + len(line.rstrip())


def _is_wrapped(above: str, below: str, after: str) -> bool:
    """Whether a sentence goes on from one line to the next. A line on which there was room for
    the next word, by the lines around it, was not wrapped: it is a title or an item by itself."""
    if _ENDS_SENTENCE.search(above) or _LIST_ITEM.match(below) or is_furniture(above):
        return False
    if above.startswith(">") != below.startswith(">"):
        return False
    if _CHAT_LINE.match(below):
        return False
    if _DATED.search(above) and (below.endswith(":") or not _CONTINUES.match(below)):
        return False
    if _CONTINUES.match(below):
        return True
    length = len(above.rsplit("\n", 1)[-1])
    width = max(length, len(below), len(after))
    next_word = len(below.split(None, 1)[0])
    return length >= _WRAP_WIDTH and length + 1 + next_word > _FULL * width


def ends_sentence(line: str) -> bool:
    """Tell whether a line ends as a sentence does; a reference may stand behind it."""
    return bool(_ENDS_SENTENCE.search(line))


def _kind(line: str, times: int) -> str:
    words = count_words(line)
    ends = ends_sentence(line)
    is_short = words < _SENTENCE_WORDS and not ends and not line.endswith(":")
    if is_furniture(line) or (times >= _REPEATS and is_short):
        return "furniture"
    if (ends and words > 1) or words >= _SENTENCE_WORDS:
        return "text"
    if _LIST_ITEM.match(line) and words > 2:
        return "text"
    if line.endswith(":") or _DATE_OR_BYLINE.search(line):
        return "label"
    return "heading"


def _mark_menus(kinds: list[str]) -> None:
    """Short lines in a row, with nothing to say between them, are a menu."""
    run: list[int] = []
    for i, kind in enumerate([*kinds, "text"]):
        if kind in ("heading", "furniture", "label"):
            run.append(i)
            continue
        if sum(kinds[j] == "heading" for j in run) >= _MENU_LINES:
            for j in run[:-1]:
                kinds[j] = "furniture"
        run = []


def _settle_headings(lines: list[tuple[int, int, bool]], kinds: list[str], text: str) -> None:
    """A heading opens a paragraph and is followed by text; else it is a label or a sentence."""
    for i, kind in enumerate(kinds):
        if kind != "heading":
            continue
        stands_alone = lines[i][2] and (i + 1 == len(lines) or lines[i + 1][2])
        starts_small = bool(_CONTINUES.match(text[lines[i][0]]))
        if not stands_alone or starts_small:
            kinds[i] = "text" if count_words(text[lines[i][0] : lines[i][1]]) > 3 else "label"
        elif i + 1 == len(lines):
            kinds[i] = "label"
