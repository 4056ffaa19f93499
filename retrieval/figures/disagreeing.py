"""Whether values that are listed as versions disagree."""

from collections.abc import Sequence

from retrieval.figures.counted import is_alone
from retrieval.figures.judging import Judged
from retrieval.figures.mentions import Mention
from retrieval.figures.versions import (
    SAID_BY,
    UNOFFICIAL,
    is_part,
    may_both_be_right,
    measure_the_same,
    standing,
)
from retrieval.figures.wanted import COUNT
from retrieval.ranking import Sentence
from retrieval.search import Hit

LISTED = 0.04
LISTED_BY_WORDS = 0.015
LISTED_IF_SAID = 0.005
"""Probability from which a value is a version; the second in a language that the model does not
know, where probabilities are lower, the third for a count that says in so many words what is
asked."""
SAYS = 0.35
LIKELY = 0.05
LIKENESS = 0.55
"""Two values of different documents disagree from this probability if their clauses are alike; from
the one above if both say in so many words what is asked."""
SUPPORTED = 0.25
"""The same if both clauses say what the question says."""
SUPPORTED_BY_WORDS = 0.08
"""The same in a language that the model does not know."""
WELL_SUPPORTED = 0.2
SAYS_MUCH_THE_SAME = 0.5
"""The same for two passages of one document, which hardly contradicts itself. Set together, on
squad2-a and on answering sentences copied to another document with another number: none of its 146
questions is flagged wrongly, and of 121 such copies .26 are (xquad-ru .23 of 44;
`python benchmarks/disagreement.py SETS --questions 150`)."""
ATTRIBUTED = 0.1
"""The same where a document gives one of both values as unofficial."""


def listed_from(one: Judged, sentences: Sequence[Sentence]) -> float:
    """The probability from which a value is a version."""
    if one.mention.is_said and one.mention.kind == COUNT:
        return LISTED_IF_SAID
    return LISTED_BY_WORDS if _hit(one, sentences).meaning is None else LISTED


def disagree(listed: Sequence[Judged], sentences: Sequence[Sentence]) -> bool:
    """Tell whether two values cannot both be right, are likely and asserted of the same thing."""
    outcome = likeliest_outcome(listed)
    likely = [
        one
        for one in listed
        if (one.mention.is_said or (one.probability >= LIKELY and one.mention.outcome == outcome))
        and not is_part(one.mention, sentences[one.mention.sentence].text)
    ]
    given: dict[int, list[Mention]] = {}
    for one in likely:
        given.setdefault(one.mention.sentence, []).append(one.mention)
    return any(
        measure_the_same(one.mention, other.mention)
        and not may_both_be_right(one.mention, other.mention)
        and (
            _are_set_against_each_other(one, other, sentences)
            or (
                not _gives(given[other.mention.sentence], one.mention)
                and not _gives(given[one.mention.sentence], other.mention)
                and _oppose(one, other, sentences)
            )
        )
        for i, one in enumerate(likely)
        for other in likely[i + 1 :]
    )


def likeliest_outcome(listed: Sequence[Judged]) -> str:
    """What is said to have happened to those that the likeliest value counts: those to whom
    something else happened are others."""
    best = max(listed, key=lambda one: one.probability, default=None)
    return best.mention.outcome if best else ""


def _gives(mentions: Sequence[Mention], value: Mention) -> bool:
    """Tell whether one of the values of a sentence may be this one."""
    return any(
        measure_the_same(mention, value) and may_both_be_right(mention, value)
        for mention in mentions
    )


def _are_set_against_each_other(one: Judged, other: Judged, sentences: Sequence[Sentence]) -> bool:
    """Tell whether one sentence says who gives the one value and who the other."""
    if one.mention.sentence != other.mention.sentence:
        return False
    first, last = sorted((one.mention, other.mention), key=lambda mention: mention.start)
    said_by = list(SAID_BY.finditer(sentences[first.sentence].text))
    is_between = any(first.end <= who.start() < last.start for who in said_by)
    is_alike = (
        (one.mention.is_said and other.mention.is_said)
        or is_alone(last, sentences)
        or one.likeness(other) >= LIKENESS
    )
    return is_alike and is_between and len(said_by) > 1


def _oppose(one: Judged, other: Judged, sentences: Sequence[Sentence]) -> bool:
    """Tell whether two values of different sentences are asserted of the same thing."""
    first, second = _hit(one, sentences), _hit(other, sentences)
    probability = min(one.probability, other.probability)
    is_one_document = first.passage.document_id == second.passage.document_id
    are_said = one.mention.is_said and other.mention.is_said
    if are_said and not is_one_document:
        return True
    if first.meaning is None or second.meaning is None:
        return not is_one_document and probability >= SUPPORTED_BY_WORDS
    says = min(one.says_clause, other.says_clause)
    if is_one_document:
        standings = [standing(sentences[i.mention.sentence].text) for i in (one, other)]
        if standings.count(UNOFFICIAL) == 1:
            return are_said or (probability >= ATTRIBUTED and says >= SAYS_MUCH_THE_SAME)
        is_apart = first.passage.id != second.passage.id
        return is_apart and probability >= WELL_SUPPORTED and says >= SAYS_MUCH_THE_SAME
    return (probability >= SUPPORTED and says >= SAYS) or one.likeness(other) >= LIKENESS


def _hit(one: Judged, sentences: Sequence[Sentence]) -> Hit:
    return sentences[one.mention.sentence].hit
