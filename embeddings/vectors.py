"""Vectors kept by (model, text hash), so that no text is encoded twice. Safe to delete."""

import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from embeddings.encoder import FloatMatrix, PassageVectors

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
        """Open or create the file; one that SQLite cannot read is deleted and begun again."""
        self._model = model_id
        self._dimensions = dimensions
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._connection = _open(path)
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.OperationalError):
                raise
            for suffix in ("", "-wal", "-shm"):
                path.with_name(path.name + suffix).unlink(missing_ok=True)
            self._connection = _open(path)

    def close(self) -> None:
        """Give the file back."""
        self._connection.close()

    def missing(self, text_hashes: Iterable[str]) -> list[str]:
        """Those without a vector yet, each once, in the order given."""
        wanted = list(dict.fromkeys(text_hashes))
        kept = {text_hash for text_hash, _ in self._fetch("text_hash, 0", wanted)}
        return [text_hash for text_hash in wanted if text_hash not in kept]

    def save(self, vectors: Iterable[tuple[str, PassageVectors]]) -> None:
        """Keep each (text hash, vectors) pair; all of them are on disk on return."""
        rows = (
            (self._model, text_hash, v.passage.tobytes(), _as_bytes(v.sentences))
            for text_hash, v in vectors
        )
        with self._connection:
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
        with self._connection:
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
            rows += self._connection.execute(
                f"SELECT {columns} FROM vectors WHERE model = ? AND text_hash IN ({marks})",  # noqa: S608 - marks and constants only
                (self._model, *some),
            )
        return rows


def _open(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=30)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=NORMAL")
    connection.execute(_SCHEMA)
    return connection


def _as_bytes(unit: FloatMatrix) -> bytes:
    whole: NDArray[np.int8] = np.rint(unit * _SCALE).astype(np.int8)
    return whole.tobytes()


def _from_bytes(blob: bytes, dimensions: int) -> FloatMatrix:
    whole: NDArray[np.int8] = np.frombuffer(blob, np.int8)
    return (whole.reshape(-1, dimensions) / np.float32(_SCALE)).astype(np.float32, copy=False)
