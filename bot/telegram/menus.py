"""The lists of commands that Telegram shows: by kind of chat, rank and language. Pure."""

from collections.abc import Iterator
from typing import Any

from bot.telegram.wording import DEFAULT, languages, words_in

_PRIVATE = ("ask", "sources", "why", "settings", "privacy", "forget", "help")
_GROUP = ("ask", "sources", "why", "pins", "privacy", "help")
_MODERATORS = ("ask", "pin", "unpin", "undo", "pins", "why", "sources", "settings", "log", "help")

SCOPES = (
    ("all_private_chats", _PRIVATE),
    ("all_group_chats", _GROUP),
    ("all_chat_administrators", _MODERATORS),
)


def menus() -> Iterator[dict[str, Any]]:
    """Parameters of setMyCommands, one set a scope and language; the default language for all
    whose own is missing."""
    for scope, names in SCOPES:
        for code in languages():
            say = words_in(code)
            commands = [{"command": name, "description": say(f"command_{name}")} for name in names]
            menu: dict[str, Any] = {"commands": commands, "scope": {"type": scope}}
            yield menu if code == DEFAULT else {**menu, "language_code": code}
