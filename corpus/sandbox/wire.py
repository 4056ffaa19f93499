"""What the child process says: messages of JSON, each with its length before it.

The parent believes nothing: `reading` checks every type, every offset and every order.
"""

import json
import struct
from collections.abc import Iterable
from dataclasses import fields
from typing import Any

from corpus.model import Landmark, Reading, Section, Segment, Source

HEADER = struct.Struct(">I")
"""Bytes in the message that follows."""
MAX_MESSAGE = 128 * 2**20
"""Bytes; the largest text file has 32 MB, twice that in UTF-8, and its segments."""
READY, READING, REFUSED, ALIVE, UNREADABLE, NO_ACCESS, END = (
    "ready", "reading", "refused", "alive", "unreadable", "no access", "end",
)  # fmt: skip
"""The child can be asked; a document; a record that is none, and why; a sign of life; the whole
file cannot be read, and why; the system's errno and message; the file is done, and whether the
child leaves with it."""

_KINDS = ("text", "heading", "label", "listing", "furniture")
_PLAIN: dict[str, type | tuple[type, ...]] = {
    "text": str,
    "sha256": str,
    "record": (str, type(None)),
    "is_numbered": bool,
    "encoding": str,
    "damaged": int,
    "line": int,
    "size": int,
    "version": int,
}


class BadMessage(Exception):
    """The child says what no reader would say."""


def pack(kind: str, *values: object) -> bytes:
    """A message, with its length."""
    body = json.dumps([kind, *values], ensure_ascii=False, separators=(",", ":"))
    data = body.encode("utf-8", "surrogatepass")
    return HEADER.pack(len(data)) + data


def unpack(data: bytes) -> tuple[str, list[Any]]:
    """The kind of a message and what it brings; raises BadMessage."""
    try:
        kind, *values = json.loads(data.decode("utf-8", "surrogatepass"))
    except (ValueError, TypeError, RecursionError) as error:
        raise BadMessage from error
    return kind, values


def packed(reading: Reading) -> dict[str, Any]:
    """A reading as JSON holds it."""
    sections = reading.sections
    return {
        **{name: getattr(reading, name) for name in _PLAIN},
        "segments": [(s.start, s.end, s.kind, s.opens_paragraph) for s in reading.segments],
        "source": _stated(reading.source),
        "sections": sections and [(s.start, s.end, _stated(s.source)) for s in sections],
        "landmarks": [(mark.start, mark.label) for mark in reading.landmarks],
    }


def reading(value: Any) -> Reading:
    """The reading that was packed; raises BadMessage where none could have been."""
    try:
        plain = {name: _of_type(value[name], kind) for name, kind in _PLAIN.items()}
        length = len(plain["text"])
        segments = tuple(Segment(*part) for part in value["segments"])
        _check_spans(segments, length)
        if not all(part.kind in _KINDS for part in segments):
            raise BadMessage
        sections = value["sections"]
        if sections is not None:
            sections = tuple(Section(start, end, _source(said)) for start, end, said in sections)
            _check_spans(sections, length)
        landmarks = tuple(Landmark(*mark) for mark in value["landmarks"])
        starts = [_of_type(mark.start, int) for mark in landmarks]
        if starts != sorted(starts) or (starts and not 0 <= starts[0] <= starts[-1] <= length):
            raise BadMessage
        for mark in landmarks:
            _of_type(mark.label, str)
        source = _source(value["source"])
        return Reading(
            segments=segments, source=source, sections=sections, landmarks=landmarks, **plain
        )
    except (KeyError, TypeError, ValueError) as error:
        raise BadMessage from error


def _stated(source: Source) -> dict[str, str]:
    return {f.name: said for f in fields(source) if (said := getattr(source, f.name)) is not None}


def _source(value: Any) -> Source:
    stated = _of_type(value, dict)
    return Source(**{name: _of_type(said, str) for name, said in stated.items()})


def _of_type(value: Any, kind: type | tuple[type, ...]) -> Any:
    if not isinstance(value, kind):
        raise BadMessage
    return value


def _check_spans(parts: Iterable[Segment | Section], length: int) -> None:
    reached = 0
    for part in parts:
        if not reached <= _of_type(part.start, int) < _of_type(part.end, int) <= length:
            raise BadMessage
        reached = part.end
