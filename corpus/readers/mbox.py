"""Mailboxes in one file: each message is a document, read as a stream."""

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from corpus.errors import UnreadableFile
from corpus.model import Reading
from corpus.readers.binary_file import refuse_blank
from corpus.readers.e_mail import message_reading
from corpus.readers.text_file import MAX_BYTES

_BORDER = b"From "


def read(path: Path) -> Iterator[Reading | UnreadableFile]:
    """Yield the messages in order, and an error in the place of each that cannot be read."""
    refuse_blank(path)
    with path.open("rb") as file:
        head = file.readline(MAX_BYTES).removeprefix(b"\xef\xbb\xbf")
        if not head.startswith(_BORDER):
            raise UnreadableFile(f"{path}: no mailbox: its first line must begin with `From `.")
        for number, (line, data) in enumerate(_messages(file), start=1):
            yield _message(data, f"{path}: line {line}", f"message {number}", line)


def _messages(file: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """The line on which each begins, from 1, and its bytes; of what is too long, the beginning."""
    parts: list[bytes] = []
    begins, size, after_blank = 1, 0, False
    for number, line in enumerate(iter(lambda: file.readline(MAX_BYTES), b""), start=2):
        if after_blank and line.startswith(_BORDER):
            yield begins, b"".join(parts)
            parts, begins, size = [], number, 0
        elif size <= MAX_BYTES:
            parts.append(line[1:] if line.lstrip(b">").startswith(_BORDER) else line)
            size += len(line)
        after_blank = not line.strip()
    yield begins, b"".join(parts)


def _message(data: bytes, where: str, record: str, line: int) -> Reading | UnreadableFile:
    if len(data) > MAX_BYTES:
        return UnreadableFile(f"{where}: a message longer than {MAX_BYTES // 2**20} MB.")
    try:
        return message_reading(data, where, record, line)
    except UnreadableFile as error:
        return error
    except Exception as error:  # noqa: BLE001 - the standard library's on a broken header
        return UnreadableFile(f"{where}: a damaged message ({type(error).__name__}: {error}).")
