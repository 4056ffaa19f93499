"""What is kept of all that Telegram delivers."""

from typing import Any

import pytest
import telegram

from bot.telegram.addressing import ANONYMOUS_ADMIN, Me, is_for_us
from bot.telegram.questions import Asked, asked_in

ME = Me(777, "pincite_bot")
ANNA = {"id": 1, "is_bot": False, "first_name": "Anna"}
OTHER_BOT = {"id": 2, "is_bot": True, "first_name": "Other", "username": "other_bot"}
US = {"id": 777, "is_bot": True, "first_name": "Pincite", "username": "pincite_bot"}


def _message(text: str | None, kind: str = "supergroup", /, **more: Any) -> dict[str, Any]:
    chat = {"id": 1 if kind == "private" else -100, "type": kind, "title": "Group"}
    message = {"message_id": 5, "date": 1_800_000_000, "chat": chat, "from": ANNA, **more}
    return message if text is None else {**message, "text": text}


def _mention(text: str, kind: str = "mention", **more: Any) -> dict[str, Any]:
    offset = text.index("@")
    entity = {"type": kind, "offset": offset, "length": len("@pincite_bot"), **more}
    return _message(text, entities=[entity])


OURS = {"message_id": 4, "date": 1, "chat": {"id": -100, "type": "supergroup"}, "from": US}
THEIRS = {**OURS, "from": ANNA, "text": "How many boats are there?"}

KEPT = {
    "command": _message("/ask How many?"),
    "command with name": _message("/ask@Pincite_Bot How many?"),
    "command in capitals": _message("/ASK how many"),
    "reply to us": _message("How many?", reply_to_message=OURS),
    "photo in reply to us": _message(None, reply_to_message=OURS, photo=[]),
    "mention": _mention("@pincite_bot how many?"),
    "mention of a user without a name": _mention("ask @pincite_bot", "text_mention", user=US),
    "private": _message("How many?", "private"),
    "private photo": _message(None, "private", photo=[]),
    "anonymous": {**_message("/pins"), "from": {"id": ANONYMOUS_ADMIN, "is_bot": True}},
    "migration": _message(None, "group", migrate_to_chat_id=-1001),
    "pin": _message(None, pinned_message=OURS),
    "pin of what is not shown": _message(None, pinned_message={**OURS, "from": None, "date": 0}),
}
DROPPED = {
    "talk": _message("How many?"),
    "another's command": _message("/ask@other_bot How many?"),
    "unknown command": _message("/weather"),
    "command inside": _message("try /ask"),
    "unknown command in reply to us": _message("/weather", reply_to_message=OURS),
    "reply to another": _message("How many?", reply_to_message=THEIRS),
    "mention of another": _mention("@pincite_bat how many?"),
    "pin of another's words": _message(None, pinned_message=THEIRS),
    "bot": {**_message("/ask How many?"), "from": OTHER_BOT},
    "channel post forwarded": _message("/ask How many?", is_automatic_forward=True),
    "channel": _message("/ask How many?", "channel"),
    "private bot": {**_message("hi", "private"), "from": OTHER_BOT},
    "no chat": {"text": "/ask"},
    "broken entities": _message("@pincite_bot", entities=[{"type": "mention", "offset": "x"}]),
}


@pytest.mark.parametrize("name", KEPT)
def test_what_is_meant_for_the_bot_is_kept(name: str) -> None:
    assert is_for_us({"update_id": 1, "message": KEPT[name]}, ME)
    assert is_for_us({"update_id": 1, "edited_message": KEPT[name]}, ME)


@pytest.mark.parametrize("name", DROPPED)
def test_the_rest_is_dropped(name: str) -> None:
    assert not is_for_us({"update_id": 1, "message": DROPPED[name]}, ME)


@pytest.mark.parametrize(
    ("update", "kept"),
    [
        ({"my_chat_member": {}}, True),
        ({"chat_member": {}}, True),
        ({"callback_query": {"message": {}}}, True),
        ({"callback_query": {"inline_message_id": "1"}}, False),
        ({"channel_post": _message("/ask", "channel")}, False),
        ({"poll": {}}, False),
        ({"message": []}, False),
        ({}, False),
    ],
)
def test_updates_of_other_kinds(update: dict[str, Any], kept: bool) -> None:
    assert is_for_us({"update_id": 1, **update}, ME) is kept


QUESTIONS = [
    (_message("/ask How many?"), Asked("How many?")),
    (_message("/ask@pincite_bot\nHow many?"), Asked("How many?")),
    (_message("/ask", reply_to_message=THEIRS), Asked("How many boats are there?")),
    (_message("/ask And now?", reply_to_message=THEIRS), Asked("And now?")),
    (
        _message("/ask", reply_to_message=THEIRS, quote={"text": "How many boats", "position": 0}),
        Asked("How many boats"),
    ),
    (_mention("🙂 @pincite_bot how many?".replace("🙂 ", "")), Asked("how many?")),
    (_message("How many?", "private"), Asked("How many?")),
    (_message("/ask"), Asked("", "question_empty")),
    (_message("?!", "private"), Asked("", "question_empty")),
    (_message("/ask " + "x" * 1001), Asked("", "question_too_long")),
    (_message(None, "private"), Asked("", "question_not_text")),
]


@pytest.mark.parametrize(("message", "asked"), QUESTIONS)
def test_the_question_in_a_message(message: dict[str, Any], asked: Asked) -> None:
    assert asked_in(telegram.Message.de_json(message, None), ME) == asked


def test_a_mention_after_wide_characters_is_cut_out_whole() -> None:
    text = "🙂🙂 @pincite_bot how many?"
    entity = {"type": "mention", "offset": 5, "length": 12}
    message = telegram.Message.de_json(_message(text, entities=[entity]), None)
    assert asked_in(message, ME) == Asked("🙂🙂  how many?")
