import pytest

from bot.telegram.calls import Call
from bot.telegram.outbox import EXPIRES_SECONDS, KEPT_SECONDS, Outbox, Row
from bot.telegram.store import Store
from tests.bot.telegram.handclock import HandClock

CHAT = 5
SEND = Call(CHAT, "answer", "sendMessage", {"text": "words \ud83d of mine"})
PIN = Call(CHAT, "pin", "pinChatMessage", {"message_id": 3})


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def outbox(store: Store, clock: HandClock) -> Outbox:
    return Outbox(store, clock)


def put(store: Store, outbox: Outbox, cause: str, *calls: Call) -> None:
    with store.transaction() as connection:
        outbox.put(connection, cause, calls)


def following(outbox: Outbox) -> Row:
    row = outbox.next_of(CHAT)
    assert row is not None
    return row


def test_a_call_comes_back_as_it_was_put(store: Store, outbox: Outbox) -> None:
    put(store, outbox, "update:1", SEND, PIN)
    row = following(outbox)
    assert (row.cause, row.call, row.is_uncertain) == ("update:1", SEND, False)
    with store.transaction() as connection:
        outbox.sent(connection, row)
    assert following(outbox).call == PIN


def test_one_purpose_of_one_update_is_one_call(store: Store, outbox: Outbox) -> None:
    put(store, outbox, "update:1", SEND)
    put(store, outbox, "update:1", SEND)
    put(store, outbox, "update:2", SEND)
    count = store.connection.execute("SELECT count(*) FROM outbox").fetchone()[0]
    assert count == 2


def test_a_send_that_a_crash_cut_off_is_uncertain_and_a_pin_is_not(
    store: Store, outbox: Outbox
) -> None:
    put(store, outbox, "update:1", SEND)
    outbox.start(following(outbox))
    assert outbox.begin() == [CHAT]
    assert following(outbox).is_uncertain
    with store.transaction() as connection:
        outbox.failed(connection, following(outbox), "refused")
    put(store, outbox, "update:2", PIN)
    outbox.start(following(outbox))
    assert outbox.begin() == [CHAT]
    assert not following(outbox).is_uncertain


def test_words_are_forgotten_when_a_call_ends(store: Store, outbox: Outbox) -> None:
    put(store, outbox, "update:1", SEND, PIN)
    with store.transaction() as connection:
        outbox.sent(connection, following(outbox))
    with store.transaction() as connection:
        outbox.failed(connection, following(outbox), "refused")
    rows = store.connection.execute("SELECT state, payload, error FROM outbox").fetchall()
    assert [tuple(row) for row in rows] == [("sent", "{}", None), ("failed", "{}", "refused")]


def test_old_calls_expire_and_are_forgotten(store: Store, outbox: Outbox, clock: HandClock) -> None:
    put(store, outbox, "update:1", SEND)
    row = following(outbox)
    clock.jump(EXPIRES_SECONDS)
    assert not outbox.is_expired(row)
    clock.jump(1)
    assert outbox.is_expired(row)
    with store.transaction() as connection:
        outbox.failed(connection, row, "expired")
    clock.jump(KEPT_SECONDS + 1)
    outbox.forget_old()
    assert store.connection.execute("SELECT count(*) FROM outbox").fetchone()[0] == 0


def test_recent_calls_are_known_after_a_restart(
    store: Store, outbox: Outbox, clock: HandClock
) -> None:
    put(store, outbox, "update:1", SEND)
    with store.transaction() as connection:
        outbox.sent(connection, following(outbox))
    ended = clock.now()
    clock.jump(59)
    assert outbox.recent(60) == [(CHAT, ended)]
    clock.jump(2)
    assert outbox.recent(60) == []
