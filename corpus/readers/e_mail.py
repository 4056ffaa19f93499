"""E-mails: the words of the writer with subject, author and date; quoted words are the quoted
one's. Attachments are not read."""

import hashlib
import re
from collections.abc import Iterator
from contextlib import suppress
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from email.utils import parsedate_to_datetime
from pathlib import Path

import trafilatura

from corpus.canonical import canonical_text
from corpus.encoding import Decoded, decode, known_encoding
from corpus.errors import UnreadableFile
from corpus.model import Reading, Source
from corpus.readers.composing import Composition
from corpus.readers.markup import Block, blocks
from corpus.readers.replies import add_body, blocks_of_page, blocks_of_text
from corpus.readers.text_file import decode_whole, read_whole

_LONGEST_HEADERS = 256 * 1024
"""Bytes; real ones have 10 KB at most, and the parser's time grows with their square."""
_IN_WORDS = frozenset(("from", "subject", "list-id"))
_HEADERS_END = re.compile(rb"\n\r?\n")


def read(path: Path) -> Iterator[Reading]:
    """Yield the one message of the file."""
    data = read_whole(path)
    decode_whole(data[:4096], str(path))  # an empty or a binary file is told as such
    yield message_reading(data, str(path))


def message_reading(data: bytes, name: str, record: str | None = None, line: int = 1) -> Reading:
    """One message; raises UnreadableFile where it has no words. Without a `record`, it is the
    whole file; else, what it is called where the message itself has no id."""
    message = parsed(data, name)
    if not (message["From"] or message["Subject"]):
        raise UnreadableFile(f"{name}: no e-mail: it names neither sender nor subject.")
    source, own_id = _source(message), _header(message, "Message-ID").strip("<> ")
    decoded, body = _body(message, name)
    composition = Composition()
    add_body(body, source.author or "the writer", composition)
    return composition.reading(
        name,
        source=source,
        sha256=hashlib.sha256(data).hexdigest(),
        record=record and (own_id or record),
        is_numbered=record is not None and not own_id,
        encoding=decoded.encoding,
        damaged=decoded.damaged,
        line=line,
        size=len(data),
    )


def parsed(data: bytes, name: str) -> EmailMessage:
    """The message, of whatever is in it; raises UnreadableFile where its headers never end."""
    if not _HEADERS_END.search(data, 0, _LONGEST_HEADERS) and len(data) > _LONGEST_HEADERS:
        raise UnreadableFile(f"{name}: headers of more than {_LONGEST_HEADERS // 1024} KB.")
    message = message_from_bytes(data, policy=default)
    for field, value in list(message.raw_items()):
        if field.lower() in _IN_WORDS and not value.isascii():
            message.replace_header(field, _as_meant(value, message))
    return message


def _as_meant(value: str, message: EmailMessage) -> str:
    """A header whose letters are not encoded: in UTF-8, as RFC 6532 has it, or as the body is."""
    for encoding in ("utf-8", known_encoding(message.get_content_charset() or "")):
        with suppress(UnicodeError):
            if encoding:
                return " ".join(value.encode("ascii", "surrogateescape").decode(encoding).split())
    return value


def _source(message: EmailMessage) -> Source:
    sender = message["From"]
    first = next(iter(getattr(sender, "addresses", ())), None)
    fields = {
        "title": _header(message, "Subject"),
        "publisher": _header(message, "List-Id").partition("<")[0].strip(' "'),
        "author": (first.display_name or first.addr_spec) if first else str(sender or ""),
        "published": _date(_header(message, "Date")),
        "url": _header(message, "Archived-At").strip("<>"),
        "kind": "e-mail",
    }
    return Source(**{key: canonical_text(value) or None for key, value in fields.items()})


def _header(message: EmailMessage, name: str) -> str:
    return " ".join(str(message[name] or "").split())


def _date(stated: str) -> str:
    """ISO, as far as the minute, in the sender's own time."""
    try:
        return parsedate_to_datetime(stated).strftime("%Y-%m-%d %H:%M")
    except ValueError:
        return ""


def _body(message: EmailMessage, name: str) -> tuple[Decoded, list[Block]]:
    """The words in plain text; where there are none, those of its page."""
    part = message.get_body(("plain", "html"))
    payload = part.get_payload(decode=True) if part is not None else None
    if part is None or not isinstance(payload, bytes) or not payload.strip():
        raise UnreadableFile(f"{name}: no text in it; nothing to quote.")
    decoded = decode(payload, name, part.get_content_charset())
    if part.get_content_type() == "text/html":
        tree = trafilatura.load_html(decoded.text)
        return decoded, [] if tree is None else list(blocks_of_page(list(blocks(tree))))
    return decoded, list(blocks_of_text(canonical_text(decoded.text)))
