"""One file per format: a path in, documents out. A reader is imported when a file needs it."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import cast

from corpus.errors import UnreadableFile
from corpus.model import Reading
from corpus.readers.beginnings import told_by_beginning

Reader = Callable[[Path], Iterator[Reading | UnreadableFile | None]]
"""Yields the documents of a file, in order, an error in the place of a record that is none, and
None, as often as it likes, as a sign of life in long work; raises UnreadableFile where the whole
file cannot be read. It runs in a child process (`corpus.sandbox`): call it through there."""

FORMATS: dict[str, str] = {
    ".txt": "plain_text",
    ".text": "plain_text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".jsonl": "json_lines",
    ".ndjson": "json_lines",
    ".pdf": "pdf",
    ".docx": "word_document",
    ".odt": "open_document",
    ".epub": "e_book",
    ".zip": "archives",
    ".tar": "archives",
    ".tar.gz": "archives",
    ".tgz": "archives",
    ".tar.bz2": "archives",
    ".tbz2": "archives",
    ".tar.xz": "archives",
    ".txz": "archives",
    ".srt": "subtitles",
    ".vtt": "subtitles",
    ".html": "web_page",
    ".htm": "web_page",
    ".xhtml": "web_page",
    ".mhtml": "mhtml",
    ".mht": "mhtml",
    ".rst": "restructured",
    ".eml": "e_mail",
    ".mbox": "mbox",
    ".csv": "table",
    ".tsv": "table",
    ".json": "telegram",
}
"""End of a file's name, in lower case -> the module here whose `read` reads it, unless the file is
another one by its beginning."""

VERSIONS: dict[str, int] = {
    "archives": 2,
    "e_book": 1,
    "e_mail": 3,
    "json_lines": 3,
    "markdown": 1,
    "mbox": 4,
    "mhtml": 4,
    "open_document": 1,
    "pdf": 1,
    "plain_text": 1,
    "restructured": 1,
    "subtitles": 1,
    "table": 2,
    "telegram": 2,
    "web_page": 4,
    "word_document": 1,
}
"""Of each reader. Raise it with any change to what comes out of it, whether made there, in what it
works with or in a library of others: its files are then read again. A test has digests of what
comes out."""


def format_of(path: Path) -> str | None:
    """The end of the name by which a file is read; None: not a format that is read."""
    suffixes = [suffix.lower() for suffix in path.suffixes]
    return next((end for n in (2, 1) if (end := "".join(suffixes[-n:])) in FORMATS), None)


def version_of(path: Path) -> int:
    """Of all that reads a file in a format that is read: in an archive, of every reader. Raises
    OSError."""
    module = told_by_beginning(path, FORMATS[cast(str, format_of(path))])
    return sum(VERSIONS.values()) if module == "archives" else VERSIONS[module]


def reader_for(path: Path) -> Reader | None:
    """The reader for a file by its name, which looks at its beginning too; None: not a format that
    is read."""
    known = format_of(path)
    return None if known is None else _reader(FORMATS[known])


@cache
def _reader(module: str) -> Reader:
    """The reader in a module; its documents have its version, those of archives keep theirs."""
    read: Reader = import_module(f"corpus.readers.{module}").read

    def versioned(path: Path) -> Iterator[Reading | UnreadableFile | None]:
        told = told_by_beginning(path, module)
        if told != module:
            yield from _reader(told)(path)
            return
        for item in read(path):
            if isinstance(item, Reading) and not item.version:
                item = replace(item, version=VERSIONS[module])
            yield item

    return versioned


def damaged(name: object, error: Exception) -> UnreadableFile:
    """What to say where a library gives up on a file."""
    said = " ".join(str(error).split())[:200]
    reason = f"{type(error).__name__}: {said}" if said else type(error).__name__
    return UnreadableFile(
        f"{name}: damaged, or not what its name says ({reason}). Open it and save it again."
    )
