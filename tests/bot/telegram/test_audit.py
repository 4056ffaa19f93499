import sqlite3
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.telegram.audit import Entry, append, first_break, latest
from bot.telegram.store import Store

ENTRIES = st.builds(
    Entry,
    at=st.floats(0, 4e9).map(lambda at: round(at, 3)),
    chat_id=st.integers(-(10**13), 10**13),
    by_id=st.integers(0, 10**12),
    action=st.sampled_from(("pinned", "unpinned", "settings")),
    detail=st.text(st.characters(exclude_categories=["Cs"]), max_size=20),
)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "telegram.db")


def _fill(store: Store, count: int = 5) -> None:
    with store.transaction() as connection:
        for i in range(count):
            append(connection, Entry(1000.0 + i, -100, 7, "pinned", f"#{i}"))


@given(entries=st.lists(ENTRIES, max_size=20))
def test_what_was_noted_is_read_back_and_the_chain_is_whole(
    tmp_path_factory: pytest.TempPathFactory, entries: list[Entry]
) -> None:
    store = Store(tmp_path_factory.mktemp("audit") / "telegram.db")
    with store.transaction() as connection:
        for entry in entries:
            append(connection, entry)
    assert first_break(store.connection) is None
    for chat_id in {entry.chat_id for entry in entries}:
        mine = [entry for entry in entries if entry.chat_id == chat_id]
        assert [e for e, _ in latest(store.connection, chat_id, 99)] == mine[::-1]
    store.close()


@pytest.mark.parametrize(
    "change",
    [
        "DELETE FROM audit WHERE seq = 2",
        "UPDATE audit SET entry = '[]' WHERE seq = 2",
        "UPDATE audit SET hash = 'x' WHERE seq = 2",
        "UPDATE audit SET seq = 9 WHERE seq = 2",
    ],
)
def test_the_log_is_append_only(store: Store, change: str) -> None:
    _fill(store)
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        store.connection.execute(change)
    assert first_break(store.connection) is None


@pytest.mark.parametrize(
    ("change", "broken"),
    [
        ("UPDATE audit SET entry = replace(entry, '#1', '#9') WHERE seq = 2", 2),
        ("DELETE FROM audit WHERE seq = 2", 3),
        ("UPDATE audit SET hash = (SELECT hash FROM audit WHERE seq = 4) WHERE seq = 1", 1),
    ],
)
def test_a_change_behind_its_back_shows(store: Store, change: str, broken: int) -> None:
    _fill(store)
    store.connection.execute("DROP TRIGGER audit_is_kept")
    store.connection.execute("DROP TRIGGER audit_is_unaltered")
    store.connection.execute(change)
    assert first_break(store.connection) == broken


def test_a_group_that_moves_takes_its_log_along_unbroken(store: Store) -> None:
    _fill(store)
    store.connection.execute("UPDATE audit SET chat_id = -1001 WHERE chat_id = -100")
    assert len(latest(store.connection, -1001, 99)) == 5
    assert first_break(store.connection) is None
