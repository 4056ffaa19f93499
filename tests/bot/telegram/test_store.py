import multiprocessing
import os
import signal
import sqlite3
import stat
from contextlib import closing, suppress
from pathlib import Path

import pytest

from bot.telegram.errors import BadStore
from bot.telegram.schema import CHAT_COLUMNS
from bot.telegram.store import Store, passes, store_path


def test_a_commit_is_on_the_disk_and_a_failure_leaves_nothing(store: Store, home: Path) -> None:
    with store.transaction() as connection:
        connection.execute("INSERT INTO moved VALUES (1, 2)")
    with suppress(ZeroDivisionError), store.transaction() as connection:
        connection.execute("INSERT INTO moved VALUES (3, 4)")
        raise ZeroDivisionError
    with closing(Store(store_path(home))) as other:
        rows = other.connection.execute("SELECT * FROM moved").fetchall()
    assert [tuple(row) for row in rows] == [(1, 2)]


def test_a_commit_waits_for_the_disk(store: Store) -> None:
    assert store.connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
    assert store.connection.execute("PRAGMA synchronous").fetchone()[0] == 2  # FULL


def test_only_the_owner_can_read_what_was_asked(store: Store, home: Path) -> None:
    with store.transaction() as connection:
        connection.execute("INSERT INTO moved VALUES (1, 2)")
    files = [path for path in home.iterdir() if path.name.startswith("telegram.db")]
    assert len(files) > 1
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}


def test_opening_again_keeps_everything(store: Store, home: Path) -> None:
    with store.transaction() as connection:
        connection.execute("INSERT INTO moved VALUES (1, 2)")
    store.close()
    with closing(Store(store_path(home))) as again:
        assert again.connection.execute("SELECT count(*) FROM moved").fetchone()[0] == 1


def test_a_file_of_a_newer_program_is_left_alone(store: Store, home: Path) -> None:
    store.connection.execute("PRAGMA user_version = 99")
    store.close()
    with pytest.raises(BadStore, match="newer Pincite"):
        Store(store_path(home))


def test_a_file_that_is_no_database_is_said(home: Path) -> None:
    home.mkdir()
    store_path(home).write_bytes(b"no database at all, but long enough to look at" * 100)
    with pytest.raises(BadStore, match="cannot be used"):
        Store(store_path(home))


def test_every_registered_column_of_a_chat_id_exists(store: Store) -> None:
    assert len(CHAT_COLUMNS) > 0
    for table, column in CHAT_COLUMNS:
        store.connection.execute(f"SELECT {column} FROM {table}")


def test_a_killed_process_loses_no_commit(home: Path) -> None:
    process = multiprocessing.get_context("spawn").Process(target=_commit_and_die, args=(home,))
    process.start()
    process.join()
    assert process.exitcode == -signal.SIGKILL
    with closing(Store(store_path(home))) as again:
        assert again.connection.execute("SELECT count(*) FROM moved").fetchone()[0] == 100


def _commit_and_die(home: Path) -> None:
    store = Store(store_path(home))
    for number in range(100):
        with store.transaction() as connection:
            connection.execute("INSERT INTO moved VALUES (?, 0)", (number,))
    store.connection.execute("BEGIN IMMEDIATE")
    store.connection.execute("INSERT INTO moved VALUES (1000, 0)")
    os.kill(os.getpid(), signal.SIGKILL)


def test_what_may_pass_is_told_from_what_will_not(store: Store) -> None:
    store.connection.execute("PRAGMA max_page_count = 1")
    with pytest.raises(sqlite3.OperationalError) as full, store.transaction() as connection:
        connection.execute("CREATE TABLE big AS SELECT randomblob(1000000) AS blob")
    assert passes(full.value)
    with pytest.raises(sqlite3.OperationalError) as wrong:
        store.connection.execute("SELECT nothing FROM nowhere")
    assert not passes(wrong.value)
