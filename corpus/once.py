"""Rows of a library that are not read again for each who asks."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

_MOST_KEPT = 20_000
"""Answers to small questions that are kept in memory, a few MB."""

_MOST_IN_SNAPSHOT = 500
"""As above, pages of text among them: 8 million characters at most."""

_Asked = tuple[str, tuple[object, ...]]


class Once:
    """Reads rows. An answer asks for the same page of text and the same document some ten times;
    and each look lets go of the interpreter's lock, for which other threads make it wait."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._of_snapshot: dict[_Asked, list[Any]] | None = None
        self._of_state: dict[_Asked, list[Any]] = {}
        self._state = ""

    @contextmanager
    def in_snapshot(self) -> Iterator[None]:
        """Within it, `rows` reads the same rows only once; nothing must change meanwhile."""
        self._of_snapshot = {}
        try:
            yield
        finally:
            self._of_snapshot = None

    def rows(self, sql: str, *values: object) -> list[Any]:
        """What a statement gives."""
        if self._of_snapshot is None:
            return self._connection.execute(sql, values).fetchall()
        if len(self._of_snapshot) > _MOST_IN_SNAPSHOT:
            self._of_snapshot.clear()
        return self._kept_in(self._of_snapshot, sql, values)

    def until_change(self, state: str, sql: str, *values: str) -> list[Any]:
        """What a statement gives, kept until the library's state is another: for what is small and
        asked for by many questions."""
        if self._state != state or len(self._of_state) > _MOST_KEPT:
            self._state, self._of_state = state, {}
        return self._kept_in(self._of_state, sql, values)

    def _kept_in(
        self, kept: dict[_Asked, list[Any]], sql: str, values: tuple[object, ...]
    ) -> list[Any]:
        if (sql, values) not in kept:
            kept[sql, values] = self._connection.execute(sql, values).fetchall()
        return kept[sql, values]
