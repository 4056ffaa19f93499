"""Hits -> sentences, ranked by how likely each is the one that answers.

A score is a weighted sum of a few comparisons between question and sentence; a softmax over the
scores gives probabilities. The weights are learnt (retrieval/training): one set for sentences
that a reader has read, one for passages whose language the model knows, and one, of words alone,
for the rest.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Protocol

from corpus.words import beginning, stem_words, stems, words
from embeddings.encoder import FloatMatrix
from retrieval.asking import lacks_name, lacks_number
from retrieval.model import Text
from retrieval.search import Hit, Question, overlap
from retrieval.weights import Weights


class SentenceVectors(Protocol):
    """Where sentence vectors are kept."""

    def sentences(self, text_hashes: Sequence[str]) -> dict[str, FloatMatrix]:
        """Sentence vectors by the text hash of their passage."""
        ...


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence that may answer."""

    hit: Hit
    position: int
    """Among the sentences of its passage, from 0."""
    start: int
    end: int
    features: tuple[float, ...]
    """In the order of `weights.FEATURES`, each about 0..1: the passage's words and meaning
    relative to the best passage; the sentence's own inner product with the question; the weight
    of question words in it, by stem and by beginning; in the sentence before and after it in the
    same paragraph; in its passage; 1 if it is a question itself; and 1 if a number, or a name,
    is asked for and it has none."""
    text: str
    continues: bool
    """It stands in the same paragraph as the sentence before it in the passage."""
    readings: tuple[float, ...] | None = None
    """In the order of `reader.contract.READINGS`; None: not read."""
    score: float = 0.0
    probability: float = 0.0


def sentences(
    question: Question, hits: Sequence[Hit], library: Text, vectors: SentenceVectors
) -> list[Sentence]:
    """All sentences of the hits that may be quoted, not yet scored."""
    nearest = max((hit.meaning or 0.0 for hit in hits), default=0.0) or 1.0
    kept = vectors.sentences([hit.text_hash for hit in hits])
    return [
        sentence
        for hit in hits
        for sentence in _of_passage(question, hit, library, kept.get(hit.text_hash), nearest)
    ]


def ranked(found: Sequence[Sentence], weights: Weights) -> list[Sentence]:
    """Score sentences and sort them, best first; probabilities add up to 1."""
    return in_order([replace(sentence, score=_score(sentence, weights)) for sentence in found])


def in_order(scored: Sequence[Sentence]) -> list[Sentence]:
    """Sort sentences by their scores, best first; probabilities add up to 1."""
    most = max((sentence.score for sentence in scored), default=0.0)
    odds = [math.exp(sentence.score - most) for sentence in scored]
    total = sum(odds)
    likely = [replace(s, probability=share / total) for s, share in zip(scored, odds, strict=True)]
    return sorted(likely, key=lambda s: (-s.score, s.hit.passage.id, s.position))


def _score(sentence: Sentence, weights: Weights) -> float:
    values = sentence.features
    if sentence.readings is not None:
        learnt, values = weights.sentence_read, (*values, *sentence.readings)
    elif sentence.hit.meaning is None:
        learnt = weights.sentence_unknown
    else:
        learnt = weights.sentence_known
    return sum(weight * value for weight, value in zip(learnt, values, strict=True))


def _of_passage(
    question: Question,
    hit: Hit,
    library: Text,
    vectors: FloatMatrix | None,
    nearest: float,
) -> list[Sentence]:
    passage = hit.passage
    text = library.text(passage.document_id, passage.start, passage.end)
    spans = [(a - passage.start, b - passage.start) for a, b in passage.sentences]
    pieces = [text[a:b] for a, b in spans]
    said = [words(piece) for piece in pieces]
    stemmed = [frozenset(stem_words(found, passage.language)) for found in said]
    overlaps = [overlap(question.words, found) for found in stemmed]
    whole = overlap(question.words, frozenset(stems(text, passage.language)))
    products = [0.0] * len(spans)
    if hit.meaning is not None and vectors is not None:
        products = [float(product) for product in vectors @ question.vector]
    continues = [same_paragraph(text, a[1], b[0]) for a, b in pairwise(spans)]
    continues = [False, *continues, False]
    made = []
    for i, piece in enumerate(pieces):
        features = (
            hit.words,
            (hit.meaning or 0.0) / nearest,
            products[i],
            overlaps[i],
            _overlap_of_beginnings(question, said[i]),
            overlaps[i - 1] if continues[i] else 0.0,
            overlaps[i + 1] if continues[i + 1] else 0.0,
            whole,
            float(is_question(piece)),
            float(lacks_number(question.text, piece)),
            float(lacks_name(question.text, piece)),
        )
        made.append(Sentence(hit, i, *passage.sentences[i], features, piece, continues[i]))
    return made


def same_paragraph(text: str, end: int, start: int) -> bool:
    """Tell whether only white space without a blank line stands between two offsets."""
    gap = text[end:start]
    return not gap.strip() and gap.count("\n") < 2


def is_question(sentence: str) -> bool:
    """Tell whether a sentence asks rather than says."""
    return sentence.rstrip("\"'”’»)] ").endswith(("?", "？", "؟"))


def _overlap_of_beginnings(question: Question, said: Sequence[str]) -> float:
    found = set(map(beginning, said))
    total = sum(word.weight for word in question.words)
    share = sum(word.weight for word in question.words if word.forms.beginning in found)
    return share / total if total else 0.0
