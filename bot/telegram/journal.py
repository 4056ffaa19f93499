"""Noting what a moderator did: in the log, and in the chat that a group chose for it."""

import sqlite3

from bot.telegram import audit
from bot.telegram.audit import Entry
from bot.telegram.calls import Call, Reply
from bot.telegram.chat_settings import settings_of
from bot.telegram.composing import Composer
from bot.telegram.desk import Desk, told
from bot.telegram.wording import Say, words_in


def note(desk: Desk, chat_id: int, by_id: int, action: str, detail: str = "") -> Reply:
    """What follows from an action: an entry of the log, and its copy in the log chat. What somebody
    does in private is written nowhere: the log could not forget it."""
    if chat_id > 0:
        return Reply()
    entry = Entry(desk.clock.now(), chat_id, by_id, action, detail)
    settings = settings_of(desk.connection, chat_id)
    calls: tuple[Call, ...] = ()
    if settings.log_chat is not None:
        say = words_in(settings.language)
        composer = Composer()
        composer.add_foreign(f"{chat_id}: " + described(entry, say))
        purpose = f"log:{action}:{detail}:{chat_id}"
        calls = (told(desk, settings.log_chat, purpose, composer.message()),)

    def write(connection: sqlite3.Connection) -> None:
        audit.append(connection, entry)

    return Reply(calls, write)


def described(entry: Entry, say: Say) -> str:
    """An entry in words. People are shown as the number that Telegram knows them by."""
    who = say("somebody", id=entry.by_id) if entry.by_id else say("somebody_unknown")
    return say(f"did_{entry.action}", who=who, detail=entry.detail)


def both(*replies: Reply) -> Reply:
    """One reply of several, in order."""

    def write(connection: sqlite3.Connection) -> None:
        for reply in replies:
            if reply.write is not None:
                reply.write(connection)

    return Reply(tuple(call for reply in replies for call in reply.calls), write)
