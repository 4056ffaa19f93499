"""The card of versions: where sources give different values, all are shown."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.telegram.answers import DISAGREEMENT, VERSIONS, Given
from bot.telegram.cited import Cited, cite_figures, from_json, to_json
from bot.telegram.receipts import came_back
from bot.telegram.showing import show
from corpus.library import Library
from retrieval.model import Figure, Place, Quote
from tests.bot.telegram.stage import Stage
from tests.embeddings.hashing import HashingEncoder
from tests.retrieval.homes import Home

TEXTS = {
    "town.md": "The storm hurt 12 people, said the town.\n",
    "hospital.md": "The storm hurt 15 people, said the hospital.\n",
}


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    home = Home(tmp_path, HashingEncoder())
    home.ingest(TEXTS)
    yield home.library()
    home.close()


def _quote(library: Library, name: str) -> Quote:
    document = library.find(name)
    end = document.length - 1
    return Quote.cut(library, document, 0, end, key=(0, end), place=Place(None, 1), score=0.5)


@pytest.fixture
def cited(library: Library) -> tuple[Cited, ...]:
    town, hospital = (_quote(library, name) for name in TEXTS)
    return cite_figures(
        [
            Figure("12 people", "people", "exact", (12, 12), (town,), (None,), 1, ()),
            Figure(
                "15 people",
                "people",
                "at least",
                (15, 15),
                (hospital,),
                (None,),
                2,
                ("official", "bound"),
            ),
        ]
    )


def _card(quotes: tuple[Cited, ...], outcome: str) -> Given:
    return Given("key", -1, 2, 1, 7, None, "en", "main", quotes, outcome, 3, 0.9, 0, 0.0)


def test_every_version_stands_over_its_quotes(cited: tuple[Cited, ...]) -> None:
    words, keyboard = show(_card(cited, DISAGREEMENT))
    assert words.text == (
        "The sources disagree: 2 versions.\n\n"
        "12 people  independent origins: 1\n"
        "The storm hurt 12 people, said the town.\n— town.md · line 1\n\n"
        "15 people  independent origins: 2, at least, official\n"
        "The storm hurt 15 people, said the hospital.\n— hospital.md · line 1"
    )
    assert keyboard is not None


def test_who_says_it_stands_before_where(cited: tuple[Cited, ...]) -> None:
    (one, _) = cited
    words, _ = show(_card((replace(one, speaker="Ida Novak, mayor", value=""),), VERSIONS))
    assert words.text.endswith("\n— said by Ida Novak, mayor; in town.md · line 1")


def test_versions_that_may_all_be_right_are_no_disagreement(cited: tuple[Cited, ...]) -> None:
    words, _ = show(_card(cited, VERSIONS))
    assert words.text.startswith("2 versions, which may all be right.\n\n12 people")


def test_the_card_comes_back_from_telegram(cited: tuple[Cited, ...]) -> None:
    stage = Stage()
    words, keyboard = show(_card(cited, DISAGREEMENT))
    markup = {"inline_keyboard": keyboard}
    sent = stage("sendMessage", stage.super, **words.payload(), reply_markup=markup)
    assert came_back(words, sent["result"])
    assert not stage.world.violations.found


def test_what_is_cited_is_kept_whole_and_stands(cited: tuple[Cited, ...], library: Library) -> None:
    assert from_json(to_json(cited)) == cited
    assert all(quote.stands(library) for quote in cited)
