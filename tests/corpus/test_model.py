from dataclasses import FrozenInstanceError, replace

import pytest

from corpus.model import Passage, Source

HERE = Passage("id", "document", 100, 130, ((100, 110), (111, 130)), None, 3, "en")
WORDS = "It rained. Nobody came outside"


def test_a_correction_takes_what_is_stated_and_keeps_the_rest() -> None:
    found = Source(title="The well", author="Ann", published="2011")
    correction = Source(author="Ann Hale", url="https://valley.example")
    assert found.corrected_by(correction) == Source(
        title="The well", author="Ann Hale", published="2011", url="https://valley.example"
    )


def test_nothing_stated_corrects_nothing() -> None:
    found = Source(title="The well", language="en")
    assert found.corrected_by(Source()) == found


def test_a_source_cannot_be_changed_in_place() -> None:
    with pytest.raises(FrozenInstanceError):
        Source(title="The well").title = "The barn"  # type: ignore[misc]


def test_hashed_words_have_offsets_of_their_own() -> None:
    hashed = HERE.hashed(WORDS)
    assert hashed.sentences == ((0, 10), (11, 30))
    assert [hashed.text[start:end] for start, end in hashed.sentences] == [
        "It rained.",
        "Nobody came outside",
    ]


def test_the_same_words_have_the_same_hash_wherever_they_stand() -> None:
    elsewhere = Passage("other", "copy", 0, 30, ((0, 10), (11, 30)), "Rain", 1, "ru", number=9)
    assert elsewhere.hashed(WORDS).text_hash == HERE.hashed(WORDS).text_hash


def test_other_words_or_other_sentences_have_another_hash() -> None:
    hashes = {
        HERE.hashed(WORDS).text_hash,
        HERE.hashed(WORDS.lower()).text_hash,
        replace(HERE, sentences=((100, 130),)).hashed(WORDS).text_hash,
    }
    assert len(hashes) == 3
