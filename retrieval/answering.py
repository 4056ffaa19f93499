"""Question -> Answer or Refusal: the one public door."""

from collections.abc import Callable, Mapping, Sequence

from corpus.library import Library
from corpus.model import Source
from corpus.words import words
from embeddings.encoder import Encoder
from embeddings.errors import VectorsLost
from embeddings.kept import KeptVectors
from retrieval.asking import is_claim
from retrieval.copies import copies_of, origin_count
from retrieval.errors import BadQuestion
from retrieval.figures.wanted import wanted
from retrieval.index import FaissIndex
from retrieval.indexing import Indexing
from retrieval.model import Answer, Place, Quote, Refusal
from retrieval.ordering import by_sentences
from retrieval.quoting import Run, choose_runs
from retrieval.ranking import Sentence, ranked, sentences
from retrieval.reader.contract import Reader
from retrieval.reading import read_until_sure
from retrieval.refusal import confidence, reason, signals
from retrieval.search import Hit, Question, Searcher
from retrieval.speakers.speaker import speaker_in
from retrieval.weights import Weights

PASSAGES_COMPARED = 15
"""Passages whose sentences are compared. Among the 15 best the answer stands for 98 of 100
questions of squad2-a and for all of the first library (docs/quality.md)."""

PASSAGES_FOR_VALUES = 30
"""Passages read for the versions of a value: twice as many as for an answer."""

PASSAGES_ORDERED = 30
"""Passages that `search` puts in order by their sentences as well, if not more are asked for."""

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
        reader: Reader | None = None,
    ) -> None:
        self._library = library
        self._encoder = encoder
        self._clauses = KeptVectors(encoder.encode_questions)
        self._indexing = indexing
        self._weights = weights
        self._reader = reader
        self._say = say
        self._index: FaissIndex | None = None

    @property
    def library(self) -> Library:
        """What is asked."""
        return self._library

    def close(self) -> None:
        """Give the library and its vectors back."""
        self._library.close()
        self._indexing.vectors.close()

    def answer(self, text: str, quotes: int = 3) -> Answer | Refusal:
        """Answer with at most `quotes` quotes. Raises BadQuestion for what is no question."""
        asked = checked_question(text)
        try:
            return self._answer(asked, quotes)
        except VectorsLost:  # they have been begun anew
            return self._answer(asked, quotes)

    def _answer(self, asked: str, quotes: int) -> Answer | Refusal:
        with self._library.snapshot():
            asks_value = wanted(asked) is not None
            most = PASSAGES_FOR_VALUES if asks_value else PASSAGES_COMPARED
            question, hits = self._search(asked, most)
            nearest, further = hits[:PASSAGES_COMPARED], hits[PASSAGES_COMPARED:]
            likely = ranked(self._sentences(question, nearest, self._say), self._weights)
            found = self._read(question, likely)
            if not found:
                return Refusal(asked, reason((), self._weights), (), 0.0)
            values = signals(question, found)
            certainty = confidence(values, self._weights)
            origins = self._library.origins([hit.passage.number for hit in nearest])
            runs = choose_runs(found, quotes, origins)
            made = tuple(self._quote(run, origins) for run in runs)
            if certainty < self._weights.threshold:
                return Refusal(asked, reason(values, self._weights), made, certainty)
            answer = Answer(asked, made, certainty)
            return self._compared(answer, question, likely, further) if asks_value else answer

    def compare(self, text: str) -> Answer | Refusal:
        """Answer as `answer` does. Raises BadQuestion for what asks for no value."""
        if wanted(checked_question(text)) is None:
            raise BadQuestion(
                "The question asks for no value that sources could give differently. Ask how many, "
                "how much, how long, what share or when."
            )
        return self.answer(text)

    def search(self, text: str, limit: int) -> list[Hit]:
        """The passages most likely to answer, best first. Raises BadQuestion."""
        with self._library.snapshot():
            question, hits = self._search(checked_question(text), max(limit, PASSAGES_ORDERED))
            return by_sentences(hits, self._sentences(question, hits, self._say))[:limit]

    def _search(self, text: str, limit: int) -> tuple[Question, list[Hit]]:
        self._index = self._indexing.current(self._library, self._index, self._say)
        searcher = Searcher(self._library, self._encoder, self._index, self._weights.words_share)
        question = searcher.question(text)
        return question, searcher.search(question, limit)

    def _sentences(
        self, question: Question, hits: Sequence[Hit], say: Callable[[str], None]
    ) -> list[Sentence]:
        numbered = [(hit.passage.number, hit.text_hash) for hit in hits]
        self._indexing.complete(self._library, numbered, say)
        return sentences(question, hits, self._library, self._indexing.vectors)

    def _compared(
        self,
        answer: Answer,
        question: Question,
        likely: Sequence[Sentence],
        further: Sequence[Hit],
    ) -> Answer:
        """The answer with the versions of the value that it gives, from more passages than it was
        chosen from."""
        from retrieval.figures import comparing  # noqa: PLC0415 - other questions do not wait for it

        def with_sentences(known: Sequence[Sentence], hits: Sequence[Hit]) -> list[Sentence]:
            new = self._sentences(question, hits, lambda _: None)  # the first search has said it
            return ranked([*known, *new], self._weights)

        def gather(text: str, limit: int, known: Sequence[Sentence]) -> list[Sentence]:
            seen = {sentence.hit.passage.id for sentence in known}
            hits = self._search(text[:MAX_QUESTION], limit)[1]
            return with_sentences(known, [hit for hit in hits if hit.passage.id not in seen])

        return comparing.compare(
            answer,
            with_sentences(likely, further),
            gather,
            self._clauses,
            lambda sentence: self._source(sentence).published,
            self._sentence_quote,
            self._library.origins,
        )

    def _read(self, question: Question, likely: Sequence[Sentence]) -> list[Sentence]:
        """The likeliest sentences, ranked again by what the reader makes of them. It learnt
        questions: for a claim it chooses worse than the ranker alone (docs/quality.md)."""
        if self._reader is None or is_claim(question.text):
            return list(likely)
        return read_until_sure(question, likely, self._reader, self._library, self._weights)

    def _sentence_quote(self, sentence: Sentence, origins: Mapping[int, int]) -> Quote:
        return self._quote(
            Run(sentence, sentence.start, sentence.end, words(sentence.text)), origins
        )

    def _source(self, sentence: Sentence) -> Source:
        document = self._library.document(sentence.hit.passage.document_id)
        section = self._library.outline.section_at(document.id, sentence.start)
        return section.source_in(document.source, document.length) if section else document.source

    def _quote(self, run: Run, origins: Mapping[int, int]) -> Quote:
        best = run.best
        passage = best.hit.passage
        before = self._library.text(passage.document_id, passage.start, run.start)
        section = self._library.outline.section_at(passage.document_id, run.start)
        return Quote.cut(
            self._library,
            self._library.document(passage.document_id),
            run.start,
            run.end,
            key=(best.start, best.end),
            place=Place(
                passage.heading,
                passage.line + before.count("\n"),
                self._library.outline.landmark_at(passage.document_id, run.start),
            ),
            score=best.probability,
            copies=copies_of(run, self._library, origins),
            origins=origin_count(run, origins),
            section=section,
            speaker=speaker_in(self._library, passage, (best.start, best.end), section),
        )


def checked_question(text: str) -> str:
    """The question without space around it; raises BadQuestion where it is none."""
    question = text.strip()
    if not any(map(str.isalnum, question)):
        raise BadQuestion(
            'There are no words in the question. Ask, for example: pincite ask "Who said so?"'
        )
    if len(question) > MAX_QUESTION:
        raise BadQuestion(
            f"The question has {len(question):,} characters; the limit is {MAX_QUESTION:,}. "
            "Ask in a sentence or two."
        )
    return question
