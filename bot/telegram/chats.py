"""What is known of a chat as such: paused, closed, moved."""

import sqlite3
from collections.abc import Mapping
from typing import Any, TypeGuard

from bot.telegram.links import SUPERGROUPS
from bot.telegram.schema import CHAT_COLUMNS
from bot.telegram.store import Store


def pause(connection: sqlite3.Connection, chat_id: int, until: float) -> None:
    """Let nothing out to a chat before a time; it outlives a restart."""
    connection.execute(
        "INSERT INTO chats (chat_id, paused_until) VALUES (?, ?) ON CONFLICT (chat_id)"
        " DO UPDATE SET paused_until = max(paused_until, excluded.paused_until)",
        (chat_id, until),
    )


def paused_until(store: Store, chat_id: int) -> float:
    """When a chat may be written to again; 0 where it may be at once."""
    row = store.connection.execute(
        "SELECT paused_until FROM chats WHERE chat_id = ?", (chat_id,)
    ).fetchone()
    return float(row["paused_until"]) if row else 0.0


def closed(store: Store, chat_id: int) -> str | None:
    """Why a chat is closed to the bot, None where it is open."""
    row = store.connection.execute(
        "SELECT closed FROM chats WHERE chat_id = ?", (chat_id,)
    ).fetchone()
    return row["closed"] if row else None


def close(connection: sqlite3.Connection, chat_id: int, why: str) -> None:
    """Note that a chat is closed to the bot, in Telegram's words."""
    connection.execute(
        "INSERT INTO chats (chat_id, closed) VALUES (?, ?)"
        " ON CONFLICT (chat_id) DO UPDATE SET closed = excluded.closed",
        (chat_id, why),
    )


def reopen(connection: sqlite3.Connection, chat_id: int) -> None:
    """Note that a chat has spoken to the bot again."""
    connection.execute(
        "UPDATE chats SET closed = NULL WHERE chat_id = ? AND closed IS NOT NULL", (chat_id,)
    )


def seen(connection: sqlite3.Connection, chat_id: int, message_id: int) -> None:
    """Note that a message is in a chat."""
    connection.execute(
        "INSERT INTO chats (chat_id, last_message_id) VALUES (?, ?) ON CONFLICT (chat_id)"
        " DO UPDATE SET last_message_id = max(last_message_id, excluded.last_message_id)",
        (chat_id, message_id),
    )


def numbers_itself(chat_id: int) -> bool:
    """Tell whether a chat has its own count of messages, as supergroups and channels do.

    All private chats and basic groups of an account share one.
    """
    return chat_id <= SUPERGROUPS


def newest_message(store: Store, chat_id: int) -> int:
    """The newest message known where a chat's messages are counted; 0 where none is."""
    where = f"chat_id = {chat_id:d}" if numbers_itself(chat_id) else f"chat_id > {SUPERGROUPS}"
    row = store.connection.execute(
        f"SELECT max(last_message_id) FROM chats WHERE {where}"  # noqa: S608 - numbers
    ).fetchone()
    return int(row[0] or 0)


def move(store: Store, old: int, new: int) -> None:
    """Give everything of a group to the supergroup that it became, in one transaction."""
    if old == new:
        return
    with store.transaction() as connection:
        for table, column in CHAT_COLUMNS:
            connection.execute(
                f"UPDATE OR REPLACE {table} SET {column} = ? WHERE {column} = ?",  # noqa: S608
                (new, old),
            )
        connection.execute(
            "UPDATE outbox SET chat_id = ? WHERE chat_id = ? AND NOT repeatable", (new, old)
        )
        connection.execute("DELETE FROM chats WHERE chat_id = ?", (old,))
        connection.execute("UPDATE moved SET moved_to = ? WHERE moved_to = ?", (new, old))
        connection.execute("DELETE FROM moved WHERE chat_id = ?", (new,))
        connection.execute("INSERT OR REPLACE INTO moved VALUES (?, ?)", (old, new))


def present_id(connection: sqlite3.Connection, chat_id: int) -> int:
    """A chat's id now: another than `chat_id` where the group has moved."""
    row = connection.execute("SELECT moved_to FROM moved WHERE chat_id = ?", (chat_id,)).fetchone()
    return int(row["moved_to"]) if row else chat_id


def moves_in(raw: Mapping[str, Any]) -> tuple[int, int] | None:
    """Old and new id, where an update says that a group became a supergroup. Raises ValueError for
    an id that no chat can have."""
    message = raw.get("message")
    if not isinstance(message, dict):
        return None
    here = message["chat"]["id"]
    to, origin = (message.get(f"migrate_{way}_chat_id") for way in ("to", "from"))
    for other in (to, origin):
        if other is not None and not is_chat_id(other):
            raise ValueError(f"no chat has the id {other!r:.30}")
    if to is not None:
        return here, to
    return (origin, here) if origin is not None else None


def is_chat_id(value: object) -> TypeGuard[int]:
    """Tell whether a value can be a chat's id, and be stored: a whole number of 64 bits."""
    return type(value) is int and abs(value) < 2**63


def closes_in(raw: Mapping[str, Any]) -> str | None:
    """Why the chat is closed from now on, where an update says that the bot was put out."""
    changed = raw.get("my_chat_member")
    if not isinstance(changed, dict):
        return None
    status = changed["new_chat_member"]["status"]
    return f"the bot is {status}" if status in ("kicked", "left") else None
