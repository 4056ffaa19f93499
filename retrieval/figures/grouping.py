"""A question about a value -> every version of it that sentences give.

Equal values are one version. Nothing is summed, averaged or chosen.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from retrieval.figures.counted import is_alone, of_what_is_asked
from retrieval.figures.disagreeing import SAYS, disagree, likeliest_outcome, listed_from
from retrieval.figures.elsewhere import Published, whereabouts
from retrieval.figures.judging import Encode, Judged, judge
from retrieval.figures.mentions import Mention, find_mentions
from retrieval.figures.values import AT_LEAST, AT_MOST, RANGE
from retrieval.figures.versions import (
    Version,
    first_date,
    in_base,
    is_part,
    standing,
)
from retrieval.figures.wanted import COUNT, wanted
from retrieval.ranking import Sentence

LISTED_SHARE = 0.15
LISTED_IF_DISPUTED = 0.005
SAYS_IF_DISPUTED = 0.45
"""Probability (LISTED), also as a share of the likeliest's, and meaning (SAYS; judging.py) from
which a value is a version; less likely ones are where the likelier already disagree, if they say
the same more clearly."""
SAYS_LESS = -0.25
"""Of a count: another value in its sentence may say what is asked no better than by this."""

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
    published: Published = lambda _: None,
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
    mentions = of_what_is_asked(
        _of_the_place(question, find_mentions(want, sentences, most), sentences, published),
        sentences,
        want.counted,
    )
    judged = judge(question, want, mentions, sentences, encode)
    listed = _listed(judged, sentences)
    is_disputed = disagree(listed, sentences)
    if is_disputed:
        listed = _listed_if_disputed(judged, listed)
    if any(one.mention.is_said for one in listed):
        listed = [one for one in listed if one.mention.is_said or is_alone(one.mention, sentences)]
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


def _of_the_place(
    question: str, mentions: Sequence[Mention], sentences: Sequence[Sentence], published: Published
) -> list[Mention]:
    where = whereabouts(question, sentences, published)
    return [
        mention
        for mention in mentions
        if not where.is_elsewhere(sentences[mention.sentence], mention.start, published)
    ]


def _listed(judged: Sequence[Judged], sentences: Sequence[Sentence]) -> list[Judged]:
    least = LISTED_SHARE * max((one.probability for one in judged), default=0.0)
    return [
        one
        for one in judged
        if one.probability >= listed_from(one, sentences)
        and (one.mention.is_said or one.probability >= least)
        and _says_enough(one, sentences)
    ]


def _listed_if_disputed(judged: Sequence[Judged], listed: Sequence[Judged]) -> list[Judged]:
    says_best = max(one.says_clause for one in listed)
    outcome = likeliest_outcome(listed)
    return [
        one
        for one in judged
        if (one in listed or _is_listed_if_disputed(one))
        and (
            one.mention.is_said
            or (
                one.mention.outcome in {"", outcome}
                and (one.says < 1 or one.says_clause >= SAYS_THE_REST * says_best)
            )
        )
    ]


def _says_enough(one: Judged, sentences: Sequence[Sentence]) -> bool:
    if one.mention.kind != COUNT or one.mention.is_said:
        return True
    return one.says >= SAYS and (one.says_less >= SAYS_LESS or is_alone(one.mention, sentences))


def _is_listed_if_disputed(one: Judged) -> bool:
    says = one.says >= SAYS_IF_DISPUTED and one.says_clause >= SAYS and one.says_less >= SAYS_LESS
    return one.probability >= LISTED_IF_DISPUTED and (says or one.mention.is_said)


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
    return mention.kind, mention.date, bound, *in_base(mention)


def _version(
    group: Sequence[Judged],
    sentences: Sequence[Sentence],
    published: Published,
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
