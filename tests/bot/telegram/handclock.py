"""A clock that a test moves."""

import asyncio
import heapq
from itertools import count


class HandClock:
    """Stands still until `move`; sleepers wake in the order of their times."""

    def __init__(self, now: float = 1_800_000_000.0) -> None:
        self._now = now
        self._count = count()
        self._sleepers: list[tuple[float, int, asyncio.Event]] = []

    def now(self) -> float:
        return self._now

    async def sleep(self, seconds: float) -> None:
        woken = asyncio.Event()
        heapq.heappush(self._sleepers, (self._now + seconds, next(self._count), woken))
        await woken.wait()

    def jump(self, seconds: float) -> None:
        """Let time go by while nobody sleeps."""
        assert not self._sleepers
        self._now += seconds

    async def move(self, seconds: float) -> None:
        """Let time go by, step by step from sleeper to sleeper."""
        end = self._now + seconds
        await settle()
        while self._sleepers and self._sleepers[0][0] <= end:
            self._now, _, woken = heapq.heappop(self._sleepers)
            woken.set()
            await settle()
        self._now = end


async def settle() -> None:
    """Let every task go on until it waits."""
    for _ in range(20):
        await asyncio.sleep(0)
