"""The tables of the bot's own database, as numbered steps; the last number is in its
`PRAGMA user_version`. A module with tables of its own has its SQL in this list."""

from bot.telegram.tables import TALKING, TALKING_CHATS

_CARRYING = """
CREATE TABLE inbox (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,  -- order of arrival: update ids may jump
    update_id INTEGER NOT NULL UNIQUE,
    chat_id INTEGER NOT NULL,               -- 0: of no chat
    message_id INTEGER,
    received_at REAL NOT NULL,
    raw TEXT,                               -- JSON; NULL once it is done
    state TEXT NOT NULL CHECK (state IN ('new', 'done', 'quarantined')),
    starts INTEGER NOT NULL DEFAULT 0,      -- of its handling, in later runs than its first
    error TEXT
);
CREATE INDEX inbox_new ON inbox (chat_id, seq) WHERE state = 'new';
CREATE INDEX inbox_messages ON inbox (message_id) WHERE message_id IS NOT NULL;
CREATE INDEX inbox_age ON inbox (received_at) WHERE state <> 'new';

CREATE TABLE outbox (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    cause TEXT NOT NULL,                    -- "update:17", "upkeep:1700000000000"
    purpose TEXT NOT NULL,
    chat_id INTEGER NOT NULL,
    method TEXT NOT NULL,
    payload TEXT NOT NULL,                  -- JSON; '{}' once it is sent or given up
    state TEXT NOT NULL CHECK (state IN ('new', 'sending', 'sent', 'failed')),
    repeatable INTEGER NOT NULL,            -- made twice, it leaves the chat as once
    uncertain INTEGER NOT NULL DEFAULT 0,   -- it may have been carried out without our knowing
    newest INTEGER NOT NULL DEFAULT 0,      -- message known when it left: what it left is newer
    message_id INTEGER,                     -- what it left
    created_at REAL NOT NULL,
    ended_at REAL,
    error TEXT,
    UNIQUE (cause, purpose)
);
CREATE INDEX outbox_open ON outbox (chat_id, seq) WHERE state IN ('new', 'sending');
CREATE INDEX outbox_messages ON outbox (message_id) WHERE message_id IS NOT NULL;
CREATE INDEX outbox_age ON outbox (ended_at) WHERE ended_at IS NOT NULL;

CREATE TABLE chats (
    chat_id INTEGER PRIMARY KEY,
    paused_until REAL NOT NULL DEFAULT 0,   -- Telegram asked to wait
    closed TEXT,                            -- in Telegram's words: kicked, blocked, deleted
    last_message_id INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX chats_newest ON chats (last_message_id) WHERE chat_id > -1000000000000;

CREATE TABLE moved (                        -- groups that became supergroups
    chat_id INTEGER PRIMARY KEY,
    moved_to INTEGER NOT NULL
);
"""

STEPS: tuple[tuple[str, ...], ...] = ((_CARRYING, TALKING),)
"""Each step is one transaction. Nothing is released yet, so the first may still be edited."""

CHAT_COLUMNS: tuple[tuple[str, str], ...] = (("inbox", "chat_id"), *TALKING_CHATS)
"""Table and column of every chat id: when a group moves, all change in one transaction. Where the
new id has a row already, the old one's replaces it. Of the outbox only sends move: messages and
their ids stay behind in the old group, where the bot may still edit them."""
