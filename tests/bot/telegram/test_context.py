"""What `Context` shows around a quote."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.telegram.cited import cite
from bot.telegram.rendering import AROUND, LIT, surroundings
from retrieval.model import Place, Quote
from tests.embeddings.hashing import HashingEncoder
from tests.retrieval.homes import Home

Around = Callable[[str, int, int], tuple[str, str]]
WORDS = " ".join(f"word{number}" for number in range(600)) + "."


@pytest.fixture
def around(tmp_path: Path) -> Iterator[Around]:
    home = Home(tmp_path, HashingEncoder())

    def shown(text: str, start: int, end: int) -> tuple[str, str]:
        """What is shown before a quote, and from its beginning on."""
        home.ingest({"a.txt": text})
        library = home.library()
        place, key = Place(None, 1), (start, end)
        document = library.find("a.txt")
        quote = cite(Quote.cut(library, document, start, end, key=key, place=place, score=0.5))
        first, last = surroundings(library, quote)
        return library.text(document.id, first, start), library.text(document.id, start, last)

    yield shown
    home.close()


def test_it_begins_and_ends_with_whole_words(around: Around) -> None:
    start = WORDS.index("word100 ")
    before, after = around(WORDS, start, WORDS.index(" word104 "))
    assert AROUND - 10 < len(before) <= AROUND
    assert before.split()[0] in WORDS.split()
    assert after.split()[-1] in WORDS.split()
    assert after.startswith("word100 word101 word102 word103 word104 ")


def test_of_a_long_quote_it_shows_whole_words_too(around: Around) -> None:
    start = WORDS.index("word100 ")
    before, after = around(WORDS, start, WORDS.index(" word500 "))
    assert LIT < len(after) <= LIT + AROUND
    assert after.split()[-1] in WORDS.split()
    assert before.split()[0] in WORDS.split()


def test_without_spaces_it_shows_as_much_on_both_sides(around: Around) -> None:
    before, after = around("海" * 2000, 900, 1000)
    assert (len(before), len(after)) == (AROUND, 100 + AROUND)
