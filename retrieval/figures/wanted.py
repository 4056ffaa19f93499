"""What value a question asks for: a quantity of some kind, or a time."""

import re
from dataclasses import dataclass
from functools import lru_cache

from retrieval.figures.outcomes import outcomes_asked

COUNT = "count"
PERCENT = "percent"
MONEY = "money"
DURATION = "duration"
MEASURE = "measure"
DATE = "date"

UNTIL = "until"
SINCE = "since"

_TIME_UNITS = r"(?:seconds?|minutes?|hours?|days?|weeks?|months?|years?|decades?|centuries)"
_WHAT_IS = (
    r"\b(?:what|how (?:big|high|large|low)) (?:is|was|were|are|will be) the (?=(?:\w+ ){0,2}?"
)
_KAKOV = r"\b(?:каков(?:а|о|ы)?|как(?:ой|ая|ое|ов))(?: (?:был|была|было|будет))? (?=(?:\w+ ){0,2}?"
_RULES = tuple(
    (kinds, re.compile(pattern, re.IGNORECASE))
    for kinds, pattern in (
        ((DATE,), r"\b(?:since|until|till|by|from) when\b|\bwhen (?=\w)(?!you\b)"),
        ((DATE,), r"\b(?:in |on |by )?(?:what|which) (?:year|date|month|day|century|decade)\b"),
        ((DATE,), r"\b(?:с каких пор|до каких пор|когда)\b|\bв каком (?:году|веке|месяце)\b"),
        ((DATE,), r"\b(?:до |с )?какого (?:числа|года|дня|месяца|времени)\b"),
        ((DATE,), r"\bв каких годах\b|\bколи\b"),
        ((PERCENT,), r"\b(?:what|which) (?:percent(?:age)?|share|proportion|fraction)(?: of)?\b"),
        ((PERCENT,), r"\bhow many percent\b|\b(?:сколько|какой) процент\w*"),
        ((PERCENT,), r"\bкакая (?:доля|часть)\b"),
        ((MONEY,), r"\bhow much (?:money|(?:does|did|will) it cost)\b|\bсколько денег\b"),
        ((MONEY,), r"\bсколько (?=стои)|\bво сколько (?=обош|обой)"),
        ((MONEY,), r"\bhow much (?=(?:do|does|did|was|is|were)\b.*\b(?:cost|pa[iy]|earn|spen))"),
        ((DURATION,), rf"\bhow many (?={_TIME_UNITS}\b)|\bhow long (?!is the|are the|was the)"),
        ((DURATION,), r"\bсколько (?=(?:лет|дней|часов|минут|месяцев|недель|времени)\b)"),
        ((DURATION,), r"\bсколько (?=(?:про)?дли)"),
        ((DURATION,), r"\bкак долго\b"),
        ((DURATION, MEASURE), r"\bhow long\b"),
        ((MEASURE,), r"\bhow (?:far|tall|deep|wide|fast|heavy)\b"),
        ((MEASURE, MONEY, PERCENT), r"\bhow (?:large|big|high)\b"),
        ((COUNT,), r"\bhow many\b|\bwhat (?:is|was|are|were) the (?:total |official )?number of\b"),
        ((COUNT,), r"\bwhat number of\b|\bсколько\b|\bкаково? (?:число|количество)\b|\bскільки\b"),
        ((MEASURE, MONEY, COUNT), r"\bhow much\b"),
        ((PERCENT,), _WHAT_IS + r"(?:turnout|inflation|unemployment)\b)"),
        ((PERCENT,), _KAKOV + r"(?:явка|инфляция|безработица)\b)"),
        ((MONEY,), _WHAT_IS + r"(?:cost|price|budget|fine|ransom|salary|wage)\b)"),
        ((MONEY,), _KAKOV + r"(?:стоимость|цена|бюджет|штраф|выкуп|зарплата|ущерб)\b)"),
        ((DURATION,), _WHAT_IS + r"duration\b)|" + _KAKOV + r"продолжительность\b)"),
        (
            (MEASURE,),
            _WHAT_IS + r"(?:length|width|height|depth|area|distance|weight|speed|temperature)\b)",
        ),
        (
            (MEASURE,),
            _KAKOV + r"(?:длин|ширин|высот|глубин|площад|расстояни|вес|скорост|температур)\w*)",
        ),
        ((COUNT,), _WHAT_IS + r"(?:magnitude|population|death toll|toll|attendance)\b)"),
        ((COUNT,), _KAKOV + r"(?:магнитуда|численность|население|посещаемость)\b)"),
    )
)  # fmt: skip


_EDGES = ((UNTIL, r"\b(?:until|till|by|до)\b"), (SINCE, r"\b(?:since|from|с)\b"))


@dataclass(frozen=True, slots=True)
class Wanted:
    """The value that a question asks for."""

    kinds: tuple[str, ...]
    """Kinds of values that may answer."""
    about: str
    """The question without the words that ask: what an answer says."""
    counted: str
    """For a count, the words right after "how many"; else empty."""
    edge: str
    """For a date, UNTIL or SINCE where that is asked; else empty."""
    outcomes: frozenset[str]
    """What is asked to have happened to those counted, where the question says it."""


@lru_cache(maxsize=64)
def wanted(question: str) -> Wanted | None:
    """What value the question asks for; None where it asks for something else."""
    found = [(m, kinds) for kinds, pattern in _RULES if (m := pattern.search(question))]
    if not found:
        return None
    match, kinds = min(found, key=lambda pair: pair[0].start())
    about = f"{question[: match.start()]} {question[match.end() :]}"
    rest = re.findall(r"[^\W\d]{3,}", question[match.end() :])
    is_count = kinds[-1] == COUNT
    counted = " ".join(rest[:2]) if is_count else ""
    outcomes = outcomes_asked(about) if is_count else frozenset()
    asks = match[0].lower()
    edge = next((edge for edge, words in _EDGES if DATE in kinds and re.search(words, asks)), "")
    return Wanted(kinds, " ".join(about.strip(" ?").split()), counted, edge, outcomes)
