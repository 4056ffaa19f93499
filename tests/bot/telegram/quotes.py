"""Quotes of hostile texts, as answers keep them."""

from random import Random

from bot.telegram.cited import Cited
from corpus.canonical import canonical_text
from tests.bot.telegram import hostile

_URLS = (None, "https://example.org/a?b=c&d", "javascript:alert(1)", "ftp://x", "https://x", "a b")


def quote(dice: Random, longest: int = 60) -> Cited:
    """A quote with sources that nobody would wish for."""
    text = canonical_text("".join(hostile.text(dice) for _ in range(dice.randint(1, longest))))
    text = text.strip() or "word"
    start = dice.randrange(1000)
    return Cited(
        document_id=f"{dice.getrandbits(64):016x}",
        name=hostile.text(dice),
        start=start,
        end=start + len(text),
        key=(start, start + len(text)),
        text=text,
        title=hostile.text(dice),
        by=hostile.text(dice) if dice.random() < 0.7 else "",
        url=dice.choice(_URLS),
        place=f"{hostile.text(dice)}, line {dice.randrange(99)}",
        score=dice.random(),
        origins=dice.randint(1, 4),
        copies=tuple(hostile.text(dice) for _ in range(dice.randrange(5))),
        speaker=hostile.text(dice) if dice.random() < 0.3 else "",
        value=hostile.text(dice) if dice.random() < 0.3 else "",
        value_origins=dice.randint(1, 3),
        said_of_value=("at least", "official") if dice.random() < 0.5 else (),
    )


def quotes(dice: Random) -> tuple[Cited, ...]:
    """The quotes of one answer."""
    return tuple(quote(dice, dice.choice((2, 9, 150))) for _ in range(dice.randint(1, 10)))
