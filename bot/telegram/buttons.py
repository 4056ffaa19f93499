"""The buttons under messages. Pure.

Their data is a short key of the bot's database and an action; what it means, and whether whoever
presses it may do it, is looked up at every press.
"""

from dataclasses import dataclass

from bot.telegram.answers import Given
from bot.telegram.desk import Keyboard
from bot.telegram.rendering import Page
from bot.telegram.wording import Say

PREVIOUS = "p"
NEXT = "n"
CONTEXT = "c"
SOURCES = "s"
PIN = "q"
PIN_LOUDLY = "l"
DISMISS = "d"
REFRESH = "r"
UNPIN = "u"

SETTING = "set"
"""What the data of a button of /settings begins with."""
MOST_BYTES = 64
"""Of a button's data."""


@dataclass(frozen=True, slots=True)
class Press:
    """What a button's data says."""

    answer_id: str
    action: str
    number: int = 0


def read(data: str) -> Press | None:
    """The press, or None for what this bot never wrote."""
    parts = data.split(":")
    if len(parts) != 3 or not parts[2].isdecimal() or not parts[2].isascii():
        return None
    return Press(parts[0], parts[1], int(parts[2][:9]))


def _button(text: str, answer_id: str, action: str, number: int = 0) -> dict[str, str]:
    return {"text": text, "callback_data": f"{answer_id}:{action}:{number}"}


def under_answer(given: Given, pages: list[Page], say: Say) -> Keyboard:
    """The buttons of an answer: turning pages, what belongs to its quotes, and what moderators
    may do."""
    page = pages[given.page]
    turning = []
    if given.page > 0:
        turning.append(_button("◀", given.id, PREVIOUS))
    if given.page + 1 < len(pages):
        turning.append(_button("▶", given.id, NEXT))
    places = [given.quotes.index(quote) for quote in dict.fromkeys(p.quote for p in page)]
    names = [say("button_context")] if len(places) == 1 else []
    names = names or [say("button_context_of", number=i) for i in range(1, len(places) + 1)]
    context = [_button(n, given.id, CONTEXT, i) for n, i in zip(names, places, strict=True)]
    return [
        *([turning] if turning else []),
        [*context, _button(say("button_sources"), given.id, SOURCES)],
        [
            _button(say("button_pin"), given.id, PIN),
            _button(say("button_pin_loudly"), given.id, PIN_LOUDLY),
            _button(say("button_dismiss"), given.id, DISMISS),
        ],
    ]


def under_stale_pin(answer_id: str, number: int, say: Say, *, refreshable: bool) -> Keyboard:
    """The buttons of the notice that a pinned answer's source has changed."""
    refresh = [_button(say("button_refresh"), answer_id, REFRESH, number)] if refreshable else []
    return [[*refresh, _button(say("button_unpin"), answer_id, UNPIN, number)]]
