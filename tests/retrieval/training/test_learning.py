"""Learning from start to end on two tiny sets, read by the hashing encoder."""

from collections.abc import Iterator

import numpy as np
import pytest

from retrieval.training.examples import Laboratory
from retrieval.training.fusion import SHARES, choose_share
from retrieval.training.learning import Learnt, learn, shared_threshold
from retrieval.training.sets import read_sets
from retrieval.weights import FEATURES, SIGNALS
from tests.embeddings.hashing import HashingEncoder
from tests.retrieval.training.spans import row, write


@pytest.fixture(scope="module")
def laboratories(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Laboratory]]:
    rows = [row("a", number) for number in range(30)] + [row("b", n) for n in range(30, 60)]
    path = write(tmp_path_factory.mktemp("training") / "spans.jsonl.gz", rows)
    opened = [Laboratory(read, HashingEncoder()) for read in read_sets(path, ("a", "b"))]
    yield opened
    for laboratory in opened:
        laboratory.close()


@pytest.fixture(scope="module")
def learnt(laboratories: list[Laboratory]) -> Learnt:
    return learn(laboratories, 0.5)


def test_a_laboratory_asks_its_questions_of_its_passages(laboratories: list[Laboratory]) -> None:
    laboratory = laboratories[0]
    asked = list(laboratory.asked(0.5, 60))
    assert (laboratory.name, laboratory.size, len(asked)) == ("a", 30, 30)
    for question in asked:
        assert question.gold in {hit.passage.document_id for hit in question.hits}


def test_an_example_knows_which_sentences_answer(laboratories: list[Laboratory]) -> None:
    for asked in laboratories[0].asked(0.5, 60):
        example = laboratories[0].example(asked)
        assert example is not None
        assert example.features.shape == (len(example.found), len(FEATURES))
        (row_,) = np.flatnonzero(example.answers)
        assert asked.answers[0] in example.found[row_].text
        assert example.found[row_].hit.passage.document_id == asked.gold


def test_without_its_document_no_sentence_answers(laboratories: list[Laboratory]) -> None:
    asked = next(laboratories[0].asked(0.5, 60))
    example = laboratories[0].example(asked, without_gold=True)
    assert example is not None
    assert not example.answers.any()
    assert asked.gold not in {s.hit.passage.document_id for s in example.found}


def test_strangers_are_answered_by_nothing(laboratories: list[Laboratory]) -> None:
    (asked,) = laboratories[0].strangers(["Who drew the lighthouse?"], 0.5)
    example = laboratories[0].example(asked)
    assert example is not None
    assert not example.answers.any()


def test_a_hit_can_be_read(laboratories: list[Laboratory]) -> None:
    asked = next(laboratories[0].asked(0.5, 60))
    text = laboratories[0].passage_text(asked.hits[0])
    assert "was drawn by" in text


def test_learning_gives_every_feature_and_signal_a_weight(learnt: Learnt) -> None:
    assert learnt.sentence.shape == (len(FEATURES),)
    assert learnt.confidence.shape == (len(SIGNALS),)
    assert np.isfinite(learnt.sentence).all()
    assert np.isfinite(learnt.confidence).all()


def test_what_can_be_learnt_is_learnt(learnt: Learnt) -> None:
    assert set(learnt.report) == {"a", "b"}
    for figures in learnt.report.values():
        assert figures["sentence@1"] > 0.9
        assert figures["auroc_strange"] > 0.9


def test_learning_again_gives_the_same(laboratories: list[Laboratory], learnt: Learnt) -> None:
    again = learn(laboratories, 0.5)
    assert again.sentence.tobytes() == learnt.sentence.tobytes()
    assert again.confidence.tobytes() == learnt.confidence.tobytes()


def test_the_threshold_refuses_a_twentieth_of_all_sets() -> None:
    confidences = np.linspace(0, 1, 101).tolist()
    halves = [value / 2 for value in confidences]
    one = Learnt(np.zeros(1), np.zeros(1), [confidences, halves], confidences, {})
    threshold, similar = shared_threshold([one])
    refused = [sum(value < threshold for value in values) for values in (confidences, halves)]
    assert sum(refused) / 202 == pytest.approx(0.05, abs=0.01)
    assert similar == pytest.approx(0.05)


def test_the_share_of_words_is_chosen_among_some(laboratories: list[Laboratory]) -> None:
    share, recalls = choose_share(laboratories)
    assert share in SHARES
    assert set(recalls) == {"rrf", *map(str, SHARES)}
    for recall in recalls.values():
        assert recall == sorted(recall)
        assert 0 < recall[-1] <= 1
    assert recalls[str(share)][-1] == max(recalls[str(s)][-1] for s in SHARES)
