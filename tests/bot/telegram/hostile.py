"""Texts that are hard to send unaltered, and entities that are hard to place, by chance."""

from random import Random

from tests.bot.telegram.emulator.entity import Entity
from tests.bot.telegram.emulator.text import utf16_length

_POOLS = (
    "abcdefghij",
    "абвгдеёж",
    " \n",
    "".join(chr(code) for code in (*range(0x20), 0x7F, *range(0x80, 0xA1))),
    "".join(chr(code) for code in range(0x2000, 0x2070)),
    "\u200e\u200f\u200c\u200d",
    "".join(chr(code) for code in range(0x300, 0x340)),
    "aAeoåÅ\u0327\u0301\u1100\u1161\u11a8",
    "\u0958\ufb1d\u0f73\u2126\u212b\U0001d15e",
    "\U0001f600\U0001f468\u200d\U0001f469\U00020000\U0010ffff\U000e0041",
    "\ufeff\ufffc\ufffd\ufffe\u2800\u3000\u1680\u180e",
    "@#$/.:-<>&\"'",
)
"""Nothing that Markdown means, because TDLib is reached through a parser of it."""
_LIVE = ("@somebody", "/start", "http://example.org/a?b=c", "a.b@example.com", "#tag", "$USD")
TYPES = (
    "bold italic underline strikethrough spoiler code pre blockquote expandable_blockquote".split()
)


def text(dice: Random, longest: int = 40) -> str:
    """A text of 1 to `longest` pieces, drawn from few pools at a time so that runs come about."""
    pools = dice.sample(_POOLS, dice.randint(1, 4))
    pieces = [dice.choice(dice.choice(pools)) for _ in range(dice.randint(1, longest))]
    if dice.random() < 0.2:
        pieces.insert(dice.randrange(len(pieces)), dice.choice(_LIVE))
    return "".join(pieces)


def entities(dice: Random, text: str) -> list[Entity]:
    """Up to six entities, most of them within the text."""
    length = utf16_length(text)
    return [_entity(dice, length) for _ in range(dice.randint(1, 6))]


def _entity(dice: Random, length: int) -> Entity:
    out = dice.random() < 0.05
    offset = dice.randint(-1, length + 2) if out else dice.randrange(length)
    longest = length + 2 if out else length - offset
    return Entity(dice.choice(TYPES), offset, dice.randint(0, max(0, longest)))
