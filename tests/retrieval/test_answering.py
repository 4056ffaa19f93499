from contextlib import closing
from dataclasses import replace

import pytest

from corpus.cutting import cut_document
from corpus.model import Landmark, Section, Source
from corpus.readers import plain_text
from corpus.writer import LibraryWriter
from retrieval.answering import MAX_QUESTION, checked_question
from retrieval.errors import BadQuestion
from retrieval.layout import library_path
from retrieval.model import FACT_NOT_FOUND, NOTHING_SIMILAR, Answer, Copy, Quote, Refusal
from retrieval.weights import Weights, load_weights
from tests.retrieval.homes import Home
from tests.retrieval.notes import notes, records

TOWN = """# Town news

The market was quiet that week.

## Fires

The mill burned down in March 1907. Nobody was hurt by the fire.

Bees were kept behind the monastery.
"""


def certain(threshold: float = 0.0, similar: float = 0.3) -> Weights:
    """Weights that answer from this confidence on."""
    return replace(load_weights(), threshold=threshold, similar=similar)


def answer(home: Home, question: str, quotes: int = 3) -> Answer:
    result = home.answerer(certain()).answer(question, quotes)
    assert isinstance(result, Answer)
    return result


def refusal(home: Home, question: str, similar: float = 0.3) -> Refusal:
    result = home.answerer(certain(threshold=1.1, similar=similar)).answer(question)
    assert isinstance(result, Refusal)
    return result


def whole(home: Home, quote: Quote) -> str:
    return home.library().text(quote.document.id)


def test_the_answer_quotes_the_words_that_answer(shelf: Home) -> None:
    shelf.ingest({"town.md": TOWN})
    quote = answer(shelf, "When did the mill burn down?").quotes[0]
    assert quote.text.startswith("The mill burned down in March 1907.")
    assert TOWN[quote.start : quote.end] == quote.text
    assert TOWN[slice(*quote.key)] == "The mill burned down in March 1907."


def test_a_quote_says_where_it_stands(shelf: Home) -> None:
    shelf.ingest({"news/town.md": TOWN})
    quote = answer(shelf, "When did the mill burn down?").quotes[0]
    assert (quote.document.name, str(quote.place)) == ("news/town.md", "Fires, line 7")


def test_a_quote_says_in_which_section_it_stands_and_by_which_landmark(shelf: Home) -> None:
    """As a reader of paged files states them."""
    shelf.ingest({"town.txt": TOWN, "town.meta.yaml": "title: The year 1907\npublisher: Press"})
    fire = TOWN.index("The mill")
    path = library_path(shelf.folder)
    with closing(LibraryWriter(path)) as writer, writer.transaction():
        parted = replace(
            next(iter(plain_text.read(shelf.texts / "town.txt"))),
            sections=(Section(fire, len(TOWN), Source(author="Ann Hale")),),
            landmarks=(Landmark(0, "page 1"), Landmark(fire, "page 2")),
        )
        writer.save_document(parted, cut_document(parted, Source()))
    quote = answer(shelf, "When did the mill burn down?").quotes[0]
    assert quote.section == Section(fire, len(TOWN), Source(author="Ann Hale"))
    assert quote.source == Source("The year 1907", "Press", "Ann Hale")
    assert quote.place.landmark == "page 2"
    market = answer(shelf, "Was the market quiet?").quotes[0]
    assert (market.section, market.source.author) == (None, None)
    assert str(market.place).endswith("page 1, line 3")


def test_the_line_is_that_of_the_quote_not_of_its_passage(shelf: Home) -> None:
    lines = ["The market was quiet.", "", "Bees flew.", "The mill burned down.", "Dogs slept."]
    shelf.ingest({"a.txt": "\n".join(lines)})
    quote = answer(shelf, "the mill burned").quotes[0]
    assert whole(shelf, quote).split("\n")[quote.place.line - 1].startswith(quote.text[:10])


@pytest.mark.parametrize("limit", [1, 2, 3, 6])
def test_at_most_as_many_quotes_as_asked_for(shelf: Home, limit: int) -> None:
    shelf.ingest({"notes.jsonl": records(notes(60))})
    assert len(answer(shelf, "Who drew the mill?", limit).quotes) == limit


def test_the_best_quote_comes_first(shelf: Home) -> None:
    shelf.ingest({"notes.jsonl": records(notes(60))})
    scores = [quote.score for quote in answer(shelf, "Who drew the mill of Brask?", 6).quotes]
    assert scores == sorted(scores, reverse=True)
    assert 0 < sum(scores) <= 1


def test_the_same_question_has_the_same_answer(shelf: Home) -> None:
    shelf.ingest({"notes.jsonl": records(notes(60))})
    answerer = shelf.answerer()
    assert answerer.answer("Who drew the mill?") == answerer.answer("Who drew the mill?")


def test_space_around_a_question_is_dropped(shelf: Home) -> None:
    shelf.ingest({"town.md": TOWN})
    assert answer(shelf, "  When did it burn?\n").question == "When did it burn?"


def test_the_same_words_in_another_document_are_listed_as_a_copy(shelf: Home) -> None:
    shelf.ingest(
        {"a.md": "The mill burned down.\n", "b/c.md": "# Copied\n\nThe mill burned down!\n"}
    )
    (quote,) = answer(shelf, "What happened to the mill?").quotes
    (copy,) = quote.copies
    assert {quote.document.name, copy.document} == {"a.md", "b/c.md"}
    other = shelf.library().find(copy.document)
    text = shelf.library().text(other.id, copy.start, copy.end)
    assert text.strip(".!") == quote.text.strip(".!") == "The mill burned down"
    assert copy == Copy(copy.document, copy.start, copy.start + len(text))


def test_a_refusal_shows_what_came_nearest_as_quotes(shelf: Home) -> None:
    shelf.ingest({"town.md": TOWN})
    refused = refusal(shelf, "When did the mill burn down?")
    assert refused.reason == FACT_NOT_FOUND
    quote = refused.considered[0]
    assert whole(shelf, quote)[quote.start : quote.end] == quote.text


def test_a_question_about_something_else_has_nothing_similar(shelf: Home) -> None:
    shelf.ingest({"town.md": TOWN})
    refused = refusal(shelf, "Xylophone zebras quarrel?", similar=0.9)
    assert refused.reason == NOTHING_SIMILAR


def test_a_library_without_sentences_refuses(shelf: Home) -> None:
    shelf.ingest({"a.md": "Hi.\n"})
    result = shelf.answerer().answer("When did the mill burn down?")
    assert result == Refusal("When did the mill burn down?", NOTHING_SIMILAR, (), 0.0)


@pytest.mark.parametrize("threshold", [0.0, 0.3, 0.6, 0.9, 1.1])
def test_the_threshold_decides_between_answer_and_refusal(shelf: Home, threshold: float) -> None:
    shelf.ingest({"town.md": TOWN})
    result = shelf.answerer(certain(threshold)).answer("When did the mill burn down?")
    assert isinstance(result, Answer) == (result.confidence >= threshold)
    assert 0 < result.confidence < 1


def test_what_is_ingested_between_two_questions_is_seen(shelf: Home) -> None:
    shelf.ingest({"town.md": TOWN})
    answerer = shelf.answerer(certain())
    answerer.answer("Who keeps the lighthouse?")
    shelf.ingest({"new.md": "Ruth Amadi keeps the lighthouse of Brask.\n"})
    result = answerer.answer("Who keeps the lighthouse?")
    assert isinstance(result, Answer)
    assert result.quotes[0].text == "Ruth Amadi keeps the lighthouse of Brask."
    (shelf.texts / "new.md").unlink()
    shelf.ingest()
    result = answerer.answer("Who keeps the lighthouse?")
    assert isinstance(result, Answer)
    assert all(quote.document.name == "town.md" for quote in result.quotes)


@pytest.mark.parametrize("text", ["", " ", "\n\t", "?!", "...", "🔥🔥", "\u200b", "—"])
def test_what_has_no_word_is_no_question(shelf: Home, text: str) -> None:
    shelf.ingest({"town.md": TOWN})
    for ask in (shelf.answerer().answer, lambda t: shelf.answerer().search(t, 10)):
        with pytest.raises(BadQuestion, match="pincite ask"):
            ask(text)


@pytest.mark.parametrize("length", [MAX_QUESTION + 1, 10_000])
def test_a_text_too_long_for_a_question_is_said_with_the_limit(length: int) -> None:
    with pytest.raises(BadQuestion, match=rf"has {length:,} characters; the limit is 1,000"):
        checked_question("x" * length)


def test_the_longest_question_is_answered(shelf: Home) -> None:
    shelf.ingest({"town.md": TOWN})
    question = ("mill burn " * 100).strip() + "?"
    assert len(question) == MAX_QUESTION
    assert answer(shelf, question).quotes[0].text.startswith("The mill burned down")


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("🔥 The mill burned down 🏚️ in March 1907.", "🔥 When did the mill burn? 🏚️"),
        ("احترقت الطاحونة القديمة في شهر مارس.", "متى احترقت الطاحونة؟"),
        ("\u200fהטחנה הישנה נשרפה בחודש מרץ.", "מתי נשרפה הטחנה?"),
        ("Ескі диірмен 1907 жылы наурызда өртенді.", "Диірмен қашан өртенді?"),
        ("Старая мельница сгорела в марте 1907 года.", "Когда сгорела мельница?"),
        ("旧水车在三月被大火烧毁了，没有人受伤。", "水车什么时候烧毁了？"),
        ("गाँव की पुरानी चक्की मार्च में जल गई।", "चक्की कब जल गई?"),
    ],
)
def test_any_script_is_asked_and_quoted(shelf: Home, text: str, question: str) -> None:
    shelf.ingest({"notes.jsonl": records([*notes(20), text])})
    quote = answer(shelf, question, 1).quotes[0]
    assert quote.text == text
    assert quote.document.name == "n20"


def test_the_library_that_is_asked_can_be_read(shelf: Home) -> None:
    shelf.ingest({"town.md": TOWN})
    assert [d.name for d in shelf.answerer().library.documents()] == ["town.md"]
