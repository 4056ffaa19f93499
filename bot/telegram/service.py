"""The bot from start to end: who tells whom, what is waited for, what stays for next time."""

import asyncio
from collections.abc import Callable, Coroutine, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from bot.telegram import chats, health
from bot.telegram.calls import Api, ApiError, Dialogue, Failure
from bot.telegram.client import Client
from bot.telegram.clock import Clock, backoff
from bot.telegram.dispatch import Dispatcher
from bot.telegram.errors import BotError, UnknownToken
from bot.telegram.inbox import Inbox
from bot.telegram.logbook import Logbook, where
from bot.telegram.poll import Poller
from bot.telegram.sending import Senders
from bot.telegram.store import Store
from bot.telegram.webhook import Address, WebhookServer

ANSWERING_SECONDS = 20.0
SENDING_SECONDS = 10.0
"""How long what is under way may take when the program is told to stop."""
_UPKEEP_SECONDS = 60.0
_LONGEST_WAIT = 60.0

_log = Logbook(__name__)


@dataclass(frozen=True, slots=True)
class Opened:
    """A dialogue and what belongs to it."""

    dialogue: Dialogue
    is_for_us: Callable[[Mapping[str, Any]], bool]
    """Whether an update, as Telegram gives it, is meant for the bot; pure."""
    close: Callable[[], None] = lambda: None


OpenDialogue = Callable[[Store, Api, Mapping[str, Any]], Opened]
"""The bot's database, its API, and what getMe says -> the dialogue."""


class _Receiver(Protocol):
    @property
    def heard_at(self) -> float: ...

    async def run(self) -> None: ...


class Service:
    """One run of the bot. The hub of its parts."""

    def __init__(self, home: Path, client: Client, clock: Clock) -> None:
        self._home = home
        self._client = client
        self._clock = clock
        self._over = asyncio.Event()
        self._error: BotError | None = None
        self._started_at = clock.now()
        self._receiver: _Receiver | None = None
        self._senders: Senders
        self._dispatcher: Dispatcher
        self._store: Store

    def stop(self) -> None:
        """End the run: what is under way is finished, or left for the next."""
        self._over.set()

    def end(self, error: BotError) -> None:
        """End the run with an error."""
        self._error = self._error or error
        self._over.set()

    def outgoing(self, chat_ids: Iterable[int]) -> None:
        """Hear that chats have calls to be carried out."""
        self._senders.wake(chat_ids)

    def moved(self, old: int, new: int) -> None:
        """Give everything of a group to the supergroup that it became."""
        chats.move(self._store, old, new)
        _log.info("group moved", chat=old, to=new)
        self._senders.wake([new])
        self._dispatcher.wake([new])

    async def run(
        self, store: Store, open_dialogue: OpenDialogue, address: Address | None = None
    ) -> None:
        """Answer until told to stop, by polling or, with an address, as a webhook.

        Raises BotError where going on is no use.
        """
        self._store = store
        beating = asyncio.create_task(self._ending(self._beat()))
        try:
            me = await self._first_contact(address is None)
            if me is not None:
                await self._meet(open_dialogue(store, self._client, me), address)
        finally:
            beating.cancel()
            await asyncio.gather(beating, return_exceptions=True)
            health.stopped(self._home)
        if self._error is not None:
            raise self._error

    async def _meet(self, opened: Opened, address: Address | None) -> None:
        try:
            await self._run(opened, address)
        finally:
            opened.close()

    async def _run(self, opened: Opened, address: Address | None) -> None:
        dialogue, clock = opened.dialogue, self._clock
        inbox = Inbox(
            self._store, clock, opened.is_for_us, lambda found: self._dispatcher.wake(found)
        )
        self._senders = Senders(self._store, self._client, dialogue, clock, self)
        self._dispatcher = Dispatcher(self._store, inbox, dialogue, clock, self)
        if address is None:
            receiver: _Receiver = Poller(self._client, inbox, clock)
        else:
            receiver = WebhookServer(self._client, inbox, clock, address)
        self._receiver = receiver
        self._senders.begin()
        self._dispatcher.begin()
        tasks = [
            asyncio.create_task(self._ending(receiver.run())),
            asyncio.create_task(self._ending(self._upkeep(inbox))),
        ]
        _log.info("started")
        await self._over.wait()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._dispatcher.stop(ANSWERING_SECONDS)
        await self._senders.stop(SENDING_SECONDS)
        _log.info("stopped")

    async def _first_contact(self, polls: bool) -> Mapping[str, Any] | None:
        """What getMe says; waits for Telegram while it cannot be reached. None: told to stop."""
        misses = 0
        while not self._over.is_set():
            try:
                me = await self._client.call("getMe")
                if polls:  # what Telegram holds for a webhook is delivered to the poll
                    await self._client.call("deleteWebhook", {"drop_pending_updates": False})
            except ApiError as error:
                if error.kind in (Failure.UNAUTHORIZED, Failure.REFUSED):
                    raise UnknownToken from error
                misses += 1
                wait = max(error.retry_after, backoff(misses, _LONGEST_WAIT))
                _log.warning("Telegram not reached", why=error.description, wait=wait)
                await self._pause(wait)
            else:
                assert isinstance(me, dict)  # noqa: S101 - the Bot API's promise
                return me
        return None

    async def _pause(self, seconds: float) -> None:
        """Wait, but not for longer than the run."""
        over = asyncio.create_task(self._over.wait())
        rest = asyncio.create_task(self._clock.sleep(seconds))
        await asyncio.wait((over, rest), return_when=asyncio.FIRST_COMPLETED)
        over.cancel()
        rest.cancel()

    async def _ending(self, work: Coroutine[Any, Any, None]) -> None:
        """Do something that only ends when all does: if it fails, so does the run."""
        try:
            await work
        except BotError as error:
            self.end(error)
        except Exception as error:  # noqa: BLE001 - said, and the supervisor starts anew
            _log.error("fault", why=where(error))
            self.end(BotError(f"A fault in Pincite ({where(error)}). Start the bot again."))

    async def _beat(self) -> None:
        while True:
            receiver = self._receiver
            last = self._started_at if receiver is None else receiver.heard_at
            silent = self._clock.now() - last
            try:
                health.beat(self._home, silent, was_heard=receiver is not None)
            except OSError as error:
                _log.error("no sign of life can be written", why=error.strerror)
            await self._clock.sleep(health.BEAT_SECONDS)

    async def _upkeep(self, inbox: Inbox) -> None:
        while True:
            await self._clock.sleep(_UPKEEP_SECONDS)
            try:
                inbox.forget_old()
                self._senders.forget_old()
                await self._dispatcher.upkeep()
            except BotError:
                raise
            except Exception as error:  # noqa: BLE001 - the next minute tries again
                _log.error("upkeep failed", why=where(error))
