"""What the readers of files that are no text share: the id of the bytes, and room in memory."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import UnreadableFile

MOST_TIMES = 100
"""What may come out of a packed file, as a multiple of its size: text compresses 10 times at most,
save for logs and the like."""
_FREE_BYTES = 2**20
"""Small ones may hold more."""
_BLANK = b"\xef\xbb\xbf \t\r\n"


@dataclass(frozen=True, slots=True)
class BinaryFile:
    """A file as one document is identified by it."""

    sha256: str
    size: int


def inspect_file(path: Path) -> BinaryFile:
    """Hash a file; raises UnreadableFile where there is nothing in it."""
    refuse_blank(path)
    with path.open("rb") as file:
        return BinaryFile(hashlib.file_digest(file, "sha256").hexdigest(), file.tell())


def most_inside(path: Path) -> int:
    """Bytes that may come out of a packed file."""
    return _FREE_BYTES + MOST_TIMES * path.stat().st_size


def refuse_blank(path: Path) -> None:
    """Raise UnreadableFile where a file is empty, or has nothing but blank space in it."""
    with path.open("rb") as file:
        start = file.read(4096)
    if len(start) < 4096 and not start.strip(_BLANK):
        raise UnreadableFile(f"{path}: the file is empty; nothing to quote.")
