"""Time as the bot knows it: passed in, so that a test can let half an hour go by."""

import asyncio
import time
from typing import Protocol


class Clock(Protocol):
    """Tells the time and lets it pass."""

    def now(self) -> float:
        """Seconds since 1970; never goes back while a process runs."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Return when `seconds` have passed."""
        ...


def backoff(misses: int, longest: float) -> float:
    """Seconds to wait after so many misses in a row: 1, 2, 4, and so on, at most `longest`."""
    return min(longest, 2.0 ** min(misses - 1, 10))  # a week of misses has no float of its own


class SystemClock:
    """The machine's time at start, and steady from there: setting the machine's clock moves no
    limit."""

    def __init__(self) -> None:
        self._behind = time.time() - time.monotonic()

    def now(self) -> float:
        return self._behind + time.monotonic()

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)
