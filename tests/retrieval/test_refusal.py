from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.model import FACT_NOT_FOUND, NOTHING_SIMILAR
from retrieval.ranking import ranked, sentences
from retrieval.refusal import confidence, reason, signals, similarity
from retrieval.search import Searcher
from retrieval.weights import SIGNALS, Weights, load_weights
from tests.embeddings.hashing import HashingEncoder
from tests.retrieval.homes import Home

TEXT = "The mill burned down in March 1907. Nobody was hurt.\n\nBees flew over the river then."


def values(**named: float) -> tuple[float, ...]:
    return tuple(named.get(name, 0.0) for name in SIGNALS)


def weights(known: dict[str, float], unknown: dict[str, float] | None = None) -> Weights:
    return replace(
        load_weights(),
        confidence_known=values(**known),
        confidence_unknown=values(**(unknown or {})),
        similar=0.4,
    )


def signals_of(home: Home, question: str) -> dict[str, float]:
    library, indexing = home.library(), home.indexing()
    searcher = Searcher(library, home.encoder, indexing.current(library, None, print), 0.5)
    asked = searcher.question(question)
    found = sentences(asked, searcher.search(asked, 60), library, indexing.vectors)
    return dict(zip(SIGNALS, signals(asked, ranked(found, load_weights())), strict=True))


def test_there_is_a_value_for_every_signal(shelf: Home) -> None:
    shelf.ingest({"a.md": TEXT})
    found = signals_of(shelf, "When did the mill burn down?")
    assert set(found) == set(SIGNALS)
    assert found["bias"] == 1
    assert all(-1 <= value <= 1.01 for value in found.values())


def test_known_words_stand_anywhere_in_the_library(shelf: Home) -> None:
    shelf.ingest({"a.md": TEXT})
    assert signals_of(shelf, "bees river mill")["known_words"] == 1
    assert signals_of(shelf, "zebras quarrel")["known_words"] == 0
    assert 0 < signals_of(shelf, "zebras mill")["known_words"] < 1


def test_the_nearer_question_has_more_of_every_overlap(shelf: Home) -> None:
    shelf.ingest({"a.md": TEXT})
    near, far = (signals_of(shelf, q) for q in ("When did the mill burn?", "Do zebras burn?"))
    for name in ("overlap_of_passage", "overlap_of_sentence", "meaning_of_sentence"):
        assert near[name] > far[name]


def test_a_language_that_the_model_does_not_know_is_told(shelf: Home) -> None:
    shelf.encoder = HashingEncoder(languages=frozenset({"en"}))
    shelf.ingest({"ru.md": "Старая мельница у реки сгорела дотла весной."})
    found = signals_of(shelf, "Когда сгорела мельница?")
    assert found["unknown_language"] == 1
    assert found["meaning_of_passage"] == found["meaning_of_sentence"] == 0


def test_confidence_is_a_logistic_sum() -> None:
    learnt = weights({"bias": -1.0, "probability": 4.0})
    assert confidence(values(bias=1, probability=0.25), learnt) == 0.5
    assert confidence(values(bias=1, probability=0.5), learnt) == pytest.approx(0.7310586)


def test_an_unknown_language_is_judged_by_weights_of_its_own() -> None:
    learnt = weights({"bias": 2.0}, {"bias": -2.0})
    assert confidence(values(bias=1), learnt) == pytest.approx(0.8807971)
    assert confidence(values(bias=1, unknown_language=1), learnt) == pytest.approx(0.1192029)


@given(st.lists(st.floats(-1, 1), min_size=len(SIGNALS), max_size=len(SIGNALS)))
def test_confidence_is_a_probability_whatever_the_signals(drawn: list[float]) -> None:
    assert 0 < confidence(drawn, load_weights()) < 1


@pytest.mark.parametrize("sum_", [1e9, -1e9])
def test_the_largest_sums_stay_finite(sum_: float) -> None:
    assert 0 <= confidence(values(bias=sum_), weights({"bias": 1.0})) <= 1


def test_without_a_passage_nothing_is_similar() -> None:
    assert reason((), load_weights()) == NOTHING_SIMILAR


@pytest.mark.parametrize(
    ("named", "said"),
    [
        ({"meaning_of_passage": 0.5}, FACT_NOT_FOUND),
        ({"overlap_of_passage": 0.5}, FACT_NOT_FOUND),
        ({"meaning_of_passage": 0.4}, FACT_NOT_FOUND),
        ({"meaning_of_passage": 0.39, "overlap_of_passage": 0.39}, NOTHING_SIMILAR),
    ],
)
def test_the_reason_is_how_near_the_library_comes(named: dict[str, float], said: str) -> None:
    assert reason(values(**named), weights({})) == said


def test_similarity_is_the_higher_of_meaning_and_words() -> None:
    assert similarity(values(meaning_of_passage=0.3, overlap_of_passage=0.2)) == 0.3
    assert similarity(values(meaning_of_passage=0.1, overlap_of_passage=0.2)) == 0.2
