"""The lists of commands that Telegram shows: by kind of chat, rank and language. Pure."""

from collections.abc import Iterable, Iterator
from typing import Any

from bot.telegram.wording import DEFAULT, languages, words_in

_PRIVATE = ("ask", "sources", "why", "settings", "privacy", "forget", "help")
_GROUP = ("ask", "sources", "why", "pins", "privacy", "help")
_MODERATORS = ("ask", "pin", "unpin", "undo", "pins", "why", "sources", "settings", "log", "help")
_OWNERS = (*_PRIVATE[:4], "collections", *_PRIVATE[4:])

SCOPES = (
    ("all_private_chats", _PRIVATE),
    ("all_group_chats", _GROUP),
    ("all_chat_administrators", _MODERATORS),
)


def menus(owners: Iterable[int] = ()) -> Iterator[dict[str, Any]]:
    """Parameters of setMyCommands, one set a scope and language; the default language for all
    whose own is missing. Owners have commands of their own in their private chats."""
    for kind, names in SCOPES:
        yield from _in_all_languages({"type": kind}, names)
    for owner in sorted(owners):
        yield from _in_all_languages({"type": "chat", "chat_id": owner}, _OWNERS)


def _in_all_languages(scope: dict[str, Any], names: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    for code in languages():
        say = words_in(code)
        commands = [{"command": name, "description": say(f"command_{name}")} for name in names]
        menu: dict[str, Any] = {"commands": commands, "scope": scope}
        yield menu if code == DEFAULT else {**menu, "language_code": code}
