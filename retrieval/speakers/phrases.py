"""A sentence -> its words and marks, and which runs of them may name a speaker.

No grammar is known here, only order, capitals and the short words of a language: a run that holds
anything else than a name or a description names nobody.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from retrieval.speakers.reporting import Reporting

Span = tuple[int, int]

MASK = "\0"
"""Stands for every character of a quotation, which tells nothing of who says it."""

MOST_WORDS = 14
"""Of a name with its role, without a comma."""
_MOST_PLAIN_WORDS = 8
"""Of a description without a name."""

_TITLE = r"(?:Mr|Mrs|Ms|Dr|St|Jr|Prof|Gen|Sen|Gov|Rep|Rev|[^\W\d_])\.(?=\s+[^\W\d_a-zа-яё])"
_TOKEN = re.compile(rf"{MASK}+|(?<!\w){_TITLE}|[@$#]?[^\W_](?:[\w'’&@/+-]|\.(?=\w))*|[^\s\w]|_")
_ENDS_TIME = frozenset("later ago спустя назад später".split())
_PREDICATES = frozenset("was is has had went".split())


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a mark, or a masked quotation."""

    start: int
    end: int
    text: str
    low: str
    """In lower case, with straight apostrophes."""

    @property
    def is_word(self) -> bool:
        return self.text[0].isalnum() or self.text[0] in "@#$"

    @property
    def is_capital(self) -> bool:
        return self.text[0].isupper() or self.text[0] == "@"

    @property
    def is_quotation(self) -> bool:
        return self.text[0] == MASK

    @property
    def ends_clause(self) -> bool:
        return not self.is_word and self.text != ","


def tokens(text: str, start: int, end: int) -> list[Token]:
    """The words and marks of a stretch of text, without what stands in brackets."""
    found = []
    depth = 0
    for match in _TOKEN.finditer(text, start, end):
        word = match[0]
        depth += word in ("(", "[")
        if not depth:
            low = word.lower().replace("’", "'")
            found.append(Token(match.start(), match.end(), word, low))
        depth -= bool(depth) and word in (")", "]")
    return found


def segments(clause: Sequence[Token]) -> list[list[Token]]:
    """What stands between the commas of a clause; at least one, and some may be empty."""
    parts: list[list[Token]] = [[]]
    for token in clause:
        if token.text == ",":
            parts.append([])
        else:
            parts[-1].append(token)
    return parts


def without_opening(part: Sequence[Token], words: Reporting) -> list[Token]:
    """A part without what only joins it to the text before, and without a time at its head."""
    late = [i for i, token in enumerate(part) if token.low in _ENDS_TIME]
    rest = list(part[late[-1] + 1 :] if late else part)
    while rest and (rest[0].low in words.opens or rest[0].low.endswith("ly")):
        del rest[0]
    if len(rest) > 2 and rest[0].low in words.prepositions and rest[1].text[0].isdigit():
        del rest[:2]
    return rest


def is_named(part: Sequence[Token], words: Reporting) -> bool:
    """Whether a part may be the name or description of a speaker."""
    if not part or len(part) > MOST_WORDS or not all(token.is_word for token in part):
        return False
    first, last = part[0], part[-1]
    if first.low in words.prepositions or first.text[0].isdigit():
        return False
    if last.low in words.prepositions | words.articles or last.low.endswith("'s"):
        return False
    if any(token.low.partition("'")[0] in words.never for token in part):
        return False
    if not any(token.is_capital for token in part[1:]) and len(part) > _MOST_PLAIN_WORDS:
        return False
    return words.things.isdisjoint((*_head(part, words), last.low))


def is_predicate(token: Token) -> bool:
    """Whether a word right after a name looks like its verb."""
    return token.low.endswith(("ed", "л", "ла", "ли")) or token.low in _PREDICATES


def _head(part: Sequence[Token], words: Reporting) -> tuple[str, ...]:
    """The noun that the rest of a description belongs to, with a participle after it."""
    end = next((i for i in range(1, len(part)) if part[i].low in words.prepositions), len(part))
    is_participle = end > 1 and part[end - 1].low.endswith("ed")
    return tuple(token.low for token in part[end - 1 - is_participle : end])
