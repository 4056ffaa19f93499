"""What we take for Telegram's rules, held against TDLib itself.

The numbers of docs/reliability.md: PINCITE_TDLIB=1000000 pytest tests/bot/telegram/test_tdlib.py
"""

import os
from itertools import chain
from random import Random

import pytest

from corpus.canonical import canonical_text
from tests.bot.telegram import hostile
from tests.bot.telegram.emulator import oracle
from tests.bot.telegram.emulator.entities import settled
from tests.bot.telegram.emulator.entity import Entity
from tests.bot.telegram.emulator.refusals import Refusal
from tests.bot.telegram.emulator.text import cleaned, is_blank

STRINGS = int(os.environ.get("PINCITE_TDLIB", "10000"))
ENTITIES = STRINGS // 5


def test_the_emulator_cleans_texts_as_tdlib_does() -> None:
    dice = Random(1)
    different = []
    for _ in range(STRINGS):
        text = hostile.text(dice)
        if cleaned(text).strip(" \n") and oracle.formatted(text, []) != (cleaned(text), []):
            different.append(text)
    assert different == []


def test_tdlib_leaves_canonical_text_as_it_is() -> None:
    dice = Random(2)
    altered = []
    for _ in range(STRINGS):
        text = canonical_text(hostile.text(dice))
        if text.strip(" \n") and oracle.formatted(text, []) != (text, []):
            altered.append(text)
    assert altered == []


def test_every_character_is_cleaned_as_tdlib_does() -> None:
    codes = chain(range(1, 0xD800), range(0xE000, 0x110000, 1 if STRINGS > 100_000 else 97))
    meant_by_markdown = "*_~|`[]"
    texts = ["".join(chr(code) for code in block) for block in _blocks(list(codes), 512)]
    for text in texts:
        text = "a" + "".join(c for c in text if c not in meant_by_markdown) + "z"
        assert oracle.formatted(text, []) == (cleaned(text), [])
        canonical = canonical_text(text)
        assert oracle.formatted(canonical, []) == (canonical, [])


def _blocks(codes: list[int], size: int) -> list[list[int]]:
    return [codes[start : start + size] for start in range(0, len(codes), size)]


def test_the_emulator_takes_the_entities_that_tdlib_takes_and_makes_the_same_of_them() -> None:
    dice = Random(3)
    different, refused = [], 0
    for _ in range(ENTITIES):
        text = hostile.text(dice)
        entities = hostile.entities(dice, text)
        ours, theirs = _ours(text, entities), oracle.formatted(text, entities)
        refused += isinstance(theirs, str)
        same = ours is None if isinstance(theirs, str) else ours == theirs
        if not same and not is_blank(cleaned(text)):
            different.append((text, entities, ours, theirs))
    assert different == []
    assert ENTITIES / 100 < refused < ENTITIES / 2


def _ours(text: str, entities: list[Entity]) -> tuple[str, list[Entity]] | None:
    try:
        return settled(text, entities)
    except Refusal:
        return None


def test_an_entity_that_tdlib_refuses_is_refused_in_its_words() -> None:
    dice = Random(4)
    compared = 0
    for _ in range(ENTITIES):
        text = hostile.text(dice)
        entities = hostile.entities(dice, text)[:1]
        theirs = oracle.formatted(text, entities)
        if isinstance(theirs, str):
            with pytest.raises(Refusal) as refused:
                settled(text, entities)
            assert str(refused.value) == f"Bad Request: {theirs[0].lower()}{theirs[1:]}"
            compared += 1
    assert compared > ENTITIES / 100
