"""The child process: reads the files that it is told of, one after the other, until it is tired.

Started by `corpus.sandbox.process`. Requests are paths, with their length before them.
"""

import errno
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from corpus.errors import UnreadableFile
from corpus.model import Reading
from corpus.readers import damaged, reader_for
from corpus.sandbox import wire
from corpus.sandbox.limits import MEMORY, confine, has_grown, more_time

_MOST_FILES = 1000
"""Files after which the process is renewed, whatever a library has kept of them."""


def main() -> None:
    """Serve requests until there are no more."""
    answers = _own_output()
    confine()
    answers.write(wire.pack(wire.READY))
    answers.flush()
    for number, path in enumerate(_requests(sys.stdin.buffer), start=1):
        for message in _answers(path):
            more_time()
            answers.write(message)
            answers.flush()
        leaves = number >= _MOST_FILES or has_grown()
        answers.write(wire.pack(wire.END, leaves))
        answers.flush()
        if leaves:
            return


def _own_output() -> BinaryIO:
    """The pipe to the parent, out of reach of libraries that print."""
    answers = os.fdopen(os.dup(1), "wb")
    with Path(os.devnull).open("wb") as nowhere:
        os.dup2(nowhere.fileno(), 1)
    return answers


def _requests(questions: BinaryIO) -> Iterator[Path]:
    while header := questions.read(wire.HEADER.size):
        (length,) = wire.HEADER.unpack(header)
        yield Path(os.fsdecode(questions.read(length)))


def _answers(path: Path) -> Iterator[bytes]:
    try:
        reader = reader_for(path)
        is_empty = True
        for item in reader(path) if reader else ():
            is_empty = is_empty and item is None
            if isinstance(item, Reading):
                yield wire.pack(wire.READING, wire.packed(item))
            elif item is None:
                yield wire.pack(wire.ALIVE)
            else:
                yield wire.pack(wire.REFUSED, str(item))
        if is_empty:
            yield wire.pack(wire.UNREADABLE, f"{path}: nothing in it to quote.")
    except UnreadableFile as error:
        yield wire.pack(wire.UNREADABLE, str(error))
    except MemoryError:
        yield wire.pack(
            wire.UNREADABLE,
            f"{path}: reading it takes more than {MEMORY / 2**30:.0f} GB of memory. Split it.",
        )
    except Exception as error:  # noqa: BLE001 - whatever a library says of a broken file
        if isinstance(error, OSError) and _is_of_the_system(error, path):
            yield wire.pack(wire.NO_ACCESS, error.errno, error.strerror)
        else:
            yield wire.pack(wire.UNREADABLE, str(damaged(path, error)))


def _is_of_the_system(error: OSError, path: Path) -> bool:
    """Whether the file could not be opened or read; libraries raise others for bad content."""
    return error.errno == errno.EIO or (error.errno is not None and error.filename == str(path))
