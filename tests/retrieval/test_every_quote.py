"""Whatever the documents and questions: every quote is a slice, and `verify` says so too.

10,000 examples: HYPOTHESIS_PROFILE=thorough pytest -n 0 tests/retrieval/test_every_quote.py
"""

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.canonical import canonical_text
from corpus.library import Library
from corpus.words import words
from embeddings.encoder import Encoder
from embeddings.packaged import PackagedEncoder
from retrieval.answering import Answerer
from retrieval.errors import BadQuestion
from retrieval.model import Answer, Quote
from retrieval.quoting import MAX_CHARACTERS
from retrieval.verifying import EXACT, Verifier
from tests.embeddings.hashing import HashingEncoder
from tests.retrieval.homes import Home

SENTENCES = [
    "The mill burned down in March 1907.",
    "Nobody was hurt by the fire.",
    "Who was Dr. A. B. Kell, of St. Elsby?",
    "It cost 1.5 million crowns, i.e. 90,000 more than in 1906!",
    "“Bees,” he said, “were kept from 23.00 to 7.00.”",
    "Мельница сгорела в 1907 году, убыток 1,5 тыс. рублей.",
    "Диірмен 1907 жылы өртеніп кетті.",
    "احترقت الطاحونة عام 1907. من أحرقها؟",
    "הטחנה נשרפה בשנת 1907.",
    "水车在一九〇七年烧毁了。没有人受伤。",
    "चक्की जल गई। कोई घायल नहीं हुआ।",
    "Le moulin a brûlé ; l’eau manquait.",
    "🔥🔥 The mill is burning 👩‍👩‍👧 again 🇰🇿.",
    "THE MILL BURNED DOWN IN MARCH 1907",
    "a very long sentence about the mill and the river and the road " * 8,
]
BETWEEN = [
    " ",
    " ",
    "  ",
    "\n",
    "\n\n",
    "\r\n",
    "\n- ",
    "\n> ",
    "\n# ",
    "\t",
    "\u00a0",
    "\u2028",
    "",
]

piece = st.one_of(
    st.sampled_from(SENTENCES),
    st.sampled_from(SENTENCES),
    st.text(max_size=60),
    st.text("ab .?!12,\n-’\u0301\u200b", max_size=60),
)
document = st.lists(st.tuples(piece, st.sampled_from(BETWEEN)), min_size=1, max_size=25).map(
    lambda pairs: "".join(text + gap for text, gap in pairs)
)
asked = st.one_of(
    st.sampled_from(
        ["When did the mill burn down?", "Когда сгорела мельница?", "من أحرقها؟", "水车"]
    ),
    st.text(min_size=1, max_size=80),
)


def quotes_of(answerer: Answerer, question: str) -> Sequence[Quote]:
    """Of the answer, or those that were considered; none where it is no question."""
    try:
        result = answerer.answer(question)
    except BadQuestion:
        return ()
    return result.quotes if isinstance(result, Answer) else result.considered


def check_quote(quote: Quote, library: Library) -> None:
    whole = library.text(quote.document.id)
    assert whole == canonical_text(whole)
    assert whole[quote.start : quote.end] == quote.text
    quote.check(library)
    key = whole[quote.key[0] : quote.key[1]]
    assert quote.text.strip() == quote.text
    assert key in quote.text
    assert len(quote.text) <= max(MAX_CHARACTERS, len(key))
    for copy in quote.copies:
        other = library.text(library.find(copy.document).id, copy.start, copy.end)
        assert len(other) == copy.end - copy.start > 0


def check_answers(encoder: Encoder, documents: list[str], questions: list[str]) -> int:
    """Ask real questions of a real library; returns how many quotes were looked at."""
    count = 0
    with TemporaryDirectory() as folder:
        home = Home(Path(folder), encoder)
        names = (f"{number}.{('md', 'txt')[number % 2]}" for number in range(len(documents)))
        for name, text in zip(names, documents, strict=False):
            (home.texts / name).parent.mkdir(exist_ok=True)
            (home.texts / name).write_bytes(text.encode("utf-8", "replace"))
        home.ingest()
        library, answerer = home.library(), home.answerer()
        verifier = Verifier(library)
        for question in questions:
            quotes = quotes_of(answerer, question)
            assert len({tuple(words(quote.text)) for quote in quotes}) == len(quotes) <= 3
            for quote in quotes:
                check_quote(quote, library)
                verdict = verifier.verify(quote.text, quote.document.id, quote.start)
                assert verdict.status == EXACT, quote.text
            count += len(quotes)
        home.close()
    return count


@given(st.lists(document, min_size=1, max_size=4), st.lists(asked, min_size=1, max_size=3))
def test_every_quote_of_every_answer_is_a_slice(documents: list[str], questions: list[str]) -> None:
    check_answers(HashingEncoder(), documents, questions)


@pytest.mark.model
@settings(max_examples=12)
@given(documents=st.lists(document, min_size=1, max_size=3))
def test_every_quote_is_a_slice_with_the_real_model(
    encoder: PackagedEncoder, documents: list[str]
) -> None:
    check_answers(encoder, documents, ["When did the mill burn down?", "Когда сгорела мельница?"])


def test_the_examples_do_give_quotes() -> None:
    questions = ["When did the mill burn down?", "Когда сгорела мельница?", "水车"]
    assert check_answers(HashingEncoder(), SENTENCES, questions) == 9


def test_quotes_are_slices_across_stored_pages() -> None:
    text = "\n\n".join(f"In {year} the mill of town {year} burned." for year in range(1000, 3000))
    assert len(text) > 3 * 16_384
    assert check_answers(HashingEncoder(), [text], ["Which mill burned in 2345?"]) == 3
