"""Every version of a value, and when versions disagree."""

from collections.abc import Mapping, Sequence

import numpy as np
import pytest

from corpus.model import Passage
from corpus.words import words
from embeddings.packaged import PackagedEncoder
from retrieval.figures.grouping import Figures, to_search_for, versions
from retrieval.figures.values import AT_LEAST
from retrieval.figures.versions import (
    BOUND,
    EARLIER,
    LATER,
    OFFICIAL,
    UNOFFICIAL,
    relations,
)
from retrieval.ranking import Sentence
from retrieval.search import Hit

ASKED = "How many people drowned in the Oldmere ferry disaster?"


def found(
    encoder: PackagedEncoder,
    question: str,
    told: Mapping[str, Sequence[str]],
    *,
    published: Mapping[str, str] | None = None,
    language: str = "en",
) -> Figures | None:
    """The versions that documents give, each sentence a passage of its own."""
    sentences = [
        sentence(encoder, question, document, i, text, language)
        for document, texts in told.items()
        for i, text in enumerate(texts)
    ]
    sentences.sort(key=lambda s: -s.score)
    dates = published or {}
    return versions(
        question,
        sentences,
        encoder.encode_questions,
        lambda s: dates.get(s.hit.passage.document_id),
    )


def sentence(
    encoder: PackagedEncoder, question: str, document: str, number: int, text: str, language: str
) -> Sentence:
    is_known = language == "en"
    asked, said = set(words(question)), set(words(text))
    share = len(asked & said) / len(asked)
    vectors = encoder.encode_questions([question, text])
    product = float(np.dot(vectors[0], vectors[1])) if is_known else 0.0
    passage = Passage(
        f"{document}-{number}", document, 0, len(text), ((0, len(text)),), None, 1, language
    )
    hit = Hit(passage, "", share, product if is_known else None, share + product)
    features = (share, product, product, share, share, 0.0, 0.0, share, 0.0, 0.0, 0.0)
    return Sentence(hit, 0, 0, len(text), features, text, False, score=share + product)


def numbers(figures: Figures | None) -> set[float]:
    assert figures is not None
    return {version.low for version in figures.versions}


@pytest.mark.model
def test_a_number_in_words_and_in_digits_is_one_version(encoder: PackagedEncoder) -> None:
    figures = found(
        encoder,
        ASKED,
        {
            "herald": ["In all, 31 people drowned in the Oldmere ferry disaster."],
            "courier": ["Thirty-one people drowned in the Oldmere ferry disaster."],
        },
    )
    assert figures is not None
    assert not figures.disagreement
    assert [(v.low, len(v.sentences)) for v in figures.versions] == [(31, 2)]


@pytest.mark.model
def test_a_bound_beyond_the_number_disagrees_and_is_typed(encoder: PackagedEncoder) -> None:
    figures = found(
        encoder,
        ASKED,
        {
            "herald": ["In all, 31 people drowned in the Oldmere ferry disaster."],
            "courier": ["At least 80 people drowned in the Oldmere ferry disaster."],
        },
    )
    assert figures is not None
    assert figures.disagreement
    by_number = {version.low: version for version in figures.versions}
    assert by_number[80].bound == AT_LEAST
    assert relations(by_number[80], by_number[31]) == (BOUND,)


@pytest.mark.model
def test_what_else_a_sentence_counts_is_no_version(encoder: PackagedEncoder) -> None:
    figures = found(
        encoder,
        ASKED,
        {
            "herald": [
                "In all, 31 people drowned in the Oldmere ferry disaster, and 9 cows were saved.",
                "The ferry of 1968 had 2 decks and cost $40,000.",
            ],
            "courier": ["Tickets for the 14 boats on Lake Sorrow cost 3 crowns in 1971."],
        },
    )
    assert figures is not None
    assert not figures.disagreement
    assert numbers(figures) == {31}


@pytest.mark.model
def test_one_sentence_does_not_disagree_with_itself(encoder: PackagedEncoder) -> None:
    text = "In the Oldmere ferry disaster 31 people drowned, or 47 people drowned, no one knows."
    figures = found(encoder, ASKED, {"herald": [text]})
    assert figures is not None
    assert not figures.disagreement


@pytest.mark.model
def test_hours_and_days_are_one_length_of_time(encoder: PackagedEncoder) -> None:
    told = {
        "herald": ["The strike at the mill lasted 72 hours."],
        "courier": ["The strike at the mill lasted three days."],
    }
    figures = found(encoder, "How long did the strike at the mill last?", told)
    assert figures is not None
    assert not figures.disagreement
    assert len(figures.versions) == 1


@pytest.mark.model
@pytest.mark.parametrize("question", ["Who steered the ferry?", "Why did the ferry sink?"])
def test_a_question_about_no_value_has_no_figures(encoder: PackagedEncoder, question: str) -> None:
    assert found(encoder, question, {"herald": ["The ferry sank with 31 people."]}) is None


@pytest.mark.model
def test_nothing_that_gives_the_value_has_no_figures(encoder: PackagedEncoder) -> None:
    assert found(encoder, ASKED, {"herald": ["The ferry to Oldmere was painted green."]}) is None


@pytest.mark.model
def test_who_and_when_are_read_from_the_sentence_or_its_document(
    encoder: PackagedEncoder,
) -> None:
    figures = found(
        encoder,
        ASKED,
        {
            "herald": ["Officials say 31 people drowned in the Oldmere ferry disaster."],
            "courier": ["Eyewitnesses say 47 people drowned in the Oldmere ferry disaster."],
        },
        published={"herald": "1968-07-02", "courier": "1968-07-09"},
    )
    assert figures is not None
    by_number = {version.low: version for version in figures.versions}
    assert relations(by_number[31], by_number[47]) == (EARLIER, OFFICIAL)
    assert relations(by_number[47], by_number[31]) == (LATER, UNOFFICIAL)


@pytest.mark.model
def test_the_likeliest_versions_are_searched_for_in_their_own_words(
    encoder: PackagedEncoder,
) -> None:
    text = "In all, 31 people\ndrowned in the Oldmere ferry disaster."
    one = sentence(encoder, ASKED, "herald", 0, text, "en")
    figures = versions(ASKED, [one], encoder.encode_questions)
    assert figures is not None
    assert to_search_for(figures, [one]) == [text.replace("\n", " ")]
