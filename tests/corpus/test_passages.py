from hypothesis import given
from hypothesis import strategies as st

from corpus.canonical import canonical_text
from corpus.model import Passage, Reading
from corpus.passages import (
    MAX_SENTENCE_CHARACTERS,
    MAX_WORDS,
    MIN_QUOTABLE_CHARACTERS,
    SHORT_WORDS,
    passages,
)
from corpus.sentences import sentence_spans
from tests.corpus.making import reading, texts

pages = st.lists(
    st.sampled_from(
        ["The barn burned down. ", "Yes. ", "Its owner built a smaller one from stone that year. ",
         "word " * 45 + "ends here. ", "long " * 130 + "stops. ", "x" * 2500 + " ", "Subscribe\n",
         "The well at noon", "Ann Hale:\n", "· \n", "\n", "\n\n", "\n\n"]
    ),
    max_size=20,
).map("".join)  # fmt: skip


def cut(text: str, language: str = "en") -> tuple[Reading, list[Passage]]:
    found = reading(text)
    return found, passages(found, found.sha256, language)


def slices(text: str) -> list[str]:
    found, made = cut(text)
    return [found.text[passage.start : passage.end] for passage in made]


@given(pages)
def test_every_quotable_sentence_is_in_one_passage_in_order(text: str) -> None:
    found, made = cut(text)
    expected = [
        (part.start + start, part.start + end)
        for part in found.segments
        if part.kind == "text"
        for start, end in sentence_spans(found.text[part.start : part.end], "en")
        if end - start >= MIN_QUOTABLE_CHARACTERS
    ]
    whole = [span for span in expected if span[1] - span[0] <= MAX_SENTENCE_CHARACTERS]
    sentences = [span for passage in made for span in passage.sentences]
    assert sentences == sorted(sentences)
    assert [span for span in sentences if span in set(expected)] == whole


@given(pages)
def test_passages_are_slices_in_order_that_begin_and_end_with_words(text: str) -> None:
    found, made = cut(text)
    reached = 0
    for passage in made:
        assert reached <= passage.start < passage.end <= len(found.text)
        words = found.text[passage.start : passage.end]
        assert words == words.strip()
        assert passage.sentences
        assert all(passage.start <= a < b <= passage.end for a, b in passage.sentences)
        reached = passage.end


@given(pages)
def test_no_passage_reaches_across_a_heading_or_furniture(text: str) -> None:
    found, made = cut(text)
    walls = [part for part in found.segments if part.kind in ("heading", "furniture")]
    assert not [
        (passage, wall)
        for passage in made
        for wall in walls
        if passage.start < wall.end and wall.start < passage.end
    ]


@given(pages)
def test_a_passage_is_small_unless_it_is_one_sentence(text: str) -> None:
    found, made = cut(text)
    for passage in made:
        words = found.text[passage.start : passage.end].split()
        whole = passage.sentences == ((passage.start, passage.end),)
        assert len(words) <= MAX_WORDS or whole


@given(pages)
def test_no_sentence_is_longer_than_the_limit(text: str) -> None:
    _, made = cut(text)
    spans = [span for passage in made for span in passage.sentences]
    assert all(end - start <= MAX_SENTENCE_CHARACTERS for start, end in spans)


@given(pages)
def test_the_line_of_a_passage_is_where_it_begins(text: str) -> None:
    found, made = cut(text)
    for passage in made:
        assert passage.line == found.text[: passage.start].count("\n") + 1


@given(texts)
def test_any_text_can_be_cut(text: str) -> None:
    found, made = cut(f"{canonical_text(text)} The barn burned down.")
    assert {passage.document_id for passage in made} == {found.sha256}


def test_ids_are_made_from_the_document_and_the_place_alone() -> None:
    found, made = cut("The barn burned down.\n\nSubscribe\n\nThe well is deep enough.")
    again = passages(found, found.sha256, "ru")
    elsewhere = passages(found, "another document", "en")
    assert [passage.id for passage in again] == [passage.id for passage in made]
    assert len({passage.id for passage in made + elsewhere}) == 4
    assert {passage.number for passage in made} == {0}


def test_a_long_run_without_stops_is_cut_at_white_space() -> None:
    text = "word " * 1000
    found, made = cut(text)
    pieces = [found.text[start:end] for passage in made for start, end in passage.sentences]
    assert " ".join(pieces) == text.strip()
    assert max(map(len, pieces)) == MAX_SENTENCE_CHARACTERS - 1


def test_a_word_without_end_is_cut_at_the_limit() -> None:
    _, made = cut("x" * 5000 + " and more words follow until there are twelve of them here now")
    lengths = [end - start for passage in made for start, end in passage.sentences]
    assert lengths[:2] == [MAX_SENTENCE_CHARACTERS] * 2


def test_short_paragraphs_share_a_passage_and_long_ones_do_not() -> None:
    long = "The barn burned down in a dry autumn, and nobody came. " * 3
    assert len(long.split()) > SHORT_WORDS
    assert len(slices("Did it rain here?\n\nIt did not, said Ann.")) == 1
    assert len(slices(f"{long}\n\n{long}")) == 2
    assert len(slices(f"{long}\n\nIt did not, said Ann.")) == 1


def test_a_heading_is_kept_with_what_it_heads() -> None:
    _, made = cut(
        "The first well\n\nIt is quite deep.\n\n"
        "The barn\n\nIt burned in May.\n\n·\n\nIt is all gone."
    )
    assert [passage.heading for passage in made] == ["The first well", "The barn", "The barn"]


def test_a_speaker_and_a_short_answer_are_kept_and_not_quoted() -> None:
    found, (passage,) = cut("ANN:\nYes. I saw the barn burn that night.")
    assert found.text[passage.start : passage.end] == found.text
    quotable = [found.text[start:end] for start, end in passage.sentences]
    assert quotable == ["I saw the barn burn that night."]


def test_what_holds_nothing_quotable_has_no_passage() -> None:
    assert slices("Subscribe\n\nYes. No.\n\nThe well at noon\n\n·") == []


def test_text_without_spaces_is_cut_into_small_passages_too() -> None:
    _, made = cut("秋天人们用木板把它盖上，免得树叶掉进去。" * 60, "zh")
    assert len(made) > 4
    assert max(passage.end - passage.start for passage in made) <= 2 * MAX_WORDS
    assert sum(len(passage.sentences) for passage in made) == 60
