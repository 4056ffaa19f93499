"""Pinned answers of a group that becomes a supergroup, whatever is under way."""

from bot.telegram.calls import Call, Failure
from tests.bot.telegram.emulator import BOT_ID, Chat, Member
from tests.bot.telegram.harbour import QUESTION, Harbour
from tests.bot.telegram.talking import run
from tests.bot.telegram.test_pins import state, text


def test_a_group_that_moves_keeps_its_pins(port: Harbour) -> None:
    group = port.people.group("group", port.boris, owner=port.anna)
    port.people.promote_bot(group, by=port.anna)
    port.say(group, port.anna, "/settings quotes 1")
    answer = port.ask(group)
    port.press(answer, port.anna, "Pin")
    moved = port.people.upgrade(group, port.anna)
    port.settle()
    (again,) = [m for m in moved.messages.values() if m.text and not m.service]
    assert again.text == answer.text
    assert moved.pinned == [again.id]
    assert text(port.say(moved, port.anna, "/pins")).startswith("Pinned answers:\n#1 pinned")
    port.say(moved, port.anna, "/unpin 1")
    assert moved.pinned == []
    assert len(port.say(moved, port.boris, f"/ask {QUESTION}")[0].buttons()) > 3


def _moving(port: Harbour) -> Chat:
    """A basic group with a pinned answer."""
    group = port.people.group("group", port.boris, owner=port.anna)
    port.people.promote_bot(group, by=port.anna)
    port.press(port.ask(group), port.anna, "Pin")
    return group


def test_a_pin_without_a_message_never_unpins_what_others_pinned(port: Harbour) -> None:
    moved = port.people.upgrade(_moving(port), port.anna)
    rank, moved.members[BOT_ID] = moved.members[BOT_ID], Member("restricted")
    port.settle()
    assert state(port) == [(1, "failed")]
    moved.members[BOT_ID] = rank
    port.people.pin_by_hand(moved, port.people.say(moved, port.anna, "Rules"), port.anna)
    before = list(moved.pinned)
    said = port.say(moved, port.anna, "/unpin 1")
    assert text(said).startswith("Number 1 has no message here")
    assert moved.pinned == before


def _left_behind(port: Harbour, method: str, old: Chat) -> None:
    """Let a call fail that was under way in a group when it moved."""
    (row,) = port.store.connection.execute("SELECT answer_id FROM pins").fetchall()
    purpose = f"{'pin' if method == 'pinChatMessage' else 'unpin'}:{row['answer_id']}"
    call = Call(old.id, purpose, method, {"message_id": max(old.messages)})
    said = "group chat was upgraded to a supergroup chat"
    run(port._follow(run(port.talk.failed(call, said, Failure.REFUSED))))


def test_a_pinning_under_way_when_a_group_moves_is_carried_out_there(port: Harbour) -> None:
    old = _moving(port)
    with port.store.transaction() as connection:
        connection.execute("UPDATE pins SET state = 'pinning'")
    moved = port.people.upgrade(old, port.anna)
    port.settle()
    _left_behind(port, "pinChatMessage", old)
    assert state(port) == [(1, "pinned")]
    assert len(moved.pinned) == 1
    assert "Telegram did not pin" not in text(list(moved.messages.values()))


def test_an_unpinning_under_way_when_a_group_moves_has_come_true(port: Harbour) -> None:
    old = _moving(port)
    with port.store.transaction() as connection:
        connection.execute("UPDATE pins SET state = 'unpinning'")
    moved = port.people.upgrade(old, port.anna)
    port.settle()
    _left_behind(port, "unpinChatMessage", old)
    assert state(port) == [(1, "unpinned")]
    assert moved.pinned == []
    assert "Telegram did not unpin" not in text(list(moved.messages.values()))


def test_a_move_that_is_heard_of_only_by_sending_takes_the_pins_along(port: Harbour) -> None:
    """Telegram keeps updates for a day; a bot that was away for longer is not told."""
    old = _moving(port)
    moved = port.people.upgrade(old, port.anna)
    port.world.updates.waiting.clear()
    port.ingest({"cranes.md": "Nothing is left of it, not one word.\n"})
    port.upkeep()
    port.upkeep()
    assert state(port) == [(1, "pinned")]
    assert len(moved.pinned) == 1


def test_undo_pins_nothing_that_stayed_behind_in_a_group_that_moved(port: Harbour) -> None:
    group = _moving(port)
    port.say(group, port.anna, "/unpin 1")
    moved = port.people.upgrade(group, port.anna)
    for _ in range(20):
        port.people.say(moved, port.anna, "Talk")
    port.settle()
    assert text(port.say(moved, port.anna, "/undo")) == "Nothing was pinned or unpinned here."
    assert moved.pinned == []
