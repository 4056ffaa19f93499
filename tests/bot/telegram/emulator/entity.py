"""One entity: a range of a text that is a quote, a link, bold ..."""

from dataclasses import dataclass, field
from typing import Any

SPLITTABLE = ("bold", "italic", "underline", "strikethrough", "spoiler")
BLOCKQUOTES = frozenset({"blockquote", "expandable_blockquote"})
FIXED_WIDTH = frozenset({"code", "pre", "date_time"})
FOUND = frozenset(
    "mention hashtag cashtag bot_command url email phone_number bank_card_number".split()
)
"""What Telegram finds by itself and ignores when it is handed in."""
_PRIORITY = {
    "blockquote": 0,
    "expandable_blockquote": 0,
    "pre": 11,
    "code": 20,
    "date_time": 30,
    "text_link": 49,
    "text_mention": 49,
    "bold": 90,
    "italic": 91,
    "underline": 92,
    "strikethrough": 93,
    "spoiler": 94,
    "custom_emoji": 99,
}


@dataclass(frozen=True, slots=True)
class Entity:
    """A range of a text, in UTF-16 units, and what it is."""

    type: str
    offset: int
    length: int
    more: dict[str, Any] = field(default_factory=dict)

    @property
    def end(self) -> int:
        return self.offset + self.length

    def json(self) -> dict[str, Any]:
        """As messages carry it."""
        return {"type": self.type, "offset": self.offset, "length": self.length, **self.more}

    def order(self) -> tuple[int, int, int]:
        """How Telegram sorts: outer before inner."""
        return self.offset, -self.length, _PRIORITY.get(self.type, 50)
