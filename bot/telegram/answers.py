"""The answers that were given: what a button, a pin or an edit comes back to."""

import secrets
import sqlite3
from dataclasses import dataclass

from bot.telegram.cited import Cited, from_json, to_json

ANSWER = "answer"
VERSIONS = "versions"
"""Quotes that give several values, which may all be right."""
DISAGREEMENT = "disagreement"
"""Quotes that give values of which only one can be right."""

KEPT_SECONDS = 30 * 86_400.0
"""How long an answer that is not pinned is kept: its buttons work for so long."""

_COLUMNS = (
    "answer_id, chat_id, message_id, question_id, asker_id, thread_id, language, collection,"
    " quotes, outcome, per_page, confidence, page, created_at"
)


@dataclass(frozen=True, slots=True)
class Given:
    """An answer, or the fact that there was none."""

    id: str
    chat_id: int
    message_id: int | None
    """None until it is sent."""
    question_id: int
    asker_id: int
    thread_id: int | None
    language: str
    """Of the program's own words in it."""
    collection: str
    quotes: tuple[Cited, ...]
    outcome: str
    """ANSWER, VERSIONS or DISAGREEMENT; else the reason of a refusal, and `quotes` has what came
    nearest, if that was shown."""
    per_page: int
    """Quotes on a page, at most."""
    confidence: float
    page: int
    created_at: float

    @property
    def is_answer(self) -> bool:
        """Tell whether there was one."""
        return self.outcome in (ANSWER, VERSIONS, DISAGREEMENT)


def new_id() -> str:
    """A key that cannot be guessed: 72 bits."""
    return secrets.token_urlsafe(9)


def keep(connection: sqlite3.Connection, given: Given) -> None:
    """Write an answer, in the place of one with the same id."""
    marks = ", ".join("?" * 14)
    connection.execute(
        f"INSERT INTO answers ({_COLUMNS}) VALUES ({marks}) ON CONFLICT (answer_id) DO UPDATE SET"  # noqa: S608
        " message_id = excluded.message_id, language = excluded.language,"
        " collection = excluded.collection,"
        " quotes = excluded.quotes, outcome = excluded.outcome, per_page = excluded.per_page,"
        " confidence = excluded.confidence, page = excluded.page",
        (
            given.id,
            given.chat_id,
            given.message_id,
            given.question_id,
            given.asker_id,
            given.thread_id,
            given.language,
            given.collection,
            to_json(given.quotes),
            given.outcome,
            given.per_page,
            given.confidence,
            given.page,
            given.created_at,
        ),
    )


def by_id(connection: sqlite3.Connection, answer_id: str) -> Given | None:
    """The answer of this key."""
    return _one(connection, "answer_id = ?", answer_id)


def by_message(connection: sqlite3.Connection, chat_id: int, message_id: int) -> Given | None:
    """The answer that a message of the bot shows."""
    return _one(connection, "chat_id = ? AND message_id = ?", chat_id, message_id)


def by_question(connection: sqlite3.Connection, chat_id: int, message_id: int) -> Given | None:
    """The last answer to a message."""
    return _one(connection, "chat_id = ? AND question_id = ?", chat_id, message_id)


def was_sent(connection: sqlite3.Connection, answer_id: str, chat_id: int, message_id: int) -> None:
    """Note where an answer stands."""
    connection.execute(
        "UPDATE answers SET chat_id = ?, message_id = ? WHERE answer_id = ?",
        (chat_id, message_id, answer_id),
    )


def turn(connection: sqlite3.Connection, answer_id: str, page: int) -> None:
    """Note which page is shown."""
    connection.execute("UPDATE answers SET page = ? WHERE answer_id = ?", (page, answer_id))


def drop(connection: sqlite3.Connection, answer_id: str) -> None:
    """Forget an answer, unless it is in the register of pins."""
    connection.execute(
        "DELETE FROM answers WHERE answer_id = ?1"
        " AND answer_id NOT IN (SELECT answer_id FROM pins WHERE answer_id = ?1)",
        (answer_id,),
    )


def forget_asker(connection: sqlite3.Connection, asker_id: int) -> None:
    """Forget who asked."""
    connection.execute("UPDATE answers SET asker_id = 0 WHERE asker_id = ?", (asker_id,))


def forget_chat(connection: sqlite3.Connection, chat_id: int) -> None:
    """Forget what was answered in a chat, and its register of pins."""
    connection.execute("DELETE FROM pins WHERE chat_id = ?", (chat_id,))
    connection.execute("DELETE FROM answers WHERE chat_id = ?", (chat_id,))


def forget_old(connection: sqlite3.Connection, before: float) -> None:
    """Forget what was answered before a moment and is in no register of pins."""
    connection.execute(
        "DELETE FROM answers WHERE created_at < ?"
        " AND answer_id NOT IN (SELECT answer_id FROM pins)",
        (before,),
    )


def _one(connection: sqlite3.Connection, where: str, *values: object) -> Given | None:
    row = connection.execute(
        f"SELECT {_COLUMNS} FROM answers WHERE {where} ORDER BY rowid DESC LIMIT 1",  # noqa: S608
        values,
    ).fetchone()
    if row is None:
        return None
    return Given(
        id=row["answer_id"],
        chat_id=row["chat_id"],
        message_id=row["message_id"],
        question_id=row["question_id"],
        asker_id=row["asker_id"],
        thread_id=row["thread_id"],
        language=row["language"],
        collection=row["collection"],
        quotes=from_json(row["quotes"]),
        outcome=row["outcome"],
        per_page=row["per_page"],
        confidence=row["confidence"],
        page=row["page"],
        created_at=row["created_at"],
    )
