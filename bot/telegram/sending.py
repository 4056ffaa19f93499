"""One sender a chat: takes the chat's calls in order and carries each out, however often it takes.

A flood, an outage or a refusal in one chat holds up that chat alone.
"""

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable, Iterable
from typing import Any

from bot.telegram import chats
from bot.telegram.calls import Api, ApiError, Dialogue, Failure, Reply
from bot.telegram.client import already_so
from bot.telegram.clock import Clock, backoff
from bot.telegram.errors import UnknownToken
from bot.telegram.limits import GROUP_SPAN, Limits, is_counted
from bot.telegram.logbook import Logbook, where
from bot.telegram.outbox import Outbox, Row, is_repeatable
from bot.telegram.reconciling import PROBES, find_sent
from bot.telegram.store import Store, passes
from bot.telegram.tasks import ByChat, Hub

FLOOD_MARGIN = 0.1
"""Seconds added to what Telegram asks to wait: its clock and ours are not one."""
_LONGEST_WAIT = 60.0
_MOMENT = 0.2
_AT_ONCE = 50
"""Calls under way: fewer than the client has connections. More would wait for one, half sent, on a
machine that cannot keep up; and what is under way when the program is killed may come twice."""

_log = Logbook(__name__)


class Senders:
    """Carries out what is in the outbox."""

    def __init__(self, store: Store, api: Api, dialogue: Dialogue, clock: Clock, hub: Hub) -> None:
        self._store = store
        self._outbox = Outbox(store, clock)
        self._api = api
        self._dialogue = dialogue
        self._clock = clock
        self._hub = hub
        self._limits = Limits(clock)
        self._misses: dict[int, int] = {}
        self._under_way: set[int] = set()
        self._lanes = asyncio.Semaphore(_AT_ONCE)
        self._tasks = ByChat(self._send_next, clock, hub.end)

    def begin(self) -> None:
        """Go on where the last run ended."""
        for chat_id, at in self._outbox.recent(GROUP_SPAN):
            self._limits.count(chat_id, at)
        self.wake(self._outbox.begin())

    def wake(self, chat_ids: Iterable[int]) -> None:
        """Hear that chats have something to be sent."""
        asked, connection = set(chat_ids), self._store.connection
        self._tasks.wake(asked | {chats.present_id(connection, chat_id) for chat_id in asked})

    async def stop(self, seconds: float) -> None:
        """Let calls that are under way end, and begin no other."""
        await self._tasks.stop(seconds)

    def forget_old(self) -> None:
        """Drop what no longer matters."""
        self._outbox.forget_old()
        self._limits.forget_quiet()

    async def _send_next(self, chat_id: int) -> float | None:
        """Try the chat's next call once; returns how long to rest, None if there is none."""
        row = self._outbox.next_of(chat_id)
        if row is None:
            self._misses.pop(chat_id, None)
            return None
        if row.seq in self._under_way:
            return _MOMENT  # the group has moved while it was sent to its old id
        if (why := chats.closed(self._store, chat_id)) is not None:
            await self._give_up(row, Failure.CLOSED, why)
            return 0.0
        wait = chats.paused_until(self._store, chat_id) - self._clock.now()
        if wait > 0:
            return wait
        if is_counted(row.call.method):
            await self._limits.turn(chat_id)
        async with self._lanes:
            if self._outbox.next_of(chat_id) != row or chats.closed(self._store, chat_id):
                return 0.0  # the group has moved meanwhile, or put the bot out
            return await self._guarded(row)

    async def _guarded(self, row: Row) -> float:
        """Carry a call out, marked as under way."""
        with self._tasks.busy(row.call.chat_id):
            self._under_way.add(row.seq)
            try:
                return await self._carry_out(row)
            finally:
                self._under_way.discard(row.seq)

    async def _carry_out(self, row: Row) -> float:
        self._outbox.start(row)
        try:
            result = await self._result_of(row)
        except ApiError as error:
            if not already_so(row.call.method, error):
                return await self._not_sent(row, error)
            result = None
        self._misses.pop(row.call.chat_id, None)
        reply = await self._follows(row, self._dialogue.sent(row.call, result))
        message_id = result.get("message_id") if isinstance(result, dict) else None
        await self._end(
            row, reply, lambda connection: self._outbox.sent(connection, row, message_id)
        )
        return 0.0

    async def _result_of(self, row: Row) -> Any:
        chat_id = row.call.chat_id
        if row.is_uncertain:
            traces = self._outbox.traces(row, PROBES)
            found = await find_sent(self._api, row.call, traces, lambda: self._limits.turn(chat_id))
            _log.info("uncertain send", chat=chat_id, found=found is not None)
            if found is not None:
                return found
        return await self._api.call(row.call.method, {**row.call.payload, "chat_id": chat_id})

    async def _not_sent(self, row: Row, error: ApiError) -> float:
        chat_id, now = row.call.chat_id, self._clock.now()
        wait = 0.0
        if error.kind is Failure.UNAUTHORIZED:
            with self._store.transaction() as connection:
                self._outbox.again(connection, row, uncertain=False)
            raise UnknownToken
        if error.moved is not None:
            self._hub.moved(*error.moved)
        if (end := self._end_of(row, error)) is not None:
            await self._give_up(row, end, error.description)
            return wait
        with self._store.transaction() as connection:
            doubtful = error.kind is Failure.UNCERTAIN and not is_repeatable(row.call.method)
            self._outbox.again(connection, row, doubtful)
            if error.kind is Failure.CLOSED:
                chats.close(connection, chat_id, error.description)
            elif error.kind is Failure.FLOOD:
                wait = error.retry_after + FLOOD_MARGIN
                chats.pause(connection, chat_id, now + wait)
        if error.kind in (Failure.UNREACHABLE, Failure.UNCERTAIN, Failure.CONFLICT):
            self._misses[chat_id] = misses = self._misses.get(chat_id, 0) + 1
            wait = backoff(misses, _LONGEST_WAIT)
        self._say(row, error, wait)
        return wait

    def _end_of(self, row: Row, error: ApiError) -> Failure | None:
        """Why a call is given up, None where it is tried again."""
        stays_behind = error.kind is Failure.MIGRATED and is_repeatable(row.call.method)
        if error.kind is Failure.REFUSED or stays_behind:
            return Failure.REFUSED
        return Failure.EXPIRED if self._outbox.is_expired(row) else None

    async def _give_up(self, row: Row, kind: Failure, why: str) -> None:
        _log.warning("call given up", method=row.call.method, chat=row.call.chat_id, why=why)
        reply = await self._follows(row, self._dialogue.failed(row.call, why, kind))
        await self._end(row, reply, lambda connection: self._outbox.failed(connection, row, why))

    async def _follows(self, row: Row, decision: Awaitable[Reply]) -> Reply:
        """What the dialogue makes of a call's end; its faults do not send the call again."""
        try:
            return await decision
        except Exception as error:  # noqa: BLE001 - whatever it is, the call has ended
            self._fault(row, error)
            return Reply()

    async def _end(self, row: Row, reply: Reply, end: Callable[[sqlite3.Connection], None]) -> None:
        """Store how a call ended and what follows, together; wait for a disk that is full."""
        while True:
            try:
                with self._store.transaction() as connection:
                    end(connection)
                    if reply.write is not None:
                        reply.write(connection)
                    self._outbox.put(connection, row.cause, reply.calls)
                break
            except Exception as error:
                self._fault(row, error)
                if isinstance(error, sqlite3.Error) and passes(error):
                    await self._clock.sleep(1.0)
                elif reply == Reply():
                    raise
                else:
                    reply = Reply()
        self.wake({call.chat_id for call in reply.calls})

    def _fault(self, row: Row, error: Exception) -> None:
        call = row.call
        _log.error("fault after a call", chat=call.chat_id, purpose=call.purpose, why=where(error))

    def _say(self, row: Row, error: ApiError, wait: float) -> None:
        _log.warning(
            "call not carried out",
            method=row.call.method,
            chat=row.call.chat_id,
            kind=error.kind,
            why=error.description,
            wait=wait,
        )
