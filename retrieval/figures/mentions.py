"""Sentences -> the values in them that may be the one asked for."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from corpus.words import beginnings
from retrieval.figures.dates import Date, find_dates
from retrieval.figures.outcomes import outcome_of, outcome_of_all
from retrieval.figures.values import EXACT, find_values
from retrieval.figures.wanted import DATE, SINCE, UNTIL, Wanted
from retrieval.ranking import Sentence

WORDS_AFTER = 4
"""How many words after a number say what it counts."""
_NEAR = 40
"""Letters in which these stand."""
_SOME = "some"
"""Beside what may have happened to those who are counted: they are some of these."""
_EDGES = {
    UNTIL: re.compile(r"\b(?:until|till|to|through|by|before|до|по)\s+(?:the\s+)?$", re.I),
    SINCE: re.compile(r"\b(?:since|from|as of|с|со|от)\s+(?:the\s+)?$", re.I),
}


@dataclass(frozen=True, slots=True)
class Mention:
    """A value of a kind that is asked for, in a sentence."""

    sentence: int
    """Index among the sentences given."""
    start: int
    end: int
    """Of the value, in the sentence's text."""
    kind: str
    low: float
    high: float
    unit: str
    bound: str
    date: str
    """The key of a date (retrieval.figures.dates); empty for a quantity."""
    outcome: str = ""
    """What words beside it say happened to those it counts (retrieval.figures.outcomes)."""
    is_said: bool = False
    """Words beside it say in so many words what is asked: that those it counts died, or "until"."""


def find_mentions(want: Wanted, sentences: Sequence[Sentence], most: int) -> list[Mention]:
    """The values of the kinds that are asked for, in order, without those beside which it is said
    that something else happened to whom they count: at least `most`, copies of a sentence not
    counted, where there are so many, of the sentences nearest in meaning."""
    found: list[Mention] = []
    said: set[tuple[str, int]] = set()
    for i in sorted(range(len(sentences)), key=lambda i: (-sentences[i].features[2], i)):
        if len(said) >= most:
            break
        mentions = _mentions(want, i, sentences[i])
        said.update((sentences[i].text, mention.start) for mention in mentions)
        found += mentions
    return sorted(found, key=lambda mention: (mention.sentence, mention.start))


def _mentions(want: Wanted, i: int, sentence: Sentence) -> list[Mention]:
    dates = dates_in(sentence.text)
    if DATE in want.kinds:
        edge = _EDGES.get(want.edge)
        borders = (bool(edge and edge.search(sentence.text[: d.start])) for d in dates)
        return [
            Mention(i, d.start, d.end, DATE, 0, 0, "", EXACT, d.key, is_said=is_said)
            for d, is_said in zip(dates, borders, strict=True)
        ]
    found = []
    for v in find_values(sentence.text, sentence.hit.passage.language or "en"):
        if v.kind in want.kinds and all(v.end <= d.start or d.end <= v.start for d in dates):
            said = _outcome(want, sentence.text, v.start, v.end)
            is_said = said in want.outcomes
            if is_said or not (said and want.outcomes):
                value = (v.kind, v.low, v.high, v.unit, v.bound)
                found.append(Mention(i, v.start, v.end, *value, "", said, is_said))
    return found


def _outcome(want: Wanted, text: str, start: int, end: int) -> str:
    """What is said to have happened to those that a number counts; _SOME where they are some of
    these, and not what is asked for: "14 dead, among them three children"."""
    if outcome := outcome_of_all(text, start, end):
        after = words_after(text, end)
        return _SOME if set(beginnings(want.counted)).isdisjoint(after) else outcome
    return outcome_of(text, start, end)


@lru_cache(maxsize=512)
def dates_in(text: str) -> tuple[Date, ...]:
    """The dates in a sentence."""
    return tuple(find_dates(text))


def words_after(text: str, end: int) -> list[str]:
    """The beginnings of the words after a number that say what it counts."""
    return beginnings(text[end : end + _NEAR])[:WORDS_AFTER]
