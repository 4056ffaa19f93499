"""Bytes of a text file -> canonical text, once, and the way back to the bytes.

Canonical text is what is stored, quoted, shown and sent. It is Unicode NFC, its only control
character is LF, and it holds nothing that Telegram would alter (`clean_input_string` in TDLib's
td/telegram/misc.cpp: controls become spaces; U+202A..U+202E, U+030A, U+0333 and U+033F vanish;
in a run of U+200E/U+200F all but the last become U+200C). Everything here is pure; any change to
what comes out raises CANONICAL_VERSION, and documents are then read again.
"""

import re
import unicodedata
from functools import cache

from corpus.encoding import encode_prefix

CANONICAL_VERSION = 2

NEWLINE = re.compile("\r\n|[\r\n\f\u0085\u2028\u2029]")
_CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f]")
_BIDI_EMBEDDING = re.compile("[\u202a-\u202e]")
_MARK_RUN = re.compile("[\u200e\u200f]+(?=[\u200e\u200f])")
_SURROGATE = re.compile("[\ud800-\udfff]")
_DROPPED_MARK = re.compile("[\u030a\u0333\u033f]")
_PLAIN = re.compile("[\n\x20-\x7e]*")


def canonical_text(text: str) -> str:
    """Make decoded text canonical; idempotent, and each line depends on that line alone."""
    if _PLAIN.fullmatch(text):
        return text
    return _compose(_clean(NEWLINE.sub("\n", text)))


def one_line(text: str) -> str:
    """Canonical text with single spaces for all blank space within, and none around it."""
    return " ".join(canonical_text(text).split())


def typed_name(name: str) -> str:
    """The name of a file as people type and read it: a Mac stores й as two characters, and a name
    may hold line breaks and what moves a terminal's cursor."""
    return canonical_text(name).replace("\n", " ")


def _clean(line: str) -> str:
    """Replace or drop single characters; what is left composes in `_compose`."""
    line = _SURROGATE.sub("\ufffd", _CONTROL.sub(" ", line))
    return _BIDI_EMBEDDING.sub("", line)


def _compose(text: str) -> str:
    """NFC, without the marks that Telegram drops from what NFC could not compose.

    Runs of direction marks come last: a dropped mark may have stood between two of them.
    """
    text = unicodedata.normalize("NFC", text)
    while _DROPPED_MARK.search(text):  # what one drop lets compose anew may hold another
        text = unicodedata.normalize("NFC", _DROPPED_MARK.sub("", text))
    return _MARK_RUN.sub(lambda run: "\u200c" * len(run.group()), text)


def byte_range(data: bytes, encoding: str, text: str, start: int, end: int) -> tuple[int, int]:
    """Find the bytes of a text file that `canonical_text(text)[start:end]` was made from.

    `text` is what `data` decodes to in `encoding`. The range is the smallest one that covers
    the slice: decoding and canonicalising those bytes alone gives the slice back, save where
    characters compose across its border.
    """
    first = _source_offset(text, start, at_end=False)
    last = _source_offset(text, end, at_end=True) if end > start else first
    return encode_prefix(data, encoding, text, first), encode_prefix(data, encoding, text, last)


def _source_offset(text: str, offset: int, *, at_end: bool) -> int:
    """Offset in decoded text of the canonical offset; lines correspond one to one."""
    line_start, passed = 0, 0
    for newline in NEWLINE.finditer(text):
        length = len(canonical_text(text[line_start : newline.start()]))
        if passed + length >= offset:
            break
        passed += length + 1
        line_start = newline.end()
    line_end = (
        newline_match.start() if (newline_match := NEWLINE.search(text, line_start)) else None
    )
    return line_start + _column(text[line_start:line_end], offset - passed, at_end=at_end)


def _column(line: str, column: int, *, at_end: bool) -> int:
    """Column in a decoded line of a canonical column, by clusters that compose alone."""
    position, passed = 0, 0
    for cluster in _clusters(line):
        length = len(canonical_text(cluster))
        reached = passed + length >= column if at_end else passed + length > column
        if reached:
            return position + (len(cluster) if at_end and column > passed else 0)
        position += len(cluster)
        passed += length
    return position


def _clusters(line: str) -> list[str]:
    """Split where composition cannot reach across: before every starter that joins nothing."""
    clusters: list[str] = []
    start = 0
    previous = line[:1]
    for i, character in enumerate(line[1:], start=1):
        if _BIDI_EMBEDDING.match(character):
            continue
        joins = (
            unicodedata.combining(character)
            or character in _joining_starters()
            or (previous in "\u200e\u200f" and character in "\u200e\u200f")
        )
        if not joins:
            clusters.append(line[start:i])
            start = i
        previous = character
    return [*clusters, line[start:]] if line else []


@cache
def _joining_starters() -> frozenset[str]:
    """Starters (combining class 0) that NFC may join to what stands before them."""
    joining = {chr(code) for code in (*range(0x1161, 0x1176), *range(0x11A8, 0x11C3))}
    for code in range(0x110000):
        parts = unicodedata.decomposition(chr(code)).split()
        if len(parts) == 2 and not parts[0].startswith("<"):
            second = chr(int(parts[1], 16))
            if not unicodedata.combining(second):
                joining.add(second)
    return frozenset(joining)
