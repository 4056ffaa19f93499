"""When a version is from, and which sentence stands for it."""

import pytest

from embeddings.packaged import PackagedEncoder
from retrieval.figures.versions import first_date
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
