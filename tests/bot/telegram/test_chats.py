from typing import Any

import pytest

from bot.telegram import chats
from bot.telegram.calls import Call
from bot.telegram.outbox import Outbox
from bot.telegram.schema import CHAT_COLUMNS
from bot.telegram.store import Store
from tests.bot.telegram.handclock import HandClock

OLD, NEW, NEWER = -5, -1005, -1006


def test_a_pause_is_never_shortened(store: Store) -> None:
    with store.transaction() as connection:
        chats.pause(connection, OLD, 100.0)
        chats.pause(connection, OLD, 50.0)
    assert chats.paused_until(store, OLD) == 100.0
    assert chats.paused_until(store, NEW) == 0.0


def test_a_chat_closes_and_opens(store: Store) -> None:
    with store.transaction() as connection:
        chats.close(connection, OLD, "kicked")
    assert chats.closed(store, OLD) == "kicked"
    with store.transaction() as connection:
        chats.reopen(connection, OLD)
    assert chats.closed(store, OLD) is None


def test_every_table_follows_a_group_that_moves(store: Store) -> None:
    tables = {table for table, _ in CHAT_COLUMNS}
    assert "inbox" in tables
    with store.transaction() as connection:
        connection.execute(
            "INSERT INTO inbox (update_id, chat_id, received_at, state) VALUES (1, ?, 0, 'new')",
            (OLD,),
        )
    chats.move(store, OLD, NEW)
    chats.move(store, NEW, NEWER)
    assert store.connection.execute("SELECT chat_id FROM inbox").fetchone()[0] == NEWER
    assert chats.present_id(store.connection, OLD) == NEWER
    assert chats.present_id(store.connection, NEW) == NEWER
    assert chats.present_id(store.connection, NEWER) == NEWER


def test_moving_twice_is_moving_once(store: Store) -> None:
    chats.move(store, OLD, NEW)
    chats.move(store, OLD, NEW)
    chats.move(store, NEW, NEW)
    rows = store.connection.execute("SELECT * FROM moved").fetchall()
    assert [tuple(row) for row in rows] == [(OLD, NEW)]


def test_sends_move_and_what_is_done_to_a_message_stays_with_it(store: Store) -> None:
    outbox = Outbox(store, HandClock())
    calls = [Call(OLD, "a", "sendMessage"), Call(OLD, "b", "editMessageText")]
    with store.transaction() as connection:
        outbox.put(connection, "before", calls)
    chats.move(store, OLD, NEW)
    with store.transaction() as connection:
        outbox.put(connection, "after", calls)
    rows = store.connection.execute("SELECT method, chat_id FROM outbox ORDER BY seq").fetchall()
    assert [tuple(row) for row in rows] == [("sendMessage", NEW), ("editMessageText", OLD)] * 2


@pytest.mark.parametrize(
    ("message", "move"),
    [
        ({"chat": {"id": OLD}, "migrate_to_chat_id": NEW}, (OLD, NEW)),
        ({"chat": {"id": NEW}, "migrate_from_chat_id": OLD}, (OLD, NEW)),
        ({"chat": {"id": OLD}, "text": "hello"}, None),
    ],
)
def test_both_service_messages_tell_of_a_move(
    message: dict[str, Any], move: tuple[int, int] | None
) -> None:
    assert chats.moves_in({"message": message}) == move


@pytest.mark.parametrize("other", [2**64, -(2**63), True, "-100", 1.5, [], {}])
@pytest.mark.parametrize("way", ["migrate_to_chat_id", "migrate_from_chat_id"])
def test_no_group_moves_to_what_is_no_chat(way: str, other: object) -> None:
    with pytest.raises(ValueError, match="no chat has the id"):
        chats.moves_in({"message": {"chat": {"id": OLD}, way: other}})


@pytest.mark.parametrize(
    ("status", "closes"), [("kicked", True), ("left", True), ("member", False)]
)
def test_the_bot_hears_that_it_was_put_out(status: str, closes: bool) -> None:
    raw = {"my_chat_member": {"chat": {"id": OLD}, "new_chat_member": {"status": status}}}
    assert (chats.closes_in(raw) is not None) is closes
