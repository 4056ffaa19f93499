"""The bot as a whole, with the smallest dialogue, against the emulator over HTTP."""

import asyncio
from pathlib import Path

import pytest

from bot.telegram.client import Client
from bot.telegram.clock import SystemClock
from bot.telegram.errors import AlreadyRunning, BadToken
from bot.telegram.health import trouble
from bot.telegram.lock import only_one
from bot.telegram.service import Service
from bot.telegram.store import Store, store_path
from tests.bot.telegram.echo import FastClock, bot
from tests.bot.telegram.emulator import BOT_ID, TOKEN, Emulator, Fault


async def test_what_is_said_is_answered_once_and_kept(home: Path) -> None:
    async with Emulator().serving() as emulator, bot(home, emulator, SystemClock()) as running:
        anna = emulator.people.user("Anna")
        chat = emulator.people.private(anna)
        emulator.people.say(chat, anna, "hello")
        await running.until(lambda: running.count("echoes") == 1)
        assert running.rows("SELECT text FROM echoes") == [("hello",)]
        assert running.rows("SELECT state, raw FROM inbox") == [("done", None)]
        assert running.rows("SELECT state, payload FROM outbox") == [("sent", "{}")]
        assert emulator.world.violations.kinds() == {}


async def test_a_call_that_follows_from_another_is_made(home: Path) -> None:
    async with Emulator().serving() as emulator, bot(home, emulator, FastClock(20)) as running:
        anna = emulator.people.user("Anna")
        chat = emulator.people.private(anna)
        emulator.people.say(chat, anna, "pin it")
        await running.until(lambda: bool(chat.pinned))
        rows = running.rows("SELECT cause, purpose FROM outbox ORDER BY seq")
        assert [purpose for _, purpose in rows] == ["answer", "pin"]
        assert len({cause for cause, _ in rows}) == 1


async def test_what_is_for_others_is_never_stored(home: Path) -> None:
    async with Emulator().serving() as emulator, bot(home, emulator, SystemClock()) as running:
        anna = emulator.people.user("Anna")
        chat = emulator.people.private(anna)
        emulator.people.say(chat, anna, "psst, between us")
        emulator.people.say(chat, anna, "and this is for the bot")
        await running.until(lambda: running.count("echoes") == 1)
        assert running.count("inbox") == 1
        assert not any(b"between us" in path.read_bytes() for path in home.iterdir())


async def test_a_chat_is_answered_in_order_and_chats_beside_each_other(home: Path) -> None:
    clock = FastClock(20)
    async with Emulator(clock.now).serving() as emulator, bot(home, emulator, clock) as running:
        people = [emulator.people.user(name) for name in ("Anna", "Boris", "Chen")]
        for number in range(5):
            for person in people:
                emulator.people.say(emulator.people.private(person), person, f"{number}")
        await running.until(lambda: running.count("echoes") == 15)
        for person in people:
            messages = emulator.people.private(person).messages.values()
            answers = [m.text for m in messages if m.sender == BOT_ID]
            assert answers == ["0", "1", "2", "3", "4"]
        assert emulator.world.violations.kinds() == {}


async def test_a_second_start_finishes_what_the_first_left(home: Path) -> None:
    async with Emulator().serving() as emulator:
        anna = emulator.people.user("Anna")
        chat = emulator.people.private(anna)
        emulator.world.faults.order("sendMessage", *[Fault("bad_gateway")] * 3)
        async with bot(home, emulator, SystemClock()) as first:
            emulator.people.say(chat, anna, "hello")
            await first.until(lambda: first.count("outbox") == 1)
            await first.stop()
            assert first.count("echoes") == 0
        emulator.world.faults.ordered.clear()
        async with bot(home, emulator, SystemClock()) as second:
            await second.until(lambda: second.count("echoes") == 1)
            assert second.echo[0].handled == []
            assert len([m for m in chat.messages.values() if m.text == "hello"]) == 2


async def test_a_token_that_is_revoked_ends_the_run(home: Path) -> None:
    async with Emulator().serving() as emulator, bot(home, emulator, SystemClock()) as running:
        anna = emulator.people.user("Anna")
        emulator.world.faults.order("sendMessage", Fault("unauthorized"))
        emulator.people.say(emulator.people.private(anna), anna, "hello")
        await running.ends_with(BadToken, "BotFather")
        assert running.rows("SELECT state, uncertain FROM outbox") == [("new", 0)]


async def test_another_poller_ends_the_run_loudly(home: Path) -> None:
    async with Emulator().serving() as emulator:
        emulator.world.faults.order("getUpdates", *[Fault("conflict")] * 5)
        async with bot(home, emulator, FastClock(50)) as running:
            await running.ends_with(AlreadyRunning, "Another program reads")


async def test_a_few_conflicts_pass(home: Path) -> None:
    async with Emulator().serving() as emulator:
        emulator.world.faults.order("getUpdates", *[Fault("conflict")] * 4)
        async with bot(home, emulator, FastClock(50)) as running:
            anna = emulator.people.user("Anna")
            emulator.people.say(emulator.people.private(anna), anna, "hello")
            await running.until(lambda: running.count("echoes") == 1)


async def test_a_start_waits_for_telegram(home: Path) -> None:
    async with Emulator().serving() as emulator:
        emulator.world.faults.order("getMe", Fault("bad_gateway"), Fault("lost"))
        async with bot(home, emulator, FastClock(50)) as running:
            anna = emulator.people.user("Anna")
            emulator.people.say(emulator.people.private(anna), anna, "hello")
            await running.until(lambda: running.count("echoes") == 1)


async def test_a_start_without_telegram_says_what_is_wrong(home: Path) -> None:
    nowhere = Client(TOKEN, "http://127.0.0.1:1")
    service, store = Service(home, nowhere, SystemClock()), Store(store_path(home))
    with only_one(home):
        running = asyncio.create_task(service.run(store, lambda *_: pytest.fail("it was met")))
        while not (home / "telegram.health").exists():
            await asyncio.sleep(0.01)
        assert "Telegram has not answered since the start" in str(trouble(home))
        service.stop()
        await running
        assert "just started" in str(trouble(home))
    await nowhere.close()
    store.close()


async def test_what_no_program_could_read_is_set_aside_and_its_neighbours_answered(
    home: Path,
) -> None:
    async with Emulator().serving() as emulator, bot(home, emulator, SystemClock()) as running:
        anna = emulator.people.user("Anna")
        chat = emulator.people.private(anna)
        for broken in (
            {"message": "no message"},
            {"message": {"chat": {"id": 10**40}, "text": "hello"}},
            {"message": {"chat": {"id": chat.id}, "text": {"not": "a text"}}},
            {"message": {"chat": {"id": -5}, "migrate_to_chat_id": 2**64}},
            {"callback_query": {"id": 1, "from": None, "message": {"chat": {"id": "x"}}}},
        ):
            emulator.world.updates.put_raw(broken)
        emulator.people.say(chat, anna, "hello")
        await running.until(lambda: running.count("echoes") == 1)
        states = running.rows("SELECT state FROM inbox ORDER BY update_id")
        assert [state for (state,) in states] == ["quarantined"] * 5 + ["done"]
