"""Which updates are meant for the bot. Pure; the rest is dropped before anything is stored."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bot.telegram.text import cut

COMMANDS = (
    "ask", "pin", "pins", "unpin", "undo", "why", "sources", "settings", "log", "collections",
    "privacy", "forget", "help", "start",
)  # fmt: skip
"""All that the bot understands; others are other bots'."""

ANONYMOUS_ADMIN = 1087968824
"""Telegram's stand-in for an administrator who writes as the group."""
CHANNEL_SENDER = 136817688
"""Telegram's stand-in for somebody who writes as a channel."""

_COMMAND = re.compile(r"/([A-Za-z0-9_]{1,64})(?:@([A-Za-z0-9_]{1,64}))?(?=\s|$)")
_MOVES = ("migrate_to_chat_id", "migrate_from_chat_id")

Raw = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Me:
    """The bot itself, as getMe says."""

    id: int
    username: str
    reads_everything: bool = False
    """Privacy mode is off: Telegram delivers all messages of its groups."""

    @classmethod
    def of(cls, user: Raw) -> "Me":
        """From the answer to getMe."""
        reads = bool(user.get("can_read_all_group_messages"))
        return cls(int(user["id"]), str(user["username"]), reads)


def command_of(text: str, me: Me) -> str | None:
    """The command of ours that a text begins with, in lower case."""
    found = _COMMAND.match(text)
    if found is None or (found[2] or me.username).lower() != me.username.lower():
        return None
    name = found[1].lower()
    return name if name in COMMANDS else None


def is_for_us(raw: Raw, me: Me) -> bool:
    """Tell whether an update, as Telegram sent it, is to be kept and handled."""
    if "my_chat_member" in raw or "chat_member" in raw:
        return True
    if isinstance(press := raw.get("callback_query"), dict):
        return isinstance(press.get("message"), dict)
    message = raw.get("message") or raw.get("edited_message")
    if not isinstance(message, dict) or not isinstance(chat := message.get("chat"), dict):
        return False
    if chat.get("type") == "private":
        return not _is_bot(message)
    if chat.get("type") not in ("group", "supergroup"):
        return False
    if any(name in message for name in _MOVES):
        return True
    if isinstance(pinned := message.get("pinned_message"), dict):
        return _is_from(pinned.get("from"), me) or not pinned.get("from")
    if message.get("is_automatic_forward") or _is_bot(message):
        return False
    return _addresses(message, me)


def _is_bot(message: Raw) -> bool:
    sender = message.get("from")
    if not isinstance(sender, dict):
        return True
    return bool(sender.get("is_bot")) and sender.get("id") not in (ANONYMOUS_ADMIN, CHANNEL_SENDER)


def _addresses(message: Raw, me: Me) -> bool:
    text = message.get("text")
    if isinstance(text, str) and text.startswith("/"):
        return command_of(text, me) is not None
    if _replies_to(message, me):
        return True
    return isinstance(text, str) and any(mentions(text, message.get("entities"), me))


def _replies_to(message: Raw, me: Me) -> bool:
    replied = message.get("reply_to_message")
    return isinstance(replied, dict) and _is_from(replied.get("from"), me)


def _is_from(sender: Any, me: Me) -> bool:
    return isinstance(sender, dict) and sender.get("id") == me.id


def mentions(text: str, entities: Any, me: Me) -> Iterator[tuple[int, int]]:
    """Where a text mentions the bot: offsets and lengths in UTF-16 units."""
    for entity in entities if isinstance(entities, list) else ():
        if not isinstance(entity, dict):
            continue
        offset, length = entity.get("offset"), entity.get("length")
        if not isinstance(offset, int) or not isinstance(length, int) or min(offset, length) < 0:
            continue
        if _is_mention(cut(text, offset, length), entity, me):
            yield offset, length


def _is_mention(words: str, entity: Raw, me: Me) -> bool:
    if entity.get("type") == "text_mention":
        user = entity.get("user")
        return isinstance(user, dict) and user.get("id") == me.id
    return entity.get("type") == "mention" and words.lower() == f"@{me.username}".lower()
