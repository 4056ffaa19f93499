"""What is to be done in chats: rows that outlive crashes, floods and outages.

A row is new, then sending (committed before a send leaves, so that after a crash it is known that
the message may exist), then sent or failed. Edits, pins and deletes may be repeated without harm.
"""

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import count, islice

from bot.telegram.calls import Call
from bot.telegram.chats import newest_message, numbers_itself, seen
from bot.telegram.clock import Clock
from bot.telegram.store import Store

KEPT_SECONDS = 2 * 86_400.0
"""How long it stays known that a call was made; as long as ids in the inbox."""
EXPIRES_SECONDS = 86_400.0
"""How long a call is tried: as long as Telegram keeps the question."""

_REPEATABLE = ("edit", "pin", "unpin", "delete")


@dataclass(frozen=True, slots=True)
class Row:
    """A call as it is stored."""

    seq: int
    cause: str
    call: Call
    is_uncertain: bool
    """It may have been carried out without our knowing."""
    newest: int
    """The newest message that was known when it left."""
    created_at: float


class Outbox:
    """The rows of `outbox`."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def put(self, connection: sqlite3.Connection, cause: str, calls: Iterable[Call]) -> None:
        """Store what an update or a call caused, inside an open transaction.

        What is known already by cause and purpose is left as it is. What is sent to a group that
        has moved goes to where it is now; what is done to a message stays where the message is.
        """
        now = self._clock.now()
        connection.executemany(
            "INSERT OR IGNORE INTO outbox (cause, purpose, chat_id, method, payload, repeatable,"
            " created_at, state) VALUES (:cause, :purpose, coalesce((SELECT moved_to FROM moved"
            " WHERE moved.chat_id = :chat AND NOT :repeatable), :chat), :method, :payload,"
            " :repeatable, :now, 'new')",
            [
                {
                    "cause": cause,
                    "purpose": call.purpose,
                    "chat": call.chat_id,
                    "method": call.method,
                    "payload": json.dumps(call.payload),
                    "repeatable": is_repeatable(call.method),
                    "now": now,
                }
                for call in calls
            ],
        )

    def begin(self) -> list[int]:
        """Take up what the last run left: sends under way may have arrived. Returns the chats
        that have something to be sent."""
        with self._store.transaction() as connection:
            connection.execute(
                "UPDATE outbox SET state = 'new', uncertain = 1 WHERE state = 'sending'"
            )
        waiting = "SELECT DISTINCT chat_id FROM outbox WHERE state = 'new'"
        return [row["chat_id"] for row in self._store.connection.execute(waiting)]

    def next_of(self, chat_id: int) -> Row | None:
        """The oldest call of a chat that is not carried out yet."""
        found = self._store.connection.execute(
            "SELECT seq, cause, purpose, chat_id, method, payload, newest, created_at,"
            " uncertain OR state = 'sending' AS uncertain"
            " FROM outbox WHERE state IN ('new', 'sending') AND chat_id = ? ORDER BY seq LIMIT 1",
            (chat_id,),
        ).fetchone()
        return _row(found) if found else None

    def recent(self, seconds: float) -> list[tuple[int, float]]:
        """Chat and time of the calls made in the last `seconds`, oldest first."""
        rows = self._store.connection.execute(
            "SELECT chat_id, ended_at FROM outbox WHERE ended_at > ? ORDER BY ended_at",
            (self._clock.now() - seconds,),
        )
        return [(row["chat_id"], row["ended_at"]) for row in rows]

    def start(self, row: Row) -> None:
        """Note, committed, that a call leaves now, where repeating it would be seen."""
        if is_repeatable(row.call.method):
            return
        newest = row.newest if row.is_uncertain else newest_message(self._store, row.call.chat_id)
        with self._store.transaction() as connection:
            connection.execute(
                "UPDATE outbox SET state = 'sending', newest = ? WHERE seq = ?", (newest, row.seq)
            )

    def traces(self, row: Row, most: int) -> list[int]:
        """Ids, lowest first, that a message may have which an uncertain send left: newer than
        what was known when it left, and not known to be another message."""
        known = {
            found[0]
            for table in ("inbox", "outbox")
            for found in self._store.connection.execute(
                f"SELECT message_id, chat_id FROM {table} WHERE message_id > ?",  # noqa: S608
                (row.newest,),
            )
            if found[1] == row.call.chat_id
            or not (numbers_itself(found[1]) or numbers_itself(row.call.chat_id))
        }
        unknown = (number for number in count(row.newest + 1) if number not in known)
        return list(islice(unknown, most))

    def again(self, connection: sqlite3.Connection, row: Row, uncertain: bool) -> None:
        """Keep a call for another try; `uncertain` if it may have been carried out."""
        connection.execute(
            "UPDATE outbox SET state = 'new', uncertain = uncertain OR ? WHERE seq = ?",
            (uncertain, row.seq),
        )

    def sent(self, connection: sqlite3.Connection, row: Row, message_id: int | None = None) -> None:
        """Note that a call was carried out, and the message that it left; its words are no
        longer kept here."""
        self._end(connection, row, "sent", None)
        if message_id is not None:
            seen(connection, row.call.chat_id, message_id)
            connection.execute(
                "UPDATE outbox SET message_id = ? WHERE seq = ?", (message_id, row.seq)
            )

    def failed(self, connection: sqlite3.Connection, row: Row, why: str) -> None:
        """Note that a call was given up."""
        self._end(connection, row, "failed", why)

    def _end(self, connection: sqlite3.Connection, row: Row, state: str, error: str | None) -> None:
        connection.execute(
            "UPDATE outbox SET state = ?, error = ?, payload = '{}', ended_at = ? WHERE seq = ?",
            (state, error, self._clock.now(), row.seq),
        )

    def is_expired(self, row: Row) -> bool:
        """Tell whether a call has been tried for too long."""
        return self._clock.now() - row.created_at > EXPIRES_SECONDS

    def forget_old(self) -> None:
        """Delete what has been kept long enough."""
        with self._store.transaction() as connection:
            connection.execute(
                "DELETE FROM outbox WHERE ended_at < ?", (self._clock.now() - KEPT_SECONDS,)
            )


def is_repeatable(method: str) -> bool:
    """Tell whether a call that is made twice leaves the chat as one would."""
    return method.startswith(_REPEATABLE)


def _row(found: sqlite3.Row) -> Row:
    call = Call(found["chat_id"], found["purpose"], found["method"], json.loads(found["payload"]))
    return Row(
        found["seq"],
        found["cause"],
        call,
        bool(found["uncertain"]),
        found["newest"],
        found["created_at"],
    )
