"""What may name a speaker -> the name, and the role beside it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from retrieval.speakers.phrases import Span, Token, is_named, is_predicate
from retrieval.speakers.reporting import Reporting

RELATIVE = frozenset("who which whose whom where".split())
"""What begins a clause about someone who was just named."""

_PARTICLES = frozenset(
    "de da del della di du van von der den la le el al en bin ibn dos y ben".split()
)
_PATRONYMIC = re.compile(r".{2,}(?:вича?|вн[аы]|івн[аи])$")
_TELLS_MORE = ("ing", "ая", "уя", "вши", "вшись", "ив", "ав", "ев")
"""How participles end that begin what someone did, not what someone is."""
_FROM = frozenset("from из з aus".split())
_IN_A_NAME = (2, 3)
_SHORTEST_NOUN = 3
"""Letters."""


@dataclass(frozen=True, slots=True)
class Named:
    """Whom a text names, as spans of it."""

    name: Span
    role: Span | None = None


def name_in(part: Sequence[Token], words: Reporting) -> Named:
    """The name in a part, and the role before it: "former mayor | Anna Keller"."""
    at = len(part) - _last_run(part)
    if at == len(part):
        return Named(_span(part))
    if at == 0:
        return _cut(part, _after_titles(part, 0, words))
    if words.has_capital_nouns and not any(token.is_capital for token in part[:at]):
        return Named(_span(part))
    is_of = any(token.low in words.prepositions | words.bodies for token in part[:at])
    if _may_be_role(part[at - 1], words) and not (is_of and at == len(part) - 1):
        return _cut(part, _first_of_name(part, at, words))
    if part[0].low in words.titles and at < len(part) - 2:
        return _cut(part, len(part) - 2)  # President of Kenya Anna Keller
    origin = next((i for i, token in enumerate(part) if token.low in _FROM), 0)
    is_name = origin > 1 and _is_bare(part[:origin])
    return Named(_span(part[:origin] if is_name else part))


def with_role(parts: Sequence[Sequence[Token]], words: Reporting) -> Named | None:
    """Who is named by parts that commas separate: "Anna Keller | a lawyer | mother of two" or
    "The mayor of Brask | Anna Keller"."""
    first, *rest = [part for part in parts if part]
    if not is_named(first, words):
        return None
    found = name_in(first, words)
    if not rest:
        return found
    last = rest[-1]
    is_description = first[0].low in words.articles or not any(t.is_capital for t in first[1:])
    if is_description and is_named(last, words):
        inner = name_in(last, words)
        if _is_bare(last):
            return Named(inner.name, (first[0].start, [first, *rest][-2][-1].end))
        if inner.role and not found.role:
            return Named(inner.name, (first[0].start, inner.role[1]))
    if found.role or _tells_more(rest[0][0], words):
        return found
    return Named(found.name, (rest[0][0].start, last[-1].end))


def bare_name(part: Sequence[Token]) -> list[Token]:
    """The two or three capitalised words, and the particles between them, that a part begins with;
    nothing where it begins with fewer or more."""
    count = next((i for i, t in enumerate(part) if not _may_be_name(t)), len(part))
    while count and not part[count - 1].is_capital:
        count -= 1
    is_name = part[:1] and part[0].is_capital
    capitals = sum(token.is_capital for token in part[:count])
    return list(part[:count]) if is_name and capitals in _IN_A_NAME else []


def german_noun(part: Sequence[Token], words: Reporting) -> list[Token]:
    """The noun, with its genitive or name, that a part begins with: the verb comes right after it,
    and is the first word in small letters. After a whole name "von" is not part of it."""
    run, before = 0, ""
    for i, token in enumerate(part):
        is_particle = token.low in _PARTICLES and (
            token.low not in words.articles or before == "von"
        )
        if token.is_capital:
            run += 1
        elif token.low == "des":
            run = 0
        elif run and not (run == 1 and is_particle):
            return list(part[:i])
        before = token.low
    return list(part)


def _may_be_name(token: Token) -> bool:
    return token.is_capital or token.low in _PARTICLES


def _last_run(part: Sequence[Token]) -> int:
    """How many capitalised words a part ends with, particles of names between them included."""
    run = 0
    for i, token in enumerate(reversed(part), start=1):
        if token.is_capital:
            run = i
        elif not run or token.low not in _PARTICLES:
            break
    return run


def _may_be_role(token: Token, words: Reporting) -> bool:
    """Whether a word before a name may be the noun that says what someone is."""
    is_short = len(token.low) < _SHORTEST_NOUN or token.low in ("and", "und")
    return not is_short and token.low not in words.prepositions | words.articles


def _first_of_name(part: Sequence[Token], at: int, words: Reporting) -> int:
    """Where a name begins in the capitalised words after a role. Where nouns follow each other
    without a preposition, the first of them may be places."""
    at = _after_titles(part, at, words)
    if not words.articles and len(part) - at > 2:
        return len(part) - (3 if _PATRONYMIC.match(part[-2].low) else 2)
    return at


def _after_titles(part: Sequence[Token], at: int, words: Reporting) -> int:
    """The index after the titles that capitalised words begin with: "Prosecutor General"."""
    titles = [i for i in range(at, len(part) - 1) if part[i].low in words.titles]
    if not titles:
        return at
    after = titles[-1] + 1
    return after + (part[after].low == "general" and after + 1 < len(part))


def _is_bare(part: Sequence[Token]) -> bool:
    """Whether a part is a name and nothing else."""
    return all(token.is_capital or token.low in _PARTICLES for token in part)


def _tells_more(first: Token, words: Reporting) -> bool:
    """Whether what begins with this word says more than what someone is: "who was there"."""
    return (
        first.low in RELATIVE | words.prepositions | words.never
        or first.low in ("and", "но", "и")
        or first.low.startswith("котор")
        or first.low.endswith(_TELLS_MORE)
        or is_predicate(first)
    )


def _cut(part: Sequence[Token], at: int) -> Named:
    return Named(_span(part[at:]), _span(part[:at]) if at else None)


def _span(part: Sequence[Token]) -> Span:
    return part[0].start, part[-1].end
