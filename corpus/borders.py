"""Which blocks probably begin a section, by their words and by what stands above them.

A border's chance is a logistic function of a few signals, with weights of its own where a title
stands above; `benchmarks/border_weights.py` fits them on glued files.
"""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.blocks import LEAD_WORDS, Header, blocks, header, is_signed, stems_in, words_in
from corpus.cohesion import CERTAIN, FORBIDDEN, STRETCH, gains
from corpus.headers import Line

LIKELY, SURE = 0.45, 0.9
"""A text is parted where borders are likely, if one at the least is sure or has a signed title: a
long text about one thing has many places where a border is a little likely, one of several texts
has clear ones. `docs/quality.md` has what each costs."""

TITLED = {
    "always": 0.85,
    "fine": 7.29,
    "coarse": 6.46,
    "shown": 1.09,
    "blocks": -0.41,
    "named": -1.00,
    "words_above": -0.27,
    "words_below": 0.55,
    "signed": 3.59,
    "site": 1.59,
    "again": -2.88,
}
UNTITLED = {
    "always": 3.28,
    "fine": 2.60,
    "coarse": 9.99,
    "shown": 7.07,
    "blocks": 0.15,
    "named": -7.83,
    "words_above": -0.95,
    "words_below": 0.21,
    "signed": 1.35,
    "unbroken": -2.93,
}
"""The weights of the signals; `always` is 1."""

_TITLE, _SIGNED, _SITE, _NO_BLANK = 0.1, 0.6, 0.2, -0.3
"""Evidence for a border against its neighbours, in paragraphs of words."""
_LEAST_GAIN, _MOST_GAIN, _MOST_WORDS = -0.3, 1.2, 100
"""Where signals stop growing. Between short pieces on one subject a border loses much by the coarse
urn, which says no more than that they are short."""
_NAMED_ABOVE, _NAMED_BELOW = 4, 2
"""Blocks whose names are compared across a border."""
_LINES_ABOVE, _LONGEST_TITLE = 8, 200
"""Lines above among which a title may stand already, and the characters of one of them."""
_TEASER_WORDS = 25
"""Below a headline of a list; a text of its own has more."""

_SITE_NAME = re.compile(r"\S\s+\S+\s[|–—»·-]\s[^\W\d_a-zа-я]\S*(?:\s\S+){0,4}$")
_NAME = re.compile(r"(?<![.!?…\"“”'»«„)\]] )(?<!^)\b(?=[^\W\d_a-zа-яё][^\W\d_]{2})[^\W\d_]{3,6}")
"""The beginning of a capitalised word within a sentence."""
_Run = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Candidate:
    """What stands between two blocks."""

    begins: int
    """The line that a section here would begin at: of its header, if it has one."""
    is_titled: bool
    evidence: float
    signals: dict[str, float]

    @property
    def is_signed_title(self) -> bool:
        return self.is_titled and self.signals["signed"] > 0


def likely_borders(lines: Sequence[Line], certain: Mapping[int, str]) -> list[int]:
    """The lines that sections probably begin at, besides the `certain` ones.

    `certain` says what may begin below each: `any` section, a `signed` one, or `none`.
    """
    runs = list(blocks(lines, certain))
    places = candidates(lines, runs, certain)
    chances = [_chance(place) for place in places]
    found = _apart(chances, places)
    if not any(chances[i - 1] >= SURE or places[i - 1].is_signed_title for i in found):
        return []
    return [places[i - 1].begins for i in _without_teasers(found, runs, lines)]


def _apart(chances: Sequence[float], places: Sequence[Candidate]) -> list[int]:
    """The blocks that likely begin a section; of two in a row, unless the second has a title, the
    likelier."""
    found: list[int] = []
    for i, (chance, place) in enumerate(zip(chances, places, strict=True), 1):
        if chance <= LIKELY:
            continue
        if found and found[-1] == i - 1 and not place.is_titled:
            if chances[i - 2] >= chance:
                continue
            found.pop()
        found.append(i)
    return found


def _chance(place: Candidate) -> float:
    """How likely a border is that is neither certain nor forbidden."""
    if not FORBIDDEN < place.evidence < CERTAIN:
        return 0.0
    weights = TITLED if place.is_titled else UNTITLED
    return 1 / (1 + math.exp(-sum(weights[name] * place.signals[name] for name in weights)))


def candidates(
    lines: Sequence[Line], runs: Sequence[_Run], certain: Mapping[int, str]
) -> list[Candidate]:
    """What stands before each block but the first, with all its signals."""
    said = [stems_in(lines[a:b]) for a, b in runs]
    places = list(_places(lines, runs, said, certain))
    found = gains(said, [0.0, *(place.evidence for place in places)])
    words = [math.log1p(min(words_in(lines[a:b]), _MOST_WORDS)) for a, b in runs]
    names = [{name for line in lines[a:b] for name in _NAME.findall(line.text)} for a, b in runs]
    for i, place in enumerate(places, 1):
        below = set().union(*names[i : i + _NAMED_BELOW])
        above = set().union(*names[max(0, i - _NAMED_ABOVE) : i])
        place.signals.update(
            always=1.0,
            fine=min(max(found.fine[i], _LEAST_GAIN), _MOST_GAIN),
            coarse=min(max(found.coarse[i], _LEAST_GAIN), _MOST_GAIN),
            shown=min(max(found.shown[i], _LEAST_GAIN), _MOST_GAIN),
            blocks=math.log(min(len(runs), STRETCH)),
            named=len(below & above) / (1 + len(below)),
            words_above=words[i - 1],
            words_below=words[i],
        )
    return places


def _places(
    lines: Sequence[Line],
    runs: Sequence[_Run],
    said: Sequence[Sequence[str]],
    certain: Mapping[int, str],
) -> Iterator[Candidate]:
    """What stands before each block but the first, with the signals of the page."""
    allowed, led = "any", False
    for i, ((_, above), (below, end)) in enumerate(pairwise(runs), 1):
        gap = lines[above:below]
        marks = [certain[at] for at in range(above, below + 1) if at in certain]
        allowed = marks[-1] if marks else allowed
        head = header(gap, said[i : i + 3], said[max(0, i - 3) : i])
        signed = is_signed(gap, head)
        leads = False
        if head and not signed and words_in(lines[below:end]) <= LEAD_WORDS:
            after = runs[i + 1][0] if i + 1 < len(runs) else len(lines)
            leads = is_signed(lines[end:after], None)
        may_begin = allowed == "any" or (allowed == "signed" and head and (signed or leads))
        if led or not may_begin or not (head or not lines[below].text[0].islower()):
            evidence = FORBIDDEN
        else:
            evidence = _NO_BLANK * (not gap and not lines[below].opens)
        signals = {
            "signed": float(signed or leads),
            "site": float(bool(head and _SITE_NAME.search(gap[head.title].text))),
            "again": float(head is not None and _stands_above(lines, above, head)),
            "unbroken": float(not gap and not lines[below].opens),
        }
        evidence += _TITLE * bool(head) + _SIGNED * signals["signed"] + _SITE * signals["site"]
        begins = above + (head.start if head else _first_signed(gap))
        yield Candidate(begins, head is not None, CERTAIN if marks else evidence, signals)
        led = leads


def _stands_above(lines: Sequence[Line], above: int, head: Header) -> bool:
    """Whether a header's title, or one that begins or ends in it, stands in the lines above: pages
    that were saved have their title twice, once with the name of the site."""
    title = lines[above + head.title].text.casefold().strip(" .:-–—|")
    for line in lines[max(0, above + head.title - _LINES_ABOVE) : above]:
        other = line.text.casefold().strip(" .:-–—|")
        if line.role in ("title", "body") and len(line.text) < _LONGEST_TITLE:
            shorter, longer = sorted((title, other), key=len)
            if len(shorter) > 3 and shorter in longer:
                return True
    return False


def _first_signed(gap: Sequence[Line]) -> int:
    """Where a header without a title begins: at the by-lines and dates that end the gap."""
    first = len(gap)
    while first and gap[first - 1].role in ("byline", "date", "publisher"):
        first -= 1
    return first


def _without_teasers(
    found: Sequence[int], runs: Sequence[_Run], lines: Sequence[Line]
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
