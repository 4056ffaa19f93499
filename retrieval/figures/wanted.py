"""What value a question asks for: a quantity of some kind, or a time."""

import re
from dataclasses import dataclass
from functools import lru_cache

COUNT = "count"
PERCENT = "percent"
MONEY = "money"
DURATION = "duration"
MEASURE = "measure"
DATE = "date"

_TIME_UNITS = r"(?:seconds?|minutes?|hours?|days?|weeks?|months?|years?|decades?|centuries)"
_RULES = tuple(
    (kinds, re.compile(pattern, re.IGNORECASE))
    for kinds, pattern in (
        ((DATE,), r"\b(?:since|until|till|by) when\b|\bwhen (?=\w)(?!you\b)"),
        ((DATE,), r"\b(?:in |on |by )?(?:what|which) (?:year|date|month|day|century|decade)\b"),
        ((DATE,), r"\b(?:с каких пор|до каких пор|когда)\b|\bв каком (?:году|веке|месяце)\b"),
        ((DATE,), r"\b(?:какого числа|до какого (?:числа|года)|в каких годах)\b|\bколи\b"),
        ((PERCENT,), r"\b(?:what|which) (?:percent(?:age)?|share|proportion|fraction)(?: of)?\b"),
        ((PERCENT,), r"\bhow many percent\b|\b(?:сколько|какой) процент\w*"),
        ((PERCENT,), r"\bкакая (?:доля|часть)\b"),
        ((MONEY,), r"\bhow much (?:money|(?:does|did|will) it cost)\b|\bсколько денег\b"),
        ((MONEY,), r"\bсколько (?=стои)"),
        ((MONEY,), r"\bhow much (?=(?:do|does|did|was|is|were)\b.*\b(?:cost|pa[iy]|earn|spen))"),
        ((DURATION,), rf"\bhow many (?={_TIME_UNITS}\b)|\bhow long (?!is the|are the|was the)"),
        ((DURATION,), r"\bсколько (?=(?:лет|дней|часов|минут|месяцев|недель|времени)\b)"),
        ((DURATION,), r"\bкак долго\b"),
        ((DURATION, MEASURE), r"\bhow long\b"),
        ((MEASURE,), r"\bhow (?:far|large|big|tall|high|deep|wide|fast|heavy)\b"),
        ((COUNT,), r"\bhow many\b|\bwhat (?:is|was|are|were) the (?:total |official )?number of\b"),
        ((COUNT,), r"\bwhat number of\b|\bсколько\b|\bкаково? (?:число|количество)\b|\bскільки\b"),
        ((COUNT,), r"\bwhat (?:is|was) the (?=(?:\w+ )?(?:population|death toll)\b)"),
        ((COUNT,), r"\bкаков[ао] (?=(?:численность|население))"),
        ((MEASURE, MONEY, COUNT), r"\bhow much\b"),
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wanted:
    """The value that a question asks for."""

    kinds: tuple[str, ...]
    """Kinds of values that may answer."""
    about: str
    """The question without the words that ask: what an answer says."""
    counted: str
    """For a count, the words right after "how many"; else empty."""


@lru_cache(maxsize=64)
def wanted(question: str) -> Wanted | None:
    """What value the question asks for; None where it asks for something else."""
    found = [(m, kinds) for kinds, pattern in _RULES if (m := pattern.search(question))]
    if not found:
        return None
    match, kinds = min(found, key=lambda pair: pair[0].start())
    about = f"{question[: match.start()]} {question[match.end() :]}"
    rest = re.findall(r"[^\W\d]{3,}", question[match.end() :])
    counted = " ".join(rest[:2]) if kinds[-1] == COUNT else ""
    return Wanted(kinds, " ".join(about.strip(" ?").split()), counted)
