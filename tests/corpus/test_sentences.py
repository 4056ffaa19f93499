import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from corpus.sentences import sentence_spans
from tests.corpus.making import texts

LANGUAGES = st.sampled_from(["en", "ru", "kk", "tr", "de", "zh", "ar", "hi", "", "xx", "pt-BR"])
stops = st.lists(
    st.sampled_from(
        ["A", "b", "Ж", "жы", "12", ".", "...", "…", "!", "?", "。", "؟", "।", '"', "«", "»",
         "(", ")", "’", "[4]", "¹", "🙂", "\n", "\n\n", "\r\n", "\t", " ", "  ", "\u00a0", "\u3000",
         "—", "- ", "г.", "т. д.", "Mr.", "U.S.", "İ", "\ud800", ":", ";"]
    ),
    max_size=20,
).map("".join)  # fmt: skip


def split(text: str, language: str) -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text, language)]


@given(stops | texts, LANGUAGES)
def test_spans_are_in_order_and_trimmed(text: str, language: str) -> None:
    reached = 0
    for start, end in sentence_spans(text, language):
        assert reached <= start < end <= len(text)
        assert text[start:end] == text[start:end].strip()
        reached = end


@given(stops | texts, LANGUAGES)
def test_spans_leave_out_nothing_but_white_space(text: str, language: str) -> None:
    kept = "".join(split(text, language))
    assert "".join(kept.split()) == "".join(text.split())


@example("a line\n\nthat goes on", "en")
@given(stops, LANGUAGES)
def test_an_empty_line_always_ends_a_sentence(text: str, language: str) -> None:
    assert all("\n\n" not in sentence for sentence in split(text, language))


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        ("en", ["The curfew ran from 23.00 to 7.00 in the town.", "Buses stopped at dusk."]),
        ("en", ["He left the U.S. in May.", "His sister stayed."]),
        ("en", ["The U.S. Senate met twice.", "It agreed on nothing."]),
        ("en", ["Dr. Hale came at 5 p.m.", "She left at six."]),
        ("en", ["J. K. Hale and M. Orr signed it.", "Nobody else came."]),
        ("en", ["It cost 3.5 million tenge.", "That stands in 2.1.4 of the plan."]),
        ("en", ["See e.g. the map on p. 4 of the plan.", "It is old."]),
        ("en", ["Visit www.example.org/a.b today.", "It is free."]),
        ("ru", ["А. С. Орлов и Б.И. Седов подписали письмо.", "Ответа не было."]),
        ("ru", ["Завод выпустил 1,5 тыс. насосов за год.", "Потом он закрылся."]),
        ("ru", ["Он жил на ул. Садовой в г. Омске.", "Дом снесли в 1990 г.", "Там парк."]),
        ("ru", ["Купили вёдра, верёвки и т. д. для колодца.", "Денег не осталось."]),
        ("kk", ["Қала бюджеті 2,5 млн. теңге болды.", "Ақша жетпеді."]),
        ("de", ["Sie kam am 3. Mai an.", "Er blieb."]),
    ],
)
def test_a_full_stop_inside_a_sentence_does_not_end_it(language: str, sentences: list[str]) -> None:
    assert split(" ".join(sentences), language) == sentences


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        ("en", ['"Come in," she said.', '"The door is open."', "He did not."]),
        ("en", ['He asked "Who is there?" and waited.', "Nobody answered."]),
        ("en", ["It's dry, they said.", "We don't agree.", "The well isn't."]),
        ("ru", ["«Мы уходим», — сказал мастер.", "«Навсегда!»", "И ушёл."]),
        ("en", ["The barn burned down.[4]", "Nobody was hurt.[12][13]", "It was rebuilt."]),
        ("en", ["Really?!", "Nobody told me!!!", "I would have come…", "Or not."]),
        ("en", ["The rope is short. 😀", "The well is deep."]),
    ],
)
def test_quotes_and_marks_stay_with_their_sentence(language: str, sentences: list[str]) -> None:
    assert split(" ".join(sentences), language) == sentences


def test_sentences_without_a_space_between_them_are_told_apart() -> None:
    assert split("It was confirmed.The next day it rained.", "en") == [
        "It was confirmed.",
        "The next day it rained.",
    ]
    assert split("水很深。没有人下去过。", "zh") == ["水很深。", "没有人下去过。"]


def test_a_wrapped_line_goes_on_and_a_list_does_not() -> None:
    assert split("A wrapped line goes\non in the next one. It stops.", "en") == [
        "A wrapped line goes\non in the next one.",
        "It stops.",
    ]
    assert split("What is there:\n- one pump\n- two wells", "en") == [
        "What is there:",
        "- one pump",
        "- two wells",
    ]


def test_a_region_is_no_other_language() -> None:
    text = "Er kam am 3. Mai an. Sie blieb."
    assert sentence_spans(text, "DE-at") == sentence_spans(text, "de")


@pytest.mark.parametrize("text", ["", " \n\t ", "\n\n\n"])
def test_blank_text_has_no_sentence(text: str) -> None:
    assert sentence_spans(text, "en") == []


def test_one_very_long_line_is_split_like_any_other() -> None:
    sentences = [f'The "well no. {i}" isn\'t deep.' for i in range(3000)]
    assert split(" ".join(sentences), "en") == sentences
