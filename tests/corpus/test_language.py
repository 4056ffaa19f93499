import pytest

from corpus.language import detect_language
from tests.corpus.making import KOLODEZ, QUDYQ, WELL


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (WELL, "en"),
        (KOLODEZ, "ru"),
        (QUDYQ, "kk"),
        ("Колодязь викопали навесні всім селом, і ніхто не просив грошей.", "uk"),
        ("Kuyuyu ilkbaharda bütün köy kazdı ve kimse para istemedi.", "tr"),
        ("Den Brunnen grub das ganze Dorf im Frühjahr, ohne Geld zu verlangen.", "de"),
        ("El pozo lo cavó todo el pueblo en primavera y nadie pidió dinero.", "es"),
        ("Le puits fut creusé au printemps par tout le village, sans argent.", "fr"),
    ],
)
def test_a_sentence_or_two_tell_the_language(text: str, language: str) -> None:
    assert detect_language(text) == language


@pytest.mark.parametrize("text", ["", "ok", "well well", "12 34 | 56", "a 1 b 2 c 3 4 5 " * 9])
def test_too_few_letters_tell_nothing(text: str) -> None:
    assert detect_language(text) == ""


def test_only_the_beginning_of_a_long_text_is_looked_at() -> None:
    assert detect_language(WELL * 70 + KOLODEZ * 2000) == "en"
