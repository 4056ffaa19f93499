import asyncio
import sqlite3
from collections import defaultdict

from bot.telegram.errors import BadToken, BotError
from bot.telegram.tasks import ByChat
from tests.bot.telegram.handclock import HandClock, settle


class Work:
    """Steps that are planned for each chat; what is planned and how it went."""

    def __init__(self, plan: dict[int, list[float | Exception | None]]) -> None:
        self.plan = plan
        self.done: dict[int, list[float]] = defaultdict(list)
        self.ends: list[BotError] = []
        self.clock = HandClock(0.0)
        self.chats = ByChat(self._step, self.clock, self.ends.append)
        self.gate = asyncio.Event()

    async def _step(self, chat_id: int) -> float | None:
        self.done[chat_id].append(self.clock.now())
        planned = self.plan[chat_id].pop(0) if self.plan[chat_id] else None
        if planned == -1:
            with self.chats.busy(chat_id):
                await self.gate.wait()
            return 0.0
        if isinstance(planned, Exception):
            raise planned
        return planned


async def test_chats_rest_each_for_itself() -> None:
    work = Work({1: [10.0, 0.0], 2: [1.0]})
    work.chats.wake([1, 2])
    await work.clock.move(30)
    assert work.done == {1: [0, 10, 10], 2: [0, 1]}


async def test_a_chat_that_is_woken_while_it_works_works_once() -> None:
    work = Work({1: [5.0]})
    work.chats.wake([1])
    work.chats.wake([1])
    await work.clock.move(20)
    assert work.done == {1: [0, 5]}
    work.chats.wake([1])
    await settle()
    assert work.done == {1: [0, 5, 20]}


async def test_a_fault_is_tried_again_and_holds_nobody_up() -> None:
    full = sqlite3.OperationalError("database or disk is full")
    full.sqlite_errorcode = sqlite3.SQLITE_FULL
    work = Work({1: [ValueError("x")], 2: [0.0], 3: [full]})
    work.chats.wake([1, 2, 3])
    await work.clock.move(40)
    assert work.done == {1: [0, 30], 2: [0, 0], 3: [0, 5]}
    assert work.ends == []


async def test_what_makes_going_on_useless_is_told() -> None:
    work = Work({1: [BadToken("revoked")]})
    work.chats.wake([1])
    await work.clock.move(40)
    assert [str(error) for error in work.ends] == ["revoked"]
    assert work.done == {1: [0]}


async def test_stopping_waits_for_what_is_busy_and_cuts_off_what_rests() -> None:
    work = Work({1: [-1, 0.0], 2: [1000.0]})
    work.chats.wake([1, 2])
    await settle()
    stopping = asyncio.create_task(work.chats.stop(60))
    await settle()
    assert not stopping.done()
    work.gate.set()
    await asyncio.wait_for(stopping, 5)
    work.chats.wake([3])
    await settle()
    assert work.done == {1: [0], 2: [0]}


async def test_stopping_waits_no_longer_than_it_is_told() -> None:
    work = Work({1: [-1]})
    work.chats.wake([1])
    await settle()
    await asyncio.wait_for(work.chats.stop(0.05), 5)
