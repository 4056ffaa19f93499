"""What Telegram says that it keeps, held against what was sent: the words of the library come back
unaltered, or it is noticed. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.telegram.composing import Outgoing
from bot.telegram.text import cut

_QUOTES = ("blockquote", "expandable_blockquote")


def quoted_in(text: str, entities: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    """The words inside the block quotes of a message, in order."""
    spans = sorted((e["offset"], e["length"]) for e in entities if e.get("type") in _QUOTES)
    return tuple(cut(text, offset, length) for offset, length in spans)


def came_back(wanted: Outgoing, message: Mapping[str, Any]) -> bool:
    """Tell whether a message, as Telegram returned it, has these words, and the library's inside
    its block quotes."""
    text = str(message.get("text", ""))
    got = quoted_in(text, message.get("entities") or ())
    return text == wanted.text and got == wanted.quoted
