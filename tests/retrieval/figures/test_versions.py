"""When a version is from, which sentence stands for it, and what it is beside another."""

import pytest

from embeddings.packaged import PackagedEncoder
from retrieval.figures.values import ABOUT, AT_LEAST, AT_MOST, EXACT, RANGE
from retrieval.figures.versions import (
    PART,
    WHOLE,
    Version,
    first_date,
    may_both_be_right,
    relations,
)
from retrieval.figures.wanted import COUNT, DATE, DURATION, MONEY
from tests.retrieval.figures.test_grouping import ASKED, found


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("On 7 June 2009 the ferry sank.", "2009-06-07"),
        ("The town was called Holm until 1992.", ""),
        ("It was built after the 1950s and counted in 2003.", "2003"),
        ("До 1992 года город назывался иначе.", ""),
        ("It sank on 7 June.", ""),
        ("", ""),
        (None, ""),
    ],
)
def test_a_date_that_something_begins_or_ends_with_is_not_its_own(
    text: str | None, date: str
) -> None:
    assert first_date(text) == date


@pytest.mark.model
def test_a_number_whose_digits_the_layout_tore_apart_is_not_the_first_quote(
    encoder: PackagedEncoder,
) -> None:
    torn = "In all, 3 1 people drowned in the Oldmere ferry disaster."
    whole = "31 people had drowned on the Oldmere ferry by the evening."
    figures = found(encoder, ASKED, {"herald": [torn], "courier": [whole]})
    assert figures is not None
    (version,) = figures.versions
    assert version.low == 31
    assert len(version.sentences) == 2
    start, end = version.span
    assert whole[start:end] == "31"


@pytest.mark.model
def test_what_only_counts_the_same_things_is_no_version_of_a_disputed_value(
    encoder: PackagedEncoder,
) -> None:
    figures = found(
        encoder,
        ASKED,
        {
            "herald": ["In all, 31 people drowned in the Oldmere ferry disaster."],
            "courier": ["The Oldmere ferry disaster drowned 47 people, survivors say."],
            "guide": ["The ferry port of Oldmere has 9,000 people."],
        },
    )
    assert figures is not None
    assert figures.disagreement
    assert {version.low for version in figures.versions} == {31, 47}


def version(
    low: float = 0,
    high: float | None = None,
    bound: str = EXACT,
    *,
    kind: str = COUNT,
    unit: str = "",
    date: str = "",
    is_part: bool = False,
) -> Version:
    last = low if high is None else high
    return Version(kind, low, last, unit, bound, date, (0,), (0, 1), 0.5, "", "", is_part)


def hours(number: float) -> Version:
    return version(number, kind=DURATION, unit="hour")


def days(number: float) -> Version:
    return version(number, kind=DURATION, unit="day")


@pytest.mark.parametrize(
    ("one", "other", "may_be"),
    [
        (version(991), version(1000, bound=ABOUT), True),
        (version(16), version(17), False),
        (version(16), version(64, bound=AT_LEAST), False),
        (version(70), version(64, bound=AT_LEAST), True),
        (version(70), version(64, bound=AT_MOST), False),
        (version(13), version(12, 15, RANGE), True),
        (version(16), version(12, 15, RANGE), False),
        (version(16), version(17, kind=MONEY), True),
        (hours(72), days(3), True),
        (hours(70), days(3), True),
        (hours(72), days(5), False),
        (hours(70), hours(72), False),
        (version(kind=DATE, date="1954"), version(kind=DATE, date="1954-03"), True),
        (version(kind=DATE, date="1954"), version(kind=DATE, date="1961"), False),
    ],
)
def test_values_leave_each_other_the_room_they_say(
    one: Version, other: Version, may_be: bool
) -> None:
    assert may_both_be_right(one, other) is may_both_be_right(other, one) is may_be


def test_a_part_and_its_whole_are_typed() -> None:
    part, whole = version(8, is_part=True), version(19)
    assert (relations(part, whole), relations(whole, part)) == ((PART,), (WHOLE,))
