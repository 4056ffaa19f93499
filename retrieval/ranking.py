"""Hits -> sentences, ranked by how likely each is the one that answers.

A score is a weighted sum of a few comparisons between question and sentence; a softmax over the
scores gives probabilities. The weights are learnt (retrieval/training): one set for sentences
that a reader has read, one for passages whose language the model knows, and one, of words alone,
for the rest.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from corpus.words import beginning, stem_words, stems, words
from embeddings.encoder import FloatMatrix
from retrieval.asking import lacks_name, lacks_number
from retrieval.model import Text
from retrieval.reader.contract import Reader
from retrieval.search import Hit, Question, overlap
from retrieval.weights import Weights

PASSAGES_READ = 10
"""Passages that a reader reads: those with the likeliest sentences."""


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
    scores = [_score(sentence, weights) for sentence in found]
    most = max(scores, default=0.0)
    odds = [math.exp(score - most) for score in scores]
    total = sum(odds)
    scored = [
        replace(sentence, score=score, probability=share / total)
        for sentence, score, share in zip(found, scores, odds, strict=True)
    ]
    return sorted(scored, key=lambda s: (-s.score, s.hit.passage.id, s.position))


def _score(sentence: Sentence, weights: Weights) -> float:
    values = sentence.features
    if sentence.readings is not None:
        learnt, values = weights.sentence_read, (*values, *sentence.readings)
    elif sentence.hit.meaning is None:
        learnt = weights.sentence_unknown
    else:
        learnt = weights.sentence_known
    return sum(weight * value for weight, value in zip(learnt, values, strict=True))


def read(
    question: Question, ranked: Sequence[Sentence], reader: Reader, library: Text
) -> list[Sentence]:
    """The sentences of the PASSAGES_READ best passages in a language that the reader knows, with
    what it says of them, and those in other languages as they are."""
    hits: dict[int, Hit] = {}
    others = []
    for sentence in ranked:
        language = sentence.hit.passage.language
        if reader.languages is None or not language or language in reader.languages:
            hits.setdefault(sentence.hit.passage.number, sentence.hit)
        else:
            others.append(sentence)
    chosen = list(hits.values())[:PASSAGES_READ]
    passages = [
        hit.passage.hashed(
            library.text(hit.passage.document_id, hit.passage.start, hit.passage.end)
        )
        for hit in chosen
    ]
    readings = dict(
        zip((h.passage.number for h in chosen), reader.read(question.text, passages), strict=True)
    )
    return others + [
        replace(s, readings=tuple(map(float, readings[s.hit.passage.number][s.position])))
        for s in ranked
        if s.hit.passage.number in readings
    ]


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
    made = []
    for i, piece in enumerate(pieces):
        before = i > 0 and same_paragraph(text, spans[i - 1][1], spans[i][0])
        after = i + 1 < len(spans) and same_paragraph(text, spans[i][1], spans[i + 1][0])
        features = (
            hit.words,
            (hit.meaning or 0.0) / nearest,
            products[i],
            overlaps[i],
            _overlap_of_beginnings(question, said[i]),
            overlaps[i - 1] if before else 0.0,
            overlaps[i + 1] if after else 0.0,
            whole,
            float(is_question(piece)),
            float(lacks_number(question.text, piece)),
            float(lacks_name(question.text, piece)),
        )
        made.append(Sentence(hit, i, *passage.sentences[i], features, piece))
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
