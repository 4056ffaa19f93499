"""Whose turn it is while much is still to be said."""

from bot.telegram.turns import MOST_WAITING
from tests.bot.telegram.emulator import Chat
from tests.bot.telegram.harbour import KEY, QUESTION, Harbour
from tests.bot.telegram.test_asking import quoted


def _wait(port: Harbour, chat: Chat, calls: range) -> None:
    """Let calls wait for Telegram."""
    with port.store.transaction() as connection:
        connection.executemany(
            "INSERT INTO outbox (cause, purpose, chat_id, method, payload, state, repeatable,"
            " created_at) VALUES ('update:1', ?, ?, 'sendMessage', '{}', 'new', 0, 0)",
            [(f"one:{number}", chat.id) for number in calls],
        )


def test_commands_wait_where_fifty_calls_do_and_questions_are_answered(port: Harbour) -> None:
    _wait(port, port.group, range(MOST_WAITING - 1))
    assert "Ask with /ask" in str(port.say(port.group, port.boris, "/help")[0].text)
    _wait(port, port.group, range(MOST_WAITING - 1, MOST_WAITING))
    (busy,) = port.say(port.group, port.boris, "/help")
    assert str(busy.text).startswith("This group has had 20 answers")
    assert port.say(port.group, port.boris, "/help") == []  # said once a minute
    assert len(port.say(port.group, port.boris, f"/ask {QUESTION}")) == 1
    assert len(port.say(port.private, port.anna, "/help")) == 1


def test_a_question_that_is_put_right_at_once_is_answered(port: Harbour) -> None:
    moment = port.time
    question = port.people.say(port.private, port.anna, "Zebras on Saturn?")
    port.settle()
    port.time = moment + 1
    port.people.edit(question, QUESTION)
    port.settle()
    (answer,) = [m for m in port.private.messages.values() if m.reply_to == question.id]
    assert quoted(answer)[0] == KEY
