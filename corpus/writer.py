"""Writing to the library, through sqlite-utils; only `ingest` and `remove` import this."""

import json
import os
import secrets
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict
from pathlib import Path
from typing import IO

from sqlite_utils import Database

from corpus.cutting import CutDocument
from corpus.database import SCHEMA_VERSION, lock, lock_path, open_database, sqlite_error
from corpus.errors import LibraryBusy, LibraryUnwritable
from corpus.library import PAGE
from corpus.migrations import library_migrations
from corpus.model import Passage, Reading, Source
from corpus.once import Once
from corpus.origins import ORIGINS_VERSION, origins, signature
from corpus.outline import Outline, save_outline, title_at
from corpus.rereading import document_version
from corpus.scan import is_under
from corpus.words import beginnings, stems


class LibraryWriter:
    """The one writer of a library; a second one is refused while it is open."""

    def __init__(self, path: Path) -> None:
        """Open or create the library; raises LibraryError."""
        self.path = path
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._lock = _lock(lock_path(path))
        except OSError as error:
            raise LibraryUnwritable(
                f"{path.parent} cannot be written ({error.strerror}). Choose another folder "
                "with --home or PINCITE_HOME."
            ) from error
        try:
            self._db = Database(open_database(path))
            with self._mapped_errors():
                self._prepare()
        except BaseException:
            self._lock.close()
            raise

    def _prepare(self) -> None:
        self._db.enable_wal()
        self._db.execute("PRAGMA synchronous = FULL")
        if self._first("PRAGMA user_version") != (SCHEMA_VERSION,):
            library_migrations.apply(self._db)
            with self._db.atomic():
                self._draw_state()
            self._db.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")  # last: all is there

    def close(self) -> None:
        """Give the library back to other writers."""
        self._db.close()
        self._lock.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All that is written inside is on disk after it, or none of it. Raises LibraryError."""
        with self._mapped_errors(), self._db.atomic():
            yield
            self._draw_state()

    def root_above(self, path: str) -> str | None:
        """The ingested folder that already holds this path, if any; the nearest one."""
        rows = self._db.query("SELECT DISTINCT root FROM files ORDER BY length(root) DESC")
        return next((r["root"] for r in rows if is_under(path, r["root"])), None)

    def fingerprint(self, path: str) -> str | None:
        """What `note_file` kept for this file; None: it is not in the library."""
        row = self._first("SELECT fingerprint FROM files WHERE path = ?", path)
        return None if row is None else str(row[0])

    def files(self) -> Iterator[tuple[str, str]]:
        """Path and root of every file of the library."""
        for row in self._db.query("SELECT path, root FROM files ORDER BY path"):
            yield row["path"], row["root"]

    def record_count(self, path: str) -> int:
        """How many documents a file holds."""
        row = self._first("SELECT count(*) FROM sources WHERE path = ?", path)
        return int(str(row[0])) if row else 0

    def complaints(self, path: str) -> list[str]:
        """What was said of the parts of a file that could not be read."""
        row = self._first("SELECT complaints FROM files WHERE path = ?", path)
        return json.loads(str(row[0])) if row else []

    def note_file(
        self, path: str, root: str, fingerprint: str, complaints: Sequence[str] = ()
    ) -> None:
        """Keep that this file is in the library; an empty fingerprint: only partly so far."""
        said = json.dumps(complaints, ensure_ascii=False)
        row = {"path": path, "root": root, "fingerprint": fingerprint, "complaints": said}
        self._db.table("files").upsert(row, pk="path")

    def place(self, path: str, record: str) -> tuple[str, str] | None:
        """The (document id, pass) of a record of a file; None: it has none yet."""
        row = self._first(
            "SELECT document_id, pass FROM sources WHERE path = ? AND record = ?", path, record
        )
        return None if row is None else (str(row[0]), str(row[1]))

    def paths_called(self, name: str) -> set[str]:
        """The files of which a document has this name."""
        rows = self._db.query("SELECT path FROM sources WHERE name = ?", [name])
        return {row["path"] for row in rows}

    def cut_by(self, reading: Reading) -> tuple[str, str] | None:
        """The (language, key of the stated sections) by which a document was cut; None: it is not
        in the library as now read."""
        sql = "SELECT language, parted FROM documents WHERE id = ? AND version = ?"
        row = self._first(sql, reading.sha256, document_version(reading))
        return None if row is None else (str(row[0]), str(row[1]))

    def stands_elsewhere(self, document_id: str, path: str) -> bool:
        """Whether a document was found in another file too."""
        sql = "SELECT 1 FROM sources WHERE document_id = ? AND path <> ?"
        return self._first(sql, document_id, path) is not None

    def save_document(self, reading: Reading, cut: CutDocument) -> None:
        """Store the text, passages and words of a document, in place of an older version."""
        document_id = reading.sha256
        self._db.execute("PRAGMA defer_foreign_keys = ON")
        self._db.execute("DELETE FROM documents WHERE id = ?", [document_id])
        self._db.table("documents").insert(
            {
                "id": document_id,
                "length": len(reading.text),
                "encoding": reading.encoding,
                "damaged": reading.damaged,
                "language": cut.language,
                "version": document_version(reading),
                "parted": cut.parted,
            }
        )
        self._db.table("pages").insert_all(
            {"document_id": document_id, "start": start, "text": reading.text[start : start + PAGE]}
            for start in range(0, len(reading.text), PAGE)
        )
        save_outline(self._db.conn, document_id, cut.sections, reading.landmarks)
        for passage in cut.passages:
            title = title_at(passage.start, cut.sections, cut.title, len(reading.text))
            self._save_passage(passage, reading.text[passage.start : passage.end], title)

    def _save_passage(self, passage: Passage, text: str, title: str) -> None:
        derived = passage.hashed(text)
        self._db.execute(
            "INSERT INTO passages (id, document_id, start, end, sentences, heading, line,"
            " language, text_hash, signature) VALUES (?,?,?,?,?,?,?,?,?,?)",
            [
                passage.id,
                passage.document_id,
                passage.start,
                passage.end,
                json.dumps(derived.sentences),
                passage.heading,
                passage.line,
                passage.language,
                derived.text_hash,
                signature(text),
            ],
        )
        self._db.execute(
            "INSERT INTO words (rowid, title, stems, beginnings)"
            " VALUES (last_insert_rowid(), ?, ?, ?)",
            [
                _title_words(title, passage.heading, passage.language),
                " ".join(stems(text, passage.language)),
                " ".join(beginnings(text)),
            ],
        )

    def save_source(self, reading: Reading, source: Source, path: str, name: str, run: str) -> None:
        """Note where a stored document was found, and who published it."""
        title = self._title(reading.sha256)
        self._db.table("sources").upsert(
            {
                "path": path,
                "record": reading.record or "",
                "name": name,
                "document_id": reading.sha256,
                "line": reading.line,
                "pass": run,
                **asdict(source),
            },
            pk=("path", "record"),
        )
        if title is not None and self._title(reading.sha256) != title:
            self._index_title(reading.sha256)

    def _title(self, document_id: str) -> str | None:
        """All titles under which a document stands; None: it stands nowhere yet."""
        rows = self._db.execute(
            "SELECT coalesce(title, '') FROM sources WHERE document_id = ? ORDER BY rowid",
            [document_id],
        ).fetchall()
        return " ".join(dict.fromkeys(title for (title,) in rows)) if rows else None

    def _index_title(self, document_id: str) -> None:
        title = self._title(document_id) or ""
        sections = Outline(Once(self._db.conn)).sections(document_id)
        for number, start, heading, language, length in self._db.execute(
            "SELECT number, start, heading, p.language, length FROM passages p"
            " JOIN documents d ON d.id = document_id WHERE document_id = ?",
            [document_id],
        ).fetchall():
            words = _title_words(title_at(start, sections, title, length), heading, language)
            self._db.execute("UPDATE words SET title = ? WHERE rowid = ?", [words, number])

    def forget_records(self, path: str, run: str) -> list[str]:
        """Drop the records of a file that this pass did not meet; returns their names."""
        sql = "DELETE FROM sources WHERE path = ? AND pass <> ? RETURNING name"
        return [str(name) for (name,) in self._db.execute(sql, [path, run]).fetchall()]

    def forget_file(self, path: str) -> None:
        """Drop a file, and every document that stands nowhere else."""
        self._db.execute("DELETE FROM files WHERE path = ?", [path])

    def forget_document(self, document_id: str) -> list[str]:
        """Drop a document wherever it was found; returns the files that held it.

        A file that holds nothing else is dropped too, so that ingesting it again brings it back.
        """
        sql = "SELECT DISTINCT path FROM sources WHERE document_id = ?"
        paths = [str(path) for (path,) in self._db.execute(sql, [document_id]).fetchall()]
        self._db.execute("DELETE FROM sources WHERE document_id = ?", [document_id])
        for path in paths:
            self._db.execute("UPDATE files SET fingerprint = '' WHERE path = ?", [path])
        self._db.execute("DELETE FROM files WHERE path NOT IN (SELECT path FROM sources)")
        return paths

    def find_origins(self, text_of: Callable[[int], str]) -> None:
        """Bring the origins of passages in step with the library, unless they are; `text_of`
        gives the words of a passage by its number."""
        state = self._first("SELECT value FROM state WHERE key = 'token'")
        agreed = f"{state[0] if state else ''}:{ORIGINS_VERSION}"
        if self._first("SELECT value FROM state WHERE key = 'origins'") == (agreed,):
            return
        with self._mapped_errors(), self._db.atomic():
            found = origins(
                self._db.execute("SELECT number, signature FROM passages ORDER BY number"),
                text_of,
            )
            self._db.execute("DELETE FROM origins")
            self._db.table("origins").insert_all(
                {"number": number, "origin": origin} for number, origin in found.items()
            )
            self._db.table("state").upsert({"key": "origins", "value": agreed}, pk="key")

    def _draw_state(self) -> None:
        self._db.table("state").upsert({"key": "token", "value": secrets.token_hex(16)}, pk="key")

    def _first(self, sql: str, *parameters: str) -> tuple[object, ...] | None:
        row: tuple[object, ...] | None = self._db.execute(sql, parameters).fetchone()
        return row

    @contextmanager
    def _mapped_errors(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise sqlite_error(error, self.path) from error


def _title_words(title: str, heading: str | None, language: str) -> str:
    return " ".join(stems(f"{title} {heading or ''}", language))


def _lock(path: Path) -> IO[str]:
    """Hold the lock file until it is closed; raises LibraryBusy, naming who holds it."""
    file = path.open("a+")
    if not lock(file):
        file.seek(0)
        holder = file.read().strip() or "another process"
        file.close()
        raise LibraryBusy(
            f"{holder} is writing to the library in {path.parent}. Try again when it is done."
        )
    file.truncate(0)
    file.write(f"Process {os.getpid()}")
    file.flush()
    with suppress(OSError):
        path.chmod(0o600)
    return file
