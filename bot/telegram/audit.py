"""The log of what moderators did: append-only, each entry chained to the one before by its hash."""

import hashlib
import json
import sqlite3
from dataclasses import dataclass

_FIRST = "0" * 64


@dataclass(frozen=True, slots=True)
class Entry:
    """One action. People are numbers; `by_id` 0 is an anonymous administrator, or the bot."""

    at: float
    chat_id: int
    """As the chat was called then."""
    by_id: int
    action: str
    """A key: `pinned`, `unpinned`, `settings`."""
    detail: str = ""
    """In fixed words: a number of the register, a setting and its value."""


def append(connection: sqlite3.Connection, entry: Entry) -> str:
    """Write an entry inside an open transaction; returns its hash."""
    row = connection.execute("SELECT hash FROM audit ORDER BY seq DESC LIMIT 1").fetchone()
    text = json.dumps(
        [round(entry.at, 3), entry.chat_id, entry.by_id, entry.action, entry.detail],
        ensure_ascii=False,
    )
    chained = _chained(row["hash"] if row else _FIRST, text)
    connection.execute(
        "INSERT INTO audit (chat_id, entry, hash) VALUES (?, ?, ?)", (entry.chat_id, text, chained)
    )
    return chained


def latest(connection: sqlite3.Connection, chat_id: int, limit: int) -> list[tuple[Entry, str]]:
    """The last entries of a chat with their hashes, newest first."""
    rows = connection.execute(
        "SELECT entry, hash FROM audit WHERE chat_id = ? ORDER BY seq DESC LIMIT ?",
        (chat_id, limit),
    )
    return [(Entry(*json.loads(row["entry"])), row["hash"]) for row in rows]


def first_break(connection: sqlite3.Connection) -> int | None:
    """Number of the first entry that does not follow from those before it; None: all do."""
    previous = _FIRST
    for row in connection.execute("SELECT seq, entry, hash FROM audit ORDER BY seq"):
        if row["hash"] != _chained(previous, row["entry"]):
            return int(row["seq"])
        previous = row["hash"]
    return None


def _chained(previous: str, text: str) -> str:
    return hashlib.sha256(f"{previous}\n{text}".encode()).hexdigest()
