"""From the inbox to the dialogue: each chat's updates in order, each handled once and whole.

That an update is handled, what the dialogue writes, and the calls that follow are one transaction.
"""

import asyncio
import json
import sqlite3
from collections.abc import Iterable, Mapping
from typing import Any

import telegram

from bot.telegram import chats
from bot.telegram.calls import ApiError, Dialogue, Failure, Reply
from bot.telegram.clock import Clock, backoff
from bot.telegram.errors import BotError, UnknownToken
from bot.telegram.inbox import KINDS, Inbox, Waiting, message_of
from bot.telegram.logbook import Logbook, where
from bot.telegram.outbox import Outbox
from bot.telegram.store import Store, passes
from bot.telegram.tasks import ByChat, Hub

_AT_ONCE = 100
"""Updates that are handled at the same time, of different chats."""
_LATER = (
    Failure.UNREACHABLE,
    Failure.UNCERTAIN,
    Failure.FLOOD,
    Failure.CONFLICT,
    Failure.MIGRATED,
)
_LONGEST_WAIT = 60.0

_log = Logbook(__name__)


class Dispatcher:
    """Handles what is in the inbox."""

    def __init__(
        self,
        store: Store,
        inbox: Inbox,
        dialogue: Dialogue,
        clock: Clock,
        hub: Hub,
    ) -> None:
        self._store = store
        self._inbox = inbox
        self._outbox = Outbox(store, clock)
        self._dialogue = dialogue
        self._clock = clock
        self._hub = hub
        self._misses: dict[int, int] = {}
        self._room = asyncio.Semaphore(_AT_ONCE)
        self._alone = asyncio.Lock()
        """For what earlier runs left: one at a time, so that it is known which one ends a run."""
        self._tasks = ByChat(self._handle_next, clock, hub.end)

    def begin(self) -> None:
        """Go on where the last run ended."""
        self._tasks.wake(self._inbox.begin())

    def wake(self, chat_ids: Iterable[int]) -> None:
        """Hear that chats have new updates."""
        self._tasks.wake({self._present_id(chat_id) for chat_id in chat_ids})

    async def stop(self, seconds: float) -> None:
        """Let what is being answered be answered, and begin nothing new: it stays in the inbox."""
        await self._tasks.stop(seconds)

    async def upkeep(self) -> None:
        """Let the dialogue do what time brings."""
        reply = await self._dialogue.upkeep()
        with self._store.transaction() as connection:
            self._store_reply(connection, f"upkeep:{self._clock.now():.3f}", reply)
        self._hub.outgoing({call.chat_id for call in reply.calls})

    async def _handle_next(self, chat_id: int) -> float | None:
        waiting = self._inbox.next_of(chat_id)
        if waiting is None:
            self._misses.pop(chat_id, None)
            return None
        try:
            raw = _as_it_is_now(waiting)
            update = update_of(raw)
            move = chats.moves_in(raw)
        except Exception as error:  # noqa: BLE001 - a stranger's data
            self._set_aside(waiting, error)
            return 0.0
        if move is not None and self._present_id(move[0]) != move[1]:
            self._hub.moved(*move)
            return 0.0  # the update itself has moved, too
        is_left = self._inbox.is_left(waiting)
        room: asyncio.Lock | asyncio.Semaphore = self._alone if is_left else self._room
        async with room:
            if is_left:
                self._inbox.starts(waiting)
            with self._tasks.busy(chat_id):
                return await self._handle(waiting, update, raw)

    async def _handle(
        self, waiting: Waiting, update: telegram.Update, raw: dict[str, Any]
    ) -> float:
        started = self._clock.now()
        try:
            reply = await self._dialogue.handle(update, raw)
            self._commit(waiting, raw, reply)
        except ApiError as error:
            return self._not_handled(waiting, raw, error)
        except BotError:
            raise
        except Exception as error:
            if isinstance(error, sqlite3.Error) and passes(error):
                raise
            self._set_aside(waiting, error)
            return 0.0
        self._misses.pop(waiting.chat_id, None)
        self._hub.outgoing({call.chat_id for call in reply.calls})
        _log.info(
            "handled",
            update=waiting.update_id,
            chat=waiting.chat_id,
            calls=len(reply.calls),
            ms=round((self._clock.now() - started) * 1000),
        )
        return 0.0

    def _commit(self, waiting: Waiting, raw: dict[str, Any], reply: Reply) -> None:
        why = chats.closes_in(raw)
        message_id = message_of(raw)
        with self._store.transaction() as connection:
            if not self._inbox.done(connection, waiting):
                return  # the group has moved meanwhile: it is handled under its new id
            if why is not None:
                chats.close(connection, waiting.chat_id, why)
            else:
                chats.reopen(connection, waiting.chat_id)
            if message_id is not None:
                chats.seen(connection, waiting.chat_id, message_id)
            self._store_reply(connection, f"update:{waiting.update_id}", reply)

    def _store_reply(self, connection: sqlite3.Connection, cause: str, reply: Reply) -> None:
        if reply.write is not None:
            reply.write(connection)
        self._outbox.put(connection, cause, reply.calls)

    def _not_handled(self, waiting: Waiting, raw: dict[str, Any], error: ApiError) -> float:
        """A question to Telegram failed: the update waits, or ends here."""
        chat_id = waiting.chat_id
        if error.kind is Failure.UNAUTHORIZED:
            raise UnknownToken
        if error.moved is not None and self._present_id(error.moved[0]) != error.moved[1]:
            self._hub.moved(*error.moved)  # maybe another group than this one
            return 0.0
        if error.kind is Failure.CLOSED:
            self._commit(waiting, raw, Reply())
            return 0.0
        if error.kind not in _LATER:
            self._set_aside(waiting, error)
            return 0.0
        self._misses[chat_id] = misses = self._misses.get(chat_id, 0) + 1
        wait = max(error.retry_after, backoff(misses, _LONGEST_WAIT))
        _log.warning(
            "update waits for Telegram",
            update=waiting.update_id,
            why=error.description,
            wait=wait,
        )
        return wait

    def _present_id(self, chat_id: int) -> int:
        return chats.present_id(self._store.connection, chat_id)

    def _set_aside(self, waiting: Waiting, error: Exception) -> None:
        why = where(error)
        self._inbox.quarantine(waiting, why)
        _log.error("update in quarantine", update=waiting.update_id, chat=waiting.chat_id, why=why)


def update_of(raw: Mapping[str, Any]) -> telegram.Update:
    """An update as python-telegram-bot reads it; raises what wrong types raise. What is said of
    members is left out: a Bot API server that is older than the library lacks rights which that
    demands, and the bot needs only to hear that something has changed."""
    members = ("my_chat_member", "chat_member")
    return telegram.Update.de_json({n: part for n, part in raw.items() if n not in members}, None)


def _as_it_is_now(waiting: Waiting) -> dict[str, Any]:
    """The update, with the chat's present id where the group has moved since it came."""
    raw = json.loads(waiting.raw)
    assert isinstance(raw, dict)  # noqa: S101 - the inbox stores nothing else
    for kind in KINDS:
        part = raw.get(kind) or {}
        if kind == "callback_query":
            part = part.get("message") or {}
        chat = part.get("chat")
        if chat and chat["id"] != waiting.chat_id and not chats.moves_in(raw):
            chat.update(id=waiting.chat_id, type="supergroup")
    return raw
