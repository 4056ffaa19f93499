"""When versions of a value disagree."""

import pytest

from embeddings.packaged import PackagedEncoder
from tests.retrieval.figures.test_grouping import ASKED, found, numbers


@pytest.mark.model
def test_a_sentence_that_gives_both_values_opposes_neither(encoder: PackagedEncoder) -> None:
    figures = found(
        encoder,
        ASKED,
        {
            "herald": ["In all, 31 people drowned in the Oldmere ferry disaster."],
            "courier": [
                "Not 31 people drowned in the Oldmere ferry disaster, but 47 people drowned."
            ],
        },
    )
    assert figures is not None
    assert numbers(figures) == {31, 47}
    assert not figures.disagreement


@pytest.mark.model
def test_those_who_say_the_same_in_other_words_disagree(encoder: PackagedEncoder) -> None:
    figures = found(
        encoder,
        "How many people died in Oldmere?",
        {
            "herald": ["In Oldmere 31 people died, the county council found."],
            "courier": ["That brings the number of people dead in Oldmere to 47."],
        },
    )
    assert figures is not None
    assert figures.disagreement
    assert numbers(figures) == {31, 47}


@pytest.mark.model
@pytest.mark.parametrize(
    "texts",
    [
        ["31 people drowned, officials say.", "Relatives speak of 47 drowned."],
        ["Officials say that 31 people drowned, but relatives say that 47 people drowned."],
    ],
)
def test_one_document_may_say_who_gives_which_value(
    encoder: PackagedEncoder, texts: list[str]
) -> None:
    figures = found(encoder, "How many people drowned?", {"herald": texts})
    assert figures is not None
    assert figures.disagreement
    assert numbers(figures) == {31, 47}


@pytest.mark.model
def test_until_when_something_lasts_is_told_apart_by_that_word(encoder: PackagedEncoder) -> None:
    figures = found(
        encoder,
        "До какого числа действует запрет?",
        {
            "vestnik": ["Запрет продлён до 20 июня."],
            "golos": ["Запрет будет действовать до 25 июня."],
        },
        language="ru",
    )
    assert figures is not None
    assert figures.disagreement


@pytest.mark.model
def test_dates_that_cannot_be_one_disagree(encoder: PackagedEncoder) -> None:
    figures = found(
        encoder,
        "When did the Oldmere paper mill close?",
        {
            "herald": ["The Oldmere paper mill closed in March 1987."],
            "courier": ["The Oldmere paper mill closed on 4 May 1991."],
        },
    )
    assert figures is not None
    assert figures.disagreement
    assert {version.date for version in figures.versions} == {"1987-03", "1991-05-04"}


@pytest.mark.model
def test_a_less_precise_date_does_not_disagree(encoder: PackagedEncoder) -> None:
    figures = found(
        encoder,
        "When did the Oldmere paper mill close?",
        {
            "herald": ["The Oldmere paper mill closed in 1991."],
            "courier": ["The Oldmere paper mill closed on 4 May 1991."],
        },
    )
    assert figures is not None
    assert not figures.disagreement


@pytest.mark.model
def test_russian_versions_are_told_apart_by_words_alone(encoder: PackagedEncoder) -> None:
    figures = found(
        encoder,
        "Сколько человек утонуло при крушении парома?",
        {
            "vestnik": ["При крушении парома утонуло тридцать один человек."],
            "golos": ["При крушении парома утонуло 47 человек."],
        },
        language="ru",
    )
    assert figures is not None
    assert figures.disagreement
    assert numbers(figures) == {31, 47}


@pytest.mark.model
def test_documents_that_give_other_numbers_disagree(encoder: PackagedEncoder) -> None:
    figures = found(
        encoder,
        ASKED,
        {
            "herald": ["In all, 31 people drowned in the Oldmere ferry disaster."],
            "courier": ["The Oldmere ferry disaster drowned 47 people, survivors say."],
        },
    )
    assert figures is not None
    assert figures.disagreement
    assert numbers(figures) == {31, 47}
