"""A file of every format, and what a reader has to find in it."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass

from corpus.metadata import FIELDS
from corpus.model import Source

STATED = {name: f"some {name}" for name in FIELDS}
PAGE = """The well at noon

The well was dug in spring.\r\n\tNobody asked to be paid for it.

Subscribe

Құдықты көктемде бүкіл ауыл қазды. It was cafe\u0301 talk, 🙂 said Ann.
"""
ALL = Source(**STATED)
FRONT_MATTER = "---\n" + "".join(f"{key}: {value}\n" for key, value in STATED.items()) + "---\n"


@dataclass(frozen=True, slots=True)
class Sample:
    """A file, and what is known of it."""

    content: bytes
    source: Source = ALL
    """What it states of each of its documents."""
    lines: tuple[int, ...] = (1,)
    """Where its documents begin."""
    documents: tuple[bytes, ...] | None = None
    """The bytes of each document; None: the whole file is one."""
    bad: bytes = b"---\ntitle: {a: 1}\n---\nIt rained.\n"
    """The format with a title that is no text; empty: it cannot have one."""
    around: Callable[[str], str | bytes] = str
    """Any words -> a file that holds them."""

    @property
    def ids(self) -> list[str]:
        """Of its documents, in order."""
        return [hashlib.sha256(part).hexdigest() for part in self.documents or (self.content,)]


TEXT = Sample((FRONT_MATTER + PAGE).encode())
MARKDOWN = Sample(
    (
        FRONT_MATTER
        + "# The well\n\n> Dug in *spring*,\n> by all.\n\n- one\n  - two wells\n\n"
        + "| year | depth |\n|---|---|\n| 1911 | 7 m |\n\n<b>raw</b>\n\n[home](/) [news](/n)\n\n"
        + "```\ncode\n```\n\n***\n\n"
        + PAGE
    ).encode()
)
RESTRUCTURED = Sample(
    (
        FRONT_MATTER
        + "The well\n========\n\n:Author: nobody\n\nDug in *spring*.\n\n.. include:: secret\n\n"
        + ".. raw:: html\n\n   <b>raw</b>\n\n.. a comment\n\n- one\n- two wells\n\n"
        + "==== =====\nyear depth\n==== =====\n1911 7 m\n==== =====\n\n::\n\n  code\n\n"
        + PAGE.replace("\n\t", "\n")
    ).encode()
)


def _records(*records: object) -> Sample:
    parts = tuple(json.dumps(record).encode() for record in records)
    return Sample(
        content=b"".join(part + b"\n\n" for part in parts),
        lines=tuple(range(1, 2 * len(parts), 2)),
        documents=parts,
        bad=b'{"text": "It rained.", "title": {"a": 1}}',
        around=lambda text: json.dumps({"text": text}),
    )


RECORDS = _records(
    {"_id": "first", "text": PAGE, **STATED},
    {"id": 2, "text": "The barn burned down.", "metadata": STATED},
    {"text": "\u202aNobody\0 came.", "metadata": {"title": "nested"}, **STATED},
)
_LONG = "It is the only well for miles, and the cattle of five villages drink from it. " * 4
HTML_HEAD = (
    "<!doctype html><html><head><meta charset=utf-8><meta property=og:title content='some title'>"
    "<meta name=author content='Some Author'><meta property=og:site_name content='Some Paper'>"
    "<meta property=article:published_time content=2024-05-03><link rel=canonical "
    "href=https://wells.example/noon></head><body><nav><a href=/>Home</a></nav><article>"
)
HTML = (
    f"{HTML_HEAD}<h1>The well at noon</h1><p>The well was dug in spring.</p><p>{_LONG}</p>"
    "<p>Subscribe</p><p>Құдықты көктемде бүкіл ауыл қазды. It was cafe\u0301 talk, 🙂 said Ann.</p>"
    "</article></body></html>"
)
PAGE_SOURCE = Source(
    "some title", "Some Paper", "Some Author", "2024-05-03", "https://wells.example/noon"
)
WEB_PAGE = Sample(HTML.encode(), PAGE_SOURCE, bad=b"", around=lambda text: f"<html><body><p>{text}")
MHTML = Sample(
    "\r\n".join(
        (
            "From: <Saved by a browser>",
            "Snapshot-Content-Location: https://wells.example/noon",
            "Content-Type: multipart/related; type=text/html; boundary=b",
            "",
            "--b",
            "Content-Type: text/html",
            "Content-Transfer-Encoding: 8bit",
            "",
            HTML,
            "--b",
            "Content-Type: image/png",
            "",
            "no picture",
            "--b--",
            "",
        )
    ).encode(),
    PAGE_SOURCE,
    bad=b"",
    around=lambda text: f"Content-Type: text/html\n\n<html><body><p>{text}",
)
MAIL_SOURCE = Source("some title", "some list", "some author", "2024-05-03 12:03", kind="e-mail")
MAIL = (
    "From: some author <author@wells.example>\nSubject: some title\n"
    "List-Id: some list <wells.example>\nDate: Fri, 3 May 2024 12:03:01 +0600\n"
    "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n" + PAGE
).encode()
E_MAIL = Sample(MAIL, MAIL_SOURCE, bad=b"", around=lambda text: f"From: a@wells.example\n\n{text}")
_BORDER = b"From author@wells.example Fri May  3 12:03:01 2024\n"
MBOX = Sample(
    content=_BORDER + MAIL + b"\n" + _BORDER + MAIL,
    source=MAIL_SOURCE,
    lines=(1, MAIL.count(b"\n") + 3),
    documents=(MAIL + b"\n", MAIL),
    bad=b"",
    around=lambda text: f"From a\nFrom: a@wells.example\n\n{text}",
)


def table(delimiter: str) -> Sample:
    """Rows without a column of text."""
    rows = (
        ("year", "remark"),
        ("1911", "The well was dug in spring."),
        ("1912", "Subscribe"),
        ("1913", "Құдықты көктемде бүкіл ауыл қазды."),
    )
    lines = "".join(f"{delimiter.join(row)}\n" for row in rows)
    return Sample(
        lines.encode(), Source(), bad=b"", around=lambda text: f"remark{delimiter}a\n{text}"
    )


CHAT = {
    "name": "some title",
    "type": "private_supergroup",
    "id": 7,
    "messages": [
        {"id": 1, "type": "service", "date": "2024-05-03T12:00:00", "actor": "Ann", "action": "x"},
        {"id": 2, "type": "message", "date": "2024-05-03T12:03:01", "from": "Ann", "text": PAGE},
    ],
}
TELEGRAM = Sample(
    json.dumps(CHAT).encode(),
    Source("some title", "Telegram", published="2024-05", kind="private supergroup"),
    documents=(),
    bad=b"",
    around=lambda text: json.dumps({**CHAT, "messages": [{"id": 1, "text": text}]}),
)
WRITTEN: dict[str, Sample] = {
    ".txt": TEXT,
    ".text": TEXT,
    ".md": MARKDOWN,
    ".markdown": MARKDOWN,
    ".jsonl": RECORDS,
    ".ndjson": RECORDS,
    ".html": WEB_PAGE,
    ".htm": WEB_PAGE,
    ".xhtml": WEB_PAGE,
    ".mhtml": MHTML,
    ".mht": MHTML,
    ".rst": RESTRUCTURED,
    ".eml": E_MAIL,
    ".mbox": MBOX,
    ".csv": table(";"),
    ".tsv": table("\t"),
    ".json": TELEGRAM,
}
