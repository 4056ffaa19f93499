"""Ranked sentences -> ranked again by a reader, which reads no more passages than it must."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from retrieval.model import Text
from retrieval.ranking import Sentence, in_order, ranked
from retrieval.reader.contract import Reader
from retrieval.search import Question
from retrieval.weights import Weights

READ_FIRST = 3
PASSAGES_READ = 10
"""Passages that a reader reads, those with the likeliest sentences first, and all in all."""

SURE = 0.6
"""How likely the best sentence of those read first must be for no more to be read. A question then
takes three fifths of the time and has the same quotes (docs/quality.md)."""

WORTH_READING = 0.02
"""How likely the best sentence of a further passage must be, compared with the best of all, before
anything is read."""


def read(
    question: Question, likely: Sequence[Sentence], reader: Reader, library: Text
) -> list[Sentence]:
    """The sentences of PASSAGES_READ passages with what the reader says of them. `likely` are
    ranked; passages in languages that the reader does not know are left out."""
    return _with_readings(question, likely, _best(likely, reader), reader, library)


def read_until_sure(
    question: Question,
    likely: Sequence[Sentence],
    reader: Reader,
    library: Text,
    weights: Weights,
) -> list[Sentence]:
    """All sentences, ranked again: first those that were read and those in languages that the
    reader does not know, then, in the order that they had, those that need not be read."""
    best = _best(likely, reader)
    first, further = best[:READ_FIRST], best[READ_FIRST:]
    further = [s for s in further if s.probability >= WORTH_READING * likely[0].probability]
    unknown = [s for s in likely if not _knows(reader, s)]
    made = unknown + _with_readings(question, likely, first, reader, library)
    found = ranked(made, weights)
    if further and found[0].probability < SURE:
        made += _with_readings(question, likely, further, reader, library)
        found = ranked(made, weights)
    return in_order([*found, *_behind(found, likely)])


def _best(likely: Iterable[Sentence], reader: Reader) -> list[Sentence]:
    """The likeliest sentence of each passage that may be read, in order."""
    best: dict[int, Sentence] = {}
    for sentence in likely:
        if _knows(reader, sentence):
            best.setdefault(sentence.hit.passage.number, sentence)
    return list(best.values())[:PASSAGES_READ]


def _knows(reader: Reader, sentence: Sentence) -> bool:
    language = sentence.hit.passage.language
    return reader.languages is None or not language or language in reader.languages


def _with_readings(
    question: Question,
    likely: Sequence[Sentence],
    best: Sequence[Sentence],
    reader: Reader,
    library: Text,
) -> list[Sentence]:
    """The sentences of the passages that these are of, with what the reader says of them."""
    hits = [sentence.hit for sentence in best]
    passages = [
        hit.passage.hashed(
            library.text(hit.passage.document_id, hit.passage.start, hit.passage.end)
        )
        for hit in hits
    ]
    numbers = [hit.passage.number for hit in hits]
    readings = dict(zip(numbers, reader.read(question.text, passages), strict=True))
    return [
        replace(s, readings=tuple(map(float, readings[s.hit.passage.number][s.position])))
        for s in likely
        if s.hit.passage.number in readings
    ]


def _behind(found: Sequence[Sentence], likely: Sequence[Sentence]) -> list[Sentence]:
    """The sentences that are not among those found, with scores below all of these."""
    there = {(s.hit.passage.number, s.position) for s in found}
    left = [s for s in likely if (s.hit.passage.number, s.position) not in there]
    lowest = min((s.score for s in found), default=0.0)
    highest = max((s.score for s in left), default=0.0)
    return [replace(s, score=s.score - highest + lowest - 1) for s in left]
