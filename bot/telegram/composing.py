"""Text and its entities, growing together: offsets come out in UTF-16 units. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from bot.telegram.live import Range, joined, live_ranges
from bot.telegram.text import cut, units

MOST_UNITS = 4096
"""Of one message. The documentation says characters; users report refusals in UTF-16 units, which
are never fewer."""
MOST_ENTITIES = 100
"""Of one message; Telegram drops the rest in silence."""
_LONGEST_URL = 2000

Entity = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Outgoing:
    """The text of a message, as it is sent and as it has to come back."""

    text: str
    entities: tuple[Entity, ...] = ()
    quoted: tuple[str, ...] = ()
    """The library's words in it, one for each block quote, in order."""

    def payload(self) -> dict[str, Any]:
        """The parameters of sendMessage and editMessageText that say what it looks like."""
        return {
            "text": self.text,
            "entities": list(self.entities),
            "link_preview_options": {"is_disabled": True},
        }


def parted(words: Outgoing) -> Iterator[Outgoing]:
    """A text in as many messages as it needs, parted at the end of a line, else of a word. For the
    program's own lists; what quotes the library is parted by `rendering`."""
    while units(words.text) > MOST_UNITS or len(words.entities) > MOST_ENTITIES:
        end = _border(words)
        yield _slice(words, 0, end)
        words = _slice(words, end, units(words.text))
    yield words


def _border(words: Outgoing) -> int:
    """Where to part a text, in UTF-16 units."""
    most = MOST_UNITS
    if len(words.entities) > MOST_ENTITIES:
        most = min(most, words.entities[MOST_ENTITIES]["offset"])
    head = words.text.encode("utf-16-le")[: 2 * most].decode("utf-16-le", "ignore")
    ends = (head.rfind("\n", 1), head.rfind(" ", 1))
    return units(head[: next((end for end in ends if end > 0), len(head))])


def _slice(words: Outgoing, start: int, end: int) -> Outgoing:
    """What stands between two offsets, without white space around it."""
    text = cut(words.text, start, end - start)
    start += units(text) - units(text.lstrip(" \n"))
    text = text.strip(" \n")
    end = start + units(text)
    within = [
        {
            **e,
            "offset": max(e["offset"], start) - start,
            "length": min(_end(e), end) - max(e["offset"], start),
        }
        for e in words.entities
        if e["offset"] < end and start < _end(e)
    ]
    return Outgoing(text, tuple(within))


def _end(entity: Entity) -> int:
    return int(entity["offset"] + entity["length"])


@dataclass(slots=True)
class Composer:
    """A message that is being written."""

    _text: list[str] = field(default_factory=list)
    _length: int = 0
    _entities: list[Entity] = field(default_factory=list)
    _quoted: list[str] = field(default_factory=list)

    def add(self, text: str, kind: str = "", **more: str) -> None:
        """The program's own words, with an entity over all of them if `kind` names one."""
        if kind and text:
            self._mark(kind, self._length, units(text), **more)
        self._append(text)

    def add_foreign(self, text: str, most: int = 5) -> None:
        """Somebody else's words, with nothing live in them."""
        self._still(text, joined_live(text, most))
        self._append(text)

    def add_quote(self, text: str, most: int, lit: Range | None = None) -> None:
        """A slice of the library as a block quote, with nothing live in it, in at most
        `most` + 1 entities, and as many again where a part of it is `lit`."""
        self._mark("expandable_blockquote", self._length, units(text))
        still = joined_live(text, most)
        self._still(text, still)
        for start, end in _without(lit, still) if lit else ():
            self._mark("bold", self._length + units(text[:start]), units(text[start:end]))
        self._append(text)
        self._quoted.append(text)

    def message(self) -> Outgoing:
        """What has been written."""
        ordered = sorted(self._entities, key=lambda e: (e["offset"], -e["length"]))
        return Outgoing("".join(self._text), tuple(ordered), tuple(self._quoted))

    def _append(self, text: str) -> None:
        self._text.append(text)
        self._length += units(text)

    def _still(self, text: str, ranges: Sequence[Range]) -> None:
        for start, end in ranges:
            self._mark("code", self._length + units(text[:start]), units(text[start:end]))

    def _mark(self, kind: str, offset: int, length: int, **more: str) -> None:
        self._entities.append({"type": kind, "offset": offset, "length": length, **more})


def joined_live(text: str, most: int) -> list[Range]:
    """The live parts of a text, in at most `most` ranges that cover them."""
    return joined(list(live_ranges(text)), most)


def _without(whole: Range, holes: Sequence[Range]) -> list[Range]:
    """What is left of a range; without edges of white space, which Telegram would take off."""
    left, start = [], whole[0]
    for a, b in [*holes, (whole[1], whole[1])]:
        if start < min(a, whole[1]):
            left.append((start, min(a, whole[1])))
        start = max(start, b)
    return left


def link_target(url: str | None) -> str | None:
    """The address, if Telegram takes it for a link."""
    if not url or len(url) > _LONGEST_URL or any(c.isspace() or ord(c) < 32 for c in url):
        return None
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return None
    is_name = "." in host.strip(".") and host.isascii()
    return url if parts.scheme in ("http", "https") and is_name else None
