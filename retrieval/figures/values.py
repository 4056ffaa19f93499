"""Text -> the numbers in it, each with what it counts or measures and how exact it says it is.

Number words are read by number-parser (English, Spanish, Russian, Ukrainian). Digits, scales and
bounds are read here: the libraries tried read "113.4 thousand" as two numbers or knew no Russian.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from number_parser import parse_number
from number_parser.parser import LanguageData

from retrieval.figures.wanted import COUNT, DURATION, MEASURE, MONEY, PERCENT

EXACT = "exact"
AT_LEAST = "at least"
AT_MOST = "at most"
ABOUT = "about"
RANGE = "range"

_DIGITS = re.compile(
    r"(?<![\w./:№#])(?<!\d,)(?<![^\W\d]-)(?:"
    r"(?P<spread>\d(?: \d){1,2})(?=\s+[^\W\d])"  # "1 4": digits set apart by the layout
    r"|(?P<grouped>\d{1,3}(?:(?:,\d{3})+|(?:\.\d{3})+|(?:[ \u00a0\u202f'’]\d{3})+))(?P<tail>\.\d+)?"
    r"|(?P<plain>\d+(?:[.,]\d{1,2}|\.\d{4,})?)"
    r")(?![\d/]|:\d)(?!(?:st|nd|rd|th)\b|-?(?:й|го|м|му|я|ю|е|х)\b)"
)
_SCALES = {
    **dict.fromkeys(("thousand", "thousands", "тыс", "тысяч", "тысячи", "тысяча"), 1e3),
    **dict.fromkeys(("million", "millions", "mln", "млн", "миллион", "миллиона", "миллионов"), 1e6),
    **dict.fromkeys(("billion", "billions", "bn", "млрд", "миллиард", "миллиарда"), 1e9),
    **dict.fromkeys(("миллиардов", "milliard"), 1e9),
    **dict.fromkeys(("trillion", "trillions", "трлн", "триллион", "триллиона"), 1e12),
    **dict.fromkeys(("dozen", "dozens"), 12),
}
_SCALE = re.compile(rf"[\s\u00a0-]*({'|'.join(sorted(_SCALES, key=len, reverse=True))})\b\.?", re.I)
_TO = re.compile(r"\s?[-–—−]\s?[$€£]?|\s+(?:to|or|до|по|или)\s+[$€£]?", re.I)
_BETWEEN = re.compile(r"\b(?:between|между)\s*[$€£]?\s*$", re.I)
_AND = re.compile(r"\s+(?:and|и)\s+", re.I)
_BEFORE = tuple(
    (bound, re.compile(rf"(?:{words})\s*[$€£¥₽₸~≈<>≥≤]*\s*$", re.I))
    for bound, words in (
        (AT_MOST, r"\b(?:no|not) more than|\bне (?:более|больше)(?: чем)?|\bне свыше"),
        (AT_LEAST, r"\b(?:no|not) (?:less|fewer) than|\bне (?:менее|меньше)(?: чем)?"),
        (
            AT_LEAST,
            r"\bat least|\b(?:more|greater) than|\bover|\bupwards? of|\bexceed(?:s|ed|ing)?",
        ),
        (
            AT_LEAST,
            r"\bминимум|\bпо (?:крайней|меньшей) мере|\b(?:бол(?:ее|ьше)|свыше)(?: чем)?|≥|>",
        ),
        (AT_MOST, r"\bup to|\bat (?:the )?most|\b(?:less|fewer) than|\bunder|\bas many as|≤|<"),
        (AT_MOST, r"\bдо|\bмаксимум|\bмен(?:ее|ьше)(?: чем)?"),
        (ABOUT, r"\babout|\baround|\broughly|\bapproximately|\bapprox\.?|\bsome|\bcirca|\bc\.|~|≈"),
        (ABOUT, r"\bnearly|\balmost|\bclose to|\bestimated(?: at)?|\bnear"),
        (ABOUT, r"\bоколо|\bпримерно|\bприблизительно|\bпорядка|\bпочти"),
    )
)
_AFTER = (
    (AT_LEAST, re.compile(r"\s*\+|\s+(?:or|and) more\b|\s+(?:и|или) более\b", re.I)),
    (ABOUT, re.compile(r"\s+or so\b", re.I)),
)
_THOUSAND = 1000
_LABEL = re.compile(
    r"\b(?:no|nos|number|article|page|pages|pp?|chapter|section|part|figure|table|type|version|room"
    r"|route|highway|item|step|question|ст|статья|статьи|статье|номер|глава|стр|п)\.?\s*$",
    re.I,
)
_CLOCK = re.compile(r"(?:[01]?\d|2[0-4])[.:][0-5]\d")
_CLOCK_BEFORE = re.compile(r"\b(?:at|from|until|till|to|by|about|в|с|до|к|около)\s*$", re.I)
_DIFFERENCE_BEFORE = re.compile(r"\bby\s*$", re.I)
_DIFFERENCE_AFTER = re.compile(r"\s+(?:more|fewer|less)\b", re.I)
_AGE_AFTER = re.compile(r"[-\s]years?[-\s]old|-?летн", re.I)
_CURRENCY_BEFORE = re.compile(r"(?:US)?[$€£¥₽₸]\s*$")
_VAGUE = re.compile(r"\b(?:several|few|many|some|tens of|несколько|нескольк\w+)\s*$", re.I)
_UNITS = (
    (PERCENT, "%", r"%|per ?cent\b|percentage points?\b|процент\w*"),
    (MONEY, "$", r"(?:US )?dollars?\b|доллар\w*"),
    (MONEY, "€", r"euros?\b|евро\b"),
    (MONEY, "£", r"pounds? sterling\b|фунт\w* стерлинг\w*"),
    (MONEY, "₽", r"rou?bles?\b|рубл\w+|руб\b"),
    (MONEY, "₸", r"tenge\b|тенге\b"),
    (MONEY, "", r"(?:yen|yuan|liras?|rupees?|francs?|лир\w?|гривен\w*|гривн\w*)\b"),
    (DURATION, "second", r"seconds?\b|секунд\w*"),
    (DURATION, "minute", r"minutes?\b|mins?\b|минут\w*"),
    (DURATION, "hour", r"hours?\b|час(?:а|ов)?\b"),
    (DURATION, "day", r"days?\b|дн(?:я|ей)\b|день\b|сут(?:ок|ки)\b"),
    (DURATION, "week", r"weeks?\b|недел\w*"),
    (DURATION, "month", r"months?\b|месяц\w*"),
    (DURATION, "year", r"years?\b|год(?:а|у|ов)?\b|лет\b"),
    (DURATION, "decade", r"decades?\b|десятилети\w*"),
    (DURATION, "century", r"centur(?:y|ies)\b|столети\w*"),
    (MEASURE, "km", r"km\b|kilomet(?:re|er)s?\b|км\b|километр\w*"),
    (MEASURE, "m", r"m\b|met(?:re|er)s?\b|м\b|метр(?:а|ов)?\b"),
    (MEASURE, "mile", r"miles?\b|мил(?:я|и|ь)\b"),
    (MEASURE, "foot", r"feet\b|foot\b|ft\b|фут\w*"),
    (MEASURE, "", r"(?:cm|mm|kg|lbs?|mph|km/h|kw|mw|gw|ha|sq)\b|°\s?[CF]\b|inch(?:es)?\b|acres?\b"),
    (
        MEASURE,
        "",
        r"pounds?\b|degrees?\b|litres?\b|liters?\b|barrels?\b|watts?\b|градус\w*|литр\w*",
    ),
    (MEASURE, "ton", r"tonn?es?\b|tons?\b|тонн\w*|т\b"),
    (MEASURE, "hectare", r"hectares?\b|гектар\w*|га\b"),
    (MEASURE, "square", r"square \w+|кв\.? ?\w+|квадратн\w+ \w+"),
)
_UNIT = re.compile(
    r"[\s\u00a0-]*(?:" + "|".join(f"({pattern})" for _, _, pattern in _UNITS) + ")", re.I
)


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


@dataclass(frozen=True, slots=True)
class _Number:
    start: int
    end: int
    value: float


def find_values(text: str, language: str) -> list[Value]:
    """Quantities in order. Years, ages, ordinals, clock times, numbered labels and differences are
    none."""
    numbers = [n for n in _numbers(text, language) if not _is_something_else(text, n)]
    found = []
    i = 0
    while i < len(numbers):
        last = _end_of_range(text, numbers, i)
        found.append(_value(text, numbers[i], numbers[last]))
        i = last + 1
    return found


def _value(text: str, first: _Number, last: _Number) -> Value:
    low, high = _shared_scale(text, first, last), last.value
    bound = RANGE if first is not last else _bound(text, first)
    kind, unit = COUNT, ""
    if matched := _UNIT.match(text, last.end):
        index = (matched.lastindex or 1) - 1
        kind, unit = _UNITS[index][0], _UNITS[index][1] or matched[index + 1].lower().rstrip("s")
    elif currency := _CURRENCY_BEFORE.search(text, 0, first.start):
        kind, unit = MONEY, currency[0].strip().removeprefix("US")
    return Value(first.start, last.end, low, high, bound, kind, unit)


def _shared_scale(text: str, first: _Number, last: _Number) -> float:
    """The first number of a range with the scale that only the last has: "12 to 15 thousand"."""
    written = text[last.start : last.end]
    if first is last or first.value >= _THOUSAND or not any(map(str.isalpha, written)):
        return first.value
    scale = 1.0
    while first.value * scale * _THOUSAND <= last.value:
        scale *= _THOUSAND
    return first.value * scale


def _numbers(text: str, language: str) -> Iterator[_Number]:
    found = [*_digits(text), *_words(text, language)]
    end = 0
    for number in sorted(found, key=lambda n: (n.start, -n.end)):
        if number.start >= end:
            yield number
            end = number.end


def _digits(text: str) -> Iterator[_Number]:
    for match in _DIGITS.finditer(text):
        if match["spread"]:
            number = float(match["spread"].replace(" ", ""))
        elif match["grouped"]:
            number = float(re.sub(r"\D", "", match["grouped"]) + (match["tail"] or ""))
        else:
            number = float(match["plain"].replace(",", "."))
        end = match.end()
        if scale := _SCALE.match(text, end):
            number, end = number * _SCALES[scale[1].lower()], scale.end(1)
        yield _Number(match.start(), end, round(number, 6))


def _words(text: str, language: str) -> Iterator[_Number]:
    if language not in _WORD_LANGUAGES:
        return
    for match in _number_words(language).finditer(text):
        words = match[0]
        number = _number_of(re.sub(r"^(?:an?|half an?)\s+", "", words, flags=re.I), language)
        if number is None:
            continue
        if words.lower().startswith("half"):
            number = number / 2
        end = match.end()
        if scale := _SCALE.match(text, end):
            number, end = number * _SCALES[scale[1].lower()], scale.end(1)
        yield _Number(match.start(), end, float(number))


_number_of = lru_cache(maxsize=1024)(parse_number)  # it makes its tables anew each time

_WORD_LANGUAGES = ("en", "es", "ru", "uk")


@cache
def _number_words(language: str) -> re.Pattern[str]:
    """A run of number words; one that says "thousands", and no number before, is too vague."""
    words = LanguageData(language).all_numbers
    # number-parser strips all marks, so й is и and ё is е in its tables.
    spelled = [re.escape(w).replace("и", "[ий]").replace("е", "[её]") for w in words if len(w) > 1]
    one = f"(?:{'|'.join(sorted(spelled, key=len, reverse=True))})"
    article = r"(?:(?:half\s+)?an?\s+)?" if language == "en" else ""
    return re.compile(rf"(?<![\w-]){article}{one}(?:(?:[ -]|\s+and\s+){one})*(?![\w-])", re.I)


def _is_something_else(text: str, number: _Number) -> bool:
    written = text[number.start : number.end]
    before = text[max(0, number.start - 16) : number.start]
    if _LABEL.search(before) or _AGE_AFTER.match(text, number.end):
        return True
    if _is_difference(before, text[number.end : number.end + 10]):
        return True
    if not any(map(str.isdigit, written)) and _VAGUE.search(before):
        return True
    if _CLOCK.fullmatch(written) and (
        _CLOCK_BEFORE.search(before) or re.match(r"\s*(?:[ap]\.?m\b|-|–)", text[number.end :], re.I)
    ):
        return True
    return _is_year(text, number, written)


def _is_difference(before: str, after: str) -> bool:
    """Tell whether a number says how much was added or taken: "by over 100", "70 more"."""
    for _, pattern in _BEFORE:
        before = pattern.sub("", before)
    return bool(_DIFFERENCE_BEFORE.search(before) or _DIFFERENCE_AFTER.match(after))


def _is_year(text: str, number: _Number, written: str) -> bool:
    """Four digits in a row, unless what they count follows."""
    if not re.fullmatch(r"1\d{3}|20\d\d", written):
        return False
    if _UNIT.match(text, number.end) and not re.match(r"\s*год", text[number.end :]):
        return False
    return not _CURRENCY_BEFORE.search(text, 0, number.start)


def _bound(text: str, number: _Number) -> str:
    before = text[max(0, number.start - 30) : number.start]
    for bound, pattern in _BEFORE:
        if pattern.search(before):
            return bound
    for bound, pattern in _AFTER:
        if pattern.match(text, number.end):
            return bound
    return EXACT


def _end_of_range(text: str, numbers: list[_Number], i: int) -> int:
    """The index of the number that ends the range that begins at `i`; `i` where none does."""
    if i + 1 == len(numbers):
        return i
    first, second = numbers[i], numbers[i + 1]
    gap = re.sub(r"^\s*%", "", text[first.end : second.start])
    is_range = _TO.fullmatch(gap) or (_AND.fullmatch(gap) and _BETWEEN.search(text, 0, first.start))
    return i + 1 if is_range and first.value < second.value else i
