"""What an answerer says of a value that sources give differently; the real model reads."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from embeddings.packaged import PackagedEncoder, ensure_tokenizer
from retrieval.errors import BadQuestion
from retrieval.model import Answer, Refusal
from retrieval.reader.packaged import PackagedReader
from tests.retrieval.homes import Home

pytestmark = pytest.mark.model

GAZETTE = "The gazette reports that 14 people died when the ferry sank near Arden on Monday."
HERALD = "At least 21 people died when the ferry sank near Arden, the herald wrote on Friday."
LETTER = "My neighbour swears that fourteen people died on the ferry that sank near Arden."
OTHER = "The bakery of Arden sells 300 loaves a day. It was opened by Ines Dario in 1911."
QUESTION = "How many people died when the ferry sank near Arden?"


@pytest.fixture
def home(tmp_path: Path, encoder: PackagedEncoder) -> Iterator[Home]:
    home = Home(tmp_path, encoder)
    yield home
    home.close()


def _compared(home: Home, texts: dict[str, str], question: str = QUESTION) -> Answer:
    home.ingest(texts)
    result = home.answerer().compare(question)
    assert isinstance(result, Answer)
    return result


def test_every_version_is_shown_with_who_gives_it(home: Home) -> None:
    texts = {"gazette.md": GAZETTE, "herald.md": HERALD, "letter.md": LETTER, "other.md": OTHER}
    result = _compared(home, texts)
    said = {
        figure.value: {quote.document.name for quote in figure.quotes} for figure in result.figures
    }
    assert said == {"14": {"gazette.md", "letter.md"}, "21": {"herald.md"}} or said == {
        "fourteen": {"gazette.md", "letter.md"},
        "21": {"herald.md"},
    }
    assert result.disagreement


def test_sources_that_agree_are_counted_by_origin_and_do_not_disagree(home: Home) -> None:
    copied = GAZETTE + " The paper will report on the inquiry next week."
    texts = {"gazette.md": copied, "reprint.md": copied, "letter.md": LETTER}
    result = _compared(home, texts)
    (figure,) = result.figures
    assert (figure.origins, result.disagreement) == (2, False)


def test_the_value_stands_in_the_first_quote_and_every_quote_is_a_slice(home: Home) -> None:
    result = _compared(home, {"gazette.md": GAZETTE, "herald.md": HERALD})
    library = home.library()
    assert result.figures
    for figure in result.figures:
        assert figure.value in figure.quotes[0].text
        for quote in figure.quotes:
            assert library.text(quote.document.id, quote.start, quote.end) == quote.text


def test_an_answer_quotes_the_best_of_each_version_that_disagrees(home: Home) -> None:
    home.ingest({"gazette.md": GAZETTE, "herald.md": HERALD, "letter.md": LETTER})
    result = home.answerer().answer(QUESTION, quotes=1)
    assert isinstance(result, Answer)
    assert result.disagreement
    assert result.quotes == tuple(figure.quotes[0] for figure in result.figures)
    assert len(result.quotes) == 2


def test_an_answer_whose_sources_agree_keeps_its_quotes(home: Home) -> None:
    home.ingest({"gazette.md": GAZETTE, "letter.md": LETTER, "other.md": OTHER})
    result = home.answerer().answer(QUESTION, quotes=1)
    assert isinstance(result, Answer)
    (figure,) = result.figures
    assert (len(result.quotes), figure.origins, figure.limits) == (1, 2, (14, 14))
    assert not result.disagreement


def test_a_version_is_dated_by_its_document_or_else_by_its_sentence(home: Home) -> None:
    dated = "---\npublished: 2009-05-02\n---\n" + GAZETTE
    herald = HERALD.replace("on Friday", "on 7 June 2009")
    result = _compared(home, {"gazette.md": dated, "herald.md": herald})
    assert {figure.value: figure.dates for figure in result.figures} == {
        "14": ("2009-05-02",),
        "21": ("2009-06-07",),
    }


def test_a_question_for_no_value_has_no_figures(home: Home) -> None:
    home.ingest({"gazette.md": GAZETTE, "herald.md": HERALD})
    result = home.answerer().answer("Where did the ferry sink?")
    assert isinstance(result, Answer)
    assert (result.figures, result.disagreement) == ((), False)


def test_what_is_not_in_the_library_is_refused_by_the_reader(home: Home, cache_home: Path) -> None:
    home.ingest({"gazette.md": GAZETTE})
    reader = PackagedReader(ensure_tokenizer(cache_home / "pincite" / "models", home.said.append))
    answerer = home.answerer(reader=reader)
    result = answerer.compare("How many printers does the ministry of defence own?")
    assert isinstance(result, Refusal)
    assert result.confidence < 0.1
    assert isinstance(answerer.compare(QUESTION), Answer)


def test_a_question_that_asks_for_no_value_is_said_to_be_none(home: Home) -> None:
    home.ingest({"gazette.md": GAZETTE})
    with pytest.raises(BadQuestion, match="asks for no value"):
        home.answerer().compare("Why did the ferry sink?")
