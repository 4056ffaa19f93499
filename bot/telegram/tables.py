"""The tables of what the bot says: answers, pins, settings and the log of moderators' actions."""

TALKING = """
CREATE TABLE settings (                     -- of a chat; absent: all as at first
    chat_id INTEGER PRIMARY KEY,
    language TEXT,
    quotes INTEGER NOT NULL,
    asks TEXT NOT NULL CHECK (asks IN ('everyone', 'moderators')),
    trust_anonymous INTEGER NOT NULL,
    quiet_from INTEGER,                     -- hours of UTC
    quiet_to INTEGER,
    log_chat INTEGER,
    collection TEXT NOT NULL
);

CREATE TABLE grants (                       -- which collections an owner lets a chat ask
    chat_id INTEGER NOT NULL,
    collection TEXT NOT NULL,
    PRIMARY KEY (chat_id, collection)
);

CREATE TABLE answers (
    answer_id TEXT PRIMARY KEY,             -- random; what button data begins with
    chat_id INTEGER NOT NULL,               -- where message_id counts: it does not move
    message_id INTEGER,                     -- NULL until it is sent
    question_id INTEGER NOT NULL,           -- the message that asked
    asker_id INTEGER NOT NULL,              -- 0: forgotten, or nobody that can be told
    thread_id INTEGER,
    language TEXT NOT NULL,
    collection TEXT NOT NULL,
    quotes TEXT NOT NULL,                   -- JSON
    outcome TEXT NOT NULL,
    per_page INTEGER NOT NULL,
    confidence REAL NOT NULL,
    page INTEGER NOT NULL DEFAULT 0,
    created_at REAL NOT NULL
);
CREATE INDEX answers_sent ON answers (chat_id, message_id);
CREATE INDEX answers_asked ON answers (chat_id, question_id);
CREATE INDEX answers_age ON answers (created_at);

CREATE TABLE pins (
    chat_id INTEGER NOT NULL,
    number INTEGER NOT NULL,                -- as moderators see it, from 1 in every chat
    message_chat INTEGER NOT NULL,          -- where message_id counts: it does not move
    message_id INTEGER NOT NULL,
    answer_id TEXT NOT NULL REFERENCES answers,
    by_id INTEGER NOT NULL,                 -- who did so; 0: nobody that can be told
    loud INTEGER NOT NULL,
    state TEXT NOT NULL CHECK
        (state IN ('pinning', 'pinned', 'unpinning', 'unpinned', 'deleted', 'failed')),
    standing TEXT NOT NULL DEFAULT 'exact' CHECK
        (standing IN ('exact', 'corrected', 'moved', 'changed', 'gone')),
    checked TEXT NOT NULL DEFAULT '',       -- state of the library when it was last verified
    changed_at REAL NOT NULL,
    probed_at REAL NOT NULL,
    PRIMARY KEY (chat_id, number)
);

CREATE TABLE audit (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    chat_id INTEGER NOT NULL,               -- as it is called now; what is hashed is in the entry
    entry TEXT NOT NULL,                    -- JSON
    hash TEXT NOT NULL                      -- SHA-256 of the hash before it and the entry
);
CREATE INDEX audit_chat ON audit (chat_id, seq);
CREATE TRIGGER audit_is_kept BEFORE DELETE ON audit
    BEGIN SELECT raise(ABORT, 'the log of moderators is append-only'); END;
CREATE TRIGGER audit_is_unaltered BEFORE UPDATE OF seq, entry, hash ON audit
    BEGIN SELECT raise(ABORT, 'the log of moderators is append-only'); END;
"""

TALKING_CHATS = (
    ("settings", "chat_id"),
    ("settings", "log_chat"),
    ("grants", "chat_id"),
    ("pins", "chat_id"),
    ("audit", "chat_id"),
)
"""Where chat ids stand that change when a group becomes a supergroup."""
