"""TDLib itself, run offline: what it makes of texts and entities, and what it finds in a text."""

import json
from typing import Any

import tdjson

from tests.bot.telegram.emulator.entities import outside_borders
from tests.bot.telegram.emulator.entity import Entity

_NAMES = {
    "textEntityTypeMention": "mention",
    "textEntityTypeHashtag": "hashtag",
    "textEntityTypeCashtag": "cashtag",
    "textEntityTypeBotCommand": "bot_command",
    "textEntityTypeUrl": "url",
    "textEntityTypeEmailAddress": "email",
    "textEntityTypeBankCardNumber": "bank_card_number",
    "textEntityTypeBold": "bold",
    "textEntityTypeItalic": "italic",
    "textEntityTypeUnderline": "underline",
    "textEntityTypeStrikethrough": "strikethrough",
    "textEntityTypeSpoiler": "spoiler",
    "textEntityTypeCode": "code",
    "textEntityTypePre": "pre",
    "textEntityTypeBlockQuote": "blockquote",
    "textEntityTypeExpandableBlockQuote": "expandable_blockquote",
    "textEntityTypeTextUrl": "text_link",
}
_TYPES = {name: type_ for type_, name in _NAMES.items()}


def _execute(kind: str, **fields: Any) -> dict[str, Any]:
    request = {"@type": kind, **fields}
    answer: bytes | None = tdjson.td_execute(json.dumps(request).encode())
    return json.loads(answer) if answer is not None else {}


_execute("setLogVerbosityLevel", new_verbosity_level=0)


def formatted(text: str, entities: list[Entity]) -> tuple[str, list[Entity]] | str:
    """Run fix_formatted_text, without its trimming; the words of the error where it refuses.

    It is reached through parseMarkdown, so a text must have nothing that Markdown means.
    """
    wire = [
        {
            "@type": "textEntity",
            "offset": entity.offset,
            "length": entity.length,
            "type": {"@type": _TYPES[entity.type], **entity.more},
        }
        for entity in entities
    ]
    whole = {"@type": "formattedText", "text": text, "entities": wire}
    answer = _execute("parseMarkdown", text=whole)
    if answer["@type"] == "error":
        return str(answer["message"])
    return str(answer["text"]), [_entity(one) for one in answer["entities"]]


def found(text: str) -> list[Entity]:
    """What Telegram finds by itself in a text: mentions, commands, addresses, tags."""
    answer = _execute("getTextEntities", text=text)
    return [_entity(one) for one in answer["entities"] if one["type"]["@type"] in _NAMES]


def _entity(wire: dict[str, Any]) -> Entity:
    return Entity(_NAMES[wire["type"]["@type"]], wire["offset"], wire["length"])


def with_found(text: str, entities: list[Entity]) -> list[Entity]:
    """The entities of a message: those given, and those found where no given one stands."""
    quotes = [e for e in entities if "blockquote" in e.type]
    taken = [
        e
        for e in entities
        if e.type in {"code", "pre", "text_link", "text_mention", "custom_emoji"}
    ]
    new = [
        e
        for e in outside_borders(found(text), quotes)
        if not any(e.offset < other.end and other.offset < e.end for other in taken)
    ]
    return sorted([*entities, *new], key=lambda e: (e.offset, -e.length))
