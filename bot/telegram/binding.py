"""/collections: owners make collections and say which groups may ask them. No group ever sees a
collection that was not bound to it."""

import sqlite3
from dataclasses import replace

from bot.telegram.calls import Reply
from bot.telegram.chat_settings import CHAT_ID, MAIN, keep_settings, settings_of
from bot.telegram.chats import present_id
from bot.telegram.composing import Composer
from bot.telegram.desk import Here
from bot.telegram.journal import both, note
from bot.telegram.libraries import is_name


async def collections(here: Here, words: list[str]) -> Reply:
    """/collections; /collections new NAME; /collections bind|unbind NAME [CHAT]."""
    if here.person.id not in here.desk.owners:
        return here.reply("help", here.say("only_owners"))
    match [word.lower() for word in words]:
        case []:
            return here.reply("help", _listed(here).message())
        case ["new", name]:
            return _new(here, name)
        case [("bind" | "unbind") as verb, name, *rest] if len(rest) <= 1:
            return _bind(here, verb, name, rest)
        case _:
            return here.reply("help", here.say("collections_how"))


def _listed(here: Here) -> Composer:
    """All, with the groups that may ask them; in a group only those that it may ask itself."""
    composer = Composer()
    composer.add(here.say("collections"))
    for name in here.desk.libraries.names():
        if not here.is_private and name not in here.collections:
            continue
        rows = here.desk.connection.execute(
            "SELECT chat_id FROM grants WHERE collection = ? ORDER BY chat_id", (name,)
        )
        unbound = "everywhere" if name == MAIN else "nowhere"
        ids = [row["chat_id"] for row in rows if here.is_private or row["chat_id"] == here.chat_id]
        bound = ", ".join(map(str, ids))
        composer.add("\n— ")
        composer.add(name, "code")
        composer.add(f": {bound or here.say(unbound)}")
    composer.add("\n\n" + here.say("collections_how"))
    return composer


def _new(here: Here, name: str) -> Reply:
    if not is_name(name):
        return here.reply("help", here.say("collection_name"))
    here.desk.libraries.home_of(name).mkdir(parents=True, exist_ok=True)
    return here.reply("help", here.say("collection_made", name=name))


def _bind(here: Here, verb: str, name: str, rest: list[str]) -> Reply:
    given = rest[0] if rest else str(here.chat_id)
    if name not in here.desk.libraries.names() or name == MAIN or not CHAT_ID.fullmatch(given):
        return here.reply("help", here.say("collections_how"))
    chat_id = present_id(here.desk.connection, int(given))

    def write(connection: sqlite3.Connection) -> None:
        settings = settings_of(connection, chat_id)
        if verb == "bind":
            connection.execute("INSERT OR IGNORE INTO grants VALUES (?, ?)", (chat_id, name))
            keep_settings(connection, chat_id, replace(settings, collection=name))
            return
        connection.execute(
            "DELETE FROM grants WHERE chat_id = ? AND collection = ?", (chat_id, name)
        )
        if settings.collection == name:
            keep_settings(connection, chat_id, replace(settings, collection=MAIN))

    done = Reply((), write)
    noted = note(here.desk, chat_id, here.person.id, verb, name)
    key = "collection_bound" if verb == "bind" else "collection_unbound"
    return both(done, noted, here.reply("help", here.say(key, name=name, chat=chat_id)))
