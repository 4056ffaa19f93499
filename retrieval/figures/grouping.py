"""A question about a value -> every version of it that sentences give.

Equal values are one version. Nothing is summed, averaged or chosen.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from retrieval.figures.judging import Encode, Judged, Mention, find_mentions, judge
from retrieval.figures.values import AT_LEAST, AT_MOST, RANGE
from retrieval.figures.versions import Version, first_date, is_part, may_both_be_right, standing
from retrieval.figures.wanted import COUNT, wanted
from retrieval.ranking import Sentence

LISTED = 0.04
LISTED_SHARE = 0.15
SAYS = 0.35
LISTED_IF_DISPUTED = 0.005
SAYS_IF_DISPUTED = 0.45
"""Probability, also as a share of the likeliest's, and meaning (judging.py) from which a
value is a version; less likely ones are where the likelier already disagree, if they say the same
more clearly."""
SAYS_LESS = -0.25
"""Of a count: another value in its sentence may say what is asked no better than by this."""

LIKELY = 0.05
LIKENESS = 0.55
"""Two values of different documents disagree from this probability if their clauses are alike."""
SUPPORTED = 0.25
"""The same if both clauses say what the question says."""
SUPPORTED_BY_WORDS = 0.08
"""The same in a language that the model does not know."""
WELL_SUPPORTED = 0.2
SAYS_MUCH_THE_SAME = 0.5
"""The same for two passages of one document, which hardly contradicts itself. Set together, on
squad2-a (369 questions: 3 flagged; 18 if every passage were a document) and on its answering
sentences copied to another document with another number (71 % of 268 flagged; Russian 53 %)."""

SAYS_THE_REST = 0.6
"""Where values are disputed, of a count before the very words that are counted, "9,000 people" if
it is asked how many people died: what its clause must say, as a share of what the best says."""

SEARCHED_FOR = 2
"""Versions whose sentences are searched for."""


@dataclass(frozen=True, slots=True)
class Figures:
    """The versions of a value, the likeliest first; at least one."""

    versions: tuple[Version, ...]
    disagreement: bool
    """Two well supported versions cannot both be right."""


def versions(
    question: str,
    sentences: Sequence[Sentence],
    encode: Encode,
    published: Callable[[Sentence], str | None] = lambda _: None,
    most: int = 60,
) -> Figures | None:
    """The versions of the value that the question asks for; None where it asks for none, or no
    sentence gives it.

    `sentences` are ranked, of many more passages than are shown; `published` tells the date of a
    sentence's document as written; about `most` values are judged.
    """
    want = wanted(question)
    if want is None:
        return None
    judged = judge(question, want, find_mentions(want, sentences, most), sentences, encode)
    least = max(LISTED, LISTED_SHARE * max((one.probability for one in judged), default=0.0))
    listed = [one for one in judged if one.probability >= least and _says_enough(one)]
    is_disputed = _disagree(listed, sentences)
    if is_disputed:
        says_best = max(one.says_clause for one in listed)
        listed = [
            one
            for one in judged
            if (one in listed or _is_listed_if_disputed(one))
            and (one.says < 1 or one.says_clause >= SAYS_THE_REST * says_best)
        ]
    groups: dict[tuple[object, ...], list[Judged]] = {}
    for one in sorted(listed, key=lambda one: -one.probability):
        groups.setdefault(_key(one.mention), []).append(one)
    if not groups:
        return None
    for one in judged:
        if one not in listed and _supports(one):
            groups.get(_key(one.mention), []).append(one)
    made = tuple(_version(group, sentences, published) for group in groups.values())
    return Figures(made, is_disputed)


def to_search_for(found: Figures, sentences: Sequence[Sentence]) -> list[str]:
    """Sentences that give the likeliest versions: searching for them finds those who say the same
    of other values in words that the question does not have."""
    best = (found.versions[i].sentences[0] for i in range(min(SEARCHED_FOR, len(found.versions))))
    return list(dict.fromkeys(" ".join(sentences[i].text.split()) for i in best))


def _says_enough(one: Judged) -> bool:
    is_count = one.mention.kind == COUNT
    return not is_count or (one.says >= SAYS and one.says_less >= SAYS_LESS)


def _is_listed_if_disputed(one: Judged) -> bool:
    return (
        one.probability >= LISTED_IF_DISPUTED
        and one.says >= SAYS_IF_DISPUTED
        and one.says_clause >= SAYS
        and one.says_less >= SAYS_LESS
    )


def _supports(one: Judged) -> bool:
    """Tell whether a count says enough to be another who gives a version that is listed."""
    return (
        one.mention.kind == COUNT
        and one.probability >= LISTED_IF_DISPUTED
        and one.says >= SAYS_IF_DISPUTED
        and one.says_less >= SAYS_LESS
    )


def _key(mention: Mention) -> tuple[object, ...]:
    bound = mention.bound if mention.bound in (AT_LEAST, AT_MOST, RANGE) else ""
    return mention.kind, mention.unit, mention.date, mention.low, mention.high, bound


def _version(
    group: Sequence[Judged],
    sentences: Sequence[Sentence],
    published: Callable[[Sentence], str | None],
) -> Version:
    group = sorted(group, key=lambda one: (_is_set_apart(one.mention, sentences), -one.probability))
    best = group[0].mention
    text = sentences[best.sentence].text
    return Version(
        best.kind,
        best.low,
        best.high,
        best.unit,
        best.bound,
        best.date,
        tuple(dict.fromkeys(one.mention.sentence for one in group)),
        (best.start, best.end),
        group[0].probability,
        standing(text),
        (not best.date and first_date(text)) or first_date(published(sentences[best.sentence])),
        is_part(best, text),
    )


def _is_set_apart(mention: Mention, sentences: Sequence[Sentence]) -> bool:
    """Tell whether the layout tore the digits apart: "1 4"."""
    written = sentences[mention.sentence].text[mention.start : mention.end]
    return bool(re.fullmatch(r"\d(?: \d)+", written))


def _disagree(listed: Sequence[Judged], sentences: Sequence[Sentence]) -> bool:
    """Tell whether two values of different places cannot both be right, and both are likely."""
    likely = [
        one
        for one in listed
        if one.probability >= LIKELY
        and not is_part(one.mention, sentences[one.mention.sentence].text)
    ]
    given: dict[int, list[Mention]] = {}
    for one in likely:
        given.setdefault(one.mention.sentence, []).append(one.mention)
    return any(
        (one.mention.kind, one.mention.unit) == (other.mention.kind, other.mention.unit)
        and not _gives(given[other.mention.sentence], one.mention)
        and not _gives(given[one.mention.sentence], other.mention)
        and _oppose(one, other, sentences)
        for i, one in enumerate(likely)
        for other in likely[i + 1 :]
    )


def _gives(mentions: Sequence[Mention], value: Mention) -> bool:
    """Tell whether one of the values of a sentence may be this one."""
    return any(
        (mention.kind, mention.unit) == (value.kind, value.unit)
        and may_both_be_right(mention, value)
        for mention in mentions
    )


def _oppose(one: Judged, other: Judged, sentences: Sequence[Sentence]) -> bool:
    """Tell whether two values that cannot both be right are asserted of the same thing."""
    first, second = (sentences[judged.mention.sentence].hit for judged in (one, other))
    probability = min(one.probability, other.probability)
    if first.meaning is None or second.meaning is None:
        is_apart = first.passage.document_id != second.passage.document_id
        return is_apart and probability >= SUPPORTED_BY_WORDS
    says = min(one.says_clause, other.says_clause)
    if first.passage.document_id == second.passage.document_id:
        is_apart = first.passage.id != second.passage.id
        return is_apart and probability >= WELL_SUPPORTED and says >= SAYS_MUCH_THE_SAME
    return (probability >= SUPPORTED and says >= SAYS) or one.likeness(other) >= LIKENESS
