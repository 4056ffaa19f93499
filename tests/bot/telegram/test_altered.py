"""Whatever the words, Telegram keeps them: what it returns is the library's slice, nothing live.

The numbers of docs/reliability.md: PINCITE_ANSWERS=20000 pytest tests/bot/telegram/test_altered.py
"""

import json
import os
from random import Random
from typing import Any

from bot.telegram.cited import Cited
from bot.telegram.rendering import Page, pages, show_page
from bot.telegram.wording import words_in
from corpus.canonical import canonical_text
from tests.bot.telegram import hostile
from tests.bot.telegram.emulator.text import utf16_length, utf16_slice
from tests.bot.telegram.stage import Stage

ANSWERS = int(os.environ.get("PINCITE_ANSWERS", "300"))
_BLOCKS = {"blockquote", "expandable_blockquote"}


def _cited(dice: Random) -> Cited:
    longest = dice.choice((5, 40, 40, 400, 4000))
    text = canonical_text("x" + hostile.text(dice, longest) + "x")
    title, place = (canonical_text("t" + hostile.text(dice, 60)) for _ in range(2))
    return Cited(
        document_id="d",
        name="name",
        start=0,
        end=len(text),
        key=(0, len(text)),
        text=text,
        title=title,
        by=canonical_text("b" + hostile.text(dice, 20)) if dice.random() < 0.5 else "",
        url=dice.choice((None, "https://example.org/a?b=@c", "http://nohost", "мусор")),
        place=place,
        score=1.0,
        origins=1,
        copies=tuple("n" + hostile.text(dice, 20) for _ in range(dice.randint(0, 4))),
        value=hostile.text(dice, 10) if dice.random() < 0.2 else "",
        value_origins=2,
    )


def test_every_quote_comes_back_as_it_stands_in_the_library() -> None:
    dice, stage = Random(6), Stage()
    stage.world.flood.enabled = False
    say = words_in("en")
    messages = quotes = 0
    for _ in range(ANSWERS):
        cited = [_cited(dice) for _ in range(dice.randint(1, 4))]
        for page in pages(cited, 3, say):
            _send(stage, page, show_page(page, say, "Found:").payload())
            messages += 1
            quotes += len(page)
        shown = "".join(piece.text for page in pages(cited, 3, say) for piece in page)
        assert "".join(shown.split()) == "".join("".join(one.text for one in cited).split())
    print(f"{ANSWERS} answers, {messages} messages, {quotes} quotes, none altered")
    assert stage.world.violations.found == []


def _send(stage: Stage, page: Page, payload: dict[str, Any]) -> None:
    assert utf16_length(payload["text"]) <= 4096
    answer = stage("sendMessage", stage.private, **payload)
    assert answer["ok"], answer
    message = answer["result"]
    json.dumps(message)
    kept = [
        utf16_slice(message["text"], entity["offset"], entity["length"])
        for entity in message["entities"]
        if entity["type"] in _BLOCKS
    ]
    assert kept == [piece.text for piece in page]
