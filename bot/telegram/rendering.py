"""An answer -> the messages that show it. Pure.

An answer is a row of pages. A page ends between quotes, never inside one; a quote longer than a
page is continued on the next, and each of its parts says so.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.telegram.cited import Cited
from bot.telegram.composing import MOST_ENTITIES, Composer, Outgoing, link_target
from bot.telegram.live import live_ranges
from bot.telegram.text import shortened, units
from bot.telegram.wording import Say
from corpus.library import Library

ROOM = 3900
"""UTF-16 units for the pieces of a page; the rest is for what stands above them."""
LONGEST_PIECE = 2600
"""UTF-16 units of a quote in one piece; what stands around it has at most 1300."""
AROUND = 300
"""Characters before and after a quote that `Context` shows."""
LIT = 800
"""Characters of a long quote that `Context` shows."""
_SPACE = re.compile(r"\s")
_LONGEST_TITLE = 200
_LONGEST_OTHER = 150
_OTHERS_SHOWN = 3
_FIXED_ENTITIES = 24
"""Of a piece at most: the block quote, the link, the value, and stilled words around the quote."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A quote, or the part of a long one that is shown at once."""

    quote: Cited
    text: str
    part: int = 1
    parts: int = 1

    @property
    def opens_version(self) -> bool:
        """Tell whether the value stands above it."""
        return bool(self.quote.value) and self.part == 1


Page = tuple[Piece, ...]


def pages(quotes: Sequence[Cited], per_page: int, say: Say) -> list[Page]:
    """All pages of an answer, in order."""
    found: list[list[Piece]] = []
    room = 0
    for piece in (piece for quote in quotes for piece in pieces(quote)):
        needed = units(_shown([piece], say, 1).text) + 2
        if not found or needed > room or len(found[-1]) == per_page or piece.part > 1:
            found.append([])
            room = ROOM
        found[-1].append(piece)
        room -= needed
    return [tuple(page) for page in found]


def pieces(quote: Cited) -> list[Piece]:
    """The quote in pieces that fit, cut at white space, which is left out between two."""
    texts, rest = [], quote.text.strip(" \n")
    while units(rest) > LONGEST_PIECE:
        end = _border(rest)
        texts.append(rest[:end].rstrip(" \n"))
        rest = rest[end:].lstrip(" \n")
    texts.append(rest)
    return [Piece(quote, text, i, len(texts)) for i, text in enumerate(texts, start=1)]


def _border(text: str) -> int:
    """Where to cut: at the last white space that fits, else before the first character that
    does not."""
    end, room = 0, LONGEST_PIECE
    while (size := units(text[end])) <= room:
        end += 1
        room -= size
    spaces = [i for i in (text.rfind(" ", 1, end + 1), text.rfind("\n", 1, end + 1)) if i > 0]
    return max(spaces, default=end)


def show_page(page: Page, say: Say, above: str = "") -> Outgoing:
    """The message of one page, with the program's own words above it."""
    return _shown(page, say, len(page), above)


def _shown(page: Sequence[Piece], say: Say, share: int, above: str = "") -> Outgoing:
    composer = Composer()
    composer.add(above)
    stilled = max(1, (MOST_ENTITIES - _FIXED_ENTITIES) // share - 6)
    for number, piece in enumerate(page):
        if number or above:
            composer.add("\n\n")
        _add_piece(composer, piece, say, stilled)
    return composer.message()


def _add_piece(composer: Composer, piece: Piece, say: Say, stilled: int) -> None:
    quote = piece.quote
    if piece.opens_version:
        value = shortened(quote.value, _LONGEST_OTHER)
        if any(live_ranges(value)):
            composer.add(value, "code")
        else:
            composer.add(value, "bold")
        about = [say(f"of_value_{word.replace(' ', '_')}") for word in quote.said_of_value]
        composer.add(", ".join([f"  {say('origins', count=quote.value_origins)}", *about]) + "\n")
    if piece.parts > 1:
        composer.add(say("part", part=piece.part, parts=piece.parts) + "\n")
    composer.add_quote(piece.text, stilled)
    composer.add("\n")
    add_source_line(composer, quote, say)


def add_source_line(composer: Composer, quote: Cited, say: Say) -> None:
    """Who says so and where: a speaker; a title, linked where there is an address; author,
    publisher, date; the place; other documents with the same words."""
    title = shortened(quote.title, _LONGEST_TITLE) or quote.document_id
    target = link_target(quote.url)
    composer.add("— ")
    if speaker := shortened(quote.speaker, _LONGEST_OTHER):
        composer.add_foreign(say("said_by", who=speaker) + " ", 1)
    if target and not any(live_ranges(title)):
        composer.add(title, "text_link", url=target)
        target = None
    else:
        composer.add_foreign(title, 1)
    if by := shortened(quote.by, _LONGEST_TITLE):
        composer.add_foreign(", " + by, 1)
    if place := shortened(quote.place, _LONGEST_OTHER):
        composer.add_foreign(" · " + place, 1)
    if target:
        composer.add(" · ")
        composer.add(say("open"), "text_link", url=target)
    names = [shortened(name, _LONGEST_OTHER // 2) for name in quote.copies[:_OTHERS_SHOWN]]
    if any(names):
        composer.add_foreign(" · " + say("copies", names=", ".join(filter(None, names))), 1)


def show_context(quote: Cited, text: str, start: int, say: Say) -> Outgoing:
    """A quote among the words around it; `text` is the library's, from offset `start`."""
    composer = Composer()
    first = max(quote.start - start, 0)
    lit = (first, min(quote.end - start, len(text)))
    composer.add_quote(text, (MOST_ENTITIES - _FIXED_ENTITIES) // 2, lit)
    composer.add("\n")
    add_source_line(composer, quote, say)
    return composer.message()


def surroundings(library: Library, quote: Cited) -> tuple[int, int]:
    """The slice of the document that `show_context` has room for, from word to word."""
    length = library.document(quote.document_id).length
    begins = min((p.start for p in library.passages_of(quote.document_id)), default=0)
    first = max(quote.start - AROUND, min(begins, quote.start))  # front matter is nobody's words
    shown = min(quote.end, quote.start + LIT)
    last = min(shown + AROUND, length)
    text = library.text(quote.document_id, first, last)
    start = _past_space(text[: quote.start - first]) if first > begins else 0
    end = _last_space(text, shown - first) if last < length else len(text)
    inner = text[start:end]
    return (
        first + start + len(inner) - len(inner.lstrip(" \n")),
        first + end - len(inner) + len(inner.rstrip(" \n")),
    )


def _last_space(text: str, least: int) -> int:
    """The offset of the last white space from `least` on; the end where there is none."""
    return max((found.start() for found in _SPACE.finditer(text, least)), default=len(text))


def _past_space(text: str) -> int:
    """The offset after the first white space; 0 where there is none."""
    found = _SPACE.search(text)
    return found.end() if found else 0
