"""One file per format: a path in, documents out."""

from collections.abc import Callable, Iterator
from pathlib import Path

from corpus.errors import UnreadableFile
from corpus.model import Reading
from corpus.readers import json_lines, markdown, plain_text

Reader = Callable[[Path], Iterator[Reading | UnreadableFile]]
"""Yields the documents of a file, in order, and an error in the place of a record that is none;
raises UnreadableFile where the whole file cannot be read."""

READERS: dict[str, Reader] = {
    ".txt": plain_text.read,
    ".text": plain_text.read,
    ".md": markdown.read,
    ".markdown": markdown.read,
    ".jsonl": json_lines.read,
    ".ndjson": json_lines.read,
}
"""Suffix, in lower case -> reader."""


def reader_for(path: Path) -> Reader | None:
    """The reader for a file by its suffix; None: not a format that is read."""
    return READERS.get(path.suffix.lower())
