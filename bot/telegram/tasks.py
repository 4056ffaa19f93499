"""One task a chat: a chat's steps come one after another, chats go on beside each other."""

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Protocol

from bot.telegram.clock import Clock
from bot.telegram.errors import BotError
from bot.telegram.logbook import Logbook, where
from bot.telegram.store import passes


class Hub(Protocol):
    """What the parts of the bot tell each other."""

    def outgoing(self, chat_ids: Iterable[int]) -> None:
        """Chats have calls to be carried out."""
        ...

    def moved(self, old: int, new: int) -> None:
        """A group became a supergroup."""
        ...

    def end(self, error: BotError) -> None:
        """Going on is no use."""
        ...


Step = Callable[[int], Awaitable[float | None]]
"""Does a chat's next piece of work -> seconds to rest before the one after, None: nothing left."""

_DISK_SECONDS = 5.0
_FAULT_SECONDS = 30.0

_log = Logbook(__name__)


class ByChat:
    """Runs `step` for every chat that is woken, until it says that nothing is left."""

    def __init__(self, step: Step, clock: Clock, end: Callable[[BotError], None]) -> None:
        self._step = step
        self._clock = clock
        self._end = end
        self._tasks: dict[int, asyncio.Task[None]] = {}
        self._busy: set[int] = set()
        self.is_stopping = False

    def wake(self, chat_ids: Iterable[int]) -> None:
        """Hear that chats have work; what runs already goes on."""
        if self.is_stopping:
            return
        for chat_id in chat_ids:
            if chat_id not in self._tasks:
                self._tasks[chat_id] = asyncio.create_task(self._run(chat_id))

    @contextmanager
    def busy(self, chat_id: int) -> Iterator[None]:
        """Mark what should not be cut off when the program is told to stop."""
        self._busy.add(chat_id)
        try:
            yield
        finally:
            self._busy.discard(chat_id)

    async def stop(self, seconds: float) -> None:
        """Begin nothing new; wait for what is busy, for so long and no longer."""
        self.is_stopping = True
        running = dict(self._tasks)
        for chat_id, task in running.items():
            if chat_id not in self._busy:
                task.cancel()
        if running:
            _, late = await asyncio.wait(running.values(), timeout=seconds)
            for task in late:
                task.cancel()
            await asyncio.gather(*running.values(), return_exceptions=True)

    async def _run(self, chat_id: int) -> None:
        try:
            while not self.is_stopping:
                rest = await self._guarded(chat_id)
                if rest is None:
                    return
                if rest > 0:
                    await self._clock.sleep(rest)
        finally:
            self._tasks.pop(chat_id, None)

    async def _guarded(self, chat_id: int) -> float | None:
        """One step; what it raises ends the program, or this chat tries again later."""
        try:
            return await self._step(chat_id)
        except BotError as error:
            self._end(error)
            return None
        except Exception as error:  # noqa: BLE001 - other chats go on, and this one tries again
            if isinstance(error, sqlite3.Error) and passes(error):
                _log.error("the database cannot be written", why=str(error))
                return _DISK_SECONDS
            _log.error("fault", chat=chat_id, why=where(error))
            return _FAULT_SECONDS
