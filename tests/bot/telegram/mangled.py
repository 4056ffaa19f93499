"""Updates that no Telegram would send: fields gone, of another type, too large, too deep."""

import copy
from collections.abc import Callable
from random import Random
from typing import Any

from tests.bot.telegram import hostile

_USER = {"id": 77, "is_bot": False, "first_name": "Somebody", "language_code": "en"}
_MEMBER = {"user": _USER, "status": "member"}
_TEXT = {
    "message_id": 5,
    "date": 1_800_000_000,
    "chat": {"id": -1000000000077, "type": "supergroup", "title": "A group"},
    "from": _USER,
    "text": "what is here?",
    "entities": [{"type": "bot_command", "offset": 0, "length": 4}],
    "reply_to_message": {
        "message_id": 4,
        "date": 1_800_000_000,
        "chat": {"id": -1000000000077, "type": "supergroup", "title": "A group"},
        "from": _USER,
        "text": "/ask this",
    },
}
_UPDATES: tuple[dict[str, Any], ...] = (
    {"message": _TEXT},
    {"message": {**_TEXT, "text": "/ask@pincite_bot what is here?"}},
    {"edited_message": {**_TEXT, "edit_date": 1_800_000_001}},
    {"channel_post": _TEXT},
    {"message": {**_TEXT, "document": {"file_id": "f", "file_unique_id": "u", "file_size": 9}}},
    {"message": {**_TEXT, "migrate_to_chat_id": -1000000000078}},
    {"message": {**_TEXT, "pinned_message": _TEXT}},
    {
        "callback_query": {
            "id": "1",
            "from": _USER,
            "chat_instance": "1",
            "data": "key",
            "message": _TEXT,
        }
    },
    {
        "my_chat_member": {
            "chat": _TEXT["chat"],
            "from": _USER,
            "date": 1_800_000_000,
            "old_chat_member": _MEMBER,
            "new_chat_member": {**_MEMBER, "status": "kicked", "until_date": 0},
        }
    },
    {"poll": {"id": "1"}},
)


def _deep(dice: Random) -> Any:
    value: Any = "bottom"
    for _ in range(dice.randint(5, 200)):
        value = [value] if dice.random() < 0.5 else {"chat": value}
    return value


_VALUES: tuple[Callable[[Random], Any], ...] = (
    lambda dice: None,
    lambda dice: dice.choice((True, False, 0, -1, 1.5, 2**31, 2**63, 2**64, -(2**63) - 1, 1e308)),
    lambda dice: dice.choice(("", "x" * 5000, "\x00", "\ud800", "/ask", "@pincite_bot")),
    hostile.text,
    lambda dice: dice.choice(([], {}, [[]], [{}], {"id": {}})),
    _deep,
)


def update(dice: Random) -> dict[str, Any]:
    """One of the kinds there are, with one to four places mangled."""
    body: dict[str, Any] = copy.deepcopy(dice.choice(_UPDATES))
    for _ in range(dice.randint(1, 4)):
        _mangle(dice, body)
    return body


def _mangle(dice: Random, body: dict[str, Any]) -> None:
    place: Any = body
    while True:
        keys = list(place) if isinstance(place, dict) else list(range(len(place)))
        if not keys:
            return
        key = dice.choice(keys)
        inner = place[key]
        if isinstance(inner, dict | list) and inner and dice.random() < 0.75:
            place = inner
            continue
        if dice.random() < 0.3:
            del place[key]
        else:
            place[key] = dice.choice(_VALUES)(dice)
        return
