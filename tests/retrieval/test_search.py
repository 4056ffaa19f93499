import math
from collections.abc import Iterator

import numpy as np
import pytest

from corpus.words import question_words, words
from embeddings.encoder import PassageText
from retrieval.model import Refusal
from retrieval.search import Hit, Question, Searcher, Word, idf, overlap
from retrieval.weights import load_weights
from tests.embeddings.hashing import HashingEncoder
from tests.retrieval.homes import Home
from tests.retrieval.notes import notes, records

QUESTION = "Who drew the lighthouse of Corvane?"

OPERATORS = [
    '"unclosed',
    "NEAR(mill bridge, 2)",
    "mill AND NOT bridge OR",
    "title:mill stems:mill",
    "mill* ^bridge -school +holt",
    "{title stems}: mill",
    "(((mill",
    "mill'; DROP TABLE documents; --",
    "mill \x00 bridge",
    "m%ll _ill \\",
    "٪ mill ＊",
]


@pytest.fixture(scope="module")
def town_shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    """150 notes, which no test changes."""
    home = Home(tmp_path_factory.mktemp("towns"), HashingEncoder())
    home.ingest({"notes.jsonl": records(notes(150))})
    yield home
    home.close()


def searched(home: Home, question: str, limit: int = 200, share: float | None = None) -> list[Hit]:
    searcher = searching(home, load_weights().words_share if share is None else share)
    return searcher.search(searcher.question(question), limit)


def searching(home: Home, share: float = 0.5) -> Searcher:
    index = home.indexing().current(home.library(), None, home.said.append)
    return Searcher(home.library(), home.encoder, index, share)


def asked(home: Home, text: str) -> Question:
    return searching(home).question(text)


def text_of(home: Home, hit: Hit) -> str:
    return home.library().text(hit.passage.document_id, hit.passage.start, hit.passage.end)


def test_the_passage_with_the_questions_words_comes_first(town_shelf: Home) -> None:
    best = text_of(town_shelf, searched(town_shelf, QUESTION)[0])
    assert best.startswith("The lighthouse of Corvane was drawn by")


def test_the_best_come_first_and_each_once(town_shelf: Home) -> None:
    hits = searched(town_shelf, QUESTION)
    scores = [hit.score for hit in hits]
    assert scores == sorted(scores, reverse=True)
    assert len({hit.passage.id for hit in hits}) == len(hits)


@pytest.mark.parametrize("limit", [1, 7, 60])
def test_at_most_as_many_as_asked_for_and_always_the_same(town_shelf: Home, limit: int) -> None:
    hits = searched(town_shelf, QUESTION, limit)
    assert len(hits) == limit
    assert hits == searched(town_shelf, QUESTION)[:limit]


def test_every_hit_has_its_real_product_however_it_was_found(town_shelf: Home) -> None:
    hits = searched(town_shelf, QUESTION)
    assert len(hits) > 60  # each search alone proposes 60
    (asked_for,) = town_shelf.encoder.encode_questions([QUESTION])
    texts = [PassageText(text_of(town_shelf, hit)) for hit in hits]
    vectors = [vectors.passage for vectors in town_shelf.encoder.encode_passages(texts)]
    products = [float(vector @ asked_for) for vector in vectors]
    assert [hit.meaning for hit in hits] == pytest.approx(products, abs=1e-5)


EVERYWHERE = "Which town is it?"
"""Its words stand in more passages than one search proposes."""


def test_every_hit_has_its_words_however_it_was_found(town_shelf: Home) -> None:
    hits = searched(town_shelf, EVERYWHERE)
    library = town_shelf.library()
    forms = [word.forms for word in asked(town_shelf, EVERYWHERE).words if word.searches]
    scores = dict(library.search_words(forms, 1000))
    most = max(scores.values())
    assert sum(scores.get(hit.passage.number, 0) > 0 for hit in hits) > 60
    expected = [scores.get(hit.passage.number, 0) / most for hit in hits]
    assert [hit.words for hit in hits] == pytest.approx(expected)


def test_words_are_relative_to_the_best_passage(town_shelf: Home) -> None:
    shares = [hit.words for hit in searched(town_shelf, QUESTION)]
    assert max(shares) == 1
    assert min(shares) >= 0


def test_with_words_alone_the_order_is_that_of_words(town_shelf: Home) -> None:
    hits = searched(town_shelf, QUESTION, share=1)
    assert [hit.words for hit in hits] == sorted((hit.words for hit in hits), reverse=True)
    assert [hit.score for hit in hits] == [hit.words for hit in hits]


def test_with_meaning_alone_the_order_is_that_of_meaning(town_shelf: Home) -> None:
    meanings = [hit.meaning or 0 for hit in searched(town_shelf, QUESTION, share=0)]
    assert meanings == sorted(meanings, reverse=True)


def test_words_and_meaning_add_up(town_shelf: Home) -> None:
    by_words, both, by_meaning = (
        {hit.passage.id: hit.score for hit in searched(town_shelf, QUESTION, share=share)}
        for share in (1, 0.5, 0)
    )
    assert both == pytest.approx({i: (by_words[i] + by_meaning[i]) / 2 for i in both})


def test_a_word_that_stands_everywhere_searches_when_it_is_the_rarest(town_shelf: Home) -> None:
    hits = searched(town_shelf, "town", share=1)
    assert [word.searches for word in asked(town_shelf, "town").words] == [True]
    assert hits[0].words == 1


def test_a_word_that_stands_everywhere_does_not_search_beside_rarer_ones(town_shelf: Home) -> None:
    question = asked(town_shelf, "Which town paid Olga Brandt for Elsby?")
    searching = {word.forms.stems[0] for word in question.words if word.searches}
    assert "elsbi" in searching
    assert "town" not in searching


def test_a_rarer_word_weighs_more(town_shelf: Home) -> None:
    weights = {w.forms.stems[0]: w.weight for w in asked(town_shelf, "The mill of Elsby").words}
    assert weights["elsbi"] > weights["the"] > 0


@pytest.mark.parametrize("question", OPERATORS)
def test_operators_of_the_search_language_are_harmless(town_shelf: Home, question: str) -> None:
    hits = searched(town_shelf, question)
    assert hits == searched(town_shelf, " ".join(words(question)))
    assert len(hits) >= 60
    assert town_shelf.library().document_count() == 150


def test_a_language_that_the_model_does_not_know_leans_on_words(shelf: Home) -> None:
    shelf.encoder = HashingEncoder(languages=frozenset({"en"}))
    russian = "Старая мельница у реки сгорела дотла весной. Никто из жителей не пострадал."
    shelf.ingest({"ru.md": russian, "en.jsonl": records(notes(20))})
    hits = searched(shelf, "Когда сгорели мельницы?")
    assert text_of(shelf, hits[0]) == russian
    assert (hits[0].meaning, hits[0].words, hits[0].score) == (None, 1, 1)
    assert all(hit.meaning is not None for hit in hits[1:])


def test_a_language_that_the_model_knows_has_meaning(shelf: Home) -> None:
    shelf.encoder = HashingEncoder(languages=frozenset({"ru"}))
    shelf.ingest({"ru.md": "Старая мельница у реки сгорела дотла весной."})
    (hit,) = searched(shelf, "Где мельница?")
    assert hit.meaning is not None
    assert hit.meaning > 0.1


def test_a_library_without_passages_gives_no_hits(shelf: Home) -> None:
    shelf.ingest({"short.md": "Hi.\n"})
    assert searched(shelf, QUESTION) == []
    assert isinstance(shelf.answerer().answer(QUESTION), Refusal)


def test_a_question_whose_words_stand_nowhere_still_gets_the_nearest(town_shelf: Home) -> None:
    hits = searched(town_shelf, "Xylophone zebras quarrel")
    assert len(hits) == 60
    assert {hit.words for hit in hits} == {0}


def test_a_question_knows_its_own_words_vector_and_counts(town_shelf: Home) -> None:
    question = asked(town_shelf, "mill zebra")
    mill, zebra = question.words
    mills = sum("mill" in text for text in notes(150))
    assert (mill.count, zebra.count) == (mills, 0)
    assert np.array_equal(question.vector, town_shelf.encoder.encode_questions(["mill zebra"])[0])


def test_rarity_is_what_bm25_says() -> None:
    assert idf(3, 10) == pytest.approx(math.log(1 + 7.5 / 3.5))
    falling = [idf(count, 10) for count in range(11)]
    assert falling == sorted(falling, reverse=True)
    assert falling[-1] > 0


def test_overlap_is_the_share_of_weight() -> None:
    forms = question_words("mill fire zebra", ["en"])
    weighed = [Word(form, 1, weight, True) for form, weight in zip(forms, (1, 2, 5), strict=True)]
    assert overlap(weighed, frozenset({"mill", "fire"})) == pytest.approx(3 / 8)
    assert overlap(weighed, frozenset()) == 0
    assert overlap([], frozenset({"mill"})) == 0


def test_words_that_stand_nowhere_do_not_take_the_place_of_the_rarest(shelf: Home) -> None:
    shelf.ingest({"a.md": "The mill burned down.\n", "b.md": "The mill was sold.\n"})
    hits = shelf.answerer().search("Did zebras quarrel about the mill?", 10)
    assert max(hit.words for hit in hits) == 1
