"""The emulator refuses what Telegram refuses, in its words: messages, pins, presses, floods."""

import pytest

from tests.bot.telegram.emulator import Fault
from tests.bot.telegram.stage import Stage, button


@pytest.fixture
def stage() -> Stage:
    return Stage()


def test_edits(stage: Stage) -> None:
    sent = stage.send(stage.super, "words", reply_markup=button(callback_data="x"))
    same = stage(
        "editMessageText",
        stage.super,
        message_id=sent,
        text="words",
        reply_markup=button(callback_data="x"),
    )
    assert same["description"].startswith("Bad Request: message is not modified: specified new")
    again = stage(
        "editMessageReplyMarkup",
        stage.super,
        message_id=sent,
        reply_markup=button(callback_data="x"),
    )
    assert again["description"] == same["description"]
    gone = stage("editMessageText", stage.super, message_id=99, text="words")
    assert gone["description"] == "Bad Request: message to edit not found"
    theirs = stage("editMessageText", stage.super, message_id=stage.asked.id, text="words")
    assert theirs["description"] == "Bad Request: message can't be edited"
    bare = stage("editMessageText", stage.super, message_id=sent, text="words")
    assert "reply_markup" not in bare["result"]


def test_pins(stage: Stage) -> None:
    sent = stage.send(stage.super)

    def pin(method: str = "pinChatMessage", message: int = sent) -> str:
        body = stage(method, stage.super, message_id=message, disable_notification=True)
        return str(body.get("description", body.get("result")))

    assert pin() == "Bad Request: not enough rights to manage pinned messages in the chat"
    stage.people.promote_bot(stage.super, stage.anna)
    assert (pin(), pin()) == ("True", "Bad Request: CHAT_NOT_MODIFIED")
    service = max(stage.super.messages)
    assert pin(message=service) == "Bad Request: service messages can't be pinned"
    assert pin(message=99) == "Bad Request: message to pin not found"
    assert pin("unpinChatMessage", 99) == "Bad Request: message to unpin not found"
    assert pin("unpinChatMessage") == "True"
    assert pin("unpinChatMessage") == "Bad Request: CHAT_NOT_MODIFIED"
    assert stage.world.violations.found == []


def test_who_may_pin_depends_on_the_kind_of_chat(stage: Stage) -> None:
    rights = {"group": "can_manage_chat", "channel": "can_edit_messages"}
    for chat in (stage.group, stage.channel):
        stage.people.make(
            chat, stage.world.bot, "administrator", "can_post_messages", "can_manage_chat",
            by=stage.anna,
        )  # fmt: skip
        sent = stage.send(chat)
        first = stage("pinChatMessage", chat, message_id=sent, disable_notification=True)
        assert first["ok"] == (chat is stage.group)
        stage.people.make(chat, stage.world.bot, "administrator", rights[chat.kind], by=stage.anna)
        second = stage("pinChatMessage", chat, message_id=sent, disable_notification=True)
        assert second["ok"] == (chat is stage.channel)


def test_deletions(stage: Stage) -> None:
    sent = stage.send(stage.super)
    assert stage("deleteMessage", stage.super, message_id=sent)["result"] is True
    gone = stage("deleteMessage", stage.super, message_id=sent)
    assert gone["description"] == "Bad Request: message to delete not found"
    theirs = stage("deleteMessage", stage.super, message_id=stage.asked.id)
    assert theirs["description"] == "Bad Request: message can't be deleted for everyone"


def test_presses(stage: Stage) -> None:
    late = "Bad Request: query is too old and response timeout expired or query ID is invalid"
    message = stage.super.messages[stage.send(stage.super, reply_markup=button(callback_data="x"))]
    press = stage.people.press(message, stage.anna, "a")
    assert stage("answerCallbackQuery", callback_query_id=press, text="yes")["result"] is True
    assert stage("answerCallbackQuery", callback_query_id=press)["description"] == late
    press = stage.people.press(message, stage.anna, "a")
    stage.time += 151
    assert stage("answerCallbackQuery", callback_query_id=press)["description"] == late
    assert [toast["text"] for toast in stage.world.toasts] == ["yes"]


def test_files(stage: Stage) -> None:
    stage.people.send_file(stage.private, stage.anna, "big.txt", b"", size=(20 << 20) + 1)
    big = stage("getFile", file_id=next(iter(stage.world.files)))
    assert big["description"] == "Bad Request: file is too big"
    wrong = stage("getFile", file_id="nothing")
    words = "Bad Request: wrong file_id or the file is temporarily unavailable"
    assert wrong["description"] == words


def test_members(stage: Stage) -> None:
    nobody = stage("getChatAdministrators", stage.private)
    words = "Bad Request: there are no administrators in the private chat"
    assert nobody["description"] == words
    member = stage("getChatMember", stage.super, user_id=stage.anna.id)["result"]
    assert (member["status"], member["user"]["id"]) == ("creator", stage.anna.id)


def test_floods(stage: Stage) -> None:
    for _ in range(20):
        stage.send(stage.super)
    stage.time += 1
    refused = stage("sendMessage", stage.super, text="one too many")
    assert (refused["error_code"], refused["description"]) == (429, _too_many(19))
    assert refused["parameters"] == {"retry_after": 19}
    assert stage.world.violations.found == []
    stage.time += 15.9
    assert stage("sendMessage", stage.super, text="early")["error_code"] == 429
    assert stage.world.violations.kinds() == {"early": 1}
    assert stage.send(stage.super) > 0


def _too_many(seconds: int) -> str:
    return f"Too Many Requests: retry after {seconds}"


def test_faults_come_when_ordered(stage: Stage) -> None:
    kinds = ("flood", "restart", "unauthorized", "conflict")
    stage.world.faults.order("sendMessage", *(Fault(kind, 3) for kind in kinds))  # type: ignore[arg-type]
    said = [stage("sendMessage", stage.super, text="a")["description"] for _ in kinds]
    assert said[:3] == [_too_many(3), "Internal Server Error: restart", "Unauthorized"]
    assert said[3].startswith("Conflict: terminated by other getUpdates request")
    assert stage.send(stage.super)
