"""The library's file: opened and checked the same way by readers and the writer."""

import fcntl
import sqlite3
import time
from pathlib import Path
from typing import IO

from corpus.errors import (
    CorpusError,
    LibraryBusy,
    LibraryCorrupt,
    LibraryTooNew,
    LibraryUnwritable,
    NoLibrary,
)

SCHEMA_VERSION = 1
"""Migrations that this program knows; kept in the file as `PRAGMA user_version`."""

_TRIES, _MOMENT = 20, 0.05


def open_database(path: Path, options: str = "") -> sqlite3.Connection:
    """Open and check the file, whoever reads or writes it; `options` are SQLite's own."""
    name = path.absolute().as_uri() + options
    connection = sqlite3.connect(name, timeout=30, isolation_level=None, uri=True)
    try:
        connection.execute("PRAGMA foreign_keys = ON")
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.DatabaseError as error:
        connection.close()
        raise sqlite_error(error, path) from error
    if version > SCHEMA_VERSION:
        connection.close()
        raise LibraryTooNew(
            f"{path} was written by a newer Pincite (schema {version}; this one knows "
            f"{SCHEMA_VERSION}). Upgrade with: pip install --upgrade pincite"
        )
    return connection


def open_for_reading(path: Path) -> sqlite3.Connection:
    """Open the file for reading only, even where nothing may be written beside it."""
    try:
        return open_database(path)
    except LibraryUnwritable:
        changes = path.with_name(path.name + "-wal")
        if changes.exists() and changes.stat().st_size:
            raise
        return open_database(path, "?immutable=1")  # no one is writing


def no_library(path: Path) -> NoLibrary:
    """The error for a place where no library is yet."""
    return NoLibrary(f"There is no library at {path.parent}. Make one with: pincite ingest FOLDER")


def lock_path(path: Path) -> Path:
    """The file that a writer of this library holds locked."""
    return path.with_suffix(".lock")


def is_being_written(path: Path) -> bool:
    """Tell whether a process is writing to the library at this moment."""
    return is_locked(lock_path(path))


def is_locked(path: Path) -> bool:
    """Tell whether a process holds a lock file."""
    try:
        with path.open() as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False
    return False


def lock(file: IO[str]) -> bool:
    """Hold a lock file until it is closed; False: another process holds it. Tried for a second,
    because whoever only looks (`is_locked`) holds it for an instant, too."""
    for _ in range(_TRIES):
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(_MOMENT)
        else:
            return True
    return False


def sqlite_error(error: sqlite3.Error, path: Path) -> CorpusError:
    """Say what SQLite's error means for the person, and what to do."""
    text = str(error).lower()
    if "full" in text:
        return LibraryUnwritable(f"The disk is full; {path} is as it was. Make room.")
    if "readonly" in text:
        return LibraryUnwritable(f"{path} cannot be written; check its permissions.")
    if "unable to open" in text:
        return LibraryUnwritable(
            f"{path} cannot be opened; check its permissions and its folder's."
        )
    if "disk i/o" in text:
        return LibraryUnwritable(f"The disk fails ({error}); {path} is as it was. Check the disk.")
    if "locked" in text:
        return LibraryBusy(f"Another program keeps {path} locked. Try again.")
    return LibraryCorrupt(
        f"{path} cannot be read as a library ({error}). Restore a backup over it, or move it "
        "away and ingest anew."
    )
