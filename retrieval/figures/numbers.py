"""Text -> the numbers in it, written in digits or in words.

Number words are read by number-parser (English, Spanish, Russian, Ukrainian). Digits, scales,
halves and Russian collective numerals are read here: the libraries tried read "113.4 thousand" as
two numbers or knew no Russian.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from number_parser import parse_number
from number_parser.parser import LanguageData

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
_AND_A_HALF = re.compile(r"\s+(?:and a half|с половиной)\b", re.I)
_SEVERAL = ("дво", "тро", "четвер", "пятер", "шестер", "семер", "восьмер", "девятер", "десятер")
"""Two to ten of them."""
_RUSSIAN = re.compile(
    rf"(?<![\w-])(?:(?P<half>пол(?:тор[аы]|утора))|(?P<several>{'|'.join(_SEVERAL)})"
    r"(?:е|о|их|ых|им|ым|ими|ыми))(?![\w-])",
    re.I,
)
_WORD_LANGUAGES = ("en", "es", "ru", "uk")


@dataclass(frozen=True, slots=True)
class Number:
    """A number and where it stands."""

    start: int
    end: int
    value: float


def find_numbers(text: str, language: str) -> Iterator[Number]:
    """Numbers in order, none inside another."""
    found = [*_digits(text), *_words(text, language)]
    end = 0
    for number in sorted(found, key=lambda n: (n.start, -n.end)):
        if number.start >= end:
            yield number
            end = number.end


def _digits(text: str) -> Iterator[Number]:
    for match in _DIGITS.finditer(text):
        if match["spread"]:
            number = float(match["spread"].replace(" ", ""))
        elif match["grouped"]:
            number = float(re.sub(r"\D", "", match["grouped"]) + (match["tail"] or ""))
        else:
            number = float(match["plain"].replace(",", "."))
        yield _scaled(text, match.start(), match.end(), number)


def _words(text: str, language: str) -> Iterator[Number]:
    if language not in _WORD_LANGUAGES:
        return
    for match in _number_words(language).finditer(text):
        words = match[0]
        number = _number_of(re.sub(r"^(?:an?|half an?)\s+", "", words, flags=re.I), language)
        if number is None:
            continue
        half = 0.5 if words.lower().startswith("half") else 1.0
        yield _scaled(text, match.start(), match.end(), number * half)
    if language == "ru":
        for match in _RUSSIAN.finditer(text):
            is_half = bool(match["half"])
            number = 1.5 if is_half else 2.0 + _SEVERAL.index(match["several"].lower())
            yield _scaled(text, *match.span(), number)


def _scaled(text: str, start: int, end: int, number: float) -> Number:
    """The number with the half and the scale that follow it."""
    if half := _AND_A_HALF.match(text, end):
        number, end = number + 0.5, half.end()
    if scale := _SCALE.match(text, end):
        number, end = number * _SCALES[scale[1].lower()], scale.end(1)
    return Number(start, end, round(number, 6))


_number_of = lru_cache(maxsize=1024)(parse_number)  # it makes its tables anew each time


@cache
def _number_words(language: str) -> re.Pattern[str]:
    """A run of number words; one that says "thousands", and no number before, is too vague."""
    words = LanguageData(language).all_numbers
    # number-parser strips all marks, so й is и and ё is е in its tables.
    spelled = [re.escape(w).replace("и", "[ий]").replace("е", "[её]") for w in words if len(w) > 1]
    one = f"(?:{'|'.join(sorted(spelled, key=len, reverse=True))})"
    article = r"(?:(?:half\s+)?an?\s+)?" if language == "en" else ""
    return re.compile(rf"(?<![\w-]){article}{one}(?:(?:[ -]|\s+and\s+){one})*(?![\w-])", re.I)
