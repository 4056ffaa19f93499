"""What Telegram handed over, kept until it is handled.

An update is stored, and committed, before Telegram is told that it has arrived: whatever happens to
this process, it is handled. What is not meant for the bot is never stored.
"""

import json
import re
import sqlite3
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.telegram.chats import is_chat_id, moves_in
from bot.telegram.clock import Clock
from bot.telegram.logbook import Logbook
from bot.telegram.store import Store

KINDS = ("message", "edited_message", "callback_query", "my_chat_member", "chat_member")
"""The updates that are asked for, each with a chat or within a message that has one."""

STARTS_ALLOWED = 10
"""Of the handling of an update that an earlier run left: one that ends the process each time would
otherwise keep it from ever running. Ordinary restarts never come so often during one answer."""
KEPT_SECONDS = 2 * 86_400.0
"""How long ids stay known. Telegram delivers nothing older than a day (its server's Client.cpp)."""
QUARANTINE_SECONDS = 86_400.0
"""How long the text of an update in quarantine is kept."""

_ENDS_US = "the program ended again and again while it was handled"

_UPDATE_ID = re.compile(rb'"update_id"\s*:\s*(\d{1,18})\b')

_Row = tuple[int, int, int | None, str, str, str | None]
"""Update id, chat, message, JSON, state, error."""

_log = Logbook(__name__)


@dataclass(frozen=True, slots=True)
class Waiting:
    """An update that is to be handled."""

    seq: int
    update_id: int
    chat_id: int
    raw: str


class Inbox:
    """The rows of `inbox`. `arrived` is told the chats that have something new."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        is_for_us: Callable[[Mapping[str, Any]], bool],
        arrived: Callable[[Iterable[int]], None],
    ) -> None:
        self._store = store
        self._clock = clock
        self._is_for_us = is_for_us
        self._arrived = arrived
        self._left = 0
        """The last `seq` of earlier runs."""

    def take(self, updates: Iterable[Any]) -> int | None:
        """Store what is meant for the bot; returns the highest id seen, None where none was.

        When this returns, everything is committed.
        """
        rows: list[_Row] = []
        highest: int | None = None
        for raw in updates:
            update_id = _id_of(raw)
            if update_id is None:
                _log.error("update without an id dropped", type=type(raw).__name__)
                continue
            highest = update_id if highest is None else max(highest, update_id)
            if (row := self._row(update_id, raw)) is not None:
                rows.append(row)
        if rows:
            self._insert(rows)
            self._arrived({chat for _, chat, _, _, state, _ in rows if state == "new"})
        return highest

    def _row(self, update_id: int, raw: Any) -> _Row | None:
        try:
            if not (moves_in(raw) or "my_chat_member" in raw or self._is_for_us(raw)):
                return None
            return update_id, chat_of(raw), message_of(raw), json.dumps(raw), "new", None
        except Exception as error:  # noqa: BLE001 - a stranger's data; its neighbours go on
            said = f"cannot be read: {type(error).__name__}"
            _log.error("update in quarantine", update=update_id, why=said)
            return update_id, 0, None, "", "quarantined", said

    def _insert(self, rows: list[_Row]) -> None:
        now = self._clock.now()
        with self._store.transaction() as connection:
            connection.executemany(
                "INSERT OR IGNORE INTO inbox"
                " (update_id, chat_id, message_id, raw, state, error, received_at)"
                " VALUES (?, coalesce((SELECT moved_to FROM moved WHERE moved.chat_id = ?2), ?2),"
                " ?, ?, ?, ?, ?)",
                [(*row, now) for row in rows],
            )

    def set_aside(self, body: bytes, why: str) -> int | None:
        """Put what cannot even be read as JSON into quarantine, by the id that stands in it.

        Returns the id, None where none does: then it is known by nothing.
        """
        found = _UPDATE_ID.search(body)
        if found is None:
            _log.error("update that cannot be read has no id", why=why)
            return None
        update_id = int(found.group(1))
        self._insert([(update_id, 0, None, "", "quarantined", why)])
        _log.error("update in quarantine", update=update_id, why=why)
        return update_id

    def begin(self) -> list[int]:
        """Set aside what may have ended the last runs; returns the chats that have something to be
        handled, those that wait longest first."""
        with self._store.transaction() as connection:
            over = connection.execute(
                "UPDATE inbox SET state = 'quarantined', error = ?"
                " WHERE state = 'new' AND starts > ? RETURNING update_id",
                (_ENDS_US, STARTS_ALLOWED),
            ).fetchall()
        for row in over:
            _log.error("update in quarantine", update=row["update_id"], why=_ENDS_US)
        waiting = self._store.connection.execute(
            "SELECT chat_id, max(seq) AS last FROM inbox WHERE state = 'new'"
            " GROUP BY chat_id ORDER BY min(seq)"
        ).fetchall()
        self._left = max((row["last"] for row in waiting), default=0)
        return [row["chat_id"] for row in waiting]

    def is_left(self, update: Waiting) -> bool:
        """Tell whether an earlier run left it: that run may have ended with it."""
        return update.seq <= self._left

    def starts(self, update: Waiting) -> None:
        """Count that an update that was left is handled now, while no other of these is."""
        with self._store.transaction() as connection:
            connection.execute("UPDATE inbox SET starts = starts + 1 WHERE seq = ?", (update.seq,))

    def next_of(self, chat_id: int) -> Waiting | None:
        """The oldest update of a chat that is not handled yet."""
        row = self._store.connection.execute(
            "SELECT seq, update_id, chat_id, raw FROM inbox"
            " WHERE state = 'new' AND chat_id = ? ORDER BY seq LIMIT 1",
            (chat_id,),
        ).fetchone()
        return Waiting(*row) if row else None

    def done(self, connection: sqlite3.Connection, update: Waiting) -> bool:
        """Note that an update is handled, and forget its words; False if its chat has moved."""
        ended = connection.execute(
            "UPDATE inbox SET state = 'done', raw = NULL"
            " WHERE seq = ? AND chat_id = ? AND state = 'new'",
            (update.seq, update.chat_id),
        )
        return ended.rowcount == 1

    def quarantine(self, update: Waiting, why: str) -> None:
        """Set an update aside that cannot be handled, so that the next ones are."""
        with self._store.transaction() as connection:
            connection.execute(
                "UPDATE inbox SET state = 'quarantined', error = ? WHERE seq = ?",
                (why, update.seq),
            )

    def forget_old(self) -> None:
        """Delete what has been kept long enough."""
        now = self._clock.now()
        with self._store.transaction() as connection:
            connection.execute(
                "DELETE FROM inbox WHERE state <> 'new' AND received_at < ?", (now - KEPT_SECONDS,)
            )
            connection.execute(
                "UPDATE inbox SET raw = NULL WHERE state = 'quarantined' AND raw IS NOT NULL"
                " AND received_at < ?",
                (now - QUARANTINE_SECONDS,),
            )


def chat_of(raw: Mapping[str, Any]) -> int:
    """The chat that an update belongs to, 0 where it has none. Raises what wrong types raise."""
    for kind in KINDS:
        if kind in raw:
            part = raw[kind]
            if kind == "callback_query":
                part = part.get("message") or {"chat": {"id": 0}}
            chat_id = part["chat"]["id"]
            if not is_chat_id(chat_id):
                raise TypeError("a chat's id is no whole number")
            return chat_id
    return 0


def message_of(raw: Mapping[str, Any]) -> int | None:
    """The id of the message that an update brings, None where it brings no new one."""
    message = raw.get("message")
    message_id = message.get("message_id") if isinstance(message, dict) else None
    return message_id if type(message_id) is int and 0 < message_id < 2**63 else None


def _id_of(raw: Any) -> int | None:
    update_id = raw.get("update_id") if isinstance(raw, dict) else None
    is_whole = type(update_id) is int and 0 <= update_id < 2**63
    return update_id if is_whole else None
