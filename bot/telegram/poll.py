"""Asking Telegram for updates, over and over. The next question confirms what the last one gave,
so it is asked only when that is committed.
"""

import sqlite3

from bot.telegram.calls import ApiError, Failure
from bot.telegram.client import Client, Unreadable
from bot.telegram.clock import Clock, backoff
from bot.telegram.errors import AlreadyRunning, UnknownToken
from bot.telegram.inbox import KINDS, Inbox
from bot.telegram.logbook import Logbook
from bot.telegram.store import passes

POLL_SECONDS = 50.0
"""Telegram's longest (its server's Client.cpp)."""
_CONFLICTS_ALLOWED = 5
_LONGEST_WAIT = 30.0

_log = Logbook(__name__)


class Poller:
    """Long polling; `heard` is called whenever Telegram has answered."""

    def __init__(self, client: Client, inbox: Inbox, clock: Clock) -> None:
        self._client = client
        self._inbox = inbox
        self._clock = clock
        self._offset: int | None = None
        self._limit = 100
        self._misses = 0
        self._conflicts = 0
        self.heard_at = clock.now()
        """When Telegram last answered."""

    async def run(self) -> None:
        """Poll until cancelled. Raises UnknownToken or AlreadyRunning where going on is no use."""
        while True:
            wait = await self._once()
            if wait > 0:
                await self._clock.sleep(wait)

    async def _once(self) -> float:
        """One question; returns how long to wait before the next."""
        asked = {"limit": self._limit, "allowed_updates": list(KINDS)}
        if self._offset is not None:
            asked["offset"] = self._offset
        try:
            updates = await self._client.updates(asked, POLL_SECONDS)
            self._take(updates)
        except Unreadable as error:
            self._skip_unreadable(error)
            return 1.0
        except ApiError as error:
            return self._not_answered(error)
        except sqlite3.Error as error:
            if not passes(error):
                raise
            _log.error("the database cannot be written; updates wait", why=str(error))
            return 5.0
        self._misses = self._conflicts = 0
        self.heard_at = self._clock.now()
        return 1.0 if updates and self._offset is None else 0.0

    def _take(self, updates: list[object]) -> None:
        highest = self._inbox.take(updates)
        # Nothing new: all is confirmed, and no offset is needed. It would be in the way after a
        # quiet week, when ids may begin anywhere.
        self._offset = None if highest is None else highest + 1
        if updates:
            self._limit = 100

    def _skip_unreadable(self, error: Unreadable) -> None:
        """One update that breaks the whole answer is set aside; the others come by themselves."""
        if self._limit > 1:
            self._limit = 1
            _log.error("Telegram's answer cannot be read", why=str(error))
        elif (update_id := self._inbox.set_aside(error.body, str(error))) is not None:
            self._offset = update_id + 1

    def _not_answered(self, error: ApiError) -> float:
        if error.kind is Failure.UNAUTHORIZED:
            raise UnknownToken
        self._misses += 1
        wait = max(backoff(self._misses, _LONGEST_WAIT), _asked_wait(error))
        if error.kind is Failure.CONFLICT:
            self._conflicts += 1
            if self._conflicts >= _CONFLICTS_ALLOWED:
                raise AlreadyRunning(
                    f"Another program reads this bot's updates ({error.description}). Stop it, or "
                    "revoke the token with @BotFather if it is not yours."
                )
        _log.warning("no updates", kind=error.kind, why=error.description, wait=wait)
        return wait


def _asked_wait(error: ApiError) -> float:
    return error.retry_after if error.kind is Failure.FLOOD else 0.0
