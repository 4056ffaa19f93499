"""The register of pins, which Telegram does not offer."""

import sqlite3
from dataclasses import dataclass

from bot.telegram.answers import Given

PINNING = "pinning"
PINNED = "pinned"
UNPINNING = "unpinning"
UNPINNED = "unpinned"
DELETED = "deleted"
FAILED = "failed"

EXACT = "exact"
CORRECTED = "corrected"
MOVED = "moved"
CHANGED = "changed"
GONE = "gone"

_COLUMNS = (
    "chat_id, number, message_chat, message_id, answer_id, by_id, loud, state, standing, checked,"
    " changed_at, probed_at"
)


@dataclass(frozen=True, slots=True)
class Pin:
    """One pinned answer, as far as the bot can know."""

    chat_id: int
    number: int
    """As moderators see it."""
    message_chat: int
    """The chat in which `message_id` counts: another than `chat_id` after a group has moved."""
    message_id: int
    answer_id: str
    by_id: int
    """Who pinned or unpinned it; 0: an anonymous administrator, or the bot found it so."""
    loud: bool
    state: str
    standing: str
    """How its quotes stand in the library: EXACT, CORRECTED, MOVED, CHANGED or GONE."""
    checked: str
    """State of the library when they were last verified."""
    changed_at: float
    probed_at: float


def add(
    connection: sqlite3.Connection, given: Given, by_id: int, now: float, state: str, *, loud: bool
) -> None:
    """Enter an answer under the next number; one that is there already keeps its own."""
    number = number_for(connection, given)
    connection.execute("DELETE FROM pins WHERE answer_id = ?", (given.id,))
    connection.execute(
        f"INSERT INTO pins ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608
        (
            given.chat_id,
            number,
            given.chat_id,
            given.message_id,
            given.id,
            by_id,
            loud,
            state,
            EXACT,
            "",
            now,
            now,
        ),
    )


def number_for(connection: sqlite3.Connection, given: Given) -> int:
    """The number under which an answer is entered, or would be."""
    known = of_answer(connection, given.id)
    if known is not None:
        return known.number
    highest = "SELECT coalesce(max(number), 0) FROM pins WHERE chat_id = ?"
    return int(connection.execute(highest, (given.chat_id,)).fetchone()[0]) + 1


def set_state(connection: sqlite3.Connection, pin: Pin, state: str, now: float) -> None:
    """Note what became of a pin."""
    _update(connection, pin, "state = ?, changed_at = ?", state, now)


def set_person(connection: sqlite3.Connection, pin: Pin, by_id: int) -> None:
    """Note who did so."""
    _update(connection, pin, "by_id = ?", by_id)


def set_message(connection: sqlite3.Connection, pin: Pin, chat_id: int, message_id: int) -> None:
    """Note that the answer stands in another message now."""
    _update(connection, pin, "message_chat = ?, message_id = ?", chat_id, message_id)


def set_standing(connection: sqlite3.Connection, pin: Pin, standing: str, checked: str) -> None:
    """Note how its quotes stand, as of this state of the library."""
    _update(connection, pin, "standing = ?, checked = ?", standing, checked)


def probed(connection: sqlite3.Connection, pin: Pin, now: float) -> None:
    """Note that it was asked whether it is still there."""
    _update(connection, pin, "probed_at = ?", now)


def _update(connection: sqlite3.Connection, pin: Pin, what: str, *values: object) -> None:
    connection.execute(
        f"UPDATE pins SET {what} WHERE chat_id = ? AND number = ?",  # noqa: S608 - our own words
        (*values, pin.chat_id, pin.number),
    )


def of_answer(connection: sqlite3.Connection, answer_id: str) -> Pin | None:
    """The pin of an answer, whatever became of it."""
    return next(iter(_select(connection, "answer_id = ?", answer_id)), None)


def of_number(connection: sqlite3.Connection, chat_id: int, number: int) -> Pin | None:
    """The pin of this number in a chat."""
    found = _select(connection, "chat_id = ? AND number = ?", chat_id, number)
    return next(iter(found), None)


def in_chat(connection: sqlite3.Connection, chat_id: int) -> list[Pin]:
    """All pins of a chat by number."""
    return _select(connection, "chat_id = ?", chat_id)


def in_state(connection: sqlite3.Connection, state: str) -> list[Pin]:
    """All pins of all chats in a state."""
    return _select(connection, "state = ?", state)


def left_behind(connection: sqlite3.Connection) -> list[Pin]:
    """Pins whose message is in a group from before it moved."""
    return _select(connection, "message_chat <> chat_id AND state IN (?, ?)", PINNED, PINNING)


def _select(connection: sqlite3.Connection, where: str, *values: object) -> list[Pin]:
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM pins WHERE {where} ORDER BY chat_id, number",  # noqa: S608
        values,
    )
    return [Pin(**{**dict(row), "loud": bool(row["loud"])}) for row in rows]
