"""A question about a value -> every version of it, each with who says it, in how many origins."""

from collections.abc import Callable, Mapping, Sequence

from retrieval.figures import Figures, Version, relations, to_search_for, versions
from retrieval.judging import Encode, wanted
from retrieval.model import Comparison, Figure, Quote
from retrieval.ranking import Sentence

HITS = 60
"""Passages read for a comparison: many more than are shown."""

WORTH_SEARCHING = 0.15
"""Probability of the likeliest version from which its sentence is searched for, to find those who
say the same of another value; then 11 of the 13 versions of the first library's two disputed
values are found, else 7 (docs/quality.md)."""

Gather = Callable[[Sequence[str]], list[Sentence]]
"""Texts to search for -> the sentences of all passages that they find, ranked by how well they
answer the question."""


def asks_for_value(question: str) -> bool:
    """Tell whether the question asks for a quantity or a time."""
    return wanted(question) is not None


def compare(
    question: str,
    gather: Gather,
    encode: Encode,
    published: Callable[[Sentence], str | None],
    quote: Callable[[Sentence, Mapping[int, int]], Quote],
    origins_of: Callable[[Sequence[int]], Mapping[int, int]],
) -> Comparison:
    """The versions of the value asked for; none where no sentence gives one."""
    found = gather([question])
    figures = versions(question, found, encode, published)
    if figures is not None and figures.versions[0].probability >= WORTH_SEARCHING:
        found = gather([question, *to_search_for(figures, found)])
        figures = versions(question, found, encode, published)
    if figures is None:
        return Comparison(question, (), disagreement=False)
    numbers = sorted({sentence.hit.passage.number for sentence in found})
    origins = origins_of(numbers)
    made = tuple(_figure(v, figures, found, origins, quote) for v in figures.versions)
    return Comparison(question, made, figures.disagreement)


def _figure(
    version: Version,
    figures: Figures,
    found: Sequence[Sentence],
    origins: Mapping[int, int],
    quote: Callable[[Sentence, Mapping[int, int]], Quote],
) -> Figure:
    """One version with the best sentence of every origin that gives it."""
    by_origin: dict[int, Sentence] = {}
    for i in version.sentences:
        number = found[i].hit.passage.number
        by_origin.setdefault(origins.get(number, number), found[i])
    first = found[version.sentences[0]].text
    return Figure(
        value=" ".join(first[slice(*version.span)].split()),
        unit=version.unit or None,
        bound=version.bound,
        quotes=tuple(quote(sentence, origins) for sentence in by_origin.values()),
        origins=len(by_origin),
        relations=relations(version, figures.versions[0]),
    )
