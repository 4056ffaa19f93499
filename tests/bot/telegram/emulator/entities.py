"""Which entities Telegram takes, and what it makes of them: fix_formatted_text of TDLib, ported."""

from collections.abc import Iterable
from dataclasses import replace

from tests.bot.telegram.emulator import text as cleaning
from tests.bot.telegram.emulator.entity import BLOCKQUOTES, SPLITTABLE, Entity
from tests.bot.telegram.emulator.refusals import bad_request
from tests.bot.telegram.emulator.styles import split

_FURTHEST = 1_000_000


def accept(text: str, entities: Iterable[Entity]) -> tuple[str, list[Entity]]:
    """Return a text and its entities as a message will have them; refuse as the server does."""
    text, kept = settled(text, entities)
    if cleaning.is_blank(text):
        raise bad_request("text must be non-empty")
    return _trim(text, kept)


def settled(text: str, entities: Iterable[Entity]) -> tuple[str, list[Entity]]:
    """What `accept` does before it trims."""
    wanted = fixed(entity for entity in entities if _in_bounds(entity).length > 0)
    _check_ranges(text, wanted)
    text, kept = _clean(text, wanted)
    return text, fixed(kept)


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
    for entity in sorted(entities, key=Entity.order):
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


def fixed(entities: Iterable[Entity]) -> list[Entity]:
    """Drop and split entities until they nest as Telegram allows."""
    ordered = sorted(entities, key=Entity.order)
    blockquotes = _apart(e for e in ordered if e.type in BLOCKQUOTES)
    others = _apart(e for e in ordered if e.type not in BLOCKQUOTES and e.type not in SPLITTABLE)
    whole = sorted([*outside_borders(others, blockquotes), *blockquotes], key=Entity.order)
    parts = split([e for e in ordered if e.type in SPLITTABLE], whole)
    return sorted([*whole, *parts], key=Entity.order)


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
    return text[skipped:], sorted(shifted, key=Entity.order)
