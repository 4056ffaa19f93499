"""Which entities Telegram takes, and what it makes of them: fix_formatted_text of TDLib, ported.

Where TDLib first drops an entity that another one crosses, and so never looks at its range, this
port looks: it is never more lenient than TDLib, and now and then stricter.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any

from tests.bot.telegram.emulator import text as cleaning
from tests.bot.telegram.emulator.refusals import bad_request

SPLITTABLE = ("bold", "italic", "underline", "strikethrough", "spoiler")
BLOCKQUOTES = frozenset({"blockquote", "expandable_blockquote"})
FIXED_WIDTH = frozenset({"code", "pre", "date_time"})
CONTINUOUS = frozenset({"text_link", "text_mention", "custom_emoji"})
FOUND = frozenset(
    "mention hashtag cashtag bot_command url email phone_number bank_card_number".split()
)
"""What Telegram finds by itself and ignores when it is handed in."""
_PRIORITY = {
    "blockquote": 0,
    "expandable_blockquote": 0,
    "pre": 10,
    "code": 20,
    "text_link": 49,
    "text_mention": 49,
    "bold": 90,
    "italic": 91,
    "underline": 92,
    "strikethrough": 93,
    "spoiler": 94,
    "custom_emoji": 99,
}
_FURTHEST = 1_000_000


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


def accept(text: str, entities: Iterable[Entity]) -> tuple[str, list[Entity]]:
    """Return a text and its entities as a message will have them; refuse as the server does."""
    wanted = [entity for entity in entities if _in_bounds(entity).length > 0]
    _check_ranges(text, wanted)
    text, kept = _clean(text, fixed(wanted))
    if cleaning.is_blank(text):
        raise bad_request("text must be non-empty")
    return _trim(text, fixed(kept))


def _in_bounds(entity: Entity) -> Entity:
    for name in ("offset", "length"):
        value = getattr(entity, name)
        if not 0 <= value <= _FURTHEST:
            raise bad_request(f"receive an entity with incorrect {name} {value}")
    return entity


def _check_ranges(text: str, entities: list[Entity]) -> None:
    borders = {0: 0}
    units, size = 0, 0
    for character in text:
        units += 1 + (character > "\uffff")
        size += len(character.encode())
        borders[units] = size
    for entity in sorted(entities, key=_order):
        if entity.offset > units:
            reason = f"entity begins after the end of the text at UTF-16 offset {entity.offset}"
            raise bad_request(reason)
        if entity.offset not in borders:
            reason = "entity begins in a middle of a UTF-16 symbol at byte offset "
            raise bad_request(f"{reason}{borders[entity.offset + 1]}")
        name = f"entity beginning at UTF-16 offset {entity.offset}"
        if entity.end > units:
            reason = f"ends after the end of the text at UTF-16 offset {entity.end}"
            raise bad_request(f"{name} {reason}")
        if entity.end not in borders:
            reason = f"ends in a middle of a UTF-16 symbol at byte offset {borders[entity.end + 1]}"
            raise bad_request(f"{name} {reason}")


def _order(entity: Entity) -> tuple[int, int, int]:
    return entity.offset, -entity.length, _PRIORITY.get(entity.type, 50)


def fixed(entities: Iterable[Entity]) -> list[Entity]:
    """Drop and split entities until they nest as Telegram allows."""
    ordered = sorted(entities, key=_order)
    blockquotes = _apart(e for e in ordered if e.type in BLOCKQUOTES)
    others = _apart(e for e in ordered if e.type not in BLOCKQUOTES and e.type not in SPLITTABLE)
    whole = sorted([*outside_borders(others, blockquotes), *blockquotes], key=_order)
    parts = _split([e for e in ordered if e.type in SPLITTABLE], whole)
    return sorted([*whole, *parts], key=_order)


def _apart(entities: Iterable[Entity]) -> list[Entity]:
    """Keep only the first of those that share a character."""
    kept: list[Entity] = []
    for entity in entities:
        if not kept or entity.offset >= kept[-1].end:
            kept.append(entity)
    return kept


def outside_borders(entities: Iterable[Entity], blockquotes: list[Entity]) -> list[Entity]:
    """Drop what crosses the border of a blockquote, or contains one."""

    def crosses(entity: Entity, quote: Entity) -> bool:
        apart = entity.end <= quote.offset or quote.end <= entity.offset
        return not apart and not (quote.offset <= entity.offset and entity.end <= quote.end)

    return [e for e in entities if not any(crosses(e, quote) for quote in blockquotes)]


def _split(styles: list[Entity], whole: list[Entity]) -> list[Entity]:
    """Merge styles of one type, cut them where others begin or end, and out of fixed width."""
    merged = [span for type_ in SPLITTABLE for span in _merged(styles, type_)]
    borders = sorted({edge for entity in whole for edge in (entity.offset, entity.end)})
    fixed_width = [entity for entity in whole if entity.type in FIXED_WIDTH]
    parts = []
    for style in merged:
        cuts = [style.offset, *(b for b in borders if style.offset < b < style.end), style.end]
        for start, end in pairwise(cuts):
            if not any(code.offset <= start and end <= code.end for code in fixed_width):
                parts.append(replace(style, offset=start, length=end - start))
    return parts


def _merged(styles: list[Entity], type_: str) -> list[Entity]:
    spans: list[Entity] = []
    for style in (style for style in styles if style.type == type_):
        if spans and style.offset <= spans[-1].end:
            end = max(style.end, spans[-1].end)
            spans[-1] = replace(spans[-1], length=end - spans[-1].offset)
        else:
            spans.append(style)
    return spans


def _clean(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    moved, units, kept = {0: 0}, 0, 0
    for character in text:
        width = 1 + (character > "\uffff")
        units += width
        kept += 0 if cleaning.is_dropped(character) else width
        moved[units] = kept
    moving = (
        replace(e, offset=moved[e.offset], length=moved[e.end] - moved[e.offset]) for e in entities
    )
    return cleaning.cleaned(text), [entity for entity in moving if entity.length > 0]


def _trim(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Trim the end through entities, the beginning only up to the first one."""
    text = text.rstrip(" \n")
    units = cleaning.utf16_length(text)
    inside = [replace(e, length=min(e.end, units) - e.offset) for e in entities if e.offset < units]
    blank = len(text) - len(text.lstrip(" \n"))
    skipped = min([blank, *(entity.offset for entity in inside)])
    shifted = [replace(entity, offset=entity.offset - skipped) for entity in inside]
    return text[skipped:], sorted(shifted, key=_order)
