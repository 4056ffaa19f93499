"""What takes the place of a pinned quote is cited as it stands there."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from bot.telegram.answers import ANSWER, DISAGREEMENT, Given
from bot.telegram.cited import Cited, cite, cite_figures
from bot.telegram.living import Verified, refreshed, verify
from bot.telegram.pin_rows import CHANGED, EXACT, GONE, MOVED
from corpus.cutting import cut_document
from corpus.model import Landmark, Source
from corpus.readers import plain_text
from corpus.writer import LibraryWriter
from retrieval.layout import library_path
from retrieval.model import Figure, Place, Quote
from tests.embeddings.hashing import HashingEncoder
from tests.retrieval.homes import Home

KEY = "The old harbour has 7 cranes."
YEARBOOK = f"---\ntitle: The yearbook\nauthor: Ida Novak\n---\n\n{KEY}\nThe pilots sleep.\n"
REPORT = f"---\ntitle: The report\nauthor: Jon Weir\nurl: https://example.org/r\n---\n\n{KEY}\n"


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    opened = Home(tmp_path, HashingEncoder())
    opened.ingest({"yearbook.md": YEARBOOK})
    yield opened
    opened.close()


def _cited(home: Home, name: str = "yearbook.md", text: str = KEY) -> Cited:
    library = home.library()
    document = library.find(name)
    start = library.text(document.id).index(text)
    span = (start, start + len(text))
    landmark = library.outline.landmark_at(document.id, start)
    place = Place(None, library.text(document.id, 0, start).count("\n") + 1, landmark)
    return cite(Quote.cut(library, document, *span, key=span, place=place, score=0.5, origins=2))


def _now(home: Home, quote: Cited) -> Verified:
    (verified,) = verify(home.library(), [quote])
    return verified


def test_words_that_stand_in_another_document_have_its_source(home: Home) -> None:
    quote = replace(_cited(home), copies=("report.md", "diary.md"))
    (home.texts / "yearbook.md").unlink()
    home.ingest({"report.md": REPORT})
    now = _now(home, quote)
    assert now.standing == MOVED
    assert now.fresh is not None
    assert (now.fresh.title, now.fresh.by) == ("The report", "Jon Weir")
    assert (now.fresh.url, now.fresh.name) == ("https://example.org/r", "report.md")
    assert (now.fresh.text, now.fresh.origins, now.fresh.copies) == (KEY, 2, ("diary.md",))


def test_other_words_have_no_speaker_and_no_copies_of_the_old_ones(home: Home) -> None:
    quote = replace(_cited(home), copies=("diary.md",), speaker="Ida Novak, mayor", value="7")
    home.ingest({"yearbook.md": YEARBOOK.replace("7 cranes", "9 cranes")})
    now = _now(home, quote)
    assert now.standing == CHANGED
    assert now.fresh is not None
    assert now.fresh.text == KEY.replace("7", "9")
    assert (now.fresh.speaker, now.fresh.copies) == ("", ())
    assert (now.fresh.value, now.fresh.origins) == ("", 1)


def test_what_another_document_says_is_not_what_the_source_says_now(home: Home) -> None:
    quote = _cited(home)
    home.ingest(
        {"yearbook.md": "Nothing is left of it.\n", "report.md": REPORT.replace("7 cr", "9 cr")}
    )
    assert _now(home, quote) == Verified(CHANGED, None)


def test_a_paged_document_that_grew_at_its_end_is_exact(home: Home) -> None:
    """As a reader of paged files states them."""

    def save(text: str) -> None:
        home.ingest({"paged.txt": text})
        path = library_path(home.folder)
        with closing(LibraryWriter(path)) as writer, writer.transaction():
            reading = next(iter(plain_text.read(home.texts / "paged.txt")))
            paged = replace(reading, landmarks=(Landmark(0, "page 1"),))
            writer.save_document(paged, cut_document(paged, Source()))

    save("The ferry carries 120 people.\n")
    quote = _cited(home, "paged.txt", "The ferry carries 120 people.")
    assert quote.place == "page 1, line 1"
    save("The ferry carries 120 people.\nIt is blue.\n")
    assert _now(home, quote).standing == EXACT


def _card(home: Home) -> Given:
    quotes = [
        Quote.cut(
            home.library(),
            home.library().find(name),
            0,
            len(text),
            key=(0, len(text)),
            place=Place(None, 1),
            score=0.5,
        )
        for name, text in (
            ("a.txt", "It has 7 cranes."),
            ("b.txt", "The northern quay counts 9 cranes."),
        )
    ]
    figures = [
        Figure(value, "cranes", "exact", (number, number), (quote,), (None,), 1, ())
        for (value, number), quote in zip((("7", 7), ("9", 9)), quotes, strict=True)
    ]
    cited = cite_figures(figures)
    return Given("k", -1, 2, 1, 7, None, "en", "main", cited, DISAGREEMENT, 3, 0.9, 1, 0.0)


def test_a_card_of_versions_stays_one_only_while_its_words_are_the_same(home: Home) -> None:
    home.ingest({"a.txt": "It has 7 cranes.\n", "b.txt": "The northern quay counts 9 cranes.\n"})
    given = _card(home)
    home.ingest({"b.txt": "A line.\n\nThe northern quay counts 9 cranes.\n"})
    moved = refreshed(given, verify(home.library(), given.quotes))
    assert moved.outcome == DISAGREEMENT
    assert [quote.value for quote in moved.quotes] == ["7", "9"]
    home.ingest({"b.txt": "The northern quay counts 8 cranes.\n"})
    changed = refreshed(given, verify(home.library(), given.quotes))
    assert (changed.outcome, changed.page) == (ANSWER, 0)
    assert [(q.text, q.value) for q in changed.quotes] == [
        ("It has 7 cranes.", ""),
        ("The northern quay counts 8 cranes.", ""),
    ]
    (home.texts / "b.txt").unlink()
    home.ingest()
    verified = verify(home.library(), given.quotes)
    assert verified[1] == Verified(GONE, None)
    assert [q.value for q in refreshed(given, verified).quotes] == [""]


@pytest.mark.parametrize(("name", "standing"), [("yearbook.md", CHANGED), ("gone.md", GONE)])
def test_a_quote_without_a_letter_is_verified_like_others(
    home: Home, name: str, standing: str
) -> None:
    """As in a post of one emoji, which an answer may cite beside others."""
    cited = replace(_cited(home), text="\N{THUMBS UP SIGN}", name=name)
    (verified,) = verify(home.library(), [cited])
    assert (verified.standing, verified.fresh) == (standing, None)
