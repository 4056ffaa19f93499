"""Questions and answers, as people in chats see them."""

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import telegram

from bot.telegram.calls import Call, Failure
from embeddings.encoder import FloatMatrix
from embeddings.errors import ModelFilesDamaged
from tests.bot.telegram.emulator import BOT_ID, Member, Message
from tests.bot.telegram.harbour import KEY, QUESTION, Harbour, harbour
from tests.bot.telegram.talking import Table, run
from tests.embeddings.hashing import HashingEncoder


def quoted(message: Message) -> list[str]:
    text = (message.text or "").encode("utf-16-le")
    return [
        text[2 * e.offset : 2 * e.end].decode("utf-16-le")
        for e in message.entities
        if e.type == "expandable_blockquote"
    ]


def test_an_answer_has_the_words_of_the_library_and_their_source(port: Harbour) -> None:
    answer = port.ask()
    assert quoted(answer)[0] == KEY
    assert answer.text is not None
    assert answer.text.splitlines()[1] == "— The port yearbook, Ida Novak, 2021-05-04 · line 8"
    (link,) = [e for e in answer.entities if e.type == "text_link"][:1]
    assert link.more == {"url": "https://example.org/yearbook"}


def test_an_answer_replies_to_its_question_without_a_preview(port: Harbour) -> None:
    question = port.people.say(port.group, port.boris, f"/ask {QUESTION}")
    port.settle()
    sent = next(arguments for method, arguments in port.world.calls if method == "sendmessage")
    assert f'"message_id": {question.id}' in sent["reply_parameters"]
    assert '"allow_sending_without_reply": true' in sent["reply_parameters"]
    assert "parse_mode" not in sent
    assert sent["link_preview_options"] == '{"is_disabled": true}'


@pytest.mark.parametrize("text", [QUESTION, f"/ask {QUESTION}", f"/ask@pincite_bot {QUESTION}"])
def test_in_private_every_message_is_a_question(port: Harbour, text: str) -> None:
    (answer,) = port.say(port.private, port.anna, text)
    assert quoted(answer)[0] == KEY


def test_a_reply_to_the_bot_asks(port: Harbour) -> None:
    first = port.ask()
    (second,) = port.say(port.group, port.boris, "Who is the mayor of the town?", reply_to=first)
    assert quoted(second)[0] == "The mayor of the town is Mr Alder."


def test_ask_in_reply_asks_what_somebody_else_wrote(port: Harbour) -> None:
    wondering = port.people.say(port.group, port.anna, QUESTION)
    (answer,) = port.say(port.group, port.boris, "/ask", reply_to=wondering)
    assert quoted(answer)[0] == KEY
    for address in ("/ask", f"@{port.me.username}"):
        empty = port.people.say(port.group, port.anna, address)
        (said,) = port.say(port.group, port.boris, "/ask", reply_to=empty)[-1:]
        assert str(said.text).startswith("There is no question."), address


def test_nothing_is_said_to_what_is_not_for_the_bot(port: Harbour) -> None:
    assert not port.say(port.group, port.boris, QUESTION)
    assert port.dropped[-1]["message"]["text"] == QUESTION


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("/ask", "There is no question."),
        ("/ask " + "crane " * 200, "That is too long for a question: the limit is 1000 characters"),
    ],
)
def test_what_is_no_question_gets_one_helpful_line(port: Harbour, text: str, said: str) -> None:
    (answer,) = port.say(port.group, port.boris, text)
    assert answer.text is not None
    assert answer.text.startswith(said)


def test_what_has_no_words_gets_one_helpful_line(port: Harbour) -> None:
    card = {"phone_number": "1", "first_name": "Boris"}
    (answer,) = port.say(port.private, port.anna, None, more={"contact": card})
    assert answer.text == "I answer questions in words. Write yours as a message."


def test_a_refusal_is_one_line_without_buttons(port: Harbour) -> None:
    (answer,) = port.say(port.group, port.boris, "/ask Zebras on Saturn?")
    assert answer.text == "No answer: nothing in the library is about this."
    assert not answer.buttons()


def test_an_edited_question_edits_its_answer(port: Harbour) -> None:
    question = port.people.say(port.group, port.boris, "/ask Zebras on Saturn?")
    port.settle()
    (answer,) = [m for m in port.group.messages.values() if m.reply_to == question.id]
    port.people.edit(question, f"/ask {QUESTION}")
    port.settle()
    assert quoted(answer)[0] == KEY
    assert answer.edited is not None
    assert len([m for m in port.group.messages.values() if m.reply_to == question.id]) == 1


def _updates(port: Harbour) -> list[dict[str, Any]]:
    """What the bot has not been given yet; it is not given it any more."""
    taken = [dict(raw) for raw in port.world.updates.take(0, 100)]
    port.world.updates.take(taken[-1]["update_id"] + 1, 100)
    return taken


def test_a_command_that_was_edited_before_it_came_is_carried_out(port: Harbour) -> None:
    """While the bot is away Telegram keeps a message as it is now, with the time of its edit."""
    port.people.say(port.group, port.boris, "/privacy")
    (raw,) = _updates(port)
    raw["message"] = {**raw["message"], "edit_date": raw["message"]["date"] + 9}
    before = set(port.group.messages)
    run(port._handle(raw))
    assert len(set(port.group.messages) - before) == 1


def test_an_edit_without_a_time_is_no_new_question(port: Harbour) -> None:
    """As after a change that Telegram hides, a link's preview for example."""
    question = port.people.say(port.group, port.boris, f"/ask {QUESTION}")
    port.settle()
    port.people.edit(question, f"/ask {QUESTION}")
    (raw,) = _updates(port)
    edited = {name: v for name, v in raw["edited_message"].items() if name != "edit_date"}
    port.time += 10
    run(port._handle({"update_id": raw["update_id"], "edited_message": edited}))
    assert len([m for m in port.group.messages.values() if m.reply_to == question.id]) == 1


def test_a_question_edited_before_its_answer_is_sent_gets_the_new_one(port: Harbour) -> None:
    port.people.say(port.group, port.boris, "/ask Zebras on Saturn?")
    (raw,) = port.world.updates.take(0, 1)
    reply = run(port.talk.handle(telegram.Update.de_json(raw, None), raw))
    (sending,) = reply.calls
    with port.store.transaction() as connection:
        assert reply.write is not None
        reply.write(connection)
    edited = {**raw["message"], "text": f"/ask {QUESTION}", "edit_date": raw["message"]["date"] + 9}
    update = {"update_id": 7, "edited_message": edited}
    reply = run(port.talk.handle(telegram.Update.de_json(update, None), update))
    assert reply.calls == ()  # where it will stand is not known yet
    with port.store.transaction() as connection:
        assert reply.write is not None
        reply.write(connection)
    sent = {"message_id": 5, "text": sending.payload["text"], "entities": []}
    (mending,) = run(port.talk.sent(sending, sent)).calls
    assert mending.method == "editMessageText"
    assert KEY in mending.payload["text"]


def test_a_question_whose_answer_could_not_be_sent_is_answered_when_it_is_edited(
    port: Harbour,
) -> None:
    rank, port.group.members[BOT_ID] = port.group.members[BOT_ID], Member("restricted")
    question = port.people.say(port.group, port.boris, f"/ask {QUESTION}")
    port.settle()
    port.group.members[BOT_ID] = rank
    port.people.edit(question, f"/ask {QUESTION}!")
    port.settle()
    assert len([m for m in port.group.messages.values() if m.reply_to == question.id]) == 1


def test_what_was_pinned_stays_when_its_question_is_edited(port: Harbour) -> None:
    question = port.people.say(port.group, port.boris, f"/ask {QUESTION}")
    port.settle()
    (answer,) = [m for m in port.group.messages.values() if m.reply_to == question.id]
    port.press(answer, port.anna, "Pin")
    port.people.edit(question, "/ask Who is the mayor of the town?")
    port.settle()
    assert quoted(answer)[0] == KEY
    assert answer.edited is None


def test_an_edit_that_changes_no_answer_says_no_pinned_one_again(port: Harbour) -> None:
    question = port.people.say(port.group, port.boris, f"/ask {QUESTION}")
    port.settle()
    (answer,) = [m for m in port.group.messages.values() if m.reply_to == question.id]
    port.press(answer, port.anna, "Pin")
    port.people.edit(question, f"/ask {QUESTION} ")
    port.settle()
    assert len([m for m in port.group.messages.values() if m.reply_to == question.id]) == 1


def test_a_topic_is_answered_in_its_topic(port: Harbour) -> None:
    forum = port.people.group("supergroup", port.boris, owner=port.anna, topics=(7,))
    port.people.promote_bot(forum, by=port.anna)
    (answer,) = port.say(forum, port.boris, f"/ask {QUESTION}", topic=7)
    (general,) = port.say(forum, port.boris, f"/ask {QUESTION}")
    assert (answer.topic, general.topic) == (7, None)


def test_a_quick_second_question_gets_a_polite_line_once(port: Harbour) -> None:
    for _ in range(3):
        port.people.say(port.group, port.boris, f"/ask {QUESTION}")
    before = set(port.group.messages)
    port.settle()
    said = [m.text or "" for i, m in port.group.messages.items() if i not in before]
    assert [text.startswith("One question every three seconds") for text in said] == [False, True]


def test_what_is_no_question_has_the_limit_of_questions(port: Harbour) -> None:
    card = {"phone_number": "1", "first_name": "Boris"}
    for _ in range(10):
        port.people.say(port.private, port.anna, None, more={"contact": card})
    before = set(port.private.messages)
    port.settle()
    said = [m.text or "" for i, m in port.private.messages.items() if i not in before]
    assert [text[:9] for text in said] == ["I answer ", "One quest"]


def test_commands_have_a_limit_for_each_person(port: Harbour) -> None:
    for _ in range(30):
        port.people.say(port.group, port.boris, "/help")
    port.people.say(port.group, port.anna, "/pins")
    before = set(port.group.messages)
    port.settle()
    said = [(m.text or "")[:8] for i, m in port.group.messages.items() if i not in before]
    assert len(said) == 22
    assert said[20:] == ["One ques", "I have p"]


def test_russian_is_spoken_where_it_is_chosen(port: Harbour) -> None:
    port.say(port.group, port.anna, "/settings language ru")
    (answer,) = port.say(port.group, port.boris, "/ask Zebras on Saturn?")
    assert answer.text == "Ответа нет: в библиотеке нет ничего об этом."
    assert "Закрепить" in {b["text"] for b in port.ask().buttons()}


def test_words_that_telegram_altered_are_put_right_and_told(port: Harbour) -> None:
    port.say(port.group, port.anna, f"/settings log {port.group.id}")
    answer = port.ask()
    (row,) = port.store.connection.execute("SELECT answer_id FROM answers").fetchall()
    call = Call(port.group.id, f"answer:{row['answer_id']}", "sendMessage", {"text": answer.text})
    altered = {**port.world.json(answer), "text": str(answer.text).replace("7", "8", 1)}
    reply = run(port.talk.sent(call, altered))
    repair, telling = reply.calls
    assert (repair.method, repair.payload["text"]) == ("editMessageText", answer.text)
    assert telling.chat_id == port.group.id
    assert "Telegram altered the words of an answer" in telling.payload["text"]


def test_an_alarm_that_the_log_chat_does_not_take_comes_to_the_owners(tmp_path: Path) -> None:
    with harbour(tmp_path, (42,)) as port:
        alarm = Call(port.group.id, "altered:answer:key:-1", "sendMessage", {"text": "Compare."})
        (told,) = run(port.talk.failed(alarm, "bot was kicked", Failure.CLOSED)).calls
        assert (told.chat_id, told.payload) == (42, alarm.payload)
        assert run(port.talk.failed(told, "bot was blocked", Failure.CLOSED)).calls == ()


def test_words_around_a_quote_have_a_receipt_too(port: Harbour) -> None:
    port.say(port.group, port.anna, f"/settings log {port.group.id}")
    answer = port.ask()
    port.press(answer, port.boris, "Context 1")
    shown = port.world.json(max(port.group.messages.values(), key=lambda message: message.id))
    sent = {"text": shown["text"], "entities": shown["entities"]}
    call = Call(port.group.id, "context:key", "sendMessage", sent)
    assert run(port.talk.sent(call, shown)).calls == ()
    altered = {**shown, "text": str(shown["text"]).replace("7", "8", 1)}
    mend, telling = run(port.talk.sent(call, altered)).calls
    assert (mend.method, mend.payload) == (
        "editMessageText",
        {"message_id": shown["message_id"], **sent},
    )
    assert "Telegram altered the words of an answer" in telling.payload["text"]
    (again,) = run(port.talk.sent(mend, altered)).calls
    assert again.method == "sendMessage"


class LostModel(HashingEncoder):
    """Files that went away after the passages were encoded."""

    def encode_questions(self, questions: Sequence[str]) -> FloatMatrix:
        if len(questions) == 1:
            raise ModelFilesDamaged("tokenizer.json is damaged. Install it again.")
        return super().encode_questions(questions)


def test_a_model_that_is_lost_is_said_and_sets_no_question_aside(tmp_path: Path) -> None:
    with closing(Table(tmp_path, LostModel())) as table:
        table.ingest({"mill.txt": "The mill stands by the river. It is a hundred years old."})
        anna = table.people.user("Anna")
        (told,) = table.say(table.people.private(anna), anna, "Where does the mill stand?")
    assert told.text is not None
    assert told.text.startswith("The library cannot be read now.")
