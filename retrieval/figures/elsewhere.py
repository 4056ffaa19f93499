"""Which values are said of another place or another year than the question asks about.

A question names its place: "in Arden", "at the Arden mine". A sentence that does not, but names
another or says "neighbouring" or "last year", speaks of something else, unless that place, or that
year, stands beside the one asked about in some sentence: the state it lies in, the year of it all.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from corpus.words import beginnings
from retrieval.figures.dates import MONTH, own_dates
from retrieval.figures.versions import SAID_BY
from retrieval.ranking import Sentence

_LOWER = r"(?:(?:the|[a-zа-яё]+(?:-[a-zа-яё]+)*) ){0,3}?"
_PLACE = re.compile(
    rf"\b(?:[Ii]n|[Aa]t|[Nn]ear|[Oo]ff|[Oo]utside|[Вв]о?|[Нн]а|[Пп]од|[Бб]лиз) {_LOWER}[«“\"]?"
    rf"(?P<name>(?!(?i:{MONTH}))[A-ZА-ЯЁ][\w’'-]+"
    r"(?:[ -][A-ZА-ЯЁ][\w’'-]+)*)"
)
_ANOTHER = re.compile(
    r"\b(?:(?:in|at|near) (?:the |an? )?(?:neighbou?ring|other\b|another) ?(?!\d)"
    r"|last year(?:'s|’s)?|(?:the )?previous year\b"
    r"|(?:в|во|на|под) (?:соседн|друг)\w+|прошлогодн\w+|в прошлом году|годом ранее)",
    re.IGNORECASE,
)
_CAPITALISED = re.compile(r"\b[A-ZА-ЯЁ][\w’'-]+")

Published = Callable[[Sentence], str | None]
"""The date of a sentence's document as written."""


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """The place a question asks about, and what stands beside it."""

    names: frozenset[str]
    """Beginnings of its names; empty where the question names none."""
    beside: frozenset[str]
    """Of all names in sentences that name it."""
    years: frozenset[str]
    """In those sentences, and in which their documents were published."""
    is_aside: bool = False
    """Every sentence that names it calls it another: what does not name it is of the main one."""

    def is_elsewhere(self, sentence: Sentence, start: int, published: Published) -> bool:
        """Tell whether a sentence says the value at an offset of another place or year."""
        text = sentence.text
        if not self.names or not self.names.isdisjoint(beginnings(text)):
            return False
        if self.is_aside or any(
            _is_of(text, another.end(), start) for another in _ANOTHER.finditer(text)
        ):
            return True
        if self.years and (said := _years(text)) and self.years.isdisjoint(said):
            return said.isdisjoint(_years(published(sentence) or ""))
        return any(
            self.beside.isdisjoint(beginnings(place["name"])) and _is_of(text, place.end(), start)
            for place in _PLACE.finditer(text)
        )


def _is_of(text: str, end: int, start: int) -> bool:
    """Tell whether what ends there is where a value is of, not where someone says so."""
    return not SAID_BY.search(text, end, max(start, end))


def whereabouts(question: str, said: Sequence[Sentence], published: Published) -> Whereabouts:
    """The place that a question names, and what sentences say beside it."""
    places = " ".join(place["name"] for place in _PLACE.finditer(question))
    names = frozenset(beginnings(places))
    if not names:
        return Whereabouts(names, names, names)
    naming = [sentence for sentence in said if not names.isdisjoint(beginnings(sentence.text))]
    capitalised = (name for sentence in naming for name in _CAPITALISED.findall(sentence.text))
    dated = " ".join(f"{sentence.text} {published(sentence) or ''}" for sentence in naming)
    beside = frozenset(beginnings(" ".join(capitalised)))
    is_aside = bool(naming) and all(_ANOTHER.search(sentence.text) for sentence in naming)
    return Whereabouts(names, beside, _years(dated), is_aside)


def _years(text: str) -> frozenset[str]:
    years = (key[:4] for key in own_dates(text))
    return frozenset(year for year in years if year.isdigit())
