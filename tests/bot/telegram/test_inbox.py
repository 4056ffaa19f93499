import json
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.telegram import chats
from bot.telegram.inbox import (
    KEPT_SECONDS,
    QUARANTINE_SECONDS,
    STARTS_ALLOWED,
    Inbox,
    Waiting,
    chat_of,
)
from bot.telegram.store import Store, store_path
from tests.bot.telegram.handclock import HandClock


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def arrived() -> list[int]:
    return []


@pytest.fixture
def inbox(store: Store, clock: HandClock, arrived: list[int]) -> Inbox:
    return Inbox(store, clock, _is_addressed, arrived.extend)


def _is_addressed(raw: Mapping[str, Any]) -> bool:
    return bool(raw["message"]["text"] != "psst")


def said(update_id: int, text: str, chat_id: int = 5) -> dict[str, Any]:
    return {"update_id": update_id, "message": {"chat": {"id": chat_id}, "text": text}}


def states(store: Store) -> dict[int, str]:
    rows = store.connection.execute("SELECT update_id, state FROM inbox ORDER BY seq")
    return dict(map(tuple, rows))


def taken(inbox: Inbox, chat_id: int = 5) -> Waiting:
    waiting = inbox.next_of(chat_id)
    assert waiting is not None
    return waiting


def finish(store: Store, inbox: Inbox, waiting: Waiting) -> bool:
    with store.transaction() as connection:
        return inbox.done(connection, waiting)


def test_updates_are_kept_in_the_order_in_which_they_come(
    inbox: Inbox, store: Store, arrived: list[int]
) -> None:
    assert inbox.take([said(9, "first"), said(4, "second"), said(7, "other", 6)]) == 9
    assert sorted(arrived) == [5, 6]
    order = []
    while (waiting := inbox.next_of(5)) is not None:
        order.append(json.loads(waiting.raw)["message"]["text"])
        assert finish(store, inbox, waiting)
    assert order == ["first", "second"]


def test_an_update_that_comes_twice_is_handled_once(inbox: Inbox, store: Store) -> None:
    inbox.take([said(1, "once")])
    finish(store, inbox, taken(inbox))
    inbox.take([said(1, "once"), said(1, "once")])
    assert inbox.next_of(5) is None
    assert states(store) == {1: "done"}


def test_what_is_for_others_is_confirmed_and_not_stored(inbox: Inbox, store: Store) -> None:
    assert inbox.take([said(3, "psst")]) == 3
    assert states(store) == {}


def test_words_are_forgotten_when_an_update_is_handled(inbox: Inbox, store: Store) -> None:
    inbox.take([said(1, "a secret")])
    finish(store, inbox, taken(inbox))
    assert store.connection.execute("SELECT raw FROM inbox").fetchone()[0] is None


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda part: (
        st.lists(part, max_size=3) | st.dictionaries(st.text(max_size=9), part, max_size=3)
    ),
    max_leaves=8,
)
KEYS = st.sampled_from(["update_id", "message", "edited_message", "callback_query", "chat", "id"])
HOSTILE = st.recursive(JSON, lambda part: st.dictionaries(KEYS, part, max_size=4), max_leaves=12)


@given(st.lists(HOSTILE, max_size=5))
def test_nothing_that_is_json_stops_its_neighbours(
    tmp_path_factory: pytest.TempPathFactory, updates: list[Any]
) -> None:
    store = Store(store_path(tmp_path_factory.mktemp("home")))
    inbox = Inbox(store, HandClock(), _is_addressed, lambda _: None)
    assert inbox.take([*updates, said(2**62, "hello")]) is not None
    assert states(store)[2**62] == "new"
    store.close()


def test_half_a_character_is_kept_as_it_came(inbox: Inbox) -> None:
    inbox.take([said(1, "half \ud83d of one")])
    assert json.loads(taken(inbox).raw)["message"]["text"] == "half \ud83d of one"


def test_what_ends_the_program_again_and_again_is_set_aside(inbox: Inbox, store: Store) -> None:
    inbox.take([said(1, "a poison"), said(2, "behind it"), said(3, "elsewhere", 6)])
    finish(store, inbox, taken(inbox, 6))
    assert not inbox.is_left(taken(inbox))
    for _ in range(STARTS_ALLOWED + 1):
        assert inbox.begin() == [5]
        assert inbox.is_left(taken(inbox))
        inbox.starts(taken(inbox))
    assert states(store)[1] == "new"
    assert inbox.begin() == [5]
    assert states(store) == {1: "quarantined", 2: "new", 3: "done"}


def test_what_only_waits_while_the_program_ends_is_never_set_aside(
    inbox: Inbox, store: Store
) -> None:
    inbox.take([said(1, "first", 6), said(2, "second"), said(3, "behind it", 6)])
    for _ in range(3 * STARTS_ALLOWED):
        assert inbox.begin() == [6, 5]  # who waits longest comes first
    assert states(store) == dict.fromkeys((1, 2, 3), "new")


def test_what_was_kept_long_enough_is_forgotten(
    inbox: Inbox, store: Store, clock: HandClock
) -> None:
    inbox.take([said(1, "bad"), said(2, "waiting", 6)])
    inbox.quarantine(taken(inbox), "no sense")
    clock.jump(QUARANTINE_SECONDS + 1)
    inbox.forget_old()
    rows = store.connection.execute("SELECT update_id, raw IS NULL FROM inbox ORDER BY seq")
    assert list(map(tuple, rows)) == [(1, 1), (2, 0)]
    clock.jump(KEPT_SECONDS)
    inbox.forget_old()
    assert states(store) == {2: "new"}


def test_a_group_that_has_moved_is_known_by_its_new_id(inbox: Inbox, store: Store) -> None:
    inbox.take([said(1, "before", -5)])
    handled_meanwhile = taken(inbox, -5)
    chats.move(store, -5, -1005)
    inbox.take([said(2, "late", -5)])
    assert [taken(inbox, -1005).update_id, inbox.next_of(-5)] == [1, None]
    assert not finish(store, inbox, handled_meanwhile)
    assert finish(store, inbox, taken(inbox, -1005))
    assert taken(inbox, -1005).update_id == 2


@pytest.mark.parametrize(
    ("raw", "chat_id"),
    [
        ({"message": {"chat": {"id": -7}}}, -7),
        ({"edited_message": {"chat": {"id": 7}}}, 7),
        ({"callback_query": {"message": {"chat": {"id": 8}}}}, 8),
        ({"callback_query": {"id": "of an inline message"}}, 0),
        ({"my_chat_member": {"chat": {"id": -9}}}, -9),
        ({"poll": {}}, 0),
    ],
)
def test_the_chat_of_an_update(raw: dict[str, Any], chat_id: int) -> None:
    assert chat_of(raw) == chat_id
