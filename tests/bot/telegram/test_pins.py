"""Pinning, the register, and taking it back."""

import pytest

from bot.telegram.calls import Call, Reply
from bot.telegram.dispatch import update_of
from tests.bot.telegram.emulator import BOT_ID, Member, Message
from tests.bot.telegram.harbour import Harbour
from tests.bot.telegram.talking import run


def text(messages: list[Message]) -> str:
    return "\n".join(str(message.text) for message in messages)


def state(port: Harbour) -> list[tuple[int, str]]:
    rows = port.store.connection.execute("SELECT number, state FROM pins ORDER BY number")
    return [(row["number"], row["state"]) for row in rows]


def test_pin_is_silent_and_pin_loudly_is_not(port: Harbour) -> None:
    quiet, loud = port.ask(), port.ask(user=port.anna)
    assert port.press(quiet, port.anna, "Pin") == "Pinning. /undo takes it back."
    port.world.violations.loud_wanted.add(port.group.id)
    port.press(loud, port.anna, "Pin loudly")
    assert port.group.pinned == [quiet.id, loud.id]
    assert port.group.loud == [loud.id]


@pytest.mark.parametrize(("words", "loud"), [("/pin", False), ("/pin loud", True)])
def test_pin_in_reply(port: Harbour, words: str, loud: bool) -> None:
    answer = port.ask()
    if loud:
        port.world.violations.loud_wanted.add(port.group.id)
    said = port.say(port.group, port.anna, words, reply_to=answer)
    assert [m for m in said if m.text] == []
    assert port.group.pinned == [answer.id]
    assert bool(port.group.loud) is loud


def test_pin_needs_an_answer_to_reply_to(port: Harbour) -> None:
    talk = port.people.say(port.group, port.boris, "Pin me")
    for more in ({}, {"reply_to": talk}):
        said = port.say(port.group, port.anna, "/pin", **more)
        assert text(said).startswith("Reply with /pin to an answer of mine")
    refusal = port.say(port.group, port.boris, "/ask Zebras on Saturn?")[0]
    said = port.say(port.group, port.anna, "/pin", reply_to=refusal)
    assert text(said) == "That is no answer with quotes; only those are pinned."
    assert not port.group.pinned


def test_who_may_not_is_told_the_missing_right_and_how_it_is_given(port: Harbour) -> None:
    answer = port.ask()
    assert port.press(answer, port.boris, "Pin") == (
        "You may not pin here. An owner gives you the right: group name → Administrators → you → "
        "Pin messages."
    )
    said = port.say(port.group, port.boris, "/pin", reply_to=answer)
    assert text(said).startswith("You may not pin here.")
    port.people.promote_bot(port.group, by=port.anna, without=("can_pin_messages",))
    assert port.press(answer, port.anna, "Pin").startswith("I may not pin here.")
    assert not port.group.pinned


@pytest.mark.parametrize("status", ["administrator", "restricted"])
def test_rights_of_the_bot_count_at_once_whatever_the_server_lists(
    port: Harbour, status: str
) -> None:
    """A Bot API server that is older than python-telegram-bot lists fewer rights than that asks
    for."""
    answer, rank = port.ask(), port.group.members[BOT_ID]
    port.group.members[BOT_ID] = Member("administrator")
    assert port.press(answer, port.anna, "Pin").startswith("I may not pin here.")
    port.group.members[BOT_ID] = rank
    of_bot = {"user": port.world.bot.json(), "status": status}
    changed = {"chat": port.group.json(), "from": port.anna.json(), "date": int(port.now())}
    changed |= {"old_chat_member": of_bot, "new_chat_member": of_bot}
    port.world.updates.put("my_chat_member", changed)
    port.settle()
    assert port.press(answer, port.anna, "Pin") == "Pinning. /undo takes it back."


def test_rights_that_were_taken_away_count_at_once(port: Harbour) -> None:
    answer = port.ask()
    port.people.make(port.group, port.boris, "administrator", "can_pin_messages", by=port.anna)
    port.settle()
    port.time += 61
    port.press(answer, port.boris, "Pin")
    assert port.group.pinned == [answer.id]
    port.people.make(port.group, port.boris, "member", by=port.anna)
    port.time += 61
    said = port.say(port.group, port.boris, "/unpin 1")
    assert text(said).startswith("You may not pin here.")
    assert port.group.pinned == [answer.id]


def test_pinning_twice_pins_once(port: Harbour) -> None:
    answer = port.ask()
    port.press(answer, port.anna, "Pin")
    assert port.press(answer, port.anna, "Pin") == "That is pinned already, as number 1."
    assert len([m for m, _ in port.world.calls if m == "pinchatmessage"]) == 1


def test_unpin_by_number_and_in_reply_names_the_message(port: Harbour) -> None:
    first, second = port.ask(), port.ask(user=port.anna)
    by_hand = port.people.say(port.group, port.anna, "House rules")
    port.people.pin_by_hand(port.group, by_hand, port.anna)
    port.press(first, port.anna, "Pin")
    port.press(second, port.anna, "Pin")
    port.say(port.group, port.anna, "/unpin 1")
    port.say(port.group, port.anna, "/unpin", reply_to=second)
    assert port.group.pinned == [by_hand.id]
    assert state(port) == [(1, "unpinned"), (2, "unpinned")]
    calls = [a for m, a in port.world.calls if m == "unpinchatmessage"]
    assert [a["message_id"] for a in calls] == [str(first.id), str(second.id)]


@pytest.mark.parametrize("words", ["/unpin", "/unpin 7", "/unpin all", "/unpin -1", "/unpin ²"])
def test_unpin_without_a_known_one_unpins_nothing(port: Harbour, words: str) -> None:
    answer = port.ask()
    port.press(answer, port.anna, "Pin")
    assert text(port.say(port.group, port.anna, words)).startswith("Which one?")
    assert port.group.pinned == [answer.id]


def test_undo_takes_back_the_last_and_can_be_undone(port: Harbour) -> None:
    assert text(port.say(port.group, port.anna, "/undo")).startswith("Nothing was pinned")
    answer = port.ask()
    port.press(answer, port.anna, "Pin")
    port.say(port.group, port.anna, "/undo")
    assert port.group.pinned == []
    port.say(port.group, port.anna, "/undo")
    assert port.group.pinned == [answer.id]
    assert state(port) == [(1, "pinned")]


def test_the_register_says_what_who_and_when_with_a_link(port: Harbour) -> None:
    assert text(port.say(port.group, port.boris, "/pins")) == "I have pinned nothing here."
    answer = port.ask()
    port.press(answer, port.anna, "Pin")
    (register,) = port.say(port.group, port.boris, "/pins")
    assert "#1 pinned · 2027-" in str(register.text)
    assert str(register.text).endswith("· Anna · The port yearbook")
    (link,) = [e.more["url"] for e in register.entities if e.type == "text_link"]
    assert link == f"https://t.me/c/{str(port.group.id).removeprefix('-100')}/{answer.id}"


def test_an_answer_pinned_by_hand_is_entered(port: Harbour) -> None:
    answer = port.ask()
    port.people.pin_by_hand(port.group, answer, port.anna)
    port.settle()
    assert state(port) == [(1, "pinned")]
    assert "pinned #1 by hand" in text(port.say(port.group, port.anna, "/log"))


def test_a_basic_group_needs_the_bot_as_administrator(port: Harbour) -> None:
    group = port.people.group("group", port.boris, owner=port.anna)
    answer = port.ask(group)
    assert "basic group" in port.press(answer, port.anna, "Pin")
    port.people.promote_bot(group, by=port.anna)
    port.settle()
    port.press(answer, port.anna, "Pin")
    assert group.pinned == [answer.id]


def test_an_anonymous_administrator_presses_as_themselves(port: Harbour) -> None:
    port.people.be_anonymous(port.group, port.anna)
    answer = port.ask()
    said = port.say(port.group, port.anna, "/pin", reply_to=answer)
    assert text(said).startswith(
        "You write as the group or as a channel, so I cannot see your rights."
    )
    assert not port.group.pinned
    port.press(answer, port.anna, "Pin")
    assert port.group.pinned == [answer.id]


def test_anonymous_administrators_are_trusted_where_it_is_set(port: Harbour) -> None:
    port.say(port.group, port.anna, "/settings anonymous on")
    port.people.be_anonymous(port.group, port.anna)
    answer = port.ask()
    port.say(port.group, port.anna, "/pin", reply_to=answer)
    assert port.group.pinned == [answer.id]


def test_a_channel_never_pins(port: Harbour) -> None:
    channel = port.people.group("channel", owner=port.anna)
    port.ask()
    port.people.say_as(port.group, channel, "/undo")
    before = set(port.group.messages)
    port.settle()
    said = [m for i, m in port.group.messages.items() if i not in before]
    assert text(said).startswith("You write as the group")


def test_what_telegram_refuses_is_told_in_its_words(port: Harbour) -> None:
    answer = port.ask()
    port.people.delete_by_hand(port.group, answer)
    before = set(port.group.messages)
    port.press(answer, port.anna, "Pin")
    said = [m for i, m in port.group.messages.items() if i not in before]
    assert text(said) == "Telegram did not pin number 1: message to pin not found."
    assert state(port) == [(1, "deleted")]


def _handled(port: Harbour) -> Reply:
    """Handle what waits; returns what is to be carried out, which Telegram holds up."""
    calls: list[Call] = []
    updates = port.world.updates.take(0, 100)
    port.world.updates.take(updates[-1]["update_id"] + 1, 100)
    for raw in updates:
        port.time += 4
        reply = run(port.talk.handle(update_of(raw), raw))
        run(port._follow(Reply((), reply.write)))
        calls += reply.calls
    return Reply(tuple(calls))


def test_the_log_says_who_pinned_and_who_took_it_back_before_that_was_done(port: Harbour) -> None:
    answer = port.ask()
    port.people.make(port.group, port.boris, "administrator", "can_pin_messages", by=port.anna)
    port.settle()
    port.people.press(answer, port.anna, "Pin")
    pinning = _handled(port)
    port.people.say(port.group, port.boris, "/undo")
    undoing = _handled(port)
    run(port._follow(pinning))
    assert state(port) == [(1, "unpinning")]
    run(port._follow(undoing))
    assert state(port) == [(1, "unpinned")]
    log = text(port.say(port.group, port.anna, "/log"))
    assert f"user {port.anna.id} pinned #1" in log
    assert f"user {port.boris.id} unpinned #1" in log


def test_undo_takes_back_a_pinning_that_waits_for_telegram(port: Harbour) -> None:
    first, second = port.ask(), port.ask(user=port.anna)
    port.press(first, port.anna, "Pin")
    port.press(second, port.anna, "Pin")
    with port.store.transaction() as connection:
        connection.execute("UPDATE pins SET state = 'pinning' WHERE number = 2")
    assert text(port.say(port.group, port.anna, "/undo")).startswith("Unpinning number 2.")
    assert port.group.pinned == [first.id]
