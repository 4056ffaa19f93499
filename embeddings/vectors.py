"""Vectors kept by (model, text hash), so that no text is encoded twice. Safe to delete."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from embeddings.encoder import FloatMatrix, PassageVectors
from embeddings.errors import VectorsLost

_SCHEMA = """
CREATE TABLE IF NOT EXISTS vectors (
  model TEXT NOT NULL, text_hash TEXT NOT NULL, passage BLOB NOT NULL, sentences BLOB NOT NULL,
  PRIMARY KEY (model, text_hash)
) WITHOUT ROWID
"""
_SCALE = 127.0
"""Sentence vectors are stored as 8-bit integers: components of unit vectors lie in -1..1."""
_LOOKUPS = 500
"""Parameters in one statement; SQLite allows at least 999."""


class VectorStore:
    """One model's vectors in a SQLite file of their own."""

    def __init__(self, path: Path, model_id: str, dimensions: int) -> None:
        """Open or create the file; one that SQLite cannot read is deleted and begun again.

        Where nothing may be written, what is there is read, and new vectors are not kept.
        """
        self._model = model_id
        self._dimensions = dimensions
        self._path = path
        try:
            self._connection = _open(path)
        except sqlite3.OperationalError as error:
            if not any(reason in str(error) for reason in ("readonly", "unable to open")):
                raise
            self._connection = _open_for_reading(path)
        except sqlite3.DatabaseError:
            self._connection = _begin_anew(path)

    def close(self) -> None:
        """Give the file back."""
        self._connection.close()

    def missing(self, text_hashes: Iterable[str]) -> list[str]:
        """Those without a vector yet, each once, in the order given. Raises VectorsLost."""
        wanted = list(dict.fromkeys(text_hashes))
        kept = {text_hash for text_hash, _ in self._fetch("text_hash, 0", wanted)}
        return [text_hash for text_hash in wanted if text_hash not in kept]

    def save(self, vectors: Iterable[tuple[str, PassageVectors]]) -> None:
        """Keep each (text hash, vectors) pair; all of them are on disk on return."""
        rows = (
            (self._model, text_hash, v.passage.tobytes(), _as_bytes(v.sentences))
            for text_hash, v in vectors
        )
        with self._unless_damaged(), self._connection:
            self._connection.executemany("INSERT OR REPLACE INTO vectors VALUES (?,?,?,?)", rows)

    def passages(self, text_hashes: Sequence[str]) -> dict[str, FloatMatrix]:
        """Vectors of shape (dimensions,) by text hash; those that are missing are left out."""
        found = self._fetch("text_hash, passage", text_hashes)
        return {text_hash: np.frombuffer(blob, np.float32) for text_hash, blob in found}

    def sentences(self, text_hashes: Sequence[str]) -> dict[str, FloatMatrix]:
        """Sentence vectors of shape (sentences, dimensions) by text hash, each to within 0.4 %."""
        found = self._fetch("text_hash, sentences", text_hashes)
        return {text_hash: _from_bytes(blob, self._dimensions) for text_hash, blob in found}

    def forget_all_but(self, text_hashes: Iterable[str]) -> int:
        """Drop what no passage uses any more, and other models' vectors; returns how many."""
        with self._unless_damaged(), self._connection:
            self._connection.execute("CREATE TEMP TABLE used (text_hash TEXT PRIMARY KEY)")
            self._connection.executemany(
                "INSERT OR IGNORE INTO used VALUES (?)", ((text_hash,) for text_hash in text_hashes)
            )
            deleted = self._connection.execute(
                "DELETE FROM vectors WHERE model <> ? OR text_hash NOT IN used", (self._model,)
            ).rowcount
            self._connection.execute("DROP TABLE used")
        return deleted

    def _fetch(self, columns: str, text_hashes: Sequence[str]) -> list[tuple[str, bytes]]:
        rows: list[tuple[str, bytes]] = []
        for first in range(0, len(text_hashes), _LOOKUPS):
            some = text_hashes[first : first + _LOOKUPS]
            marks = ",".join("?" * len(some))
            with self._unless_damaged():
                rows += self._connection.execute(
                    f"SELECT {columns} FROM vectors WHERE model = ? AND text_hash IN ({marks})",  # noqa: S608 - marks and constants only
                    (self._model, *some),
                )
        return rows

    @contextmanager
    def _unless_damaged(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.OperationalError:
            raise
        except sqlite3.DatabaseError as error:
            self._connection.close()
            self._connection = _begin_anew(self._path)
            raise VectorsLost(f"{self._path} was damaged; its vectors are made again.") from error


def _open(path: Path) -> sqlite3.Connection:
    with suppress(OSError):  # SQLite says it, too
        path.parent.mkdir(parents=True, exist_ok=True)
    connection = sqlite3.connect(path, timeout=30)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=NORMAL")
    connection.execute(_SCHEMA)
    return connection


def _open_for_reading(path: Path) -> sqlite3.Connection:
    if not path.exists():
        connection = sqlite3.connect(":memory:")
        connection.execute(_SCHEMA)
        return connection
    return sqlite3.connect(f"{path.absolute().as_uri()}?immutable=1", uri=True)


def _begin_anew(path: Path) -> sqlite3.Connection:
    for suffix in ("", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    return _open(path)


def _as_bytes(unit: FloatMatrix) -> bytes:
    whole: NDArray[np.int8] = np.rint(unit * _SCALE).astype(np.int8)
    return whole.tobytes()


def _from_bytes(blob: bytes, dimensions: int) -> FloatMatrix:
    whole: NDArray[np.int8] = np.frombuffer(blob, np.int8)
    return (whole.reshape(-1, dimensions) / np.float32(_SCALE)).astype(np.float32, copy=False)
