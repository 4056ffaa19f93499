"""The bot's own database: what was received, what is to be sent, what moderators decided."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from bot.telegram.errors import BadStore
from bot.telegram.schema import STEPS

_PASSING = (
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_CANTOPEN,
)


def store_path(home: Path) -> Path:
    """The bot's database; it cannot be made again."""
    return home / "telegram.db"


class Store:
    """One connection, used by one thread.

    WAL with synchronous FULL: what is committed outlives a power cut.
    """

    def __init__(self, path: Path) -> None:
        """Open the file, make it readable for its owner only, and bring its tables up to date."""
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
            with ExitStack() as failing:
                self.connection = sqlite3.connect(path, timeout=10, isolation_level=None)
                failing.callback(self.connection.close)
                self.connection.row_factory = sqlite3.Row
                self.connection.execute("PRAGMA journal_mode = WAL")
                self.connection.execute("PRAGMA synchronous = FULL")
                self.connection.execute("PRAGMA foreign_keys = ON")
                self._upgrade(path)
                failing.pop_all()
        except (OSError, sqlite3.DatabaseError) as error:
            raise BadStore(
                f"{path} cannot be used ({error}). Check its permissions and the disk; if it is "
                "damaged, restore a backup over it."
            ) from error

    def _upgrade(self, path: Path) -> None:
        version = self.connection.execute("PRAGMA user_version").fetchone()[0]
        if version > len(STEPS):
            raise BadStore(
                f"{path} was written by a newer Pincite (schema {version}; this one knows "
                f"{len(STEPS)}). Upgrade with: pip install --upgrade pincite"
            )
        for number, scripts in enumerate(STEPS[version:], start=version + 1):
            script = "\n".join(("BEGIN IMMEDIATE;", *scripts, f"PRAGMA user_version = {number};"))
            try:
                self.connection.executescript(f"{script}\nCOMMIT;")
            except sqlite3.Error:
                if self.connection.in_transaction:
                    self.connection.execute("ROLLBACK")
                raise

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Commit what the block writes, or nothing of it if it raises."""
        self.connection.execute("BEGIN IMMEDIATE")
        try:
            yield self.connection
            self.connection.execute("COMMIT")
        except BaseException:
            if self.connection.in_transaction:
                self.connection.execute("ROLLBACK")
            raise

    def close(self) -> None:
        """Give the file back."""
        self.connection.close()


def passes(error: sqlite3.Error) -> bool:
    """Tell whether the same write may succeed later: a full disk, a busy file, a failing one."""
    code = getattr(error, "sqlite_errorcode", None)
    return code is not None and code & 0xFF in _PASSING
