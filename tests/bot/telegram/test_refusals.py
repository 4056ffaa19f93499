"""The emulator refuses what Telegram refuses, in its words: texts, chats, topics."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.bot.telegram.emulator import BOT_ID, Chat, Member
from tests.bot.telegram.stage import Stage, button


@pytest.fixture
def stage() -> Stage:
    return Stage()


def _entity(type_: str, offset: int, length: int, **more: Any) -> list[dict[str, Any]]:
    return [{"type": type_, "offset": offset, "length": length, **more}]


SENDS: list[tuple[str, dict[str, Any], str]] = [
    ("empty", {"text": ""}, "message text is empty"),
    ("blank", {"text": " \u200e\u2800\xa0\n"}, "text must be non-empty"),
    ("blank once cleaned", {"text": "\u202d\t\r\u030a"}, "text must be non-empty"),
    ("long", {"text": "x" * 4097}, "message is too long"),
    ("huge", {"text": "x" * 32769}, "text is too long"),
    ("half", {"text": "\ud83d"}, "strings must be encoded in UTF-8"),
    (
        "unknown entity",
        {"text": "abc", "entities": _entity("loud", 0, 1)},
        "can't parse MessageEntity: Unsupported type specified",
    ),
    (
        "entity beyond",
        {"text": "abc", "entities": _entity("bold", 1, 3)},
        "entity beginning at UTF-16 offset 1 ends after the end of the text at UTF-16 offset 4",
    ),
    (
        "entity after",
        {"text": "abc", "entities": _entity("bold", 5, 1)},
        "entity begins after the end of the text at UTF-16 offset 5",
    ),
    (
        "entity in a pair",
        {"text": "a😀c", "entities": _entity("bold", 2, 1)},
        "entity begins in a middle of a UTF-16 symbol at byte offset 5",
    ),
    (
        "entity before",
        {"text": "abc", "entities": _entity("bold", -1, 1)},
        "receive an entity with incorrect offset -1",
    ),
    (
        "no such reply",
        {"text": "abc", "reply_parameters": {"message_id": 99}},
        "message to be replied not found",
    ),
    (
        "no such quote",
        {"text": "abc", "reply_parameters": {"message_id": 1, "quote": "other words"}},
        "QUOTE_TEXT_INVALID",
    ),
    (
        "long data",
        {"text": "a", "reply_markup": button(callback_data="я" * 33)},
        "BUTTON_DATA_INVALID",
    ),
    (
        "no action",
        {"text": "a", "reply_markup": button()},
        "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("values", "words"), [s[1:] for s in SENDS], ids=[s[0] for s in SENDS])
def test_a_text_that_telegram_refuses(stage: Stage, values: dict[str, Any], words: str) -> None:
    refused = stage("sendMessage", stage.super, **values)
    assert (refused["error_code"], refused["description"]) == (400, f"Bad Request: {words}")
    assert [message.id for message in stage.super.messages.values()] == [stage.asked.id]


def _kicked(stage: Stage, chat: Chat) -> None:
    chat.members[BOT_ID] = Member("kicked")


def _left(stage: Stage, chat: Chat) -> None:
    chat.members[BOT_ID] = Member("left")


def _gone(stage: Stage, chat: Chat) -> None:
    chat.deleted = True


def _blocked(stage: Stage, chat: Chat) -> None:
    stage.people.block(chat)


def _stranger(stage: Stage, chat: Chat) -> None:
    chat.started = False


def _no_account(stage: Stage, chat: Chat) -> None:
    stage.world.users[chat.id].deactivated = True


def _muted(stage: Stage, chat: Chat) -> None:
    chat.permissions = frozenset()


CLOSED: list[tuple[str, Callable[[Stage, Chat], None], int, str]] = [
    ("group", _kicked, 403, "Forbidden: bot was kicked from the group chat"),
    ("super", _kicked, 403, "Forbidden: bot was kicked from the supergroup chat"),
    ("channel", _kicked, 403, "Forbidden: bot was kicked from the channel chat"),
    ("group", _left, 403, "Forbidden: bot is not a member of the group chat"),
    ("super", _left, 403, "Forbidden: bot is not a member of the supergroup chat"),
    ("group", _gone, 403, "Forbidden: the group chat was deleted"),
    ("private", _blocked, 403, "Forbidden: bot was blocked by the user"),
    ("private", _stranger, 403, "Forbidden: bot can't initiate conversation with a user"),
    ("private", _no_account, 403, "Forbidden: user is deactivated"),
    ("super", _muted, 400, "Bad Request: not enough rights to send text messages to the chat"),
]


@pytest.mark.parametrize(("place", "close", "code", "words"), CLOSED)
def test_a_chat_that_is_closed(
    stage: Stage, place: str, close: Callable[[Stage, Chat], None], code: int, words: str
) -> None:
    chat: Chat = getattr(stage, place)
    close(stage, chat)
    refused = stage("sendMessage", chat, text="words")
    assert (refused["error_code"], refused["description"]) == (code, words)
    stage("sendMessage", chat, text="words")
    assert stage.world.violations.kinds() == ({"left": 1} if code == 403 else {})


def test_a_chat_that_there_is_not(stage: Stage) -> None:
    assert stage("sendMessage", text="a")["description"] == "Bad Request: chat_id is empty"
    unknown = stage("sendMessage", chat_id=5, text="a")
    assert unknown["description"] == "Bad Request: chat not found"
    assert stage("sendDance", stage.super)["description"] == "Not Found: method not found"


def test_a_group_that_moved(stage: Stage) -> None:
    before = stage.send(stage.group)
    new = stage.people.upgrade(stage.group, stage.anna)
    refused = stage("sendMessage", stage.group, text="words")
    assert refused == {
        "ok": False,
        "error_code": 400,
        "description": "Bad Request: group chat was upgraded to a supergroup chat",
        "parameters": {"migrate_to_chat_id": new.id},
    }
    assert stage("editMessageText", stage.group, message_id=before, text="other words")["ok"]
    moves = [update.body["message"] for update in stage.world.updates.waiting[-2:]]
    assert moves[0]["migrate_to_chat_id"] == new.id
    assert moves[1]["migrate_from_chat_id"] == stage.group.id


def test_topics(stage: Stage) -> None:
    assert stage.send(stage.forum, message_thread_id=7)
    for topic in (1, 8):
        refused = stage("sendMessage", stage.forum, text="a", message_thread_id=topic)
        assert refused["description"] == "Bad Request: message thread not found"
    stage.people.close_topic(stage.forum, 7)
    refused = stage("sendMessage", stage.forum, text="a", message_thread_id=7)
    assert refused["description"] == "Bad Request: TOPIC_CLOSED"
