"""What has to be in place before the bot answers anyone, looked at without answering anyone."""

import sqlite3
from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bot import wiring
from bot.settings import Settings
from bot.telegram.calls import Api, ApiError, Failure
from bot.telegram.lock import is_running
from bot.telegram.options import Options
from bot.telegram.rights import bot_may_pin
from bot.telegram.store import store_path
from corpus.errors import CorpusError
from embeddings.errors import EmbeddingError
from retrieval.errors import RetrievalError


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the report."""

    what: str
    state: str
    """ok, note (good to know), or mend (needs the person)."""
    detail: str
    remedy: str = ""


async def checks(settings: Settings, options: Options, api: Api) -> AsyncIterator[Check]:
    """Everything, in the order in which it is needed."""
    try:
        me = await api.call("getMe")
        hook = await api.call("getWebhookInfo")
    except ApiError as error:
        yield _not_reached(error, options)
        return
    yield Check("token", "ok", f"@{me.get('username')}, id {me.get('id')}")
    for check in (*_rights_of_bot(me), _webhook(hook), _owners(options)):
        yield check
    library = _library(settings)
    yield library
    if library.state == "ok":
        yield _models(settings)
    state = "runs now" if is_running(settings.home) else "does not run now"
    yield Check("bot", "note", f"`pincite telegram` {state} in {settings.home}")
    groups, set_aside = _kept(settings)
    if set_aside:
        detail = f"{set_aside} in quarantine since two days ago at most; the log says why"
        yield Check("updates", "note", detail)
    for chat_id in groups:
        yield await _pins(api, chat_id, int(me["id"]))


def _not_reached(error: ApiError, options: Options) -> Check:
    if error.kind in (Failure.UNAUTHORIZED, Failure.REFUSED):
        return Check(
            "token", "mend", "Telegram does not know it", "Copy it again from @BotFather (/mybots)."
        )
    remedy = "Check the network, or PINCITE_TELEGRAM_API."
    return Check("telegram", "mend", f"{options.api} says: {error.description}", remedy)


def _rights_of_bot(me: Mapping[str, Any]) -> Iterator[Check]:
    if me.get("can_read_all_group_messages"):
        yield Check(
            "privacy",
            "note",
            "privacy mode is off: Telegram delivers all of a group's messages; those that are not "
            "for the bot are dropped unstored",
        )
    else:
        yield Check(
            "privacy",
            "ok",
            "privacy mode is on: in groups /ask and replies reach the bot, mentions do not",
        )
    if not me.get("can_join_groups"):
        yield Check(
            "groups", "mend", "the bot cannot be added", "Send /setjoingroups to @BotFather."
        )


def _webhook(hook: Mapping[str, Any]) -> Check:
    pending = f"{hook.get('pending_update_count', 0)} updates wait"
    if not hook.get("url"):
        return Check("delivery", "ok", f"by polling; {pending}")
    detail = f"to a webhook; {pending}"
    if hook.get("last_error_message"):
        remedy = "The address must lead to `pincite telegram --webhook`."
        return Check("delivery", "mend", f"{detail}; {hook['last_error_message']}", remedy)
    return Check("delivery", "note", f"{detail}; without --webhook the bot goes back to polling")


def _owners(options: Options) -> Check:
    if options.owners:
        return Check("owners", "ok", f"{len(options.owners)} may put files into the libraries")
    return Check(
        "owners", "note", "none: nobody can send files", "Put ids into PINCITE_TELEGRAM_OWNERS."
    )


def _library(settings: Settings) -> Check:
    try:
        library = wiring.open_library(settings)
    except CorpusError as error:
        return Check("library", "mend", str(error))
    try:
        count = library.document_count()
    finally:
        library.close()
    if not count:
        return Check("library", "mend", "it is empty", "Fill it with: pincite ingest FOLDER")
    return Check("library", "ok", f"{count} documents in {settings.home}")


def _models(settings: Settings) -> Check:
    try:
        encoder, reader = wiring.open_models(settings, lambda _: None)
    except (EmbeddingError, RetrievalError) as error:
        return Check("models", "mend", str(error))
    return Check("models", "ok", f"{encoder.model_id} and {reader.model_id}")


def _kept(settings: Settings) -> tuple[list[int], int]:
    """The groups that the bot has spoken in and is still in; how many updates were set aside."""
    path = store_path(settings.home)
    if not path.exists():
        return [], 0
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
    try:
        groups = connection.execute(
            "SELECT chat_id FROM chats WHERE chat_id < 0 AND closed IS NULL"
        ).fetchall()
        set_aside = connection.execute(
            "SELECT count(*) FROM inbox WHERE state = 'quarantined'"
        ).fetchone()
    finally:
        connection.close()
    return [row[0] for row in groups], int(set_aside[0])


async def _pins(api: Api, chat_id: int, bot_id: int) -> Check:
    what = f"group {chat_id}"
    try:
        member = await api.call("getChatMember", {"chat_id": chat_id, "user_id": bot_id})
        chat = await api.call("getChat", {"chat_id": chat_id})
    except ApiError as error:
        return Check(what, "note", f"cannot be asked: {error.description}")
    if bot_may_pin(member, chat):
        return Check(what, "ok", "the bot may pin")
    return Check(
        what,
        "note",
        "the bot may answer, not pin",
        "Make it an administrator with the right to pin messages.",
    )
