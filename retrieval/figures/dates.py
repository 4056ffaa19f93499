"""Text -> the dates in it, in English and Russian, as precise as they are written.

Month names are a table here: dateparser 1.5 takes "may" and "10th" for dates of this year, and
0.3 s for its first sentence.
"""

import re
from dataclasses import dataclass

_MONTHS = (
    r"jan(?:uary)?|январ[ьяе]", r"feb(?:ruary)?|феврал[ьяе]", r"mar(?:ch)?|март[ае]?",
    r"apr(?:il)?|апрел[ьяе]", r"may|ма[йяе]", r"june?|июн[ьяе]", r"july?|июл[ьяе]",
    r"aug(?:ust)?|август[ае]?", r"sept?(?:ember)?|сентябр[ьяе]", r"oct(?:ober)?|октябр[ьяе]",
    r"nov(?:ember)?|ноябр[ьяе]", r"dec(?:ember)?|декабр[ьяе]",
)  # fmt: skip
MONTH = "(?:" + "|".join(f"(?:{names})" for names in _MONTHS) + r")\b\.?"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_YEAR = r"(?:1\d{3}|20\d\d|[5-9]\d\d)"
_FULL_YEAR = r"(?:1\d{3}|20\d\d)"
_PATTERNS = (
    re.compile(rf"\b(?P<year>{_FULL_YEAR})-(?P<month_number>[01]\d)-(?P<day>[0-3]\d)\b"),
    re.compile(rf"\b(?P<day>{_DAY})\.(?P<month_number>[01]?\d)\.(?P<year>{_FULL_YEAR})\b"),
    re.compile(
        rf"\b(?P<day>{_DAY})(?:st|nd|rd|th)?(?: of)? (?P<month>{MONTH}),?"
        rf"(?: (?P<year>{_YEAR})\b)?",
        re.I,
    ),
    re.compile(
        rf"\b(?P<month>{MONTH}) (?P<day>{_DAY})(?:st|nd|rd|th)?\b(?!:|\.\d)"
        rf"(?:,? (?P<year>{_FULL_YEAR})\b)?",
        re.I,
    ),
    re.compile(rf"\b(?P<month>{MONTH})(?: of)?,? (?P<year>{_FULL_YEAR})\b", re.I),
    re.compile(
        r"\b(?P<century>\d{1,2})(?:st|nd|rd|th)?(?:[ -](?:and|to|or) \d{1,2}(?:st|nd|rd|th))?"
        r"[ -]centur(?:y|ies)\b|\b(?P<roman>[XVI]+)(?: в\.| век\w*)"
    ),
    re.compile(rf"\b(?P<decade>{_FULL_YEAR})'?s\b|\b(?P<decade_ru>{_FULL_YEAR})-[ех]\b"),
    re.compile(
        rf"(?<![\w.,$€£-])(?P<year>{_FULL_YEAR})(?![\w%]|[.,]\d|-\w)"
        r"(?! (?:people|men|women|км|km|m\b|kg))"
    ),
)
_YEAR_ALONE = _PATTERNS[-1]
_COUNTED_AFTER = re.compile(
    r"\s(?:people|men|women|children|dead)\b|\s(?!was\b|has\b|is\b|this\b|its\b|as\b)[a-z]{2,}[^\Wsu]s\b"
    r"|\s(?!год|гг)[а-яё]{2,}(?<!ло)(?<!ли)(?<!ла)(?<!ет)(?<!ся)\b"
)
_NO_YEAR_BEFORE = re.compile(
    r"(?<![\w-])(?!(?i:(?:in|of|since|from|by|to|until|till|before|after|during|through|between|the|an?|this|that"
    r"|early|late|mid|year|spring|summer|autumn|fall|winter|its|his|her|their|our)\b"
    rf"|(?:лет|зим|весн|осен)\w*|{MONTH}))(?:^[А-ЯЁ])?[a-zа-яё]+\s$"
)
_BORDER = re.compile(
    r"\b(?:until|till|before|since|after|from|до|с|после|перед)\s+(?:\w+\s+)?$", re.IGNORECASE
)
_DIGIT_OR_ROMAN = re.compile(r"\d|\b[XVI]+ в")
_ROMAN = {"I": 1, "V": 5, "X": 10}
_DAY_OF_YEAR = re.compile(r"-\d\d-\d\d$")
_BEFORE_CHRIST = re.compile(r"\s*(?:BCE?\b|B\.C\.|до н\. ?э)")


@dataclass(frozen=True, slots=True)
class Date:
    """A date as a text gives it."""

    start: int
    end: int
    key: str
    """"2011-12-16", "2011-12", "2011", "-12-16" without a year, "1980s", "century 10"; with
    "BC " before it where it is one."""

    def agrees_with(self, other: "Date") -> bool:
        """Tell whether both may be the same date, one perhaps less precisely given."""
        return agree(self.key, other.key)


def agree(one: str, other: str) -> bool:
    """Tell whether two keys may mean the same date."""
    short, long = sorted((one, other), key=len)
    if short == long or long.startswith(short + "-"):
        return True
    if short.startswith("-") or long.startswith("-"):
        days = [key for key in (short, long) if _DAY_OF_YEAR.search(key)]
        return len(days) < 2 or days[0][-5:] == days[1][-5:]
    spans = _years(one), _years(other)
    is_vague = any(key.endswith("s") or "century" in key for key in (one, other))
    return is_vague and spans[0][0] <= spans[1][1] and spans[1][0] <= spans[0][1]


def find_dates(text: str) -> list[Date]:
    """Dates in order, none inside another. A month without day and year is none."""
    taken: list[Date] = []
    if not _DIGIT_OR_ROMAN.search(text):
        return taken
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            if pattern is _YEAR_ALONE and counts_what_follows(text, *match.span()):
                continue
            if all(match.end() <= d.start or d.end <= match.start() for d in taken):
                before_christ = "BC " if _BEFORE_CHRIST.match(text, match.end()) else ""
                end = match.start() + len(match[0].rstrip(" ,."))
                taken.append(Date(match.start(), end, before_christ + _key(match.groupdict())))
    return sorted(taken, key=lambda date: date.start)


def own_dates(text: str) -> list[str]:
    """The keys of the dates that may be a text's own: none that something in it only begins or ends
    with, "until 1992"."""
    return [date.key for date in find_dates(text) if not _BORDER.search(text[: date.start])]


def counts_what_follows(text: str, start: int, end: int) -> bool:
    """Tell whether four digits are no year but count the noun after them: "flooded 1200 houses"."""
    counted = _COUNTED_AFTER.match(text, end)
    # A Russian year has its word after it, so there one may begin the sentence with what it counts.
    return bool(
        counted and (_NO_YEAR_BEFORE.search(text[:start]) or not (start or counted[0].isascii()))
    )


def _key(parts: dict[str, str | None]) -> str:
    if century := parts.get("century"):
        return f"century {int(century)}"
    if roman := parts.get("roman"):
        return f"century {_arabic(roman)}"
    if decade := parts.get("decade") or parts.get("decade_ru"):
        return f"{decade}s"
    month = parts.get("month_number")
    if name := parts.get("month"):
        month = str(_month(name.rstrip(".")))
    key = parts.get("year") or ""
    if month:
        key += f"-{int(month):02}"
    if day := parts.get("day"):
        key += f"-{int(day):02}"
    return key


def _month(name: str) -> int:
    return next(i for i, names in enumerate(_MONTHS, 1) if re.fullmatch(names, name, re.I))


def _arabic(roman: str) -> int:
    values = [_ROMAN[letter] for letter in roman]
    pairs = zip(values, [*values[1:], 0], strict=True)
    return sum(-value if value < after else value for value, after in pairs)


def _years(key: str) -> tuple[int, int]:
    """First and last year that a key may mean, negative before Christ."""
    sign = -1 if key.startswith("BC ") else 1
    key = key.removeprefix("BC ")
    number = int(re.findall(r"\d+", key)[0])
    if key.startswith("century"):
        first, last = number * 100 - 100, number * 100
    else:
        first, last = number, number + 9 * key.endswith("s")
    return (first, last) if sign > 0 else (-last, -first)
