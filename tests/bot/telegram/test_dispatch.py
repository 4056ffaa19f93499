"""From the inbox to the dialogue: what is handled beside what."""

import asyncio
from collections.abc import Iterable, Mapping
from typing import Any

import telegram

from bot.telegram.calls import ApiError, Failure, Reply
from bot.telegram.clock import SystemClock
from bot.telegram.dispatch import Dispatcher
from bot.telegram.errors import BotError
from bot.telegram.inbox import Inbox
from bot.telegram.store import Store


class Crowd:
    """A dialogue that notes how many are handled at once; and a hub to which nobody listens."""

    def __init__(self) -> None:
        self.inside = self.most = self.handled = 0

    async def handle(self, _: telegram.Update, __: Mapping[str, Any]) -> Reply:
        self.inside += 1
        self.most = max(self.most, self.inside)
        await asyncio.sleep(0.01)
        self.inside -= 1
        self.handled += 1
        return Reply()

    async def upkeep(self) -> Reply:
        return Reply()

    async def sent(self, *_: object) -> Reply:
        return Reply()

    async def failed(self, *_: object) -> Reply:
        return Reply()

    def outgoing(self, chat_ids: Iterable[int]) -> None:
        pass

    def moved(self, old: int, new: int) -> None:
        raise AssertionError((old, new))

    def end(self, error: BotError) -> None:
        raise error


def said(number: int) -> dict[str, Any]:
    chat = {"id": number, "type": "private", "first_name": "Anna"}
    return {
        "update_id": number,
        "message": {"message_id": number, "date": 1_800_000_000, "chat": chat, "text": "hello"},
    }


async def test_what_an_earlier_run_left_is_handled_one_at_a_time(store: Store) -> None:
    crowd, clock = Crowd(), SystemClock()
    inbox = Inbox(store, clock, lambda _: True, lambda _: None)
    inbox.take([said(number) for number in range(1, 5)])
    dispatcher = Dispatcher(store, inbox, crowd, clock, crowd)
    dispatcher.begin()
    while crowd.handled < 4:
        await asyncio.sleep(0.01)
    assert crowd.most == 1
    inbox.take([said(number) for number in range(5, 9)])
    dispatcher.wake(range(5, 9))
    while crowd.handled < 8:
        await asyncio.sleep(0.01)
    assert crowd.most == 4
    await dispatcher.stop(1)


class Asker(Crowd):
    """A dialogue that asks about a group, which has moved."""

    def __init__(self, old: int, new: int) -> None:
        super().__init__()
        self._answers = [ApiError(Failure.MIGRATED, "upgraded", moved=(old, new))]
        self.moves: list[tuple[int, int]] = []

    async def handle(self, _: telegram.Update, __: Mapping[str, Any]) -> Reply:
        if self._answers:
            raise self._answers.pop()
        self.handled += 1
        return Reply()

    def moved(self, old: int, new: int) -> None:
        self.moves.append((old, new))


async def test_that_another_group_has_moved_moves_nobody_else(store: Store) -> None:
    asker, clock = Asker(-5, -1005), SystemClock()
    inbox = Inbox(store, clock, lambda _: True, lambda _: None)
    inbox.take([said(7)])
    dispatcher = Dispatcher(store, inbox, asker, clock, asker)
    dispatcher.wake([7])
    while not asker.handled:
        await asyncio.sleep(0.01)
    assert asker.moves == [(-5, -1005)]
    await dispatcher.stop(1)
