"""The library's schema, as numbered steps; a step that has been released is never edited."""

import sqlite3

from sqlite_utils import Database, Migrations

library_migrations = Migrations("pincite")

_DOCUMENTS = """
CREATE TABLE state (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE documents (
  id TEXT PRIMARY KEY, length INTEGER NOT NULL, encoding TEXT NOT NULL,
  damaged INTEGER NOT NULL, language TEXT NOT NULL, version TEXT NOT NULL, parted TEXT NOT NULL
) STRICT;
CREATE TABLE pages (
  document_id TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
  start INTEGER NOT NULL, text TEXT NOT NULL, PRIMARY KEY (document_id, start)
) STRICT, WITHOUT ROWID;
CREATE TABLE files (
  path TEXT PRIMARY KEY, root TEXT NOT NULL, fingerprint TEXT NOT NULL,
  complaints TEXT NOT NULL
) STRICT;
CREATE TABLE sources (
  path TEXT NOT NULL REFERENCES files (path) ON DELETE CASCADE, record TEXT NOT NULL,
  name TEXT NOT NULL, document_id TEXT NOT NULL REFERENCES documents (id),
  line INTEGER NOT NULL, pass TEXT NOT NULL, title TEXT, publisher TEXT, author TEXT,
  published TEXT, url TEXT, kind TEXT, language TEXT, fetched TEXT,
  PRIMARY KEY (path, record)
) STRICT;
CREATE TABLE sections (
  document_id TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
  start INTEGER NOT NULL, end INTEGER NOT NULL, repeats INTEGER, title TEXT, publisher TEXT,
  author TEXT, published TEXT, url TEXT, kind TEXT, language TEXT,
  PRIMARY KEY (document_id, start)
) STRICT, WITHOUT ROWID;
CREATE TABLE landmarks (
  document_id TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
  start INTEGER NOT NULL, label TEXT NOT NULL, PRIMARY KEY (document_id, start)
) STRICT, WITHOUT ROWID;
CREATE INDEX sources_by_document ON sources (document_id);
CREATE INDEX sources_by_name ON sources (name);
CREATE TRIGGER sources_gone AFTER DELETE ON sources
  WHEN NOT EXISTS (SELECT 1 FROM sources WHERE document_id = old.document_id)
  BEGIN DELETE FROM documents WHERE id = old.document_id; END;
CREATE TRIGGER sources_changed AFTER UPDATE OF document_id ON sources
  WHEN NOT EXISTS (SELECT 1 FROM sources WHERE document_id = old.document_id)
  BEGIN DELETE FROM documents WHERE id = old.document_id; END;
"""

_PASSAGES = """
CREATE TABLE passages (
  number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE,
  document_id TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
  start INTEGER NOT NULL, end INTEGER NOT NULL, sentences TEXT NOT NULL, heading TEXT,
  line INTEGER NOT NULL, language TEXT NOT NULL, text_hash TEXT NOT NULL,
  signature BLOB NOT NULL
) STRICT;
CREATE TABLE origins (
  number INTEGER PRIMARY KEY REFERENCES passages (number) ON DELETE CASCADE,
  origin INTEGER NOT NULL
) STRICT;
CREATE INDEX origins_by_origin ON origins (origin);
CREATE INDEX passages_by_language ON passages (language);
CREATE INDEX passages_by_document ON passages (document_id, start);
CREATE VIRTUAL TABLE words USING fts5 (
  title, stems, beginnings,
  tokenize = "unicode61 remove_diacritics 0 categories 'L* N* Co M*'"
);
CREATE VIRTUAL TABLE word_counts USING fts5vocab (words, col);
CREATE TRIGGER passages_gone AFTER DELETE ON passages
  BEGIN DELETE FROM words WHERE rowid = old.number; END;
"""


@library_migrations()
def m001_documents_and_passages(db: Database) -> None:
    """Documents, the pages of their text, where each was found, and their passages."""
    statement = ""
    for line in (_DOCUMENTS + _PASSAGES).splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            db.execute(statement)
            statement = ""
