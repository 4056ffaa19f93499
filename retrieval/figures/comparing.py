"""A question about a value -> its versions, each with quotes and origins."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import combinations

from retrieval.figures.grouping import Figures, to_search_for, versions
from retrieval.figures.judging import Encode
from retrieval.figures.units import with_unit
from retrieval.figures.versions import Version, first_date, may_both_be_right, relations
from retrieval.model import Answer, Figure, Quote
from retrieval.ranking import Sentence

VALUES = 20
"""Judged of all that is read. Encoding what one says takes 2 ms of one core."""

SEARCHED_AGAIN = 0.1
"""Probability of two versions that cannot both be right from which the sentences that give the
likeliest are searched for, to find those who say the same of another value, and more is read."""
MORE_PASSAGES = 60
MORE_VALUES = 100
"""Set together, on the two disputed values of the first library: 12 of the 13 versions are found,
and 11 with 70 values or 10 with 40 passages (docs/quality.md)."""

Gather = Callable[[str, int, Sequence[Sentence]], list[Sentence]]
"""A text to search for, how many passages to read and the sentences read already -> these and the
new ones, ranked by how well they answer the question."""


def compare(  # noqa: PLR0913 - all that is read comes from the answerer
    answer: Answer,
    read: Sequence[Sentence],
    gather: Gather,
    encode: Encode,
    published: Callable[[Sentence], str | None],
    quote: Callable[[Sentence, Mapping[int, int]], Quote],
    origins_of: Callable[[Sequence[int]], Mapping[int, int]],
) -> Answer:
    """Add the versions of the value asked for; where they disagree, quote the best of each.

    `read` are sentences, ranked by how well they answer; `encode` keeps what it has encoded.
    """
    question = answer.question
    figures = versions(question, read, encode, published, VALUES)
    if figures is not None and _may_be_disputed(figures):
        for text in to_search_for(figures, read):
            read = gather(text, MORE_PASSAGES, read)
        figures = versions(question, read, encode, published, MORE_VALUES)
    if figures is None:
        return answer
    origins = origins_of(sorted({sentence.hit.passage.number for sentence in read}))
    made = tuple(_figure(v, figures, read, origins, published, quote) for v in figures.versions)
    answer = replace(answer, figures=made, disagreement=figures.disagreement)
    if not figures.disagreement:
        return answer
    return replace(answer, quotes=tuple(dict.fromkeys(figure.quotes[0] for figure in made)))


def _may_be_disputed(figures: Figures) -> bool:
    likely = [v for v in figures.versions if v.probability >= SEARCHED_AGAIN]
    return not all(may_both_be_right(one, other) for one, other in combinations(likely, 2))


def _figure(
    version: Version,
    figures: Figures,
    read: Sequence[Sentence],
    origins: Mapping[int, int],
    published: Callable[[Sentence], str | None],
    quote: Callable[[Sentence, Mapping[int, int]], Quote],
) -> Figure:
    """One version with the best sentence of every origin that gives it."""
    by_origin: dict[int, Sentence] = {}
    for i in version.sentences:
        number = read[i].hit.passage.number
        by_origin.setdefault(origins.get(number, number), read[i])
    said = tuple(by_origin.values())
    dates = [first_date(published(s)) or (not version.date and first_date(s.text)) for s in said]
    text, (start, end) = said[0].text, version.span
    return Figure(
        value=text[start:end] if version.date else with_unit(text, start, end),
        unit=version.unit or None,
        bound=version.bound,
        limits=None if version.date else (version.low, version.high),
        quotes=tuple(quote(sentence, origins) for sentence in said),
        dates=tuple(date or None for date in dates),
        origins=len(said),
        relations=relations(version, figures.versions[0]),
    )
