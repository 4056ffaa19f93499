"""Web pages saved in one file (MHTML): the page among the parts, with the address it came from."""

from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

from corpus.encoding import decode
from corpus.errors import UnreadableFile
from corpus.model import Reading
from corpus.readers.e_mail import parsed
from corpus.readers.text_file import decode_whole, read_whole
from corpus.readers.web_page import charset_in, page_reading

_PAGES = ("text/html", "application/xhtml+xml")
_ADDRESSES = ("Snapshot-Content-Location", "Content-Location")


def read(path: Path) -> Iterator[Reading]:
    """Yield the one page of the file; frames and pictures within it are not read."""
    data = read_whole(path)
    decode_whole(data[:4096], str(path))  # an empty or a binary file is told as such
    message = parsed(data, str(path))
    page = _page(message)
    content = page.get_payload(decode=True) if page is not None else None
    if page is None or not isinstance(content, bytes):
        raise UnreadableFile(f"{path}: no web page in it. Save the page again, as MHTML or HTML.")
    declared = page.get_content_charset() or charset_in(content)
    yield page_reading(
        decode(content, str(path), declared), data, str(path), _address(message) or _address(page)
    )


def _page(message: EmailMessage) -> EmailMessage | None:
    """The first page among the parts: the others are its frames."""
    for part in message.walk():
        if part.get_content_type() in _PAGES:
            return part
    return None


def _address(part: EmailMessage) -> str | None:
    stated = (str(part[name]).strip() for name in _ADDRESSES if part[name])
    return next((url for url in stated if url.startswith(("http://", "https://"))), None)
