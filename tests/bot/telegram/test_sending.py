"""Getting calls through: floods, outages, refusals, closed chats, moves."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.telegram.calls import Failure
from tests.bot.telegram.echo import Bot, FastClock, bot
from tests.bot.telegram.emulator import BOT_ID, Chat, Emulator, Fault, User
from tests.bot.telegram.emulator.faults import Kind


@asynccontextmanager
async def talking(
    home: Path, factor: float = 20, seconds: float = 20
) -> AsyncIterator[tuple[Emulator, Bot, Chat, User]]:
    """A bot, and Anna who has started it."""
    clock = FastClock(factor)
    async with (
        Emulator(clock.now).serving() as emulator,
        bot(home, emulator, clock, seconds) as running,
    ):
        anna = emulator.people.user("Anna")
        yield emulator, running, emulator.people.private(anna), anna


def by_the_bot(chat: Chat) -> list[str | None]:
    return [message.text for message in chat.messages.values() if message.sender == BOT_ID]


async def test_a_flood_is_waited_out_in_its_chat_alone(home: Path) -> None:
    async with talking(home) as (emulator, running, chat, anna):
        boris = emulator.people.user("Boris")
        calm = emulator.people.private(boris)
        emulator.world.faults.order("sendMessage", Fault("flood", 40))
        emulator.people.say(chat, anna, "first")
        await running.until(lambda: running.count("chats") == 1)
        emulator.people.say(calm, boris, "second")
        await running.until(lambda: by_the_bot(calm) == ["second"], 1.5)
        assert by_the_bot(chat) == []
        await running.until(lambda: by_the_bot(chat) == ["first"])
        assert emulator.world.violations.kinds() == {}


async def test_a_flood_is_waited_out_across_a_restart(home: Path) -> None:
    clock = FastClock(20)
    async with Emulator(clock.now).serving() as emulator:
        anna = emulator.people.user("Anna")
        chat = emulator.people.private(anna)
        emulator.world.faults.order("sendMessage", Fault("flood", 30))
        async with bot(home, emulator, clock) as first:
            emulator.people.say(chat, anna, "hello")
            await first.until(
                lambda: bool(first.rows("SELECT * FROM chats WHERE paused_until > 0"))
            )
        async with bot(home, emulator, clock) as second:
            await second.until(lambda: by_the_bot(chat) == ["hello"])
        assert emulator.world.violations.kinds() == {}


@pytest.mark.parametrize("kind", ["bad_gateway", "restart", "lost", "silence"])
async def test_an_outage_delays_an_answer(home: Path, kind: Kind) -> None:
    async with talking(home, seconds=0.3) as (emulator, running, chat, anna):
        emulator.world.faults.order("sendMessage", Fault(kind), Fault(kind))
        emulator.people.say(chat, anna, "hello")
        await running.until(lambda: running.count("echoes") == 1)
        assert by_the_bot(chat) == ["hello"]


@pytest.mark.parametrize("kind", ["done_and_lost", "done_and_silence"])
async def test_a_message_that_arrived_without_an_answer_is_found(home: Path, kind: Kind) -> None:
    async with talking(home, seconds=0.3) as (emulator, running, chat, anna):
        emulator.world.faults.order("sendMessage", Fault(kind))
        emulator.people.say(chat, anna, "pin it")
        await running.until(lambda: bool(chat.pinned))
        assert by_the_bot(chat)[:1] == ["pin it"]
        assert by_the_bot(chat).count("pin it") == 1
        assert running.rows("SELECT message_id FROM echoes") == [(chat.pinned[0],)]


@pytest.mark.parametrize("kind", ["done_and_lost", "bad_gateway"])
async def test_a_pin_is_repeated_without_harm(home: Path, kind: Kind) -> None:
    async with talking(home) as (emulator, running, chat, anna):
        emulator.world.faults.order("pinChatMessage", Fault(kind))
        emulator.people.say(chat, anna, "pin it")
        await running.until(
            lambda: running.rows("SELECT state FROM outbox") == [("sent",), ("sent",)]
        )
        assert len(chat.pinned) == 1


async def test_a_refusal_is_told_and_holds_nothing_up(home: Path) -> None:
    async with talking(home) as (emulator, running, chat, anna):
        emulator.people.say(chat, anna, "x" * 4096 + "y")
        emulator.people.say(chat, anna, "hello")
        await running.until(lambda: running.count("echoes") == 1)
        assert by_the_bot(chat) == ["hello"]
        told = [(error, kind) for _, error, kind in running.echo[0].failures]
        assert told == [("message is too long", Failure.REFUSED)]
        assert running.rows("SELECT state, payload FROM outbox") == [
            ("failed", "{}"),
            ("sent", "{}"),
        ]


async def test_a_blocked_chat_ends_quietly_and_opens_again(home: Path) -> None:
    async with talking(home) as (emulator, running, chat, anna):
        emulator.people.say(chat, anna, "hello")
        await running.until(lambda: running.count("echoes") == 1)
        emulator.people.block(chat)
        await running.until(lambda: len(running.echo[0].handled) == 2)
        closed = "SELECT closed FROM chats"
        assert running.rows(closed) == [("the bot is kicked",)]
        emulator.people.block(chat, blocked=False)
        emulator.people.say(chat, anna, "again")
        await running.until(lambda: by_the_bot(chat)[-1:] == ["again"])
        assert running.rows(closed) == [(None,)]


async def test_what_waits_for_a_closed_chat_is_given_up_without_a_call(home: Path) -> None:
    async with talking(home) as (emulator, running, chat, anna):
        emulator.world.faults.order("sendMessage", Fault("flood", 40))
        for text in ("one", "two", "three"):
            emulator.people.say(chat, anna, text)
        await running.until(lambda: running.count("outbox") == 3)
        emulator.people.block(chat)
        await running.until(lambda: len(running.echo[0].failures) == 3)
        assert {kind for _, _, kind in running.echo[0].failures} == {Failure.CLOSED}
        assert emulator.world.violations.kinds() == {}
        assert by_the_bot(chat) == []


async def test_what_waits_for_a_group_goes_where_it_moved(home: Path) -> None:
    async with talking(home) as (emulator, running, _, anna):
        group = emulator.people.group("group", anna, owner=anna)
        emulator.people.promote_bot(group, by=anna)
        emulator.world.faults.order("sendMessage", Fault("flood", 20))
        emulator.people.say(group, anna, "who is it")
        emulator.people.say(group, anna, "what is it")
        await running.until(lambda: running.count("outbox") == 2)
        new = emulator.people.upgrade(group, by=anna)
        await running.until(lambda: by_the_bot(new) == ["who is it", "what is it"])
        assert by_the_bot(group) == []
        assert {chat for (chat,) in running.rows("SELECT chat_id FROM outbox")} == {new.id}


async def test_a_move_that_only_a_refusal_tells_is_followed(home: Path) -> None:
    async with talking(home) as (emulator, running, _, anna):
        group = emulator.people.group("group", anna, owner=anna)
        emulator.people.promote_bot(group, by=anna)
        with emulator.world.lock:
            emulator.people.say(group, anna, "who is it")
            waiting = list(emulator.world.updates.waiting)
            new = emulator.people.upgrade(group, by=anna)
            emulator.world.updates.waiting = waiting  # the service messages never come
        await running.until(lambda: by_the_bot(new) == ["who is it"])
        assert running.rows("SELECT * FROM moved") == [(group.id, new.id)]


async def test_more_than_a_group_may_get_in_a_minute_comes_later_and_in_order(home: Path) -> None:
    async with talking(home) as (emulator, running, _, anna):
        group = emulator.people.group("supergroup", anna, owner=anna)
        emulator.people.promote_bot(group, by=anna)
        for number in range(25):
            emulator.people.say(group, anna, f"number {number}")
        await running.until(lambda: len(by_the_bot(group)) == 25)
        assert by_the_bot(group) == [f"number {number}" for number in range(25)]
        await running.until(lambda: not running.rows("SELECT 1 FROM outbox WHERE ended_at IS NULL"))
        times = [at for (at,) in running.rows("SELECT ended_at FROM outbox ORDER BY seq")]
        assert all(later - first > 50 for first, later in zip(times, times[20:], strict=False))
        assert emulator.world.violations.kinds() == {}


async def test_a_question_to_telegram_that_fails_keeps_the_update(home: Path) -> None:
    async with talking(home) as (emulator, running, chat, anna):
        emulator.world.faults.order("getChat", Fault("bad_gateway"), Fault("flood", 3))
        emulator.people.say(chat, anna, "who")
        await running.until(lambda: by_the_bot(chat) == ["who"])
        assert len(running.echo[0].handled) == 3
