"""Dates in running text."""

import pytest

from retrieval.figures.dates import agree, find_dates


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
        ("It flooded 1200 houses.", []),
        ("Затопило 1200 домов.", []),
        ("Летом 1954 домов не осталось.", ["1954"]),
    ],
)
def test_dates_are_as_precise_as_they_are_written(text: str, keys: list[str]) -> None:
    assert [date.key for date in find_dates(text)] == keys


@pytest.mark.parametrize(
    "text", ["It stays open until March 9, he said.", "До 9 марта, сказал он."]
)
def test_a_date_ends_before_what_follows_it(text: str) -> None:
    (date,) = find_dates(text)
    assert text[date.start : date.end] in {"March 9", "9 марта"}


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
