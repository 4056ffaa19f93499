"""Floods in most chats, for half an hour: nothing is lost, nothing early, calm chats stay calm.

The numbers of docs/reliability.md: PINCITE_STORM=30 pytest tests/bot/telegram/test_storm.py
"""

import asyncio
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from random import Random
from statistics import quantiles
from typing import Any

import telegram

from bot.telegram.calls import Call, Failure, Reply
from bot.telegram.client import Client
from bot.telegram.errors import BotError
from bot.telegram.outbox import Outbox
from bot.telegram.sending import Senders
from bot.telegram.store import Store, store_path
from tests.bot.telegram.emulator import BOT_ID, TOKEN, Chat, Emulator
from tests.bot.telegram.virtual import VirtualClock

MINUTES = float(os.environ.get("PINCITE_STORM", "1"))
CHATS, CALM_CHATS = 50, 10
PAUSE = 20.0
"""Mean seconds between two messages in a chat: what 30 % of calls refused leaves room for."""
TRAVEL = 0.1
"""Seconds of a call."""


class Storm:
    """A sender's whole surroundings: its API, its dialogue and its hub."""

    def __init__(self, home: Path, clock: VirtualClock, emulator: Emulator) -> None:
        self.clock, self.emulator = clock, emulator
        self.client = Client(TOKEN, emulator.url)
        self.store = Store(store_path(home))
        self.outbox = Outbox(self.store, clock)
        self.senders = Senders(self.store, self, self, clock, self)
        self.wanted: dict[int, list[str]] = {}
        self.since: dict[str, float] = {}
        self.took: dict[str, float] = {}
        self.failures: list[str] = []
        """What must not happen. Raised where it does, it would be tried again for ever."""

    async def call(self, method: str, payload: Mapping[str, Any] | None = None) -> Any:
        await self.clock.sleep(TRAVEL)
        with self.clock.working():
            return await self.client.call(method, payload)

    async def download(self, file_id: str, path: Path, most: int) -> None:
        raise AssertionError("a sender downloads nothing")

    async def handle(self, update: telegram.Update, raw: Mapping[str, Any]) -> Reply:
        raise AssertionError("a sender handles no update")

    async def sent(self, call: Call, result: Any) -> Reply:
        self.took[call.purpose] = self.clock.now() - self.since[call.purpose]
        return Reply()

    async def failed(self, call: Call, error: str, kind: Failure) -> Reply:
        self.failures.append(error)
        return Reply()

    async def upkeep(self) -> Reply:
        return Reply()

    def outgoing(self, chat_ids: Iterable[int]) -> None:
        self.senders.wake(chat_ids)

    def moved(self, old: int, new: int) -> None:
        self.failures.append(f"{old} moved to {new}")

    def end(self, error: BotError) -> None:
        self.failures.append(str(error))

    async def talk(self, chat: Chat, dice: Random) -> None:
        """Let the bot say something in a chat, again and again."""
        end = self.clock.now() + MINUTES * 60
        while True:
            await self.clock.sleep(dice.expovariate(1 / PAUSE))
            if self.clock.now() > end:
                return
            said = self.wanted.setdefault(chat.id, [])
            text = f"message {len(said)} to {chat.id}"
            said.append(text)
            self.since[text] = self.clock.now()
            with self.store.transaction() as connection:
                call = Call(chat.id, text, "sendMessage", {"text": text})
                self.outbox.put(connection, "test", [call])
            self.senders.wake([chat.id])


async def _storm(home: Path, share: float) -> tuple[Storm, list[float]]:
    """What happened, and how long messages to calm chats took."""
    clock = VirtualClock()
    async with Emulator(clock.now).serving() as emulator:
        people, storm = emulator.people, Storm(home, clock, emulator)
        chats = [people.private(people.user(f"Anna {n}")) for n in range(CHATS // 2)]
        chats += [people.group("supergroup") for _ in range(CHATS // 2)]
        calm = {chat.id for chat in chats[:: CHATS // CALM_CHATS]}
        emulator.world.faults.only = frozenset(chat.id for chat in chats) - calm
        emulator.world.faults.likely("sendMessage", flood=share * CHATS / (CHATS - CALM_CHATS))
        talks = [
            asyncio.create_task(storm.talk(chat, Random(seed))) for seed, chat in enumerate(chats)
        ]
        await clock.run_until(lambda: all(talk.done() for talk in talks))
        await clock.run_until(lambda: len(storm.took) + len(storm.failures) == len(storm.since))
        await storm.senders.stop(1)
        await storm.client.close()
        storm.store.close()
    assert storm.failures == []
    for chat in chats:
        texts = [m.text for m in chat.messages.values() if m.sender == BOT_ID]
        assert texts == storm.wanted.get(chat.id, [])
    return storm, [took for text, took in storm.took.items() if int(text.split()[-1]) in calm]


async def test_floods_lose_nothing_and_hold_up_only_their_own_chats(tmp_path: Path) -> None:
    _, before = await _storm(tmp_path / "calm", 0.0)
    storm, during = await _storm(tmp_path / "storm", 0.3)
    floods = len(storm.emulator.world.faults.happened)
    share = floods / (floods + len(storm.took))
    assert 0.25 < share < 0.35
    assert storm.emulator.world.violations.found == []
    p95 = [quantiles(took, n=20)[-1] for took in (before, during)]
    print(f"{len(storm.took)} messages, {floods} floods ({share:.0%}), calm p95 {p95}")
    assert p95[1] < 2 * p95[0]
