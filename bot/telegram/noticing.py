"""What moderators are told of a pinned answer that is stale, and what can be done. Pure."""

from collections.abc import Sequence

from bot.telegram.buttons import under_stale_pin
from bot.telegram.composing import Composer, Outgoing
from bot.telegram.desk import Keyboard
from bot.telegram.links import message_link
from bot.telegram.living import Verified, worst
from bot.telegram.pin_rows import CHANGED, GONE, Pin
from bot.telegram.rendering import LONGEST_PIECE, add_source_line
from bot.telegram.text import units
from bot.telegram.wording import Say

_LONGEST_SHOWN = LONGEST_PIECE - 500
"""UTF-16 units of what the source says now; beside a piece of an answer less is said."""


def notice(pin: Pin, verified: Sequence[Verified], say: Say) -> tuple[Outgoing, Keyboard]:
    """The message and its buttons."""
    composer = Composer()
    link = message_link(pin.message_chat, pin.message_id)
    name = say("pin_number", number=pin.number)
    composer.add(name, "text_link", url=link) if link else composer.add(name)
    composer.add(" " + " ".join(_told(verified, say)))
    for one in verified:
        if one.standing == CHANGED and one.fresh and units(one.fresh.text) < _LONGEST_SHOWN:
            composer.add("\n" + say("says_now") + "\n")
            composer.add_quote(one.fresh.text, 20)
            composer.add("\n")
            add_source_line(composer, one.fresh, say)
            break
    refreshable = any(one.fresh for one in verified)
    rows = under_stale_pin(pin.answer_id, pin.number, say, refreshable=refreshable)
    return composer.message(), rows


def _told(verified: Sequence[Verified], say: Say) -> list[str]:
    """How the answer stands, and what Refresh would make of it or why it is not offered."""
    standing = worst(verified)
    told = [say(f"stale_{standing}")]
    if standing not in (CHANGED, GONE):
        return told
    if any(one.is_unclear for one in verified):
        told.append(say("stale_unclear"))
    lost = sum(one.fresh is None for one in verified)
    if lost == len(verified):
        return [*told, say("stale_no_refresh")]
    told.append(say("stale_refresh"))
    return [*told, say("stale_leaves_out", count=lost)] if lost else told
