"""Values that are said of another place, another year or another thing."""

from collections.abc import Mapping, Sequence

import pytest

from embeddings.packaged import PackagedEncoder
from retrieval.figures.elsewhere import Whereabouts, whereabouts
from tests.retrieval.figures.test_grouping import found, numbers, sentence

pytestmark = pytest.mark.model

ASKED = "How many houses were flooded in Oldmere?"
NAMING = "In Oldmere, the county town of Arden, 40 houses were flooded in the spring of 1968."


def of(encoder: PackagedEncoder, *texts: str, asked: str = ASKED) -> tuple[Whereabouts, list[bool]]:
    """Where a question is about, and which sentences say their number of somewhere else."""
    said = [sentence(encoder, asked, str(i), 0, text, "en") for i, text in enumerate(texts)]
    where = whereabouts(asked, said, lambda _: None)
    return where, [
        where.is_elsewhere(one, one.text.index("70"), lambda _: None)
        for one in said
        if "70" in one.text
    ]


@pytest.mark.parametrize(
    ("text", "is_elsewhere"),
    [
        ("In Lissa 70 houses were flooded.", True),
        ("On the coast 70 houses were flooded in Lissa.", True),
        ("In the neighbouring valley 70 houses were flooded.", True),
        ("People in neighbouring villages said that 70 houses were flooded.", False),
        ("In 1954 some 70 houses were flooded.", True),
        ("Since 1954 no flood had reached 70 houses.", False),
        ("In Arden 70 houses were flooded.", False),
        ("In Lissa the mayor of Oldmere counted 70 flooded houses.", False),
        ("A spokesman in Lissa said that 70 houses were flooded.", False),
        ("In May 70 houses were flooded.", False),
        ("About 70 houses were flooded.", False),
    ],
)
def test_another_place_or_year_is_told_by_what_stands_beside_the_one_that_is_asked_about(
    encoder: PackagedEncoder, text: str, *, is_elsewhere: bool
) -> None:
    assert of(encoder, NAMING, text)[1] == [is_elsewhere]


def test_what_is_only_named_as_another_place_is_not_meant_where_it_is_not_named(
    encoder: PackagedEncoder,
) -> None:
    aside = "In neighbouring Oldmere 40 houses were flooded."
    assert of(encoder, aside, "About 70 houses were flooded.")[1] == [True]


def test_a_question_that_names_no_place_is_about_all_places(encoder: PackagedEncoder) -> None:
    where, elsewhere = of(
        encoder, NAMING, "In Lissa 70 houses were flooded.", asked="How many houses were flooded?"
    )
    assert (where.names, elsewhere) == (frozenset(), [False])


@pytest.mark.parametrize(
    ("question", "told", "expected"),
    [
        (
            "How many people drowned in Oldmere?",
            {
                "herald": ["In Oldmere 31 people drowned and 80 were injured."],
                "courier": ["The flood in Oldmere drowned 47 people; 12 are missing."],
                "post": ["In neighbouring Lissa 5 people drowned."],
            },
            {31, 47},
        ),
        (
            "How many women drowned in Oldmere?",
            {
                "herald": ["In Oldmere 31 people drowned, 9 of them women."],
                "courier": ["In Oldmere 47 people drowned, among them 20 children."],
            },
            {9, 31, 47},
        ),
        (
            "How many crew were on board the ferry?",
            {
                "herald": ["The ferry had 212 passengers and 34 crew on board."],
                "courier": ["The ferry had 287 passengers on board."],
            },
            {34},
        ),
    ],
)
def test_what_counts_something_else_is_no_version(
    encoder: PackagedEncoder,
    question: str,
    told: Mapping[str, Sequence[str]],
    expected: set[float],
) -> None:
    assert numbers(found(encoder, question, told)) == expected
