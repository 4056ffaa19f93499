"""The emulator on a port: the Bot API over HTTP, long polls, webhook calls, file downloads."""

import asyncio
import contextlib
import json
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

from tests.bot.telegram.emulator import wire
from tests.bot.telegram.emulator.api import Answer, answer, conflict, failed
from tests.bot.telegram.emulator.arguments import Arguments
from tests.bot.telegram.emulator.people import People
from tests.bot.telegram.emulator.refusals import Refusal
from tests.bot.telegram.emulator.updates import MOST
from tests.bot.telegram.emulator.world import World

LONGEST_POLL = 50
_AGAIN = 3.0
"""Seconds in which the same offset is not answered at once a second time."""
_HASTY = 0.5
"""Seconds in which the same offset gets one update only."""
_WEBHOOK_PAUSE = 0.05
_BAD_GATEWAY = b"<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>"


class Emulator:
    """A Telegram of our own: `world` is its state, `people` act in it, `url` is its address."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self.world = World(now)
        self.people = People(self.world)
        self.url = ""
        self.polls = 0
        """How many getUpdates came."""
        self._wake = asyncio.Event()
        self._poll: asyncio.Event | None = None
        self._last_poll = (0, float("-inf"))
        self._open: set[asyncio.StreamWriter] = set()

    @contextlib.asynccontextmanager
    async def serving(self, port: int = 0) -> AsyncIterator["Emulator"]:
        """Answer on a port of this machine, in this event loop."""
        loop = asyncio.get_running_loop()
        self.world.updates.wake = lambda: _soon(loop, self._wake.set)
        server = await asyncio.start_server(self._connection, "127.0.0.1", port, limit=1 << 20)
        self.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        hooks = asyncio.create_task(self._call_webhook())
        try:
            yield self
        finally:
            hooks.cancel()
            server.close()
            for writer in list(self._open):
                writer.transport.abort()
            await asyncio.sleep(0)

    async def _connection(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._open.add(writer)
        try:
            while (request := await wire.read_request(reader)) is not None:
                if not await self._respond(request, reader, writer):
                    break
                await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            self._open.discard(writer)
            writer.close()

    async def _respond(
        self, request: wire.Request, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> bool:
        """Answer one request; False when the connection is over."""
        first, _, rest = request.path.removeprefix("/").partition("/")
        if first == "file":
            writer.write(self._download(rest))
            return True
        if first != f"bot{self.world.token}":
            refused = Refusal(401, "")
            writer.write(_json(Answer(401, refused.body(), {})))
            return True
        method = rest.lower()
        if method == "getupdates":
            done = await self._get_updates(request.arguments, reader)
        else:
            done = answer(self.world, method, request.arguments)
        return await self._deliver(done, reader, writer)

    async def _deliver(
        self, done: Answer, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> bool:
        match done.fault.kind if done.fault else None:
            case "bad_gateway":
                writer.write(wire.response(502, _BAD_GATEWAY, "text/html"))
            case "lost" | "done_and_lost":
                writer.transport.abort()
                return False
            case "silence" | "done_and_silence":
                await reader.read(1)
                return False
            case _:
                writer.write(_json(done))
        return True

    async def _get_updates(self, arguments: Arguments, reader: asyncio.StreamReader) -> Answer:
        """A long poll: it ends with updates, with its timeout, or when another one comes."""
        world, self.polls = self.world, self.polls + 1
        if (fault := world.faults.next("getupdates")) is not None:
            return failed(world, "getupdates", arguments, fault)
        if world.webhook is not None:
            reason = "can't use getUpdates method while webhook is active; "
            refused = Refusal(409, f"{reason}use deleteWebhook to delete the webhook first")
            return Answer(409, refused.body(), {})
        if self._poll is not None:
            self._poll.set()
        terminated = self._poll = asyncio.Event()
        world.updates.allow(arguments.json("allowed_updates", "allowed_updates"))
        offset = arguments.integer("offset")
        limit = min(max(arguments.integer("limit", MOST), 1), MOST)
        timeout = min(max(arguments.integer("timeout"), 0), LONGEST_POLL)
        last_offset, since = self._last_poll
        passed = world.now() - since
        self._last_poll = offset, world.now()
        if offset == last_offset:
            timeout = max(timeout, 3) if passed < _AGAIN else timeout
            limit = 1 if passed < _HASTY else limit
        updates = await self._wait_for_updates(offset, limit, timeout, terminated, reader)
        if self._poll is terminated:
            self._poll = None
        if updates is None:
            await asyncio.sleep(0.1)
            return Answer(409, conflict().body(), {})
        return Answer(200, {"ok": True, "result": updates}, {})

    async def _wait_for_updates(
        self,
        offset: int,
        limit: int,
        timeout: int,
        terminated: asyncio.Event,
        reader: asyncio.StreamReader,
    ) -> list[Any] | None:
        loop = asyncio.get_running_loop()
        end = loop.time() + timeout
        while True:
            self._wake.clear()
            with self.world.lock:
                updates = self.world.updates.take(offset, limit)
            if updates or loop.time() >= end or reader.at_eof():
                return list(updates)
            waits = [asyncio.ensure_future(e.wait()) for e in (self._wake, terminated)]
            # A client that is gone must not be handed updates, so look at the connection often.
            pause = min(end - loop.time(), 0.2)
            await asyncio.wait(waits, timeout=pause, return_when=asyncio.FIRST_COMPLETED)
            for wait in waits:
                wait.cancel()
            if terminated.is_set():
                return None

    def _download(self, path: str) -> bytes:
        token, _, name = path.removeprefix("bot").partition("/")
        files = {file.path: file for file in self.world.files.values()}
        if token != self.world.token or name not in files:
            return _json(Answer(404, Refusal(404, "").body(), {}))
        return wire.response(200, files[name].data, "application/octet-stream")

    async def _call_webhook(self) -> None:
        """Hand updates to the webhook one by one, each until it is taken."""
        while True:
            hook, waiting = self.world.webhook, self.world.updates.waiting
            if hook is None or not waiting:
                await asyncio.sleep(_WEBHOOK_PAUSE)
                continue
            update = waiting[0]
            secret = {"X-Telegram-Bot-Api-Secret-Token": hook["secret_token"]}
            status = 0
            with contextlib.suppress(OSError):
                status = await wire.post(hook["url"], json.dumps(update.body).encode(), secret)
            if 200 <= status < 300:
                with self.world.lock:
                    self.world.updates.confirm(update.id)
            else:
                await asyncio.sleep(_WEBHOOK_PAUSE)


def _soon(loop: asyncio.AbstractEventLoop, act: Callable[[], None]) -> None:
    with contextlib.suppress(RuntimeError):  # the loop is closed
        loop.call_soon_threadsafe(act)


def _json(done: Answer) -> bytes:
    body = json.dumps(done.body).encode()
    return wire.response(done.status, body, "application/json", done.headers)


@contextlib.contextmanager
def running(now: Callable[[], float] = time.monotonic, port: int = 0) -> Iterator[Emulator]:
    """An emulator in a thread of its own, for a bot in another process."""
    emulator = Emulator(now)
    ready, stop = threading.Event(), threading.Event()

    async def serve() -> None:
        async with emulator.serving(port):
            ready.set()
            while not stop.is_set():
                await asyncio.sleep(0.02)

    thread = threading.Thread(target=asyncio.run, args=(serve(),), daemon=True)
    thread.start()
    assert ready.wait(10)
    try:
        yield emulator
    finally:
        stop.set()
        thread.join(10)
