"""What is read once, and what must be read again."""

import sqlite3
from collections.abc import Iterator

import pytest

from corpus.once import Once


@pytest.fixture
def asked() -> list[str]:
    """The statements that reach the database."""
    return []


@pytest.fixture
def connection(asked: list[str]) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE wells (depth)")
    connection.set_trace_callback(asked.append)
    yield connection
    connection.close()


SQL = "SELECT depth FROM wells WHERE depth > ?"


def test_a_snapshot_reads_the_same_rows_once(
    connection: sqlite3.Connection, asked: list[str]
) -> None:
    once = Once(connection)
    connection.execute("INSERT INTO wells VALUES (3)")
    asked.clear()
    with once.in_snapshot():
        assert once.rows(SQL, 1) == once.rows(SQL, 1) == [(3,)]
        assert once.rows(SQL, 5) == []
        assert len(asked) == 2
    assert once.rows(SQL, 1) == once.rows(SQL, 1)
    assert len(asked) == 4


def test_the_next_snapshot_reads_again(connection: sqlite3.Connection) -> None:
    once = Once(connection)
    for depth in (2, 3):
        connection.execute("INSERT INTO wells VALUES (?)", (depth,))
        with once.in_snapshot():
            assert len(once.rows(SQL, 1)) == depth - 1


def test_what_is_kept_until_a_change_is_read_again_after_it(
    connection: sqlite3.Connection, asked: list[str]
) -> None:
    once = Once(connection)
    assert once.until_change("one", SQL, "1") == []
    connection.execute("INSERT INTO wells VALUES ('2')")
    asked.clear()
    assert once.until_change("one", SQL, "1") == []
    assert asked == []
    assert once.until_change("two", SQL, "1") == [("2",)]


def test_a_snapshot_of_much_does_not_hold_all(
    connection: sqlite3.Connection, asked: list[str]
) -> None:
    once = Once(connection)
    with once.in_snapshot():
        for number in range(1200):
            once.rows(SQL, number)
        asked.clear()
        once.rows(SQL, 0)
        once.rows(SQL, 1199)
        assert len(asked) == 1  # the first is gone, the last is there
