"""What is asked of Telegram, and when: offsets, unreadable answers, a full disk."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from bot.telegram.client import Client
from bot.telegram.inbox import Inbox
from bot.telegram.poll import Poller
from bot.telegram.store import Store, store_path
from tests.bot.telegram.echo import FastClock
from tests.bot.telegram.emulator import TOKEN


class Script:
    """A Bot API that gives its answers in order, and remembers what it was asked."""

    def __init__(self, *answers: bytes) -> None:
        self.answers = list(answers)
        self.asked: list[dict[str, str]] = []
        self.over = asyncio.Event()

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
        length = int(head.partition("content-length: ")[2].partition("\r\n")[0])
        query = parse_qs((await reader.readexactly(length)).decode())
        self.asked.append({name: values[0] for name, values in query.items()})
        if not self.answers:
            await self.over.wait()
            writer.close()
            return
        body = self.answers.pop(0)
        writer.write(
            b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: %d\r\n\r\n" % len(body) + body
        )
        await writer.drain()
        writer.close()


def updates(*bodies: Any) -> bytes:
    return json.dumps({"ok": True, "result": bodies}).encode()


def said(update_id: int) -> dict[str, Any]:
    return {"update_id": update_id, "message": {"chat": {"id": 5}, "text": "x"}}


@asynccontextmanager
async def polling(home: Path, script: Script) -> AsyncIterator[Store]:
    server = await asyncio.start_server(script.answer, "127.0.0.1", 0)
    client = Client(TOKEN, f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}")
    store, clock = Store(store_path(home)), FastClock(100)
    inbox = Inbox(store, clock, lambda _: True, lambda _: None)
    running = asyncio.create_task(Poller(client, inbox, clock).run())
    try:
        yield store
    finally:
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running
        await client.close()
        store.close()
        script.over.set()
        server.close()
        await asyncio.sleep(0.05)


async def until_asked(script: Script, times: int) -> list[str | None]:
    """The offsets of so many questions."""
    async with asyncio.timeout(10):
        while len(script.asked) < times:
            await asyncio.sleep(0.01)
    return [asked.get("offset") for asked in script.asked]


def states(store: Store) -> dict[int, str]:
    rows = store.connection.execute("SELECT update_id, state FROM inbox ORDER BY seq")
    return dict(map(tuple, rows))


async def test_an_offset_confirms_what_is_committed_and_is_dropped_when_all_is(home: Path) -> None:
    script = Script(updates(said(7), said(8)), updates(), updates(said(3)))
    async with polling(home, script) as store:
        assert await until_asked(script, 4) == [None, "9", None, "4"]
        assert states(store) == {7: "new", 8: "new", 3: "new"}
    assert int(script.asked[0]["timeout"]) <= 50
    assert "chat_member" in script.asked[0]["allowed_updates"]


async def test_an_update_that_makes_an_answer_unreadable_is_set_aside(home: Path) -> None:
    deadly = b'{"ok":true,"result":[{"update_id":7,"n":' + b"9" * 5000 + b"}]}"
    script = Script(deadly, deadly, updates(said(8)))
    async with polling(home, script) as store:
        assert await until_asked(script, 4) == [None, None, "8", "9"]
        assert states(store) == {7: "quarantined", 8: "new"}
    assert [asked["limit"] for asked in script.asked] == ["100", "1", "1", "100"]


async def test_updates_without_ids_do_not_hold_up_others(home: Path) -> None:
    script = Script(updates(None, {}, {"update_id": "x"}, said(5)))
    async with polling(home, script) as store:
        assert await until_asked(script, 2) == [None, "6"]
        assert states(store) == {5: "new"}


async def test_nothing_is_confirmed_that_the_disk_did_not_take(home: Path) -> None:
    long = {**said(7), "more": "x" * 100_000}
    script = Script(*[updates(long)] * 3)
    async with polling(home, script) as store:
        pages = store.connection.execute("PRAGMA page_count").fetchone()[0]
        store.connection.execute(f"PRAGMA max_page_count = {pages}")
        await until_asked(script, 2)
        assert states(store) == {}
        store.connection.execute("PRAGMA max_page_count = 1000000")
        offsets = await until_asked(script, 3)
        async with asyncio.timeout(10):
            while states(store) != {7: "new"}:
                await asyncio.sleep(0.01)
    assert set(offsets[:3]) == {None}
