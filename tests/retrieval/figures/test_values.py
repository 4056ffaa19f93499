"""Numbers and dates in running text, and what a question wants of them."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.figures.units import with_unit
from retrieval.figures.values import (
    ABOUT,
    AT_LEAST,
    AT_MOST,
    EXACT,
    RANGE,
    find_values,
)
from retrieval.figures.wanted import (
    COUNT,
    DURATION,
    MEASURE,
    MONEY,
    PERCENT,
)


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
        ("It sold two and a half thousand lamps.", 2500),
        ("It sold 1200 lamps.", 1200),
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
        ("На складе три с половиной тысячи мешков.", 3500),
        ("Украли полтора миллиона мешков.", 1_500_000),
        ("Не хватило полутора тысяч мешков.", 1500),
        ("Грузчиков осталось семеро.", 7),
        ("В порту разгрузили 1460 мешков.", 1460),
        ("1460 мешков разгрузили в порту.", 1460),
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
        ("The flood took 30 bridges at most.", "en", AT_MOST),
        ("The flood took 30 bridges or more.", "en", AT_LEAST),
        ("The loss must not exceed 30 bridges.", "en", AT_MOST),
        ("The flood took hardly 30 bridges.", "en", ABOUT),
        ("Потери не превысили 30 мостов.", "ru", AT_MOST),
        ("Потери превысили 30 мостов.", "ru", AT_LEAST),
        ("Смыло до 30 мостов.", "ru", AT_MOST),
        ("Число мостов выросло до 30.", "ru", EXACT),
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
    ("text", "language"),
    [
        ("The number of bridges rose from 25 to 30.", "en"),
        ("The number of bridges has fallen within a year from 25 to 30.", "en"),
        ("Число мостов выросло с 25 до 30.", "ru"),
    ],
)
def test_what_a_number_was_and_what_it_became_are_two_values(text: str, language: str) -> None:
    found = [(value.low, value.bound) for value in find_values(text, language)]
    assert found == [(25, EXACT), (30, EXACT)]


@pytest.mark.parametrize(
    ("text", "language", "kind", "unit"),
    [
        ("It grew 12 apples.", "en", COUNT, ""),
        ("It grew 12% that spring.", "en", PERCENT, "%"),
        ("It cost $12.", "en", MONEY, "$"),
        ("It cost 12 dollars.", "en", MONEY, "$"),
        ("It cost 12 crowns.", "en", MONEY, "crown"),
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
        "The gate is shut from 6 pm to 7 am.",
        "A miller aged 41 found it.",
        "Three quarters of the mill burnt down.",
        "The 1987 harvests were poor; in 1988 millers went hungry.",
    ],
)
def test_what_counts_nothing_is_no_value(text: str) -> None:
    assert find_values(text, "en") == []


@pytest.mark.parametrize(
    "text",
    ["Ворота закрывают в 6 часов вечера.", "Мельницу пустили к 17 часам.", "В 1987 году сгорело."],
)
def test_russian_times_are_no_values(text: str) -> None:
    assert find_values(text, "ru") == []


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
    ("text", "written"),
    [
        ("It lasted five days in all.", "five days"),
        ("It cost $38 a month.", "$38"),
        ("It cost US$ 38 a month.", "$ 38"),
        ("It fell by a third: 12 % voted.", "12 %"),
        ("14 people came.", "14"),
    ],
)
def test_a_number_is_shown_with_the_unit_that_stands_there(text: str, written: str) -> None:
    value = find_values(text, "en")[-1]
    assert with_unit(text, value.start, value.end) == written
