"""Where else a quote's words stand: its copies, and other sources that say the same words."""

from collections.abc import Iterator, Mapping

from corpus.library import Library
from corpus.model import Passage
from corpus.words import words
from retrieval.model import Copy
from retrieval.quoting import Run, says_again


def copies_of(run: Run, library: Library, origins: Mapping[int, int]) -> tuple[Copy, ...]:
    """The other places of a run's best sentence, the ones that were found coming first.

    `origins` has the origin of every passage found that is a copy or has copies.
    """
    found = [(copy.hit.passage, (copy.start, copy.end)) for copy in run.copies]
    known = {run.best.hit.passage.number, *(passage.number for passage, _ in found)}
    origin = origins.get(run.best.hit.passage.number)
    if origin is not None:
        others = (p for p in library.copies(origin) if p.number not in known)
        found += _same_sentences(run.best.text, others, library)
    return tuple(Copy(library.document(p.document_id).name, *span) for p, span in found)


def origin_count(run: Run, origins: Mapping[int, int]) -> int:
    """How many independent origins say the run's words; all of its copies count once."""
    numbers = {sentence.hit.passage.number for sentence in (run.best, *run.copies)}
    return len({origins.get(number, number) for number in numbers})


def _same_sentences(
    text: str, passages: Iterator[Passage], library: Library
) -> Iterator[tuple[Passage, tuple[int, int]]]:
    """The sentence of each passage that says what the text says, if one does."""
    said = words(text)
    for passage in passages:
        whole = library.text(passage.document_id, passage.start, passage.end)
        for start, end in passage.sentences:
            if says_again(said, words(whole[start - passage.start : end - passage.start])):
                yield passage, (start, end)
                break
