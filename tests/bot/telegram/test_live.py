"""Held against TDLib itself: what it finds in a text is among what we find."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.telegram.live import joined, live_ranges
from bot.telegram.text import cut, units
from tests.bot.telegram.emulator.oracle import found

_SIGNS = (
    "@ / # $ . :// : http www com net рф 中国 a Z 1 23 _ - \u200c ½ é \u0301 🙂 < > ( ) « » ’ ' ,"
    " USD 1INCH bob x.com mail@y.org % & = ? ~ ß 。 · ② Ⅷ 1.2.3.4 xn--p1ai"
)
_PIECES = st.lists(st.sampled_from([*_SIGNS.split(" "), " ", "\n", "\u00a0"]), max_size=14).map(
    "".join
)


@given(_PIECES)
@settings(max_examples=3000)
def test_nothing_that_telegram_makes_live_is_missed(text: str) -> None:
    ours = [(units(text[:start]), units(text[:end])) for start, end in live_ranges(text)]
    for entity in found(text):
        if entity.type == "bank_card_number":
            continue
        assert any(a <= entity.offset and entity.end <= b for a, b in ours), (
            entity.type,
            cut(text, entity.offset, entity.length),
        )


@pytest.mark.parametrize(
    "text",
    [
        "46 people and/or 5/6 of them, at 12:30, e.g. on 3.5.2021, for $100.",
        "The U.S. said so; see p. 5 of no. 7.",
        "Он сказал: 3,5 млн. человек.",
    ],
)
def test_common_words_are_left_alone(text: str) -> None:
    assert list(live_ranges(text)) == []


@pytest.mark.parametrize("text", ["@a" * 50_000, "a." * 50_000, "/" * 100_000, "#" * 100_000])
def test_long_words_take_no_long_time(text: str) -> None:
    assert sum(end - start for start, end in live_ranges(text)) <= len(text)


@given(st.lists(st.integers(1, 9), min_size=2, max_size=40), st.integers(1, 12))
def test_joined_ranges_cover_the_same_and_are_few(steps: list[int], most: int) -> None:
    places, at = [], 0
    for step in steps:
        at += step
        places.append(at)
    ranges = [(a, b) for a, b in zip(places[::2], places[1::2], strict=False)]
    fewer = joined(ranges, most)
    assert len(fewer) <= max(most, 1)
    assert all(any(a <= start and end <= b for a, b in fewer) for start, end in ranges)
    assert all(first[1] < second[0] for first, second in pairwise(fewer))


def test_the_smallest_gaps_are_closed_first() -> None:
    assert joined([(0, 2), (3, 4), (20, 22), (40, 41)], 3) == [(0, 4), (20, 22), (40, 41)]
