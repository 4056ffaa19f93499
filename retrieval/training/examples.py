"""Questions asked of a real library -> numbers to learn from."""

import random
import tempfile
from collections.abc import Iterator, Sequence
from copy import copy
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.library import Library
from embeddings.encoder import Encoder
from retrieval.answering import PASSAGES_COMPARED
from retrieval.home import open_indexing
from retrieval.indexing import Indexing
from retrieval.layout import library_path
from retrieval.ranking import Sentence, ranked, sentences
from retrieval.reader.contract import Reader
from retrieval.reading import read
from retrieval.search import Hit, Question, Searcher
from retrieval.training.reader.edits import edited
from retrieval.training.sets import TrainingSet
from retrieval.updating import Update
from retrieval.weights import Weights


@dataclass(frozen=True, slots=True)
class Example:
    """One question: its sentences, and which of them hold an answer."""

    question: Question
    found: tuple[Sentence, ...]
    features: NDArray[np.float64]
    """Shape (sentences, FEATURES), or with a reader (sentences, FEATURES and READINGS)."""
    answers: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Asked:
    """One question with what `search` proposed, before any choice."""

    question: Question
    hits: tuple[Hit, ...]
    """All candidates of both searches."""
    gold: str
    """Id of the document that answers; empty: none in this library."""
    answers: tuple[str, ...]


class Laboratory:
    """A throw-away library of one training set."""

    def __init__(self, examples: TrainingSet, encoder: Encoder) -> None:
        self.name = examples.name
        self._examples = examples
        self._encoder = encoder
        self._folder = tempfile.TemporaryDirectory(prefix="pincite-training-")
        home = Path(self._folder.name)
        examples.write_documents(home / "documents.jsonl")
        update = Update(home / "home", encoder)
        for _ in update.ingest(update.scan([home / "documents.jsonl"]), lambda _: None):
            pass
        update.finish()
        update.close()
        self._library = Library(library_path(home / "home"))
        self._indexing: Indexing = open_indexing(home / "home", encoder)
        self._ids = {document.name: document.id for document in self._library.documents()}
        self._reading: tuple[Reader, Weights] | None = None

    def with_reader(self, reader: Reader, weights: Weights) -> "Laboratory":
        """The same library, asked with a reader what the reader was not trained on. `weights`
        choose the passages that it reads."""
        made = copy(self)
        held = self._examples.held
        questions = [q for q in self._examples.questions if q[2] in held]
        made._examples = replace(self._examples, questions=questions)
        made._reading = reader, weights
        return made

    def close(self) -> None:
        """Delete the library."""
        self._library.close()
        self._indexing.vectors.close()
        self._folder.cleanup()

    @property
    def reads(self) -> bool:
        """Whether a reader reads here."""
        return self._reading is not None

    @property
    def size(self) -> int:
        """Questions of the set."""
        return len(self._examples.questions)

    @property
    def questions(self) -> Iterator[str]:
        """Their words."""
        return (text for text, _, _ in self._examples.questions)

    def asked(self, words_share: float, limit: int) -> Iterator[Asked]:
        """Every question of the set with its hits."""
        searcher = self._searcher(words_share)
        for text, answers, document in self._examples.questions:
            question = searcher.question(text)
            hits = searcher.search(question, limit)
            yield Asked(question, tuple(hits), self._ids.get(document, ""), answers)

    def strangers(self, texts: Sequence[str], words_share: float) -> Iterator[Asked]:
        """Questions of other sets, asked here, where nothing answers them."""
        searcher = self._searcher(words_share)
        for text in texts:
            question = searcher.question(text)
            hits = searcher.search(question, PASSAGES_COMPARED)
            yield Asked(question, tuple(hits), "", ())

    def exchanged(self, words_share: float) -> Iterator[Asked]:
        """Every question of the set with one detail exchanged, where a rule applies; nothing here
        answers it."""
        texts = {document: text for text, document in self._examples.documents.items()}
        others = list(texts.values())
        searcher = self._searcher(words_share)
        for text, _, document in self._examples.questions:
            rng = random.Random(text)
            made = edited(text, texts[document], rng.choice(others), rng)
            if made is not None:
                question = searcher.question(made)
                yield Asked(question, tuple(searcher.search(question, PASSAGES_COMPARED)), "", ())

    def example(self, asked: Asked, *, without_gold: bool = False) -> Example | None:
        """The sentences of the best hits; None where there is no hit."""
        hits = [
            hit
            for hit in asked.hits
            if not (without_gold and hit.passage.document_id == asked.gold)
        ][:PASSAGES_COMPARED]
        found = sentences(asked.question, hits, self._library, self._indexing.vectors)
        if self._reading is not None:
            reader, weights = self._reading
            found = read(asked.question, ranked(found, weights), reader, self._library)
        if not found:
            return None
        holds = [
            sentence.hit.passage.document_id == asked.gold
            and any(answer in sentence.text for answer in asked.answers)
            for sentence in found
        ]
        features = np.array([(*s.features, *(s.readings or ())) for s in found])
        return Example(asked.question, tuple(found), features, np.array(holds))

    def passage_text(self, hit: Hit) -> str:
        """The words of a hit."""
        passage = hit.passage
        return self._library.text(passage.document_id, passage.start, passage.end)

    def _searcher(self, words_share: float) -> Searcher:
        index = self._indexing.current(self._library, None, lambda _: None)
        return Searcher(self._library, self._encoder, index, words_share)
