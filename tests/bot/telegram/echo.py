"""The smallest dialogue, and a bot that has it: for tests of what carries, not of what is said."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import telegram

from bot.telegram.calls import Api, Call, Failure, Reply
from bot.telegram.client import Client
from bot.telegram.clock import Clock
from bot.telegram.service import Opened, Service
from bot.telegram.store import Store, store_path
from tests.bot.telegram.emulator import TOKEN, Emulator

ECHOES = "CREATE TABLE IF NOT EXISTS echoes (message_id INTEGER PRIMARY KEY, text TEXT)"


class FastClock:
    """`factor` seconds go by in one of the machine's."""

    def __init__(self, factor: float) -> None:
        self._factor = factor
        self._start = time.monotonic()

    def now(self) -> float:
        return 1_800_000_000 + (time.monotonic() - self._start) * self._factor

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds / self._factor)


@dataclass
class Echo:
    """Says every text again, in reply; "pin it" is pinned when it is sent."""

    api: Api
    failures: list[tuple[Call, str, Failure]] = field(default_factory=list)
    handled: list[int] = field(default_factory=list)

    async def handle(self, update: telegram.Update, raw: Mapping[str, Any]) -> Reply:
        self.handled.append(update.update_id)
        message = update.message
        if message is None or message.text is None:
            return Reply()
        if message.text == "who":
            await self.api.call("getChat", {"chat_id": message.chat.id})
        payload = {
            "text": message.text,
            "reply_parameters": {
                "message_id": message.message_id,
                "allow_sending_without_reply": True,
            },
        }
        return Reply((Call(message.chat.id, "answer", "sendMessage", payload),))

    async def sent(self, call: Call, result: Any) -> Reply:
        if call.purpose != "answer":
            return Reply()
        message_id, text = result["message_id"], result["text"]
        calls: tuple[Call, ...] = ()
        if text == "pin it":
            silent = {"message_id": message_id, "disable_notification": True}
            calls = (Call(call.chat_id, "pin", "pinChatMessage", silent),)
        return Reply(calls, lambda c: _keep(c, message_id, text))

    async def failed(self, call: Call, error: str, kind: Failure) -> Reply:
        self.failures.append((call, error, kind))
        return Reply()

    async def upkeep(self) -> Reply:
        return Reply()


def _keep(connection: Any, message_id: int, text: str) -> None:
    connection.execute("INSERT OR REPLACE INTO echoes VALUES (?, ?)", (message_id, text))


def is_addressed(raw: Mapping[str, Any]) -> bool:
    """Everything is for the echo but what begins with "psst"."""
    return not str(raw.get("message", {}).get("text", "")).startswith("psst")


@dataclass
class Bot:
    """A bot that runs in this event loop."""

    service: Service
    store: Store
    echo: list[Echo]
    running: asyncio.Task[None]

    async def until(self, happened: Callable[[], bool], seconds: float = 20) -> None:
        """Wait for something, and fail if it does not happen."""
        end = time.monotonic() + seconds
        while not happened():
            assert time.monotonic() < end, "it did not happen"
            if self.running.done():
                self.running.result()
            await asyncio.sleep(0.01)

    def rows(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        return [tuple(row) for row in self.store.connection.execute(sql, values)]

    def count(self, table: str) -> int:
        return int(self.rows(f"SELECT count(*) FROM {table}")[0][0])

    async def ends_with(self, error: type[Exception], words: str) -> None:
        """Wait until the bot ends by itself, and look at what it says."""
        with pytest.raises(error, match=words):
            await asyncio.wait_for(self.running, 20)

    async def stop(self) -> None:
        self.service.stop()
        await self.running


@asynccontextmanager
async def bot(
    home: Path, emulator: Emulator, clock: Clock, seconds: float = 20.0
) -> AsyncIterator[Bot]:
    """A bot with the echo, started; stopped at the end if it still runs."""
    client = Client(TOKEN, emulator.url, seconds)
    store = Store(store_path(home))
    store.connection.execute(ECHOES)
    echoes: list[Echo] = []

    def open_echo(store: Store, api: Api, me: Mapping[str, Any]) -> Opened:
        echoes.append(Echo(api))
        return Opened(echoes[-1], is_addressed)

    service = Service(home, client, clock)
    running = asyncio.create_task(service.run(store, open_echo))
    try:
        yield Bot(service, store, echoes, running)
    finally:
        service.stop()
        with suppress(Exception):
            await running
        await client.close()
        store.close()
