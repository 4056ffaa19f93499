"""Examples from a real library of tiny notes, read by the hashing encoder."""

from collections import Counter
from typing import Any

import pytest

from retrieval.home import open_answerer
from retrieval.training.reader.examples import (
    ANSWERS,
    MASKED,
    OTHER,
    Example,
    FromLibrary,
    capped,
    joined,
)
from retrieval.training.reader.libraries import build
from retrieval.training.reader.loose import loose_examples
from retrieval.training.sets import is_held
from tests.embeddings.hashing import HashingEncoder
from tests.retrieval.training.spans import row


@pytest.fixture(scope="module")
def rows() -> list[dict[str, Any]]:
    return [row("qed_dev", number, title="Notes") for number in range(0, 300, 5)]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, rows: list[dict[str, Any]]) -> list[Example]:
    folder = tmp_path_factory.mktemp("home")
    encoder = HashingEncoder()
    names = build(folder, rows, encoder)
    answerer = open_answerer(folder, encoder)
    examples = list(FromLibrary(answerer, names).examples(rows))
    answerer.close()
    return examples


def test_every_kind_is_made(made: list[Example]) -> None:
    assert set(Counter(example.kind for example in made)) >= {"answered", "retrieved"}


def test_an_answered_example_has_its_answer_in_a_sentence_that_is_labelled(
    made: list[Example],
) -> None:
    for example in made:
        if example.kind == "answered":
            (start, end), *_ = example.spans
            at = example.labels.index(ANSWERS)
            assert example.sentences[at][0] <= start < end <= example.sentences[at][1]


def test_nothing_else_answers(made: list[Example]) -> None:
    others = [example for example in made if example.kind != "answered"]
    assert others
    assert all(ANSWERS not in example.labels and not example.spans for example in others)


def test_what_is_held_back_is_not_there(made: list[Example], rows: list[dict[str, Any]]) -> None:
    held = {r["question"] for r in rows if is_held(r)}
    assert held
    assert held.isdisjoint(example.question for example in made)


def test_sentences_are_slices(made: list[Example]) -> None:
    for example in made:
        assert len(example.labels) == len(example.sentences)
        assert all(0 <= a < b <= len(example.text) for a, b in example.sentences)


def test_pieces_are_joined_with_their_places() -> None:
    example = joined("set", "removed", "Why?", ["One.", "Two."], [OTHER, OTHER])
    assert example.text == "One. Two."
    assert [example.text[a:b] for a, b in example.sentences] == ["One.", "Two."]


def test_large_sets_are_cut_the_same_way_each_time() -> None:
    many = [{"set": "qamr_dev", "id": str(i)} for i in range(4100)]
    assert len(capped(many)) == 4000
    assert capped(list(many)) == capped(list(many))


def test_loose_sentences_become_passages() -> None:
    sentences = ["the mill burned down", "bees flew over the river", "nobody was hurt"]
    names = ("clapnq_dev_answerable", "clapnq_dev_unanswerable", "friendsqa_dev", "friendsqa_tst")
    labelled = [
        {
            "set": name,
            "id": "1",
            "question": "What burned?",
            "sentences": sentences,
            "labels": [1, 0, 0],
        }
        for name in (*names, "trecqa_train", "wice_train_subset", "squad1_du_test")
    ]
    asked = [
        {
            "set": "qamr_dev",
            "id": f"{i}",
            "title": "news",
            "question": "What burned?",
            "context": f"The {thing} burned down .",
            "answers": [{"text": thing, "start": 4}],
        }
        for i, thing in enumerate(("mill", "barn", "farm"))
    ]
    made = list(loose_examples(asked, labelled))
    assert {example.set for example in made} >= {"qamr_dev", "squad1_du_test", "trecqa_train"}
    for example in made:
        assert MASKED not in example.labels
        assert (ANSWERS in example.labels) == (example.kind == "answered")
