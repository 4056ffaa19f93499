import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.training.reader.edits import edited, names

NEARBY = "In those days the mill of Olga Brandt stood by the river, and 1911 was a wet year."


def all_edits(question: str) -> set[str | None]:
    return {edited(question, NEARBY, NEARBY, random.Random(seed)) for seed in range(60)}


def test_a_name_is_exchanged_for_one_that_stands_nearby() -> None:
    assert all_edits("Where did Otto Lind live?") & {"Where did Olga Brandt live?"}


def test_a_number_is_exchanged_for_another() -> None:
    made = all_edits("what burned there in 1907?")
    assert "what burned there in 1911?" in made
    assert "what burned there in 1907?" not in made


def test_a_word_is_exchanged_for_its_opposite() -> None:
    assert "what is the youngest mill?" in all_edits("what is the oldest mill?")


def test_a_not_comes_in() -> None:
    assert "why wasn't it rebuilt?" in all_edits("why was it rebuilt?")


def test_where_no_rule_applies_there_is_no_question() -> None:
    assert all_edits("why?") == {None}


def test_names_do_not_open_a_sentence() -> None:
    assert names("Bees flew. We met Olga Brandt of Lind. Then he left.") == ["Olga Brandt of Lind"]


@given(st.text(max_size=80), st.text(max_size=80), st.integers(0, 1000))
def test_an_edited_question_is_another_one(question: str, nearby: str, seed: int) -> None:
    made = edited(question, nearby, nearby, random.Random(seed))
    assert made is None or made.lower() != question.lower()


@pytest.mark.parametrize("seed", range(5))
def test_the_same_seed_gives_the_same(seed: int) -> None:
    asked = "Where did Otto Lind live in 1907?"
    once, again = (edited(asked, NEARBY, NEARBY, random.Random(seed)) for _ in range(2))
    assert once == again
