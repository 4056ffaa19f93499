"""What a number counts or measures, by the words beside it."""

import re

from retrieval.figures.wanted import COUNT, DURATION, MEASURE, MONEY, PERCENT

_UNITS = (
    (PERCENT, "%", r"%|per ?cent\b|percentage points?\b|процент\w*"),
    (MONEY, "$", r"(?:US )?dollars?\b|доллар\w*"),
    (MONEY, "€", r"euros?\b|евро\b"),
    (MONEY, "£", r"pounds? sterling\b|фунт\w* стерлинг\w*"),
    (MONEY, "₽", r"rou?bles?\b|рубл\w+|руб\b"),
    (MONEY, "₸", r"tenge\b|тенге\b"),
    (MONEY, "crown", r"crowns?\b|kron(?:a|or|er|e)\b|крон[аы]?\b"),
    (MONEY, "rupee", r"rupees?\b|рупи[йяи]\b"),
    (MONEY, "hryvnia", r"hryvnias?\b|гривен\w*|гривн\w*"),
    (
        MONEY,
        "",
        r"(?:yen|yuan|liras?|francs?|pesos?|dirhams?|dinars?|shillings?|zlotys?|forints?|лир\w?"
        r"|юан\w+|иен\w?|франк\w*|песо|динар\w*|дирхам\w*|злот\w+)\b",
    ),
    (DURATION, "second", r"seconds?\b|секунд\w*"),
    (DURATION, "minute", r"minutes?\b|mins?\b|минут\w*"),
    (DURATION, "hour", r"hours?\b|час(?:а|ов|ам|ами|ах)?\b"),
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
_CURRENCY_BEFORE = re.compile(r"(?:US)?[$€£¥₽₸]\s*$")

_IN = {
    "second": ("second", 1.0),
    "minute": ("second", 60.0),
    "hour": ("second", 3600.0),
    "day": ("second", 86_400.0),
    "week": ("second", 604_800.0),
    "month": ("month", 1.0),
    "year": ("month", 12.0),
    "decade": ("month", 120.0),
    "century": ("month", 1200.0),
    "m": ("m", 1.0),
    "km": ("m", 1000.0),
}
"""Unit -> the one it is a round multiple of. A month has no number of days."""


def unit_beside(text: str, start: int, end: int) -> tuple[str, str, int]:
    """The kind of a number, its unit, normalised where it is a common one, and where that ends."""
    if matched := _UNIT.match(text, end):
        index = (matched.lastindex or 1) - 1
        unit = _UNITS[index][1] or matched[index + 1].lower().rstrip("s")
        return _UNITS[index][0], unit, matched.end()
    if currency := _CURRENCY_BEFORE.search(text, 0, start):
        return MONEY, currency[0].strip().removeprefix("US"), end
    return COUNT, "", end


def with_unit(text: str, start: int, end: int) -> str:
    """A number as a text has it, with its unit as it stands there."""
    kind, unit, last = unit_beside(text, start, end)
    if kind == MONEY and last == end:
        start = text.rindex(unit, 0, start)
    return " ".join(text[start:last].split())


def in_base_unit(unit: str) -> tuple[str, float]:
    """The unit that values of several units are compared in, and how many of it this one is."""
    return _IN.get(unit, (unit, 1.0))
