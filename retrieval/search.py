"""Question -> ranked passages: words and meaning, found apart and judged together."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from corpus.library import Library
from corpus.model import Passage
from corpus.words import QuestionWord, question_words
from embeddings.encoder import Encoder, FloatMatrix
from retrieval.index import VectorIndex

CANDIDATES = 60
"""Passages that each of the two searches proposes."""

WORDS_SCORED = 200
"""Passages whose words are scored: those that only meaning proposes are seldom further down than
this, and their words count too (nDCG@10 of scifact-train .729 -> .733, docs/quality.md)."""

COMMON_SHARE = 0.1
"""A word that stands in more of the passages than this does not search: it costs no quote that
could be measured (docs/quality.md), and searching for every word takes longest in a large library.
No list of stop words: lists also hold "not", "first" and "million"."""

ALWAYS_SEARCHED = 2
"""The rarest words of a question that stand in the library search however common they are."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the question, and what it tells in this library."""

    forms: QuestionWord
    count: int
    """Passages of the library that hold it."""
    weight: float
    """Inverse document frequency, above 0; as in BM25 (Robertson and Zaragoza 2009, eq. 3.14)."""
    searches: bool
    """False: too common here to search by."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question as this library and model see it."""

    text: str
    words: tuple[Word, ...]
    vector: FloatMatrix


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that may answer."""

    passage: Passage
    text_hash: str
    words: float
    """BM25 as a share of the best passage's, 0..1."""
    meaning: float | None
    """Inner product with the question; None where the model does not know the language."""
    score: float
    """Higher is better; comparable within one question only."""


class Searcher:
    """Searches one library with one model."""

    def __init__(
        self, library: Library, encoder: Encoder, index: VectorIndex, words_share: float
    ) -> None:
        """`words_share`, 0..1, is the part of words in a score; the rest is meaning."""
        self._library = library
        self._encoder = encoder
        self._index = index
        self._words_share = words_share

    def question(self, text: str) -> Question:
        """Encode a question and weigh its words."""
        forms = question_words(text, self._library.languages())
        counts = self._library.stem_counts({stem for word in forms for stem in word.stems})
        total = self._library.passage_count()
        found = [max(counts.get(stem, 0) for stem in word.stems) for word in forms]
        known = [i for i, count in enumerate(found) if count]
        rarest = sorted(known, key=found.__getitem__)[:ALWAYS_SEARCHED]
        words = tuple(
            Word(word, count, idf(count, total), count <= COMMON_SHARE * total or i in rarest)
            for i, (word, count) in enumerate(zip(forms, found, strict=True))
        )
        return Question(text, words, self._encoder.encode_questions([text])[0])

    def search(self, question: Question, limit: int) -> list[Hit]:
        """The passages most likely to answer, best first, at most `limit`."""
        searching = [word.forms for word in question.words if word.searches]
        by_words = dict(self._library.search_words(searching, WORDS_SCORED))
        by_meaning = dict(self._index.nearest(question.vector, CANDIDATES))
        proposed = list(by_words)[:CANDIDATES]
        found_by_words = [number for number in proposed if number not in by_meaning]
        by_meaning |= self._index.products(question.vector, found_by_words)
        most = max(by_words.values(), default=0.0)
        found = []
        for number, (passage_id, language) in self._library.passage_keys(
            list(dict.fromkeys([*proposed, *by_meaning]))
        ).items():
            words = by_words.get(number, 0.0) / most if most else 0.0
            meaning = by_meaning.get(number, 0.0) if self._knows(language) else None
            found.append((number, passage_id, words, meaning))
        nearest = max((meaning or 0.0 for *_, meaning in found), default=0.0)
        scored = [
            (-self._score(words, meaning, nearest), passage_id, number, words, meaning)
            for number, passage_id, words, meaning in found
        ]
        best = sorted(scored, key=lambda row: row[:2])[:limit]
        passages = self._library.passages([row[2] for row in best])
        return [
            Hit(*passages[number], words, meaning, -score)
            for score, _, number, words, meaning in best
        ]

    def _knows(self, language: str) -> bool:
        known = self._encoder.languages
        return known is None or not language or language in known

    def _score(self, words: float, meaning: float | None, nearest: float) -> float:
        if meaning is None or nearest <= 0:
            return words
        share = self._words_share
        return share * words + (1 - share) * max(meaning, 0.0) / nearest


def idf(count: int, total: int) -> float:
    """Weight of a word that stands in `count` of `total` passages; above 0."""
    return math.log(1 + (total - count + 0.5) / (count + 0.5))


def overlap(words: Iterable[Word], stems: frozenset[str]) -> float:
    """Share of the question's weight whose words stand among the stems, 0..1."""
    total = found = 0.0
    for word in words:
        total += word.weight
        if not stems.isdisjoint(word.forms.stems):
            found += word.weight
    return found / total if total else 0.0
