"""/settings and /log: what moderators decide for a chat, and what was done in it."""

import sqlite3
from dataclasses import replace
from datetime import UTC, datetime

from bot.telegram import audit, changing
from bot.telegram.audit import Entry
from bot.telegram.buttons import SETTING
from bot.telegram.calls import Reply
from bot.telegram.chat_settings import ChatSettings, forget_log_chat, keep_settings
from bot.telegram.chats import present_id
from bot.telegram.composing import Composer, Outgoing
from bot.telegram.desk import Desk, Here, Keyboard, edit
from bot.telegram.journal import both, described, note
from bot.telegram.people import ANONYMOUS
from bot.telegram.pinning import Decision
from bot.telegram.wording import words_in

_LISTED = 20
"""Entries of the log in one message."""


async def settings(here: Here, words: list[str]) -> Reply:
    """/settings, or /settings NAME VALUE."""
    if refusal := await _may_not(here):
        return here.reply("help", refusal)
    if not words:
        text, rows = _panel(here)
        return Reply((here.message("settings", text, None, rows),))
    if len(words) != 2:
        return here.reply("help", here.say("settings_unknown"))
    name, value = (word.lower() for word in words)
    if (name, value) == ("log", "here"):
        value = str(here.chat_id)
    fresh, decision = await _change(here, name, value)
    return both(decision.reply, fresh.reply("help", decision.words))


async def press(here: Here, data: str, message_id: int) -> Decision:
    """A button of /settings."""
    if refusal := await _may_not(here):
        return Decision(refusal)
    name, _, value = data.removeprefix(f"{SETTING}:").partition(":")
    fresh, decision = await _change(here, name, value)
    text, rows = _panel(fresh)  # also where another press has changed it before
    call = edit(here.chat_id, "settings", message_id, Outgoing(text), rows)
    return replace(decision, reply=both(decision.reply, Reply((call,))))


async def _may_not(here: Here) -> str:
    if await here.is_moderator():
        return ""
    return here.say("anonymous_unknown" if here.person.kind == ANONYMOUS else "only_moderators")


async def _change(here: Here, name: str, value: str) -> tuple[Here, Decision]:
    """Change one setting, if there is such a one; returns the chat as it is then."""
    only_groups = here.is_private and name in changing.ONLY_GROUPS
    settings = None
    if not only_groups:
        settings = changing.changed(here.settings, name, value, here.collections)
    if settings is None:
        return here, Decision(here.say("settings_unknown"))
    if settings.log_chat is not None:
        log_chat = present_id(here.desk.connection, settings.log_chat)
        settings = replace(settings, log_chat=log_chat)
    if settings.log_chat != here.settings.log_chat and not await _may_log_to(here, settings):
        return here, Decision(here.say("log_not_yours"))
    if settings == here.settings:
        return here, Decision(here.say("settings_changed"))
    language = settings.language or here.say.language
    fresh = replace(here, settings=settings, say=words_in(language))
    kept = Reply((), lambda connection: keep_settings(connection, here.chat_id, settings))
    noted = note(here.desk, here.chat_id, here.person.id, "settings", f"{name} {value}")
    return fresh, Decision(fresh.say("settings_changed"), both(kept, noted))


async def _may_log_to(here: Here, settings: ChatSettings) -> bool:
    """Tell whether the person rules the chat in which everything would be told."""
    chat_id = settings.log_chat
    if chat_id is None or chat_id in (here.chat_id, here.person.id):
        return True
    rights = here.desk.rights
    kind = await rights.kind_of(chat_id)
    return kind != "private" and await rights.is_moderator(chat_id, kind, here.person, trusts=False)


def _panel(here: Here) -> tuple[str, Keyboard]:
    settings, say, is_private = here.settings, here.say, here.is_private
    return (
        changing.described(here.chat_id, settings, say, here.collections, is_private=is_private),
        changing.keyboard(settings, say, here.collections, is_private=is_private),
    )


async def log(here: Here) -> Reply:
    """/log: the last actions, and whether the chain of all still holds."""
    if refusal := await _may_not(here):
        return here.reply("help", refusal)
    entries = audit.latest(here.desk.connection, here.chat_id, _LISTED)
    if not entries:
        return here.reply("help", here.say("log_empty"))
    composer = Composer()
    broken = audit.first_break(here.desk.connection)
    composer.add(here.say("log_whole") if broken is None else here.say("log_broken", number=broken))
    for entry, hashed in entries:
        at = datetime.fromtimestamp(entry.at, UTC).strftime("%Y-%m-%d %H:%M")
        composer.add(f"\n{at}  ")
        composer.add_foreign(described(entry, here.say), 2)
        composer.add("  ")
        composer.add(hashed[:8], "code")
    return here.reply("help", composer.message())


def unset_log_chat(desk: Desk, log_chat: int) -> Reply:
    """Tell nothing more to a log chat that is gone; the logs of its groups say so."""

    def write(connection: sqlite3.Connection) -> None:
        for chat_id in forget_log_chat(connection, log_chat):
            entry = Entry(desk.clock.now(), chat_id, 0, "log_lost", str(log_chat))
            audit.append(connection, entry)

    return Reply((), write)
