"""The words after a number that say what it counts."""

import re
from collections.abc import Sequence

from corpus.words import beginning, beginnings
from retrieval.figures.mentions import Mention
from retrieval.ranking import Sentence

_COUNTED = re.compile(r"\s+(?:(?:of (?:them|these|whom)|из них)\s+)?([^\W\d]{3,})")
FUNCTION_WORDS = frozenset(
    "about after against and are before been between but during for from has have into left out"
    " over per since than that the their then there through under until was were when which while"
    " who with without без был была были было для или как над под после при что".split()
)
"""Words that name nothing."""
_ANYONE = frozenset(beginnings("people persons человек людей"))


def is_alone(mention: Mention, sentences: Sequence[Sentence]) -> bool:
    """Tell whether no word after a number says what it counts: "the toll is 16"."""
    return not _COUNTED.match(sentences[mention.sentence].text, mention.end)


def of_what_is_asked(
    mentions: Sequence[Mention], sentences: Sequence[Sentence], counted: str
) -> list[Mention]:
    """The mentions without those of what some sentence counts beside what is asked: "212 passengers
    and 34 crew" says that 287 passengers are no crew."""
    asked = frozenset(beginnings(counted)[:1]) - _ANYONE
    names = [_name(mention, sentences) for mention in mentions]
    there = {m.sentence for m, name in zip(mentions, names, strict=True) if name in asked}
    named = zip(mentions, names, strict=True)
    beside = {name for mention, name in named if mention.sentence in there} - asked - _ANYONE
    return [m for m, name in zip(mentions, names, strict=True) if not name or name not in beside]


def _name(mention: Mention, sentences: Sequence[Sentence]) -> str:
    match = _COUNTED.match(sentences[mention.sentence].text, mention.end)
    word = match[1].lower() if match else ""
    return "" if word in FUNCTION_WORDS else beginning(word)
