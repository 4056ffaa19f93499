"""Numbers and dates in running text, and what a question wants of them."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.figures.dates import agree, find_dates
from retrieval.figures.values import (
    ABOUT,
    AT_LEAST,
    AT_MOST,
    EXACT,
    RANGE,
    find_values,
)
from retrieval.figures.wanted import COUNT, DATE, DURATION, MEASURE, MONEY, PERCENT, wanted


def numbers(text: str, language: str = "en") -> list[float]:
    return [value.low for value in find_values(text, language)]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("The valley holds 4,512 orchards.", 4512),
        ("The valley holds 4 512 orchards.", 4512),
        ("The valley holds 4.512 orchards.", 4512),
        ("The valley holds 4'512 orchards.", 4512),
        ("It lost 1 7 wagons.", 17),
        ("It sold 86.4 thousand lamps.", 86400),
        ("It sold 2.5 million lamps.", 2_500_000),
        ("It sold nineteen lamps.", 19),
        ("It sold one hundred and forty thousand lamps.", 140_000),
        ("It sold three dozen lamps.", 36),
        ("It sold half a million lamps.", 500_000),
        ("A hundred lamps went out.", 100),
    ],
)
def test_a_number_is_read_however_it_is_written(text: str, number: float) -> None:
    assert numbers(text) == [number]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("В порту стояло девятнадцать барж.", 19),
        ("Пропало около двадцати трёх барж.", 23),
        ("Хватило двумястами мешками.", 200),
        ("На складе 3,5 тыс. мешков.", 3500),
        ("На складе 1 250 мешков.", 1250),
        ("Построили 4 млн кирпичных домов.", 4_000_000),
    ],
)
def test_russian_numbers_are_read_in_every_case(text: str, number: float) -> None:
    assert numbers(text, "ru") == [number]


@pytest.mark.parametrize(
    ("text", "language", "bound"),
    [
        ("The flood took 30 bridges.", "en", EXACT),
        ("The flood took at least 30 bridges.", "en", AT_LEAST),
        ("The flood took more than 30 bridges.", "en", AT_LEAST),
        ("The flood took 30 or more bridges.", "en", AT_LEAST),
        ("The flood took up to 30 bridges.", "en", AT_MOST),
        ("The flood took no more than 30 bridges.", "en", AT_MOST),
        ("The flood took nearly 30 bridges.", "en", ABOUT),
        ("The flood took 25 to 30 bridges.", "en", RANGE),
        ("Смыло не менее 30 мостов.", "ru", AT_LEAST),
        ("Смыло не более 30 мостов.", "ru", AT_MOST),
        ("Смыло около 30 мостов.", "ru", ABOUT),
        ("Смыло от 25 до 30 мостов.", "ru", RANGE),
    ],
)
def test_a_bound_is_read_with_its_number(text: str, language: str, bound: str) -> None:
    assert [value.bound for value in find_values(text, language)] == [bound]


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("from 25 to 30 bridges", 25, 30),
        ("between 25 and 30 bridges", 25, 30),
        ("25-30 bridges", 25, 30),
        ("25,000–30,000 bridges", 25_000, 30_000),
        ("seven to nine thousand bridges", 7000, 9000),
    ],
)
def test_a_range_is_one_value(text: str, low: float, high: float) -> None:
    assert [(value.low, value.high) for value in find_values(text, "en")] == [(low, high)]


@pytest.mark.parametrize(
    ("text", "language", "kind", "unit"),
    [
        ("It grew 12 apples.", "en", COUNT, ""),
        ("It grew 12% that spring.", "en", PERCENT, "%"),
        ("It cost $12.", "en", MONEY, "$"),
        ("It cost 12 dollars.", "en", MONEY, "$"),
        ("Он стоил 12 рублей.", "ru", MONEY, "₽"),
        ("It lasted 12 weeks.", "en", DURATION, "week"),
        ("Это длилось 12 недель.", "ru", DURATION, "week"),
        ("It is 12 km away.", "en", MEASURE, "km"),
        ("До него 12 километров.", "ru", MEASURE, "km"),
    ],
)
def test_a_unit_tells_the_kind(text: str, language: str, kind: str, unit: str) -> None:
    assert [(v.low, v.kind, v.unit) for v in find_values(text, language)] == [(12, kind, unit)]


@pytest.mark.parametrize(
    "text",
    [
        "The mill closed in 1987.",
        "A 16-year-old miller found it.",
        "It was her 3rd mill.",
        "Under article 41 the mill was fined.",
        "The shift begins at 7.30 and the gate shuts at 19:45.",
        "Several hundred millers came.",
        "Output fell by over 300.",
        "Then 70 more millers came.",
    ],
)
def test_what_counts_nothing_is_no_value(text: str) -> None:
    assert find_values(text, "en") == []


@given(st.integers(0, 999_999), st.sampled_from([",", " ", "\u00a0"]))
def test_grouped_digits_give_the_number_back(number: int, mark: str) -> None:
    written = f"{number:,}".replace(",", mark)
    assert numbers(f"They counted {written} herons.") in ([number], [])
    assert numbers(f"They counted {written} herons.") == [number] or 1000 <= number < 2100


@given(st.text(max_size=80), st.sampled_from(["en", "ru", "es", "uk", "kk", ""]))
def test_values_stand_in_order_inside_the_text(text: str, language: str) -> None:
    found = find_values(text, language)
    assert all(0 <= value.start < value.end <= len(text) for value in found)
    assert all(one.end <= other.start for one, other in pairwise(found))
    assert all(value.low <= value.high for value in found)


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("The dam opened on March 9, 1954.", ["1954-03-09"]),
        ("The dam opened on 9 March 1954.", ["1954-03-09"]),
        ("The dam opened in March 1954.", ["1954-03"]),
        ("The dam opened on 1954-03-09.", ["1954-03-09"]),
        ("The dam opened in 1954 and closed in 1961.", ["1954", "1961"]),
        ("It stays open until March 9.", ["-03-09"]),
        ("It was built in the 1950s.", ["1950s"]),
        ("It was built in the 12th century.", ["century 12"]),
        ("Плотину открыли 9 марта 1954 года.", ["1954-03-09"]),
        ("Плотину открыли в марте 1954 года.", ["1954-03"]),
        ("Плотину открыли 09.03.1954.", ["1954-03-09"]),
        ("Её строили в XII веке.", ["century 12"]),
        ("It may open for 10 visitors.", []),
    ],
)
def test_dates_are_as_precise_as_they_are_written(text: str, keys: list[str]) -> None:
    assert [date.key for date in find_dates(text)] == keys


@pytest.mark.parametrize(
    ("one", "other", "may_be_one"),
    [
        ("1954", "1954-03-09", True),
        ("-03-09", "1954-03-09", True),
        ("1950s", "1954", True),
        ("century 20", "1954", True),
        ("1954", "1955", False),
        ("1954-03-09", "1954-03-10", False),
        ("-03-09", "1954-03-10", False),
        ("century 12", "1954", False),
    ],
)
def test_a_less_precise_date_agrees_with_what_it_covers(
    one: str, other: str, may_be_one: bool
) -> None:
    assert agree(one, other) is agree(other, one) is may_be_one


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
    ],
)
def test_a_question_wants_a_kind_of_value(question: str, kinds: tuple[str, ...]) -> None:
    want = wanted(question)
    assert want is not None
    assert want.kinds == kinds


@pytest.mark.parametrize("question", ["Who closed the mill?", "Why do herons leave?", "Herons"])
def test_other_questions_want_no_value(question: str) -> None:
    assert wanted(question) is None


def test_what_the_answer_says_is_the_question_without_the_words_that_ask() -> None:
    want = wanted("How many herons nest on the lake?")
    assert want is not None
    assert (want.about, want.counted) == ("herons nest on the lake", "herons nest")
