"""Every message that an answer makes: taken by Telegram, and as the library has it."""

from dataclasses import replace
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.telegram.composing import MOST_ENTITIES, MOST_UNITS, link_target
from bot.telegram.receipts import came_back
from bot.telegram.rendering import LONGEST_PIECE, pages, pieces, show_context, show_page
from bot.telegram.text import cleaned, cut, units
from bot.telegram.wording import languages, words_in
from tests.bot.telegram.quotes import quote, quotes
from tests.bot.telegram.stage import Stage

SEEDS = st.integers(0, 2**32)
SAY = words_in("en")


@given(SEEDS, st.integers(1, 5), st.sampled_from(languages()))
@settings(max_examples=150)
def test_every_page_comes_back_from_telegram_as_the_library_has_it(
    seed: int, per_page: int, language: str
) -> None:
    stage, found, say = Stage(), quotes(Random(seed)), words_in(language)
    for page in pages(found, per_page, say):
        words = show_page(page, say, say("versions_disagree", count=3))
        assert words.quoted == tuple(piece.text for piece in page)
        sent = stage("sendMessage", stage.super, **words.payload())
        assert sent["ok"], sent
        assert came_back(words, sent["result"])
    assert not stage.world.violations.found


@given(SEEDS, st.integers(1, 5))
@settings(max_examples=150)
def test_a_page_keeps_to_all_limits(seed: int, per_page: int) -> None:
    for page in pages(quotes(Random(seed)), per_page, SAY):
        words = show_page(page, SAY, SAY("versions", count=3))
        assert len(page) <= per_page
        assert units(words.text) <= MOST_UNITS
        assert len(words.entities) <= MOST_ENTITIES
        assert cleaned(words.text) == words.text


@given(SEEDS)
@settings(max_examples=150)
def test_entities_are_whole_and_apart_or_inside_a_quote(seed: int) -> None:
    for page in pages(quotes(Random(seed)), 3, SAY):
        words = show_page(page, SAY)
        text = words.text.encode("utf-16-le")
        for entity in words.entities:
            start, end = 2 * entity["offset"], 2 * (entity["offset"] + entity["length"])
            assert 0 <= start < end <= len(text)
            text[start:end].decode("utf-16-le")  # else it would split a character
        flat = [e for e in words.entities if e["type"] != "expandable_blockquote"]
        ends = [(e["offset"], e["offset"] + e["length"]) for e in flat]
        assert all(a[1] <= b[0] for a, b in pairwise(ends))


@given(SEEDS)
@settings(max_examples=100)
def test_the_pages_have_every_character_of_every_quote(seed: int) -> None:
    found = quotes(Random(seed))
    shown: dict[str, list[str]] = {}
    for page in pages(found, 3, SAY):
        for piece in page:
            shown.setdefault(piece.quote.document_id, []).append(piece.text)
    for one in found:
        assert "".join("".join(shown[one.document_id]).split()) == "".join(one.text.split())
        at = 0
        for part in shown[one.document_id]:
            at = one.text.index(part, at) + len(part)  # each is a slice, in order


def test_a_quote_that_fits_is_never_cut() -> None:
    text = "word " * (LONGEST_PIECE // 5 - 1) + "end."
    one = quote(Random(1))
    whole = pieces(replace(one, text=text))
    assert [piece.text for piece in whole] == [text]


@pytest.mark.parametrize(
    ("text", "parts"), [("word " * 1200, 3), ("x" * 6000, 3), ("🙂" * 1500, 2)]
)
def test_a_longer_one_is_continued_and_says_so(text: str, parts: int) -> None:
    one = quote(Random(1))
    long = replace(one, text=text.strip(), value="")
    found = pages([long], 3, SAY)
    assert len(found) == parts
    for number, page in enumerate(found, start=1):
        said = show_page(page, SAY).text.splitlines()[0]
        assert said == f"Part {number} of {parts} of one quote; ▶ goes on."


def test_a_word_that_pings_is_stilled_and_unaltered() -> None:
    one = quote(Random(1))
    text = "Write to @somebody or /start at example.org now."
    plain = replace(one, text=text, value="")
    words = show_page(pages([plain], 3, SAY)[0], SAY)
    stilled = [
        cut(words.text, e["offset"], e["length"]) for e in words.entities if e["type"] == "code"
    ]
    assert words.quoted == (text,)
    assert stilled[:3] == ["@somebody", "/start", "example.org"]


@given(SEEDS)
@settings(max_examples=100)
def test_a_quote_among_its_surroundings_comes_back_too(seed: int) -> None:
    stage, one = Stage(), quote(Random(seed), 20)
    words = show_context(one, one.text, one.start, SAY)
    sent = stage("sendMessage", stage.super, **words.payload())
    assert came_back(words, sent["result"])
    assert not stage.world.violations.found


@pytest.mark.parametrize(
    ("url", "taken"),
    [
        ("https://example.org/a?b=c", True),
        ("http://example.org", True),
        ("ftp://example.org", False),
        ("javascript:alert(1)", False),
        ("https://localhost/x", False),
        ("https://exa mple.org", False),
        ("https://[", False),
        (None, False),
    ],
)
def test_only_addresses_of_the_web_become_links(url: str | None, taken: bool) -> None:
    assert link_target(url) == (url if taken else None)
