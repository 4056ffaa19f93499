"""Text -> the numbers in it, each with what it counts or measures and how exact it says it is."""

import re
from dataclasses import dataclass

from retrieval.figures.dates import counts_what_follows
from retrieval.figures.numbers import Number, find_numbers
from retrieval.figures.units import unit_beside
from retrieval.figures.wanted import COUNT

EXACT = "exact"
AT_LEAST = "at least"
AT_MOST = "at most"
ABOUT = "about"
RANGE = "range"

_TO = re.compile(r"\s?[-–—−]\s?[$€£]?|\s+(?:to|or|до|по|или)\s+[$€£]?", re.I)
_BETWEEN = re.compile(r"\b(?:between|между)\s*[$€£]?\s*$", re.I)
_AND = re.compile(r"\s+(?:and|и)\s+", re.I)
_CHANGED = (
    r"\b(?:rose|risen|rise|rising|grew|grown|grow|fell|fallen|fall|went|gone|climb|jump|drop|declin"
    r"|increas|decreas|shr[aiu]nk|swell|swollen|cut|rais|revis|lower|reduc|вырос|раст|возрос|подн[яи]"
    r"|увелич|повы[сш]|сниз|сниж|пони[зж]|упа|сократ|сокращ|уменьш|пада|доше?л|довел|продл|измени)\w*"
)
_TURNED_INTO = _CHANGED + r"\s+(?:\S+\s+){0,4}?до"
"""What a value became, "выросло до 30": no bound, though "до 30" alone is one."""
_CHANGED_FROM = re.compile(
    _CHANGED + r"\s+(?:[^\W\d]+\s+){0,3}?(?:from|с|со|от)\s*[$€£]?\s*$", re.I
)
_BEFORE = tuple(
    (bound, re.compile(rf"(?:{words})\s*[$€£¥₽₸~≈<>≥≤]*\s*$", re.I))
    for bound, words in (
        (EXACT, _TURNED_INTO),
        (AT_MOST, r"\b(?:no|not) more than|\bне (?:более|больше)(?: чем)?|\bне свыше"),
        (AT_MOST, r"\bnot exceed(?:ing)?|\bне прев(?:ы|о)[сш]\w+|\bот силы"),
        (AT_LEAST, r"\b(?:no|not) (?:less|fewer) than|\bне (?:менее|меньше)(?: чем)?"),
        (
            AT_LEAST,
            r"\bat least|\b(?:more|greater) than|\bover|\bupwards? of|\bexceed(?:s|ed|ing)?",
        ),
        (
            AT_LEAST,
            r"\bминимум|\bпревы[сш]\w+|\bпо (?:крайней|меньшей) мере"
            r"|\b(?:бол(?:ее|ьше)|свыше)(?: чем)?|≥|>",
        ),
        (AT_MOST, r"\bup to|\bat (?:the )?most|\b(?:less|fewer) than|\bunder|\bas many as|≤|<"),
        (AT_MOST, r"\bдо|\bмаксимум|\bмен(?:ее|ьше)(?: чем)?"),
        (ABOUT, r"\babout|\baround|\broughly|\bapproximately|\bapprox\.?|\bsome|\bcirca|\bc\.|~|≈"),
        (ABOUT, r"\bnearly|\balmost|\b(?:hardly|barely)|\bclose to|\bestimated(?: at)?|\bnear"),
        (ABOUT, r"\bоколо|\bпримерно|\bприблизительно|\bпорядка|\bпочти|\bедва(?: ли)?"),
    )
)
_AFTER = (
    (AT_LEAST, re.compile(r"\s*\+|\s+(?:or|and) more\b|\s+(?:и|или) более\b", re.I)),
    (
        AT_LEAST,
        re.compile(r"(?:\s+\w+|%)?\s+(?:or more|at (?:the )?(?:very )?least|как минимум)\b", re.I),
    ),
    (
        AT_MOST,
        re.compile(r"(?:\s+\w+|%)?\s+(?:or (?:less|fewer)|at (?:the )?(?:very )?most)\b", re.I),
    ),
    (ABOUT, re.compile(r"(?:\s+\w+|%)?\s+or so\b", re.I)),
)
_THOUSAND = 1000
_LABEL = re.compile(
    r"\b(?:no|nos|number|article|page|pages|pp?|chapter|section|part|figure|table|type|version|room"
    r"|route|highway|item|step|question|ст|статья|статьи|статье|номер|глава|стр|п)\.?\s*$",
    re.I,
)
_CLOCK = re.compile(r"(?:[01]?\d|2[0-4])[.:][0-5]\d")
_HOUR_AFTER = re.compile(
    r"\s*(?:[ap]\.?m\b|o.clock\b|(?:час(?:а|ов)?\s+)?(?:утра|вечера|ночи|пополудни)\b)", re.I
)
_FRACTION_AFTER = re.compile(
    r"[\s-]+(?:quarter|third|fourth|fifth|sixth|eighth|tenth)s?\b|\s+(?:четверт|трет[иь]|пятых|десятых)",
    re.I,
)
_HOUR = re.compile(r"(?<=\bв |\bк )(?:1?\d|2[0-4]) час(?:а|ов|ам)?\b", re.I)
_CLOCK_BEFORE = re.compile(r"\b(?:at|from|until|till|to|by|about|в|с|до|к|около)\s*$", re.I)
_DIFFERENCE_BEFORE = re.compile(r"\bby\s*$", re.I)
_DIFFERENCE_AFTER = re.compile(r"\s+(?:more|fewer|less)\b", re.I)
_AGE_BEFORE = re.compile(r"\b(?:aged?|age of|в возрасте)\s*$", re.I)
_AGE_AFTER = re.compile(r"[-\s]years?[-\s]old|-?летн", re.I)
_VAGUE = re.compile(r"\b(?:several|few|many|some|tens of|несколько|нескольк\w+)\s*$", re.I)


@dataclass(frozen=True, slots=True)
class Value:
    """A number as a text gives it."""

    start: int
    end: int
    """Of the number alone: no bound, no unit."""
    low: float
    high: float
    """Equal, but for a range."""
    bound: str
    """EXACT, AT_LEAST, AT_MOST, ABOUT or RANGE."""
    kind: str
    """COUNT, or what its unit makes it: PERCENT, MONEY, DURATION or MEASURE."""
    unit: str
    """Normalised where it is a common one, else as written; empty for a count."""


def find_values(text: str, language: str) -> list[Value]:
    """Quantities in order. Years, ages, ordinals, clock times, numbered labels and differences are
    none."""
    numbers = [n for n in find_numbers(text, language) if not _is_something_else(text, n)]
    found = []
    i = 0
    while i < len(numbers):
        last = _end_of_range(text, numbers, i)
        found.append(_value(text, numbers[i], numbers[last]))
        i = last + 1
    return found


def _value(text: str, first: Number, last: Number) -> Value:
    low, high = _shared_scale(text, first, last), last.value
    bound = RANGE if first is not last else _bound(text, first)
    kind, unit, _ = unit_beside(text, first.start, last.end)
    return Value(first.start, last.end, low, high, bound, kind, unit)


def _shared_scale(text: str, first: Number, last: Number) -> float:
    """The first number of a range with the scale that only the last has: "12 to 15 thousand"."""
    written = text[last.start : last.end]
    if first is last or first.value >= _THOUSAND or not any(map(str.isalpha, written)):
        return first.value
    scale = 1.0
    while first.value * scale * _THOUSAND <= last.value:
        scale *= _THOUSAND
    return first.value * scale


def _is_something_else(text: str, number: Number) -> bool:
    written = text[number.start : number.end]
    before = text[max(0, number.start - 16) : number.start]
    if _LABEL.search(before) or _AGE_BEFORE.search(before):
        return True
    if _AGE_AFTER.match(text, number.end) or _HOUR_AFTER.match(text, number.end):
        return True
    if _HOUR.match(text, number.start):
        return True
    if _is_difference(before, text[number.end : number.end + 10]):
        return True
    if not any(map(str.isdigit, written)) and (
        _VAGUE.search(before) or _FRACTION_AFTER.match(text, number.end)
    ):
        return True
    if _CLOCK.fullmatch(written) and (
        _CLOCK_BEFORE.search(before) or re.match(r"\s*[-–]", text[number.end :])
    ):
        return True
    return _is_year(text, number, written)


def _is_difference(before: str, after: str) -> bool:
    """Tell whether a number says how much was added or taken: "by over 100", "70 more"."""
    for _, pattern in _BEFORE:
        before = pattern.sub("", before)
    return bool(_DIFFERENCE_BEFORE.search(before) or _DIFFERENCE_AFTER.match(after))


def _is_year(text: str, number: Number, written: str) -> bool:
    """Four digits in a row, unless what they count follows."""
    if not re.fullmatch(r"1\d{3}|20\d\d", written):
        return False
    if counts_what_follows(text, number.start, number.end):
        return False
    kind, _, end = unit_beside(text, number.start, number.end)
    return kind == COUNT or text[number.end : end].strip().startswith("год")


def _bound(text: str, number: Number) -> str:
    before = text[max(0, number.start - 40) : number.start]
    for bound, pattern in _BEFORE:
        if pattern.search(before):
            return bound
    for bound, pattern in _AFTER:
        if pattern.match(text, number.end):
            return bound
    return EXACT


def _end_of_range(text: str, numbers: list[Number], i: int) -> int:
    """The index of the number that ends the range that begins at `i`; `i` where none does."""
    if i + 1 == len(numbers):
        return i
    first, second = numbers[i], numbers[i + 1]
    gap = re.sub(r"^\s*%", "", text[first.end : second.start])
    if _CHANGED_FROM.search(text, 0, first.start):
        return i
    is_range = _TO.fullmatch(gap) or (_AND.fullmatch(gap) and _BETWEEN.search(text, 0, first.start))
    return i + 1 if is_range and first.value < second.value else i
