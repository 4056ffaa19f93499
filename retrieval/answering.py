"""Question -> Answer or Refusal: the one public door."""

from collections.abc import Callable

from corpus.library import Library
from embeddings.encoder import Encoder
from retrieval.errors import BadQuestion
from retrieval.index import FaissIndex
from retrieval.indexing import Indexing
from retrieval.model import Answer, Copy, Place, Quote, Refusal
from retrieval.quoting import Run, choose_runs
from retrieval.ranking import Sentence, ranked, sentences
from retrieval.refusal import confidence, reason, signals
from retrieval.search import Hit, Question, Searcher
from retrieval.weights import Weights

PASSAGES_READ = 15
"""Passages whose sentences are compared. Among the 15 best the answer stands for 98 of 100
questions of squad2-a and for all of the first library (docs/quality.md)."""

MAX_QUESTION = 1000
"""Characters; a longer text is not a question."""


class Answerer:
    """Answers from one library, as it is at the moment of each question."""

    def __init__(
        self,
        library: Library,
        encoder: Encoder,
        indexing: Indexing,
        weights: Weights,
        say: Callable[[str], None] = lambda _: None,
    ) -> None:
        self._library = library
        self._encoder = encoder
        self._indexing = indexing
        self._weights = weights
        self._say = say
        self._index: FaissIndex | None = None

    @property
    def library(self) -> Library:
        """What is asked."""
        return self._library

    def answer(self, text: str, quotes: int = 3) -> Answer | Refusal:
        """Answer with at most `quotes` quotes. Raises BadQuestion for what is no question."""
        asked = checked_question(text)
        with self._library.snapshot():
            question, hits = self._search(asked, PASSAGES_READ)
            found = ranked(
                sentences(question, hits, self._library, self._indexing.vectors), self._weights
            )
            if not found:
                return Refusal(asked, reason((), self._weights), (), 0.0)
            values = signals(question, found)
            certainty = confidence(values, self._weights)
            runs = choose_runs(found, self._library, quotes)
            made = tuple(self._quote(run) for run in runs)
        if certainty < self._weights.threshold:
            return Refusal(asked, reason(values, self._weights), made, certainty)
        return Answer(asked, made, certainty)

    def search(self, text: str, limit: int) -> list[Hit]:
        """The passages most likely to answer, best first. Raises BadQuestion."""
        with self._library.snapshot():
            return self._search(checked_question(text), limit)[1]

    def _search(self, text: str, limit: int) -> tuple[Question, list[Hit]]:
        self._index = self._indexing.current(self._library, self._index, self._say)
        searcher = Searcher(self._library, self._encoder, self._index, self._weights.words_share)
        question = searcher.question(text)
        return question, searcher.search(question, limit)

    def _quote(self, run: Run) -> Quote:
        best = run.best
        passage = best.hit.passage
        before = self._library.text(passage.document_id, passage.start, run.start)
        return Quote.cut(
            self._library,
            self._library.document(passage.document_id),
            run.start,
            run.end,
            key=(best.start, best.end),
            place=Place(passage.heading, passage.line + before.count("\n")),
            score=best.probability,
            copies=tuple(self._copy(sentence) for sentence in run.copies),
        )

    def _copy(self, sentence: Sentence) -> Copy:
        document = self._library.document(sentence.hit.passage.document_id)
        return Copy(document.name, sentence.start, sentence.end)


def checked_question(text: str) -> str:
    """The question without space around it; raises BadQuestion where it is none."""
    question = text.strip()
    if not any(map(str.isalnum, question)):
        raise BadQuestion('The question is empty. Ask, for example: pincite ask "Who said so?"')
    if len(question) > MAX_QUESTION:
        raise BadQuestion(
            f"The question has {len(question):,} characters; the limit is {MAX_QUESTION:,}. "
            "Ask in a sentence or two."
        )
    return question
