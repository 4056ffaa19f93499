from dataclasses import FrozenInstanceError, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.errors import QuoteNotVerbatim
from retrieval.model import Answer, Copy, Place, Quote, Slice, Speaker
from tests.retrieval.pages import Pages, cut, document

TEXT = "The mill burned down. Nobody was hurt."
PAGES = Pages({"d": TEXT})
PLACE = Place("Fires", 3)


def test_a_quote_is_a_slice_of_its_document() -> None:
    quote = cut(PAGES, "d", 0, 21)
    assert quote.text == TEXT[0:21] == "The mill burned down."


@given(st.text(min_size=1), st.data())
def test_any_slice_is_cut_as_it_stands(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    assert cut(Pages({"d": text}), "d", start, end).text == text[start:end]


def test_a_quote_cannot_be_made_without_cutting() -> None:
    with pytest.raises(QuoteNotVerbatim, match=r"Quote\.cut"):
        Quote(document("d"), 0, 21, TEXT[:21], (0, 21), PLACE, 0.5)


@pytest.mark.parametrize(
    "text",
    [
        "The mill burned down!",
        "The Mill burned down.",
        "The mill burned down",
        "The mill burned down. ",
        "Тhe mill burned down.",
        "",
    ],
)
def test_altered_text_is_no_quote(text: str) -> None:
    with pytest.raises(QuoteNotVerbatim):
        replace(cut(PAGES, "d", 0, 21), text=text)


@pytest.mark.parametrize(("start", "end"), [(1, 21), (0, 20), (1, 22)])
def test_moved_offsets_are_no_quote(start: int, end: int) -> None:
    with pytest.raises(QuoteNotVerbatim):
        replace(cut(PAGES, "d", 0, 21), start=start, end=end, key=(start, end))


@pytest.mark.parametrize(("start", "end"), [(5, 5), (9, 3), (0, 39), (38, 50), (100, 120)])
def test_there_is_nothing_to_cut_outside_of_the_text(start: int, end: int) -> None:
    with pytest.raises(QuoteNotVerbatim):
        cut(PAGES, "d", start, end, key=(start, end))


def test_a_document_that_is_not_there_cannot_be_quoted() -> None:
    with pytest.raises(QuoteNotVerbatim):
        cut(PAGES, "gone", 0, 21)


def test_the_error_names_document_and_offsets() -> None:
    with pytest.raises(QuoteNotVerbatim, match=r"^d\.md \[0:21\] is not what the quote says$"):
        cut(PAGES, "d", 0, 21).check(Pages({"d": TEXT.replace("mill", "inn")}))


@pytest.mark.parametrize("key", [(0, 22), (-1, 5), (5, 5), (9, 3), (21, 30)])
def test_the_key_sentence_stands_in_the_quote(key: tuple[int, int]) -> None:
    with pytest.raises(QuoteNotVerbatim, match="key sentence"):
        cut(PAGES, "d", 0, 21, key=key)


@pytest.mark.parametrize("key", [(0, 21), (4, 8), (20, 21)])
def test_the_key_sentence_may_be_all_or_part_of_it(key: tuple[int, int]) -> None:
    assert cut(PAGES, "d", 0, 21, key=key).key == key


def test_a_quote_is_checked_again_against_a_changed_document() -> None:
    quote = cut(PAGES, "d", 22, 38)
    quote.check(PAGES)
    with pytest.raises(QuoteNotVerbatim):
        quote.check(Pages({"d": "x" + TEXT}))
    with pytest.raises(QuoteNotVerbatim):
        quote.check(Pages({}))


def test_a_quote_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        cut(PAGES, "d", 0, 21).text = "The inn burned down."  # type: ignore[misc]


def test_equal_cuts_are_equal_quotes() -> None:
    assert cut(PAGES, "d", 0, 21) == cut(Pages({"d": TEXT}), "d", 0, 21)
    assert cut(PAGES, "d", 0, 21) != cut(PAGES, "d", 0, 20)


def test_a_quote_does_not_show_where_it_was_cut_from() -> None:
    assert "Pages" not in repr(cut(PAGES, "d", 0, 21))


def test_an_answer_without_quotes_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="at least one quote"):
        Answer("Who?", (), 0.9)


def test_an_answer_holds_its_quotes_in_order() -> None:
    quotes = (cut(PAGES, "d", 22, 38), cut(PAGES, "d", 0, 21))
    answer = Answer("What happened?", quotes, 0.9)
    assert answer.quotes == quotes
    assert answer.disagreement is False


def test_a_place_reads_as_a_person_says_it() -> None:
    assert str(PLACE) == "Fires, line 3"
    assert str(Place(None, 3)) == "line 3"


def test_copies_are_kept_with_the_quote() -> None:
    copy = Copy("other.md", 4, 25)
    quote = Quote.cut(
        PAGES, document("d"), 0, 21, key=(0, 21), place=PLACE, score=0.5, copies=(copy,)
    )
    assert quote.copies == (copy,)


def said_by(name: Slice, role: Slice | None = None, asked: Slice | None = None) -> Quote:
    speaker = Speaker(name, role, asked)
    return replace(cut(PAGES, "d", 22, 38), speaker=speaker)


def test_a_speaker_is_named_in_the_words_of_the_document() -> None:
    quote = said_by(Slice(4, 8, "mill"), Slice(0, 3, "The"), Slice(9, 20, "burned down"))
    assert quote.speaker is not None
    assert [part.text for part in quote.speaker.slices] == ["mill", "The", "burned down"]


@pytest.mark.parametrize("wrong", [Slice(4, 8, "Mill"), Slice(4, 9, "mill"), Slice(4, 4, "")])
def test_no_part_of_a_speaker_is_other_than_in_the_document(wrong: Slice) -> None:
    right = Slice(4, 8, "mill")
    for parts in ((wrong,), (right, wrong), (right, None, wrong)):
        with pytest.raises(QuoteNotVerbatim, match=r"d\.md \[4:\d\] .*speaker"):
            said_by(*parts)
