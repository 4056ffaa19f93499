"""A sentence -> the persons in it whom "he" or "she" in the next may stand for."""

import re
from collections.abc import Iterator, Sequence

from retrieval.speakers.names import Named
from retrieval.speakers.phrases import Token, segments, without_opening
from retrieval.speakers.reporting import Reporting

_DATES = frozenset(
    "january february march april may june july august september october november december monday"
    " tuesday wednesday thursday friday saturday sunday".split()
)
_PLACES = frozenset("in at to from near into across в во на из у aus nach en".split())
_FULL_NAME = 2
"""Words from which capitalised ones may be somebody wherever they stand, but after "in"."""


def antecedents(sentence: Sequence[Token], text: str, words: Reporting) -> list[Named]:
    """The names that begin a clause, perhaps after a role, and full names elsewhere. A lone word
    that begins the sentence is a name if `text` has it elsewhere as one."""
    found = []
    for part in segments(sentence):
        clause = without_opening(part, words)
        for before, name in _names(clause, words):
            is_first = words.never.isdisjoint(before) and words.prepositions.isdisjoint(before)
            is_lone = len(name) < _FULL_NAME
            if is_lone and not (is_first and _is_name(name[0], sentence[0], text)):
                continue
            if is_first or _PLACES.isdisjoint(before[-2:]):
                found.append(Named((name[0].start, name[-1].end)))
    return found


def _names(clause: Sequence[Token], words: Reporting) -> Iterator[tuple[list[str], list[Token]]]:
    """The runs of capitalised words in a clause, without titles, each with what is before it."""
    before: list[str] = []
    name: list[Token] = []
    for token in (*clause, None):
        if token and token.is_capital and token.low not in words.articles | _DATES:
            name.append(token)
            continue
        named = [one for one in name if one.low not in words.titles]
        if named and not named[-1].low.endswith("'s"):
            yield before, named
        before = [*before, *(one.low for one in (*name, token) if one)]
        name = []


def _is_name(token: Token, first: Token, text: str) -> bool:
    """Whether a capitalised word is more than the first of a sentence, here or elsewhere."""
    if token is not first:
        return True
    return bool(re.search(rf"[^\W_A-ZА-ЯЁ],? {re.escape(token.text)}\b", text))
