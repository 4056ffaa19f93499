"""Plain text, with or without front matter."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from corpus.layout import segments
from corpus.model import Reading
from corpus.readers.text_file import read_text_file

_LONGEST_TITLE = 150
"""Characters; a longer first line is text."""


def read(path: Path) -> Iterator[Reading]:
    """Yield the one document of the file; its title is the metadata's, else its first heading."""
    file = read_text_file(path)
    parts = segments(file.text, file.body)
    source = file.source
    if source.title is None and parts and parts[0].kind in ("heading", "label"):
        first = file.text[parts[0].start : parts[0].end]
        if len(first) <= _LONGEST_TITLE:
            source = replace(source, title=" ".join(first.split()))
    yield Reading(
        text=file.text,
        segments=parts,
        source=source,
        sha256=file.sha256,
        encoding=file.encoding,
        damaged=file.damaged,
        size=file.size,
    )
