import pytest
import Stemmer
from hypothesis import given

from corpus.words import SNOWBALL, beginnings, count_words, question_words, stems, words
from tests.corpus.making import texts


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The wells' depth: 3.5 m", ["the", "wells", "depth", "3", "5", "m"]),
        ("İSTANBUL'da ISPARTA ılık", ["istanbul", "da", "isparta", "ılık"]),
        ("Ёлка и Йод", ["ёлка", "и", "йод"]),
        ("й\u0301 замо\u0301к", ["й", "замок"]),  # the stress mark of dictionaries
        ("cafe\u0301", ["café"]),
        ("水很深", ["水很", "很深"]),
        ("水", ["水"]),
        ("カタカナ", ["カタ", "タカ", "カナ"]),
        ("ไทย", ["ไทย"]),
        ("ประเทศ", ["ประ", "ระเ", "ะเท", "เทศ"]),
        ("पानी गहरा है", ["पानी", "गहरा", "है"]),
        ("שָׁלוֹם עולם", ["שָׁלוֹם", "עולם"]),
        ('a OR b* NOT NEAR("c", 2) ^d:', ["a", "or", "b", "not", "near", "c", "2", "d"]),
        ("🙂 — « » … \0", []),
        ("", []),
    ],
)
def test_the_words_of_a_text(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@given(texts)
def test_words_hold_no_space_and_no_syntax(text: str) -> None:
    assert all(word and not set(word) & set(" \t\n\"'*:^(){}+") for word in words(text))


@pytest.mark.parametrize(
    ("language", "forms", "stem"),
    [
        ("en", ["well", "wells", "Wells"], "well"),
        ("ru", ["колодцами", "колодцев"], "колодц"),
        ("tr", ["kuyular", "kuyuları"], "kuyu"),
        ("de", ["Häuser", "Haus"], "haus"),
        ("kk", ["құдықтардың", "құдықтан"], "құдықт"),  # no stemmer: the first six letters
    ],
)
def test_forms_of_a_word_share_a_stem(language: str, forms: list[str], stem: str) -> None:
    assert set(stems(" ".join(forms), language)) == {stem}


def test_a_stem_stands_for_each_word_in_order() -> None:
    assert stems("The wells were deep", "en") == ["the", "well", "were", "deep"]


def test_every_language_of_snowball_is_used() -> None:
    left_out = {"porter", "dutch_porter", "lovins"}  # other rules for languages that are there
    assert set(Stemmer.algorithms()) - left_out == set(SNOWBALL.values())


def test_a_beginning_is_four_letters() -> None:
    assert beginnings("Колодцами a wells") == ["коло", "a", "well"]


def test_a_question_is_stemmed_by_every_language_of_the_library() -> None:
    (word,) = question_words("Running!", ["en", "de", "kk"])
    assert word.stems == ("runnin", "running", "run")
    assert word.beginning == "runn"


def test_words_with_the_same_stems_are_asked_for_once() -> None:
    asked = question_words("well Wells well", ["en"])
    assert [word.stems for word in asked] == [("well",)]


def test_unknown_languages_fall_back_to_first_letters() -> None:
    assert question_words("Колодцами", ["kk", ""]) == question_words("Колодцами", [])
    assert question_words("Колодцами", [])[0].stems == ("колодц",)


@pytest.mark.parametrize("question", ["", "?!", "🙂", '"" * ()'])
def test_a_question_without_words_asks_for_nothing(question: str) -> None:
    assert question_words(question, ["en", "ru"]) == ()


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("The well is deep.", 4),
        ("水很深。没有人下去过。", 5),
        ("ประเทศไทย", 5),
        ("井 well", 2),
        ("", 0),
    ],
)
def test_scripts_without_spaces_have_words_too(text: str, count: int) -> None:
    assert count_words(text) == count
