"""The contract between what the bot says (a `Dialogue`) and how that is carried (all the rest).

A dialogue decides and returns; it never sends. What it returns is stored in one transaction with
the fact that the update was handled, and is carried out from there, through crashes and floods.
"""

import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any, Protocol

import telegram


@dataclass(frozen=True, slots=True)
class Call:
    """One call of the Bot API that changes a chat: a send, an edit, a pin, an unpin, a delete."""

    chat_id: int
    purpose: str
    """What it is for, unique among all calls that one update causes, follow-ups included: "answer",
    "edit:12", "pin". A call whose update and purpose are known already is not stored again."""
    method: str
    """As the Bot API spells it: "sendMessage"."""
    payload: Mapping[str, Any] = field(default_factory=dict)
    """Its parameters, JSON only, without `chat_id`: that is added when it is sent, because a group
    may have moved by then."""


Write = Callable[[sqlite3.Connection], None]
"""Writes rows of the bot's own database inside a transaction that is already open. It must not
wait, commit or roll back; if it raises, nothing of the reply is stored."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What follows from an update or from a call's end; stored whole or not at all."""

    calls: tuple[Call, ...] = ()
    """Sent in this order within a chat, after the chat's earlier calls."""
    write: Write | None = None


class Failure(StrEnum):
    """Why Telegram did not do what was asked."""

    REFUSED = "refused"
    """The call can never succeed: a right is missing, a message is gone, a text is too long."""
    CLOSED = "closed"
    """The chat is closed to the bot: blocked, kicked, left, deleted, never started."""
    EXPIRED = "expired"
    """Telegram could not be reached for a day."""
    MIGRATED = "migrated"
    """The group is a supergroup now; `ApiError.moved` has its ids."""
    FLOOD = "flood"
    """Too many calls; `ApiError.retry_after` says how long to wait."""
    UNREACHABLE = "unreachable"
    """The call did not reach Telegram; try again later."""
    UNCERTAIN = "uncertain"
    """Time ran out, or the server failed, when the call may have been carried out already."""
    UNAUTHORIZED = "unauthorized"
    """The token is wrong or was revoked."""
    CONFLICT = "conflict"
    """Another program polls with this token."""


class ApiError(Exception):
    """What Telegram answered instead of a result. The token never stands in it."""

    def __init__(
        self,
        kind: Failure,
        description: str,
        retry_after: float = 0.0,
        moved: tuple[int, int] | None = None,
    ) -> None:
        super().__init__(description)
        self.kind = kind
        self.description = description
        """In Telegram's words, in lower case, without "bad request: "."""
        self.retry_after = retry_after
        self.moved = moved
        """Old and new id of the group that was asked about, which need not be the one that asked.
        """


class Api(Protocol):
    """Questions that want an answer now and change no chat: not stored, not rate limited."""

    async def call(self, method: str, payload: Mapping[str, Any] | None = None) -> Any:
        """The JSON of `result`: getChatMember, getChat, answerCallbackQuery. Raises ApiError."""
        ...

    async def download(self, file_id: str, path: Path, most: int) -> None:
        """Write a file that somebody sent to `path`, at most `most` bytes. Raises ApiError."""
        ...


class Dialogue(Protocol):
    """What the bot says and does. Methods for one chat may run while another's wait.

    `handle` raises `ApiError` through: the update is kept and handled again when Telegram is back
    (UNREACHABLE, UNCERTAIN, FLOOD), so nothing but `Reply` may have an effect. Any other
    exception puts the update into quarantine and is reported.
    """

    async def handle(self, update: telegram.Update, raw: Mapping[str, Any]) -> Reply:
        """What follows from an update; updates of one chat come in order, one at a time."""
        ...

    async def sent(self, call: Call, result: Any) -> Reply:
        """What follows from a call that was carried out.

        `result` is Telegram's JSON, True, or None where it was so already ("not modified").
        """
        ...

    async def failed(self, call: Call, error: str, kind: Failure) -> Reply:
        """What follows from a call given up: `kind` is REFUSED, CLOSED or EXPIRED."""
        ...

    async def upkeep(self) -> Reply:
        """What time brings: called once a minute, never twice at once."""
        ...
