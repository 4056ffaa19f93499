"""What the readers of text files share: bytes in, canonical text and metadata out."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from corpus.canonical import canonical_text
from corpus.encoding import Decoded, decode
from corpus.errors import UnreadableFile
from corpus.metadata import split_front_matter
from corpus.model import Source

MAX_BYTES = 32 * 1024 * 1024
"""The largest text file, and the largest record of a JSON Lines file: some 50 novels, and what
fits in memory several times over while it is read."""


@dataclass(frozen=True, slots=True)
class TextFile:
    """A text file, decoded and made canonical."""

    text: str
    source: Source
    """What its front matter states."""
    body: int
    """Offset at which the text begins, after the front matter."""
    sha256: str
    encoding: str
    damaged: int
    size: int


def read_whole(path: Path) -> bytes:
    """The bytes of a file; raises UnreadableFile when they are too many."""
    size = path.stat().st_size
    if size > MAX_BYTES:
        raise UnreadableFile(
            f"{path}: {size / 2**20:,.0f} MB in one text file; the limit is "
            f"{MAX_BYTES // 2**20} MB. Split it, or make it JSON Lines, which may be of any size."
        )
    return path.read_bytes()


def decode_whole(data: bytes, name: str, declared: str | None = None) -> Decoded:
    """Characters of a file; raises UnreadableFile when it is empty or not text."""
    decoded = decode(data, name, declared)
    if not decoded.text.strip():
        raise UnreadableFile(f"{name}: the file is empty; nothing to quote.")
    return decoded


def read_text_file(path: Path) -> TextFile:
    """Read a whole file; raises UnreadableFile when it is empty, too large or not text."""
    data = read_whole(path)
    decoded = decode_whole(data, str(path))
    text = canonical_text(decoded.text)
    source, body = split_front_matter(text, str(path))
    return TextFile(
        text=text,
        source=source,
        body=body,
        sha256=hashlib.sha256(data).hexdigest(),
        encoding=decoded.encoding,
        damaged=decoded.damaged,
        size=len(data),
    )
