"""Settings, the log, privacy: what moderators decide and members may know."""

import pytest

from tests.bot.telegram.emulator import Message
from tests.bot.telegram.harbour import FILES, KEY, QUESTION, Harbour
from tests.bot.telegram.test_asking import quoted


def _text(messages: list[Message]) -> str:
    return "\n".join(str(message.text) for message in messages)


def test_only_administrators_change_settings(port: Harbour) -> None:
    for words in ("/settings", "/settings quotes 5", "/log"):
        said = port.say(port.group, port.boris, words)
        assert _text(said) == "Only administrators do that."
    (panel,) = port.say(port.group, port.anna, "/settings")
    assert port.press(panel, port.boris, "Quotes: 5") == "Only administrators do that."
    assert "Quotes on a page: 3" in str(panel.text)


def test_a_button_changes_a_setting_and_the_panel(port: Harbour) -> None:
    (panel,) = port.say(port.group, port.anna, "/settings")
    assert str(panel.text).startswith(f"Settings of this chat, whose id is {port.group.id}\n")
    assert port.press(panel, port.anna, "Quotes: 1") == "Changed."
    assert "Quotes on a page: 1" in str(panel.text)
    assert len(quoted(port.ask())) == 1
    assert port.press(panel, port.anna, "Русский") == "Изменено."
    assert "Цитат на странице: 1" in str(panel.text)
    assert "изменена настройка language ru" in _text(port.say(port.group, port.anna, "/log"))


def test_a_panel_shows_what_was_changed_in_another(port: Harbour) -> None:
    first, second = (port.say(port.group, port.anna, "/settings")[0] for _ in range(2))
    for panel in (first, second):
        assert port.press(panel, port.anna, "Let only administrators ask") == "Changed."
        assert "Let everyone ask" in {button["text"] for button in panel.buttons()}
    said = _text(port.say(port.group, port.anna, "/log"))
    assert said.count("asks moderators") == 1


@pytest.mark.parametrize(
    "words",
    [
        "quotes 0",
        "quotes 99",
        "language xx",
        "collection other",
        "quiet 25-3",
        "quiet 7-07",
        "log x",
        "a b",
        "x",
    ],
)
def test_unknown_settings_and_values_change_nothing(port: Harbour, words: str) -> None:
    said = port.say(port.group, port.anna, f"/settings {words}")
    assert _text(said) == "There is no such setting or value. See: /settings"
    assert port.store.connection.execute("SELECT count(*) FROM settings").fetchone()[0] == 0


def test_here_is_a_place_for_the_log_and_may_be_a_collection(port: Harbour) -> None:
    port.say(port.group, port.anna, "/settings log Here")
    with port.store.transaction() as connection:
        connection.execute("INSERT INTO grants VALUES (?, 'here')", (port.group.id,))
    port.say(port.group, port.anna, "/settings collection here")
    row = port.store.connection.execute("SELECT log_chat, collection FROM settings").fetchone()
    assert tuple(row) == (port.group.id, "here")


def test_only_administrators_ask_where_that_is_set(port: Harbour) -> None:
    port.say(port.group, port.anna, "/settings asks moderators")
    said = port.say(port.group, port.boris, f"/ask {QUESTION}")
    assert _text(said).startswith("In this group only administrators ask.")
    assert port.say(port.group, port.boris, f"/ask {QUESTION}") == []  # told once a minute
    assert quoted(port.ask(user=port.anna))
    assert quoted(port.say(port.private, port.boris, QUESTION)[0])


def test_quiet_hours_make_answers_silent(port: Harbour) -> None:
    assert not port.ask().silent
    port.say(port.group, port.anna, "/settings quiet 7-9")  # the test begins at 8:00 UTC
    assert port.ask().silent
    port.say(port.group, port.anna, "/settings quiet 22-7")
    assert not port.ask(user=port.anna).silent


def test_actions_are_told_in_the_log_chat(port: Harbour) -> None:
    room = port.people.group("supergroup", owner=port.anna)
    port.say(port.group, port.anna, f"/settings log {room.id}")
    answer = port.ask()
    port.press(answer, port.anna, "Pin")
    said = [str(m.text) for m in room.messages.values()]
    assert said[-1] == f"{port.group.id}: user {port.anna.id} pinned #1"


def test_what_is_told_in_the_log_chat_makes_no_sound_in_its_quiet_hours(port: Harbour) -> None:
    port.say(port.group, port.anna, "/settings quiet 7-9")  # the test begins at 8:00 UTC
    port.say(port.group, port.anna, "/settings log here")
    port.press(port.ask(), port.anna, "Pin")
    told = port.group.messages[max(port.group.messages)]
    assert str(told.text).endswith("pinned #1")
    assert told.silent


def test_what_is_told_in_the_log_chat_ends_where_it_ends(port: Harbour) -> None:
    room = port.people.group("supergroup", owner=port.anna)
    port.say(port.group, port.anna, f"/settings log {room.id}")
    port.people.pin_by_hand(port.group, port.ask(), port.anna)
    port.settle()
    assert str(room.messages[max(room.messages)].text).endswith("pinned #1 by hand")
    port.press(port.ask(), port.anna, "Dismiss")
    assert str(room.messages[max(room.messages)].text).endswith("dismissed an answer")


def test_a_log_chat_must_be_ones_own(port: Harbour) -> None:
    vera = port.people.user("Vera")
    foreign = port.people.group("supergroup", port.anna, owner=vera)
    for chat_id in (foreign.id, port.people.private(vera).id, -1001234567890):
        said = port.say(port.group, port.anna, f"/settings log {chat_id}")
        assert _text(said).startswith("You do not administer that chat")


def test_the_id_that_a_group_had_before_it_moved_names_it(port: Harbour) -> None:
    room = port.people.group("group", owner=port.anna)
    moved = port.people.upgrade(room, port.anna)
    port.world.updates.waiting.clear()
    port.people.make(port.group, port.boris, "administrator", by=port.anna)
    said = port.say(port.group, port.boris, f"/settings log {room.id}")
    assert _text(said).startswith("You do not administer that chat")
    port.say(port.group, port.anna, f"/settings log {room.id}")
    rows = port.store.connection.execute("SELECT chat_id, log_chat FROM settings").fetchall()
    assert [tuple(row) for row in rows] == [(port.group.id, moved.id)]


def test_nobody_who_cannot_be_told_is_a_log_chat(port: Harbour) -> None:
    port.say(port.group, port.anna, "/settings anonymous on")
    port.people.be_anonymous(port.group, port.anna)
    said = port.say(port.group, port.anna, "/settings log 0")
    assert _text(said) == "There is no such setting or value. See: /settings"


def test_a_log_chat_that_is_gone_is_unset(port: Harbour) -> None:
    room = port.people.group("supergroup", owner=port.anna)
    port.say(port.group, port.anna, f"/settings log {room.id}")
    port.people.make(room, port.world.bot, "kicked", by=port.anna)
    port.say(port.group, port.anna, "/settings quotes 1")
    row = port.store.connection.execute("SELECT log_chat FROM settings").fetchone()
    assert row["log_chat"] is None


def test_the_log_says_that_its_log_chat_was_lost(port: Harbour) -> None:
    room = port.people.group("supergroup", owner=port.anna)
    port.say(port.group, port.anna, f"/settings log {room.id}")
    port.people.make(room, port.world.bot, "kicked", by=port.anna)
    port.press(port.ask(), port.anna, "Pin")
    said = _text(port.say(port.group, port.anna, "/log"))
    assert f"the log chat {room.id} took no more messages, and was unset" in said
    assert "The chain of the log is whole." in said


def test_an_administrator_who_writes_as_the_group_is_told_how_to_be_one(port: Harbour) -> None:
    port.say(port.group, port.anna, "/settings asks moderators")
    port.people.be_anonymous(port.group, port.anna)
    for words in ("/settings", "/log", f"/ask {QUESTION}", "/sources"):
        said = _text(port.say(port.group, port.anna, words))
        assert said.startswith("You write as the group, so I cannot see"), words
        assert "/settings anonymous on" in said


def test_why_says_score_place_and_verification(port: Harbour) -> None:
    answer = port.ask()
    (why,) = port.say(port.group, port.boris, "/why", reply_to=answer)
    assert "1. cranes.md\nscore " in str(why.text)
    assert "stands in the library now, word for word" in str(why.text)
    port.ingest({"cranes.md": "Another text altogether.\n"})
    (why,) = port.say(port.group, port.boris, "/why", reply_to=answer)
    assert "no longer stands in the library" in str(why.text)
    assert (
        _text(port.say(port.group, port.boris, "/why")) == "Reply with /why to an answer of mine."
    )


@pytest.mark.parametrize(
    ("text", "start"),
    [(f"{FILES['cranes.md']}A last line.\n", 108), (f"A foreword.\n\n{KEY}\n", 13)],
)
def test_why_says_where_the_words_stand_now(port: Harbour, text: str, start: int) -> None:
    port.say(port.group, port.anna, "/settings quotes 1")
    answer = port.ask()
    port.ingest({"cranes.md": text})
    (why,) = port.say(port.group, port.boris, "/why", reply_to=answer)
    assert f"characters {start}-{start + len(KEY)} " in str(why.text)
    assert "stands in the library now, word for word" in str(why.text)


def test_sources_of_an_answer_and_of_the_library(port: Harbour) -> None:
    (whole,) = port.say(port.group, port.boris, "/sources")
    assert str(whole.text).startswith("Documents in the library: 3\n— The port yearbook")
    (of_answer,) = port.say(port.group, port.boris, "/sources", reply_to=port.ask())
    assert str(of_answer.text).startswith("Sources of this answer:\n\n— The port yearbook")


def test_privacy_says_what_telegram_delivers(port: Harbour) -> None:
    assert "Telegram gives me only what is addressed" in _text(
        port.say(port.group, port.boris, "/privacy")
    )


def test_forget_forgets_who_asked(port: Harbour) -> None:
    answer = port.ask()
    port.press(answer, port.anna, "Pin")
    port.say(port.private, port.boris, QUESTION)
    port.say(port.group, port.boris, "/forget")
    rows = port.store.connection.execute("SELECT asker_id FROM answers").fetchall()
    assert port.boris.id not in [row["asker_id"] for row in rows]
    assert port.press(answer, port.boris, "Dismiss").startswith("Only whoever asked")


def test_forget_in_private_forgets_the_answers(port: Harbour) -> None:
    port.say(port.private, port.anna, QUESTION)
    port.say(port.private, port.anna, "/forget")
    count = port.store.connection.execute("SELECT count(*) FROM answers").fetchone()[0]
    assert count == 0


def test_forget_in_private_forgets_what_was_pinned_there(port: Harbour) -> None:
    (answer,) = port.say(port.private, port.anna, QUESTION)
    port.press(answer, port.anna, "Pin")
    assert port.private.pinned == [answer.id]
    port.say(port.private, port.anna, "/settings quotes 1")
    port.say(port.private, port.anna, "/forget")
    for table in ("answers", "pins", "audit"):  # the log of a group cannot be shortened
        rows = port.store.connection.execute(f"SELECT * FROM {table}").fetchall()
        assert rows == [], table
    assert port.press(answer, port.anna, "Pin") == "This button is too old. Ask again."


def test_no_question_is_kept(port: Harbour) -> None:
    port.ask()
    for table in ("answers", "pins", "audit", "settings"):
        for row in port.store.connection.execute(f"SELECT * FROM {table}"):
            assert QUESTION not in "".join(map(str, tuple(row)))


def test_answers_are_forgotten_after_30_days_unless_they_are_pinned(port: Harbour) -> None:
    pinned, other = port.ask(), port.ask(user=port.anna)
    port.press(pinned, port.anna, "Pin")
    port.time += 31 * 86_400
    port.upkeep()
    rows = port.store.connection.execute("SELECT message_id FROM answers").fetchall()
    assert [row["message_id"] for row in rows] == [pinned.id]
    assert port.press(other, port.anna, "Sources") == "This button is too old. Ask again."


@pytest.mark.parametrize("language", ["en", "ru"])
def test_help_is_there_for_everyone(port: Harbour, language: str) -> None:
    olga = port.people.user("Olga", language=language)
    (said,) = port.say(port.people.private(olga), olga, "/start")
    assert str(olga.id) in str(said.text)
    assert "/why" in str(said.text)
    assert "/pins" in _text(port.say(port.group, port.boris, "/help"))
