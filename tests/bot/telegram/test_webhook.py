"""Being told of updates over HTTP, by the emulator and by strangers."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import httpx
import pytest

from bot.telegram.client import Client
from bot.telegram.clock import SystemClock
from bot.telegram.errors import NotReady, UnknownToken
from bot.telegram.inbox import Inbox
from bot.telegram.store import Store, store_path
from bot.telegram.webhook import PATH, Address, WebhookServer
from tests.bot.telegram.canned import answering, refusal
from tests.bot.telegram.emulator import TOKEN, Emulator

HEADER = "X-Telegram-Bot-Api-Secret-Token"


@asynccontextmanager
async def served(home: Path) -> AsyncIterator[tuple[Emulator, Store, str]]:
    """A webhook server that the emulator knows, its store and its address, for a minute at most."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    url = f"http://127.0.0.1:{port}{PATH}"
    async with asyncio.timeout(60), Emulator().serving() as emulator:
        client, store = Client(TOKEN, emulator.url), Store(store_path(home))
        inbox = Inbox(store, SystemClock(), lambda _: True, lambda _: None)
        server = WebhookServer(client, inbox, SystemClock(), Address(url, "127.0.0.1", port))
        running = asyncio.create_task(server.run())
        while emulator.world.webhook is None:
            await asyncio.sleep(0.01)
        try:
            yield emulator, store, url
        finally:
            running.cancel()
            with suppress(asyncio.CancelledError):
                await running
            await client.close()
            store.close()


def stored(store: Store) -> list[int]:
    return [row[0] for row in store.connection.execute("SELECT update_id FROM inbox")]


async def test_what_telegram_posts_is_stored_before_it_is_confirmed(home: Path) -> None:
    async with served(home) as (emulator, store, _):
        anna = emulator.people.user("Anna")
        emulator.people.say(emulator.people.private(anna), anna, "hello")
        (waiting,) = emulator.world.updates.waiting
        while emulator.world.updates.waiting:
            await asyncio.sleep(0.01)
        assert stored(store) == [waiting.id]


async def test_only_telegram_knows_the_secret(home: Path) -> None:
    async with served(home) as (emulator, store, url), httpx.AsyncClient() as stranger:
        assert emulator.world.webhook is not None
        secret = emulator.world.webhook["secret_token"]
        update = {"update_id": 7, "message": {"chat": {"id": 5}}}
        for headers in ({}, {HEADER: "x"}, {HEADER: secret[:-1]}, {HEADER: secret + "x"}):
            assert (await stranger.post(url, json=update, headers=headers)).status_code == 403
        assert stored(store) == []
        right = await stranger.post(url, json=update, headers={HEADER: secret})
        assert right.status_code == 200
        assert stored(store) == [7]


@pytest.mark.parametrize("body", [b"", b"no json", b"[" * 100_000, b'{"update_id": 1e999}'])
async def test_what_cannot_be_read_is_not_asked_for_again(home: Path, body: bytes) -> None:
    async with served(home) as (emulator, store, url), httpx.AsyncClient() as telegram:
        assert emulator.world.webhook is not None
        headers = {HEADER: emulator.world.webhook["secret_token"]}
        assert (await telegram.post(url, content=body, headers=headers)).status_code == 200
        assert stored(store) == []


async def test_what_cannot_be_read_but_has_an_id_is_set_aside(home: Path) -> None:
    async with served(home) as (emulator, store, url), httpx.AsyncClient() as telegram:
        assert emulator.world.webhook is not None
        headers = {HEADER: emulator.world.webhook["secret_token"]}
        body = b'{"update_id": 7, "message": ' + b"[" * 100_000
        assert (await telegram.post(url, content=body, headers=headers)).status_code == 200
        (row,) = store.connection.execute("SELECT update_id, state, error FROM inbox")
        assert tuple(row) == (7, "quarantined", "a post of 100028 bytes cannot be read as JSON")


async def test_a_full_disk_leaves_updates_with_telegram(home: Path) -> None:
    async with served(home) as (emulator, store, _):
        pages = store.connection.execute("PRAGMA page_count").fetchone()[0]
        store.connection.execute(f"PRAGMA max_page_count = {pages}")
        anna = emulator.people.user("Anna")
        for _ in range(30):
            emulator.people.say(emulator.people.private(anna), anna, "hello " * 500)
        await asyncio.sleep(1)
        assert len(emulator.world.updates.waiting) > 0
        store.connection.execute("PRAGMA max_page_count = 1000000")
        while emulator.world.updates.waiting:
            await asyncio.sleep(0.01)
        assert len(stored(store)) == 30


async def test_an_address_that_telegram_refuses_is_said(store: Store) -> None:
    refused = refusal(400, "Bad Request: bad webhook: an HTTPS URL must be provided")
    async with answering(400, refused) as client:
        inbox = Inbox(store, SystemClock(), lambda _: True, lambda _: None)
        address = Address("http://example.org/telegram", "127.0.0.1", 0)
        with pytest.raises(NotReady, match=r"does not take http://example\.org/telegram .*HTTPS"):
            await WebhookServer(client, inbox, SystemClock(), address).run()


async def test_a_token_that_telegram_does_not_know_ends_the_bot(store: Store) -> None:
    async with answering(401, refusal(401, "Unauthorized")) as client:
        inbox = Inbox(store, SystemClock(), lambda _: True, lambda _: None)
        address = Address("https://example.org/telegram", "127.0.0.1", 0)
        async with asyncio.timeout(20):
            with pytest.raises(UnknownToken):
                await WebhookServer(client, inbox, SystemClock(), address).run()


async def test_a_fault_is_telegrams_to_repeat_and_keeps_nobody_from_stopping(home: Path) -> None:
    async with asyncio.timeout(20), served(home) as (emulator, store, url):
        assert emulator.world.webhook is not None
        headers = {HEADER: emulator.world.webhook["secret_token"]}
        store.connection.execute("DROP TABLE inbox")
        async with httpx.AsyncClient() as telegram:
            update = {"update_id": 7, "message": {"chat": {"id": 5}}}
            assert (await telegram.post(url, json=update, headers=headers)).status_code == 500
        anna = emulator.people.user("Anna")
        emulator.people.say(emulator.people.private(anna), anna, "hello")
        await asyncio.sleep(0.3)
        assert len(emulator.world.updates.waiting) == 1
