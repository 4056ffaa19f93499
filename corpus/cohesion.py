"""Where a text changes its subject, by the words of its paragraphs and by what stands between.

The most likely division of the text, when every section draws its words from a bag of its own
(Utiyama & Isahara 2001), found by dynamic programming. A border has a price, measured in
paragraphs of words, and evidence from the page (a title, a by-line) lowers it. Stems are the
first letters of words, so that no language needs to be known.
"""

import re
from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from corpus.headers import Line

PRICE = 0.3
"""Of a border, in the words of a mean paragraph."""

_VOCABULARY = 32
"""What a section could have said, in the words of a mean paragraph. Smaller ones cut whole
articles, larger ones overlook short ones."""

_STRETCH = 96
"""Paragraphs that are divided at once; a longer text is taken in overlapping stretches."""
_STEM = re.compile(r"\b[^\W\d_]{4,6}")
_FEWEST_WORDS = 50
"""Stems to a paragraph at the least when prices are set: of very short ones none says much."""

_JOINED_WORDS = 40
"""Lines of one paragraph are joined to a block until it has so many words."""
_TEASER_WORDS = 25
"""Below a headline of a list; a text of its own has more."""
LEAD_WORDS = 60
"""The longest paragraph that may stand between a title and its by-line."""
_Words = NDArray[np.int64]


def stems(text: str) -> list[str]:
    """The beginnings of its longer words, in order."""
    return _STEM.findall(text.lower())


def cuts(blocks: Sequence[Sequence[str]], evidence: Sequence[float]) -> list[int]:
    """The blocks, given by their stems, that begin a section, but the first.

    `evidence` is for a border before each, in the unit of the price; minus infinity forbids one.
    """
    known: dict[str, int] = {}
    rows = [
        np.array([known.setdefault(word, len(known)) for word in block], int) for block in blocks
    ]
    found: list[int] = []
    start = 0
    while start < len(rows):
        end = min(start + _STRETCH, len(rows))
        made = [start + cut for cut in _divided(rows[start:end], evidence[start:end])]
        if end < len(rows):  # what stands near the end is decided again with what follows
            made = [cut for cut in made if cut <= start + _STRETCH // 2]
            end = made[-1] if made else start + _STRETCH // 2
        found += made
        start = end
    return found


def _divided(rows: Sequence[_Words], evidence: Sequence[float]) -> list[int]:
    """The blocks that begin a section in one stretch, but its first."""
    firsts = [0, *(i for i in range(1, len(rows)) if evidence[i] > -np.inf)]
    ends = [*firsts[1:], len(rows)]
    parts = [np.concatenate(rows[a:b]) for a, b in zip(firsts, ends, strict=True)]
    unit = max(sum(map(len, rows)) / len(rows), _FEWEST_WORDS)
    prices = PRICE - np.array([evidence[first] for first in firsts])
    prices[0] = 0
    return [firsts[cut] for cut in _cheapest(parts, prices, unit)]


def _cheapest(parts: Sequence[_Words], prices: NDArray[np.float64], unit: float) -> list[int]:
    """The parts that begin a section, but the first, where the sum of all costs is least.

    The cost of a section is its words' negative log likelihood, with Laplace's smoothing, in
    units of so many words; one step adds a part to the sections from every earlier one.
    """
    kinds, flat = np.unique(np.concatenate(parts), return_inverse=True)
    splits = np.split(flat, np.cumsum([len(part) for part in parts])[:-1])
    logs = np.arange(len(flat) + 1) * np.log(np.arange(len(flat) + 1) + 1.0)
    counts = np.zeros((len(parts), len(kinds)), int)
    shared, sizes = np.zeros(len(parts)), np.zeros(len(parts))
    cost, begin = np.zeros(len(parts) + 1), np.zeros(len(parts) + 1, int)
    for last, part in enumerate(splits):
        words, times = np.unique(part, return_counts=True)
        before = counts[: last + 1, words]
        after = before + times
        counts[: last + 1, words] = after
        shared[: last + 1] += (logs[after] - logs[before]).sum(axis=1)
        sizes[: last + 1] += len(part)
        section = (
            sizes[: last + 1] * np.log(sizes[: last + 1] + _VOCABULARY * unit) - shared[: last + 1]
        )
        whole = cost[: last + 1] + prices[: last + 1] + section / unit
        begin[last + 1] = whole.argmin()
        cost[last + 1] = whole.min()
    made = []
    at = int(begin[len(parts)])
    while at > 0:
        made.append(at)
        at = int(begin[at])
    return made[::-1]


# Evidence for a border, in the unit of its price, fitted on glued files.
_TITLE, _TITLE_WORD, _AFFINITY, _ANY_TITLE, _SITE = -0.20, 0.03, 0.10, 0.10, 0.20
_SIGNED, _BYLINE, _DATE_ALONE, _PUBLISHER = 1.00, 0.50, 0.10, 0.15
_FURNITURE, _RULE, _SIGNATURE = 0.03, 0.15, 0.15
_NO_BLANK, _NO_STOP = -0.30, -0.05
_STRONG, _UNTITLED = 0.30, -0.30
"""Where two titles are as strong as this, what has no title needs more."""
_NEVER, _SURE = float("-inf"), 10.0
_SITE_NAME = re.compile(r"\S\s+\S+\s[|–—»·-]\s[^\W\d_a-zа-я]\S*(?:\s\S+){0,4}$")
_STOP = re.compile(r"[.!?…:;。！？।\"'”’»)\]]\s*$")


def words_in(lines: Sequence[Line]) -> int:
    """How many words the lines have."""
    return sum(len(line.text.split()) for line in lines)


@dataclass(frozen=True, slots=True)
class Header:
    """Where a header begins, and its title, in the lines between two paragraphs."""

    start: int
    title: int
    affinity: float
    """By how much more the title's words are those of the text below than of the text above."""


def likely_borders(lines: Sequence[Line], certain: Mapping[int, str]) -> list[int]:
    """The lines that sections probably begin at, besides the `certain` ones.

    `certain` says what may begin below each: `any` section, a `signed` one, or `none`.
    """
    runs = list(blocks(lines, certain))
    said = [[word for line in lines[a:b] for word in stems(line.text)] for a, b in runs]
    evidence, begins, titled = [0.0], [0], [True]
    allowed, led = "any", False
    for number in range(1, len(runs)):
        (_, above), (below, end) = runs[number - 1], runs[number]
        gap = lines[above:below]
        marks = [i for i in range(above, below + 1) if i in certain]
        allowed = certain[marks[-1]] if marks else allowed
        head = header(gap, said[number : number + 3], said[max(0, number - 3) : number])
        weight = _evidence(gap, head, lines[above - 1], lines[below])
        signed = bool(head) and _is_signed(gap, head)
        leads = False
        if head and not signed and words_in(lines[below:end]) <= LEAD_WORDS:
            after = runs[number + 1][0] if number + 1 < len(runs) else len(lines)
            leads = _is_signed(lines[end:after], None)
        if allowed == "none" or led or (allowed == "signed" and not (signed or leads)):
            weight = _NEVER
        evidence.append(_SURE if marks else weight + _SIGNED * leads)
        titled.append(head is not None)
        begins.append(above + (head.start if head else _first_signed(gap)))
        led = leads
    if sum(_STRONG <= weight < _SURE for weight in evidence) > 1:
        evidence = [
            weight if is_titled else weight + _UNTITLED
            for weight, is_titled in zip(evidence, titled, strict=True)
        ]
    found = [i for i in cuts(said, evidence) if evidence[i] < _SURE / 2]
    return [begins[i] for i in _without_teasers(found, runs, lines)]


def _without_teasers(
    found: Sequence[int], runs: Sequence[tuple[int, int]], lines: Sequence[Line]
) -> list[int]:
    """The blocks that begin a section, but of a list of headlines, each with a sentence or two
    below it, only the first."""
    kept = []
    row = 0
    for first, end in pairwise([*found, len(runs)]):
        is_short = sum(words_in(lines[a:b]) for a, b in runs[first:end]) < _TEASER_WORDS
        row = row + 1 if is_short else 0
        if row < 2:
            kept.append(first)
    return kept


def blocks(lines: Sequence[Line], borders: Container[int]) -> Iterator[tuple[int, int]]:
    """Runs of lines that hold sentences, as (first, end); a label goes with what it introduces."""
    first, words, said = -1, 0, False
    for i, line in enumerate(lines):
        is_body = line.role in ("body", "label")
        joins = (
            is_body and i not in borders and (not said or not line.opens) and words < _JOINED_WORDS
        )
        if first >= 0 and not joins:
            yield first, i
            first = -1
        if is_body:
            if first < 0:
                first, words, said = i, 0, False
            words += len(line.text.split())
            said = said or line.role == "body"
    if first >= 0:
        yield first, len(lines)


def header(
    gap: Sequence[Line], below: Sequence[Sequence[str]], above: Sequence[Sequence[str]]
) -> Header | None:
    """The title between two paragraphs: of several lines that may be one, the likeliest."""
    if all(line.role != "title" for line in gap):
        return None
    under, over = set().union(*below), set().union(*above)
    best: tuple[float, int, float] | None = None
    seen: set[str] = set()
    for i, line in enumerate(gap):
        if line.role != "title":
            continue
        own = set(stems(line.text))
        affinity = (len(own & under) - len(own & over)) / max(1, len(own))
        signed = i + 1 < len(gap) and gap[i + 1].role in ("byline", "date")
        twice = line.text in seen
        seen.add(line.text)
        weight = affinity + 0.05 * min(len(line.text.split()), 8) + 0.3 * (signed + twice)
        if best is None or weight > best[0]:
            best = weight, i, affinity
    if best is None:
        return None
    title = start = best[1]
    if not any(line.role == "date" for line in gap[title:]):
        while start and gap[start - 1].role in ("date", "publisher"):
            start -= 1
    return Header(start, title, best[2])


def _evidence(gap: Sequence[Line], head: Header | None, last: Line, first: Line) -> float:
    """How much what stands between two paragraphs speaks for a border."""
    if head is None and first.text[0].islower():
        return _NEVER
    if not gap:
        ended = bool(_STOP.search(last.text))
        return (0 if first.opens else _NO_BLANK) + (0 if ended else _NO_STOP)
    roles = Counter(line.role for line in gap)
    weight = min(roles["furniture"], 4) * _FURNITURE + _RULE * bool(roles["rule"])
    weight += _SIGNATURE * bool(roles["signature"]) + _PUBLISHER * bool(roles["publisher"])
    if not head:
        weight += _DATE_ALONE * bool(roles["byline"] or roles["date"])
    else:
        weight += _SIGNED * _is_signed(gap, head) + _BYLINE * bool(roles["byline"])
        title = gap[head.title]
        words = min(len(title.text.split()), 8)
        weight += max(_TITLE + _TITLE_WORD * words + _AFFINITY * head.affinity, _ANY_TITLE)
        weight += _SITE * bool(_SITE_NAME.search(title.text))
        weight += 0 if title.opens else _NO_BLANK / 2
    return weight


def _is_signed(gap: Sequence[Line], head: Header | None) -> bool:
    """Whether a by-line or a date stands there, before any title but that of the header."""
    for i, line in enumerate(gap):
        if line.role in ("byline", "date"):
            return True
        if line.role == "title" and (head is None or i > head.title):
            return False
    return False


def _first_signed(gap: Sequence[Line]) -> int:
    """Where a header without a title begins: at the by-lines and dates that end the gap."""
    first = len(gap)
    while first and gap[first - 1].role in ("byline", "date", "publisher"):
        first -= 1
    return first
