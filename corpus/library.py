"""The SQLite library as questions see it: documents, passages and word search. It only reads,
and imports nothing beyond the standard library, because a question waits for it."""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import groupby, islice, takewhile
from operator import itemgetter
from pathlib import Path
from typing import Any

from corpus.canonical import typed_name
from corpus.database import no_library, open_for_reading
from corpus.errors import LibraryCorrupt, LibraryUnwritable, UnknownDocument
from corpus.model import Document, HashedPassage, Passage
from corpus.once import Once
from corpus.outline import Outline
from corpus.rows import (
    DOCUMENT,
    PASSAGE,
    batches,
    document_of,
    is_near,
    like_prefix,
    passage_of,
    quoted,
)
from corpus.words import QuestionWord

PAGE = 16_384
"""Code points in one stored page of text: a slice of a long document reads one or two pages."""

TITLE_WEIGHT = 0.5
"""Weight in BM25 of a word in the title or heading, beside 1 for a word in the passage. Among 0,
0.3, 0.5 and 1 nDCG@10 on scifact-train rises slowly, and the quotes of squad2-a stay as they are
(docs/quality.md)."""


@dataclass(frozen=True, slots=True)
class StoredPlace:
    """A file, or a record of one, that a document was read from."""

    path: str
    record: str
    """Empty where the file is one document."""
    name: str
    document_id: str


class Library:
    """A library opened for reading. One thread at a time."""

    def __init__(self, path: Path) -> None:
        """Open the file; raises NoLibrary, LibraryTooNew or LibraryCorrupt."""
        self.path = path
        if not path.is_file():
            raise no_library(path)
        self._connection = open_for_reading(path)
        self._once = Once(self._connection)
        self.outline = Outline(self._once)
        self._state = ""  # of the snapshot that is being read
        if self._one("PRAGMA user_version") == 0:  # its writer was not so far, or was killed
            self.close()
            raise no_library(path)

    def close(self) -> None:
        """Give the file back."""
        self._connection.close()

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Everything read inside belongs to one moment, whatever is ingested meanwhile."""
        if self._connection.in_transaction:
            yield
            return
        self._connection.execute("BEGIN")
        try:
            self._state = self.state()
            with self._once.in_snapshot():
                yield
        finally:
            self._state = ""
            self._connection.rollback()

    def state(self) -> str:
        """A token that is drawn anew with every change: equal tokens mean equal content."""
        return self._state or str(self._one("SELECT value FROM state WHERE key = 'token'"))

    def passage_count(self) -> int:
        """How many passages there are."""
        return int(self._kept("SELECT count(*) FROM passages")[0][0])

    def damage(self) -> str:
        """What SQLite finds wrong with the file; empty: nothing."""
        found = str(self._one("PRAGMA quick_check(1)"))
        return "" if found == "ok" else found

    def document_count(self) -> int:
        """How many documents there are."""
        return int(str(self._one("SELECT count(*) FROM documents")))

    def backup(self, target: Path) -> None:
        """Copy the whole library to a file, as of one moment, while others may write to it."""
        partial = target.with_name(f".{target.name}.partial")
        try:
            with closing(sqlite3.connect(partial)) as copy:
                self._connection.backup(copy)
            partial.replace(target)
        except (OSError, sqlite3.Error) as error:
            partial.unlink(missing_ok=True)
            said = f"{target} cannot be written ({error}). Choose another."
            raise LibraryUnwritable(said) from error

    def languages(self) -> dict[str, int]:
        """ISO 639-1 codes of the passages, empty for unknown, with how many have each."""
        return dict(self._kept("SELECT language, count(*) FROM passages GROUP BY language"))

    def documents(self) -> Iterator[Document]:
        """All documents by name; one that stands under several names comes once."""
        for row in self._connection.execute(
            DOCUMENT + "GROUP BY d.id HAVING s.rowid = min(s.rowid) ORDER BY s.name"
        ):
            yield self._document(row)

    def document(self, document_id: str) -> Document:
        """The document of this id; raises UnknownDocument."""
        sql = DOCUMENT + "WHERE d.id = ? ORDER BY s.rowid LIMIT 1"
        rows = self._once.rows(sql, document_id)
        if not rows:
            raise UnknownDocument(f"No document has the id {document_id}. See: pincite sources")
        return self._document(rows[0])

    def find(self, name: str) -> Document:
        """The one document of this name, path, or id (or its first 6 characters or more).

        Raises UnknownDocument, which names what comes near, when none or several fit.
        """
        rows = self._connection.execute(
            "SELECT DISTINCT document_id FROM sources WHERE name = ?3 OR path = ?1"
            " OR (length(?1) >= 6 AND document_id LIKE ?2 ESCAPE '\\')",
            (name, like_prefix(name), typed_name(name)),
        )
        ids = [row[0] for row in rows]
        if len(ids) == 1:
            return self.document(ids[0])
        if ids:
            shown = ", ".join(document_id[:12] for document_id in ids[:5])
            raise UnknownDocument(f"{name!r} names {len(ids)} documents. Say which by id: {shown}")
        said = ", ".join(islice(self._names_near(name), 5))
        raise UnknownDocument(
            f"No document is called {name!r}.{f' Near it: {said}.' if said else ''}"
            " See the names with: pincite sources"
        )

    def _names_near(self, name: str) -> Iterator[str]:
        """Names that hold this one or stand in it, and those of the file that is called so."""
        for other, path in self._connection.execute("SELECT name, path FROM sources ORDER BY name"):
            if is_near(name, other) or is_near(name, Path(path).name):
                yield other

    def text(self, document_id: str, start: int = 0, end: int | None = None) -> str:
        """The slice of canonical text from `start` to before `end`, in code points."""
        end = 1 << 62 if end is None else end
        first = max(start, 0) // PAGE * PAGE
        pages = map(partial(self._page, document_id), range(first, end, PAGE))
        return "".join(takewhile(bool, pages))[max(start, 0) - first : end - first]

    def _page(self, document_id: str, start: int) -> str:
        """The stored page that starts there; empty behind the end of the text."""
        sql = "SELECT text FROM pages WHERE document_id = ? AND start = ?"
        rows = self._once.rows(sql, document_id, start)
        return str(rows[0][0]) if rows else ""

    def places(self) -> Iterator[StoredPlace]:
        """Where every document was found, by path."""
        for row in self._connection.execute(
            "SELECT path, record, name, document_id FROM sources ORDER BY path, rowid"
        ):
            yield StoredPlace(*row)

    def texts(self) -> Iterator[tuple[str, str]]:
        """Id and whole canonical text of every document; one document in memory at a time."""
        rows = self._connection.execute(
            "SELECT document_id, text FROM pages ORDER BY document_id, start"
        )
        for document_id, pages in groupby(rows, key=itemgetter(0)):
            yield document_id, "".join(text for _, text in pages)

    def passages(self, numbers: Sequence[int]) -> dict[int, tuple[Passage, str]]:
        """Passages by number, each with its text hash; unknown numbers are left out."""
        found = {}
        for some in batches(numbers):
            marks = ",".join("?" * len(some))
            for row in self._connection.execute(f"{PASSAGE} WHERE number IN ({marks})", some):
                found[row[0]] = (passage_of(row), row[9])
        return found

    def passage_text(self, number: int) -> str:
        """The words of a passage; empty where there is none of this number."""
        found = self.passages([number])
        return "".join(self.text(p.document_id, p.start, p.end) for p, _ in found.values())

    def passage_keys(self, numbers: Sequence[int]) -> dict[int, tuple[str, str]]:
        """Id and language of passages by number; unknown numbers are left out."""
        found: dict[int, tuple[str, str]] = {}
        for some in batches(numbers):
            marks = ",".join("?" * len(some))
            for number, passage_id, language in self._connection.execute(
                f"SELECT number, id, language FROM passages WHERE number IN ({marks})",  # noqa: S608 - marks only
                some,
            ):
                found[number] = (passage_id, language)
        return found

    def hashed_passages(self, numbers: Sequence[int]) -> list[HashedPassage]:
        """The words of passages with their text hashes, in no certain order."""
        return [
            passage.hashed(self.text(passage.document_id, passage.start, passage.end))
            for passage, _ in self.passages(numbers).values()
        ]

    def passage_hashes(self) -> Iterator[tuple[int, str]]:
        """Number and text hash of every passage, by number."""
        yield from self._connection.execute(
            "SELECT number, text_hash FROM passages ORDER BY number"
        )

    def passages_of(self, document_id: str) -> list[Passage]:
        """The passages of a document, in order."""
        rows = self._connection.execute(
            "SELECT number FROM passages WHERE document_id = ? ORDER BY start", (document_id,)
        ).fetchall()
        found = self.passages([row[0] for row in rows])
        return [found[row[0]][0] for row in rows]

    def origins(self, numbers: Sequence[int]) -> dict[int, int]:
        """The origin of each of these passages that is a copy or has copies."""
        found: dict[int, int] = {}
        for some in batches(numbers):
            marks = ",".join("?" * len(some))
            found |= self._connection.execute(
                f"SELECT number, origin FROM origins WHERE number IN ({marks})",  # noqa: S608 - marks only
                some,
            ).fetchall()
        return found

    def copies(self, origin: int) -> list[Passage]:
        """All passages of an origin, in the order in which they came."""
        rows = self._connection.execute(
            f"{PASSAGE} JOIN origins USING (number) WHERE origin = ? ORDER BY number", (origin,)
        )
        return [passage_of(row) for row in rows]

    def stem_counts(self, stems: Iterable[str]) -> dict[str, int]:
        """In how many passages each stem stands; stems that stand nowhere are left out."""
        sql = "SELECT doc FROM word_counts WHERE term = ? AND col = 'stems'"
        rows = {stem: self._kept(sql, stem) for stem in stems}
        return {stem: int(found[0][0]) for stem, found in rows.items() if found}

    def search_words(self, words: Iterable[QuestionWord], limit: int) -> list[tuple[int, float]]:
        """Passages with any of these words, best first, as (number, BM25 > 0)."""
        terms: list[str] = []
        for word in words:
            terms += [f"{{title stems}}:{quoted(stem)}" for stem in word.stems]
            terms.append(f"beginnings:{quoted(word.beginning)}")
        if not terms:
            return []
        # As one row: sqlite3 lets go of the interpreter's lock at each, and beside another busy
        # thread waits for it up to 5 ms each time.
        found = self._one(
            "SELECT json_group_array(json_array(number, score)) FROM (SELECT rowid AS number,"  # noqa: S608 - a constant only
            f" bm25(words, {TITLE_WEIGHT}, 1.0, 1.0) AS score FROM words"
            " WHERE words MATCH ? ORDER BY score LIMIT ?)",
            (" OR ".join(dict.fromkeys(terms)), limit),
        )
        return [(number, -score) for number, score in json.loads(str(found))]

    def _document(self, row: tuple[object, ...]) -> Document:
        also = self._once.rows(
            "SELECT name FROM sources WHERE document_id = ? ORDER BY rowid LIMIT -1 OFFSET 1",
            row[0],
        )
        return document_of(row, tuple(str(name) for (name,) in also))

    def _kept(self, sql: str, *values: str) -> list[Any]:
        return self._once.until_change(self.state(), sql, *values)

    def _one(self, sql: str, values: Sequence[object] = ()) -> object:
        row = self._connection.execute(sql, values).fetchone()
        if row is None:
            raise LibraryCorrupt(f"{self.path} is not complete. Restore a backup, or ingest anew.")
        return row[0]
