"""What value a question asks for."""

import pytest

from retrieval.figures.wanted import (
    COUNT,
    DATE,
    DURATION,
    MEASURE,
    MONEY,
    PERCENT,
    SINCE,
    UNTIL,
    wanted,
)


@pytest.mark.parametrize(
    ("question", "kinds"),
    [
        ("How many herons nest on the lake?", (COUNT,)),
        ("What is the population of Oldmere?", (COUNT,)),
        ("Сколько цапель гнездится на озере?", (COUNT,)),
        ("When did the mill close?", (DATE,)),
        ("В каком году закрылась мельница?", (DATE,)),
        ("What percentage of the herons left?", (PERCENT,)),
        ("How much money did the mill lose?", (MONEY,)),
        ("How many years did the mill run?", (DURATION,)),
        ("What was the turnout in Oldmere?", (PERCENT,)),
        ("Какова была явка в Олдмире?", (PERCENT,)),
        ("What is the length of the road?", (MEASURE,)),
        ("Какой длины дорога?", (MEASURE,)),
        ("What was the cost of the road?", (MONEY,)),
        ("Во сколько обошлась дорога?", (MONEY,)),
        ("Какова стоимость дороги?", (MONEY,)),
        ("What was the magnitude of the earthquake?", (COUNT,)),
        ("Сколько длилась забастовка?", (DURATION,)),
        ("До какого времени закрыт мост?", (DATE,)),
    ],
)
def test_a_question_wants_a_kind_of_value(question: str, kinds: tuple[str, ...]) -> None:
    want = wanted(question)
    assert want is not None
    assert want.kinds == kinds


@pytest.mark.parametrize("question", ["Who closed the mill?", "Why do herons leave?", "Herons"])
def test_other_questions_want_no_value(question: str) -> None:
    assert wanted(question) is None


@pytest.mark.parametrize(
    ("question", "edge"),
    [
        ("Until when is the bridge shut?", UNTIL),
        ("До какого числа закрыт мост?", UNTIL),
        ("Since when is the bridge shut?", SINCE),
        ("С какого года закрыт мост?", SINCE),
        ("When was the bridge shut?", ""),
        ("How many people waited until noon?", ""),
    ],
)
def test_a_question_may_want_the_end_or_the_beginning(question: str, edge: str) -> None:
    want = wanted(question)
    assert want is not None
    assert want.edge == edge


def test_what_the_answer_says_is_the_question_without_the_words_that_ask() -> None:
    want = wanted("How many herons nest on the lake?")
    assert want is not None
    assert (want.about, want.counted) == ("herons nest on the lake", "herons nest")
