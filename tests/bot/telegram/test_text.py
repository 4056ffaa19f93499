from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.telegram.text import cleaned, cut, shortened, units
from corpus.canonical import canonical_text
from tests.bot.telegram import hostile

HOSTILE = st.integers(0, 2**32).map(lambda seed: hostile.text(Random(seed)))


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("a\tb\x00c\r\nd", "a b c\nd"),
        ("A\u030a\u0333\u033f", "A"),
        ("a\u2028b\u202ec", "abc"),
        ("x\u200e\u200f\u200ey", "x\u200c\u200c\u200ey"),
        (" \n a \n ", "a"),
        ("🙂 ok", "🙂 ok"),
    ],
)
def test_telegram_cleans_a_text(sent: str, kept: str) -> None:
    assert cleaned(sent) == kept


@given(HOSTILE)
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    assert cleaned(cleaned(text)) == cleaned(text)


@given(HOSTILE)
def test_canonical_text_is_only_trimmed(text: str) -> None:
    stored = canonical_text(text)
    assert cleaned(stored) == stored.strip(" \n")


@given(HOSTILE, st.data())
def test_every_slice_of_canonical_text_is_only_trimmed(text: str, data: st.DataObject) -> None:
    stored = canonical_text(text)
    start = data.draw(st.integers(0, len(stored)))
    piece = stored[start : data.draw(st.integers(start, len(stored)))]
    assert cleaned(piece) == piece.strip(" \n")


@given(st.text(), st.text(), st.text())
def test_a_slice_in_units_is_the_slice(before: str, text: str, after: str) -> None:
    whole = before + text + after
    assert cut(whole, units(before), units(text)) == text
    assert units(whole) == len(whole.encode("utf-16-le")) // 2


@given(HOSTILE, st.integers(2, 50))
def test_a_shortened_text_fits_and_says_that_it_goes_on(text: str, limit: int) -> None:
    short = shortened(text, limit)
    assert units(short) <= limit
    assert "\n" not in short
    assert short == " ".join(cleaned(text).split()) or short.endswith("…")
