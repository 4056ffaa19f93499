"""Who wrote a message or pressed a button, as far as Telegram lets a bot know."""

from dataclasses import dataclass

import telegram

USER = "user"
ANONYMOUS = "anonymous"
"""An administrator who writes as the group; which one, and with what rights, is not said."""
CHANNEL = "channel"
"""Somebody who writes as a channel, a linked one too: never an administrator."""


@dataclass(frozen=True, slots=True)
class Person:
    """Names are not kept: a person is a number."""

    id: int
    """0 where it is not a person that can be told."""
    kind: str = USER
    language: str | None = None
    """Of their Telegram, where it says so."""


def writer_of(message: telegram.Message) -> Person:
    """Who wrote a message."""
    behind = message.sender_chat
    if behind is not None:
        return Person(0, ANONYMOUS if behind.id == message.chat.id else CHANNEL)
    return person(message.from_user)


def person(user: telegram.User | None) -> Person:
    """A user; on a button press also the one behind an anonymous administrator."""
    return Person(user.id, USER, user.language_code) if user else Person(0, CHANNEL)
