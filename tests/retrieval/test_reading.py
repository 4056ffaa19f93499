"""What the reader says of sentences, and what becomes of it."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from corpus.model import HashedPassage
from embeddings.encoder import FloatMatrix
from retrieval.model import Answer, Refusal
from retrieval.ranking import Sentence, ranked, sentences
from retrieval.reader.contract import READINGS
from retrieval.reading import PASSAGES_READ, READ_FIRST, SURE, read, read_until_sure
from retrieval.refusal import confidence, signals
from retrieval.search import Question, Searcher
from retrieval.weights import FEATURES, READ_SIGNALS, SIGNALS, Weights, load_weights
from tests.embeddings.hashing import HashingEncoder
from tests.retrieval.homes import Home
from tests.retrieval.notes import notes

WORD = "crowns"
MARGIN = 7.0


class WordReader:
    """A reader for which the sentences that hold a word answer, whatever the question."""

    model_id = "word"

    def __init__(self, languages: frozenset[str] | None = None) -> None:
        self.languages = languages
        self.word = WORD
        self.passages: list[HashedPassage] = []

    def read(self, question: str, passages: Sequence[HashedPassage]) -> list[FloatMatrix]:
        self.passages += passages
        made = []
        for passage in passages:
            said = [self.word in passage.text[a:b] for a, b in passage.sentences]
            margins = np.where(said, MARGIN, -MARGIN)
            made.append(np.stack([margins, margins, margins], axis=1).astype(np.float32))
        return made


def trusting() -> Weights:
    """Weights under which only the margin counts."""
    sentence = (0.0,) * len(FEATURES) + (1.0, 0.0, 0.0)
    names = (*SIGNALS, *READ_SIGNALS)
    margin = tuple(float(name == "margin") for name in names)
    return replace(load_weights(), sentence_read=sentence, confidence_read=margin)


def found_in(home: Home, question: str) -> tuple[Question, list[Sentence]]:
    library, indexing = home.library(), home.indexing()
    searcher = Searcher(library, home.encoder, indexing.current(library, None, print), 0.5)
    asked = searcher.question(question)
    hits = searcher.search(asked, 60)
    return asked, ranked(sentences(asked, hits, library, indexing.vectors), load_weights())


def test_the_best_passages_are_read_and_the_rest_left_out(shelf: Home) -> None:
    shelf.ingest({f"{i}.md": text for i, text in enumerate(notes(30))})
    asked, found = found_in(shelf, "Who drew the mill of Arden?")
    reader = WordReader()
    made = read(asked, found, reader, shelf.library())
    best = list(dict.fromkeys(s.hit.passage.number for s in found))[:PASSAGES_READ]
    assert len(found) == 60
    assert {s.hit.passage.number for s in made} == set(best)
    assert [p.text_hash for p in [*reader.passages]] == [
        next(s.hit.text_hash for s in found if s.hit.passage.number == number) for number in best
    ]


def test_each_sentence_gets_its_own_readings(shelf: Home) -> None:
    shelf.ingest({"a.md": notes(1)[0]})
    asked, found = found_in(shelf, "Who drew the mill of Arden?")
    for sentence in read(asked, found, WordReader(), shelf.library()):
        expected = MARGIN if WORD in sentence.text else -MARGIN
        assert sentence.readings == (expected,) * len(READINGS)


def test_what_the_reader_says_ranks(shelf: Home) -> None:
    shelf.ingest({"a.md": notes(1)[0]})
    asked, found = found_in(shelf, "Who drew the mill of Arden?")
    assert WORD not in found[0].text
    made = ranked(read(asked, found, WordReader(), shelf.library()), trusting())
    assert WORD in made[0].text
    assert made[0].score == pytest.approx(MARGIN)


@pytest.mark.parametrize("is_sure", [True, False])
def test_more_is_read_only_where_the_first_passages_leave_doubt(
    shelf: Home, *, is_sure: bool
) -> None:
    shelf.ingest({f"{i}.md": text for i, text in enumerate(notes(30))})
    asked, found = found_in(shelf, "Who drew the mill of Arden?")
    found = [replace(s, probability=1 / len(found)) for s in found]  # all worth reading
    best = list(dict.fromkeys(s.hit.text_hash for s in found))
    reader, weights = WordReader(), trusting()
    if is_sure:  # one sentence in the first passages answers, instead of one in each
        reader.word = found[0].text
    made = read_until_sure(asked, found, reader, shelf.library(), weights)
    most = READ_FIRST if is_sure else PASSAGES_READ
    assert [p.text_hash for p in reader.passages] == best[:most]
    assert (made[0].probability >= SURE) == is_sure
    assert [s.readings is not None for s in made] == sorted(
        (s.hit.text_hash in best[:most] for s in made), reverse=True
    )


def test_passages_that_hardly_answer_are_not_read(shelf: Home) -> None:
    shelf.ingest({f"{i}.md": text for i, text in enumerate(notes(30))})
    asked, found = found_in(shelf, "Who drew the mill of Arden?")
    best = list(dict.fromkeys(s.hit.text_hash for s in found))
    worth = best[: READ_FIRST + 2]
    likely = [replace(s, probability=0.4 if s.hit.text_hash in worth else 0.001) for s in found]
    reader = WordReader()
    read_until_sure(asked, likely, reader, shelf.library(), trusting())
    assert [p.text_hash for p in reader.passages] == worth


def test_what_is_not_read_keeps_its_order_behind_what_is(shelf: Home) -> None:
    shelf.ingest({f"{i}.md": text for i, text in enumerate(notes(30))})
    asked, found = found_in(shelf, "Who drew the mill of Arden?")
    made = read_until_sure(asked, found, WordReader(), shelf.library(), trusting())
    left = [(s.hit.passage.number, s.position) for s in made if s.readings is None]
    before = [(s.hit.passage.number, s.position) for s in found]
    assert len(made) == len(found)
    assert left == [place for place in before if place in set(left)]
    assert [s.score for s in made] == sorted((s.score for s in made), reverse=True)
    assert sum(s.probability for s in made) == pytest.approx(1)


def test_languages_that_the_reader_does_not_know_stay_as_they_are(shelf: Home) -> None:
    russian = "Мельница у реки сгорела дотла весной. Никто не пострадал, и её построили вновь."
    shelf.ingest({"ru.md": russian, "a.md": notes(1)[0]})
    asked, found = found_in(shelf, "Когда сгорела мельница?")
    reader = WordReader(frozenset({"en"}))
    made = read_until_sure(asked, found, reader, shelf.library(), load_weights())
    assert {s.hit.passage.language for s in made if s.readings is None} == {"ru"}
    assert {s.hit.passage.language for s in made if s.readings is not None} <= {"en"}
    assert len(made) == len(found)


def test_confidence_hears_the_reader(shelf: Home) -> None:
    shelf.ingest({"a.md": notes(1)[0]})
    asked, found = found_in(shelf, "Who drew the mill of Arden?")
    made = ranked(read(asked, found, WordReader(), shelf.library()), trusting())
    values = signals(asked, made)
    assert len(values) == len(SIGNALS) + len(READ_SIGNALS)
    assert confidence(values, trusting()) == pytest.approx(1 / (1 + np.exp(-MARGIN)))


def test_an_answer_is_what_the_reader_chose(shelf: Home) -> None:
    shelf.ingest({"a.md": notes(1)[0]})
    answerer = shelf.answerer(trusting(), WordReader())
    answer = answerer.answer("Who drew the mill of Arden?")
    assert isinstance(answer, Answer)
    first = answer.quotes[0]
    assert WORD in notes(1)[0][slice(*first.key)]


def test_what_the_reader_denies_is_refused(shelf: Home) -> None:
    shelf.ingest({"a.md": "The mill of Arden was drawn by Olga Brandt."})
    answer = shelf.answerer(trusting(), WordReader()).answer("Who drew the mill of Arden?")
    assert isinstance(answer, Refusal)
    assert answer.confidence == pytest.approx(1 / (1 + np.exp(MARGIN)))


def test_without_a_reader_nothing_is_read(shelf: Home) -> None:
    shelf.encoder = HashingEncoder()
    shelf.ingest({"a.md": notes(1)[0]})
    assert isinstance(shelf.answerer().answer("Who drew the mill of Arden?"), Answer | Refusal)


def test_a_claim_is_not_read(shelf: Home) -> None:
    shelf.ingest({"a.md": notes(1)[0]})
    reader = WordReader()
    claimed = shelf.answerer(trusting(), reader).answer("The mill of Arden was drawn by nobody.")
    assert reader.passages == []
    assert claimed == shelf.answerer(trusting()).answer("The mill of Arden was drawn by nobody.")
