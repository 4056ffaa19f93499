"""A clock that goes on by itself when nobody does anything: half an hour passes in seconds."""

import asyncio
import heapq
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count

_TURNS = 10
"""Of the event loop in which nothing happens, before time goes on."""


class VirtualClock:
    """Time for everything in one event loop; work that waits for sockets holds it (`working`)."""

    def __init__(self) -> None:
        self._now = 1_800_000_000.0
        self._sleepers: list[tuple[float, int, asyncio.Future[None]]] = []
        self._order = count()
        self._working = 0

    def now(self) -> float:
        return self._now

    async def sleep(self, seconds: float) -> None:
        woken = asyncio.get_running_loop().create_future()
        heapq.heappush(self._sleepers, (self._now + seconds, next(self._order), woken))
        await woken

    @contextmanager
    def working(self) -> Iterator[None]:
        """Let no time pass meanwhile."""
        self._working += 1
        try:
            yield
        finally:
            self._working -= 1

    async def run_until(self, happened: Callable[[], bool]) -> None:
        """Let time pass until something has happened."""
        while True:
            await self._settle()
            if happened():
                return
            assert self._sleepers, "nothing is under way, and it did not happen"
            at, _, woken = heapq.heappop(self._sleepers)
            self._now = max(self._now, at)
            if not woken.done():
                woken.set_result(None)

    async def _settle(self) -> None:
        quiet = 0
        while quiet < _TURNS:
            await asyncio.sleep(0)
            quiet = 0 if self._working else quiet + 1
