"""What moderators decided for a chat."""

import re
import sqlite3
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime

EVERYONE = "everyone"
MODERATORS = "moderators"
MAIN = "main"
"""The collection in the bot's own home; named ones are beside it."""
MOST_QUOTES = 5
CHAT_ID = re.compile(r"-?[1-9]\d{0,16}", re.ASCII)
"""A chat's id, as people write it."""


@dataclass(frozen=True, slots=True)
class ChatSettings:
    """As they are until somebody changes them."""

    language: str | None = None
    """None: the person's own, where Telegram says it."""
    quotes: int = 3
    """On one page of an answer."""
    asks: str = EVERYONE
    trust_anonymous: bool = False
    """Take whoever writes as the group for an administrator who may pin."""
    quiet_from: int | None = None
    """Hour of UTC from which messages make no sound."""
    quiet_to: int | None = None
    log_chat: int | None = None
    """Where every action of moderators is told."""
    collection: str = MAIN

    def is_quiet(self, now: float) -> bool:
        """Tell whether a moment, in seconds since 1970, lies in the quiet hours."""
        if self.quiet_from is None or self.quiet_to is None:
            return False
        hour = datetime.fromtimestamp(now, UTC).hour
        if self.quiet_from <= self.quiet_to:
            return self.quiet_from <= hour < self.quiet_to
        return hour >= self.quiet_from or hour < self.quiet_to


_NAMES = tuple(field.name for field in fields(ChatSettings))


def settings_of(connection: sqlite3.Connection, chat_id: int) -> ChatSettings:
    """The settings of a chat."""
    row = connection.execute(
        f"SELECT {', '.join(_NAMES)} FROM settings WHERE chat_id = ?",  # noqa: S608 - our names
        (chat_id,),
    ).fetchone()
    if row is None:
        return ChatSettings()
    return ChatSettings(**{**dict(row), "trust_anonymous": bool(row["trust_anonymous"])})


def keep_settings(connection: sqlite3.Connection, chat_id: int, settings: ChatSettings) -> None:
    """Write the settings of a chat."""
    marks = ", ".join("?" * len(_NAMES))
    connection.execute(
        f"INSERT OR REPLACE INTO settings (chat_id, {', '.join(_NAMES)}) VALUES (?, {marks})",  # noqa: S608
        (chat_id, *asdict(settings).values()),
    )


def granted(connection: sqlite3.Connection, chat_id: int) -> list[str]:
    """The collections that a chat may ask, the main one first."""
    rows = connection.execute(
        "SELECT collection FROM grants WHERE chat_id = ? ORDER BY collection", (chat_id,)
    )
    return [MAIN, *(row["collection"] for row in rows)]


def forget_log_chat(connection: sqlite3.Connection, log_chat: int) -> list[int]:
    """Tell nothing more to a chat that is gone; returns the chats that had chosen it."""
    rows = connection.execute(
        "UPDATE settings SET log_chat = NULL WHERE log_chat = ? RETURNING chat_id", (log_chat,)
    )
    return [row["chat_id"] for row in rows.fetchall()]
