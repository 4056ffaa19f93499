"""Flood control: how many messages Telegram takes, and for how long it then takes none."""

import math
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.bot.telegram.emulator.refusals import Refusal, too_many_requests
from tests.bot.telegram.emulator.violations import Violations

COUNTED = frozenset({"sendmessage", "editmessagetext", "editmessagereplymarkup"})
"""Edits share the budget of sends."""
WRITES = COUNTED | {"pinchatmessage", "unpinchatmessage", "deletemessage"}
SLACK = 0.95
"""Calls are counted when they arrive, which is not quite when they were made."""


@dataclass(slots=True)
class Window:
    """At most `most` calls in any `seconds`."""

    most: int
    seconds: float
    times: deque[float] = field(default_factory=deque)

    def wait(self, now: float) -> float:
        """Seconds until one more is allowed."""
        while self.times and self.times[0] <= now - self.seconds * SLACK:
            self.times.popleft()
        if len(self.times) < self.most:
            return 0.0
        return self.times[-self.most] + self.seconds - now


@dataclass(slots=True)
class Flood:
    """About 1 message a second in a chat, 20 a minute in a group, 30 a second over all."""

    now: Callable[[], float]
    violations: Violations
    enabled: bool = True
    overall: Window = field(default_factory=lambda: Window(30, 1.0))
    chats: dict[int, list[Window]] = field(default_factory=dict)
    until: dict[int, float] = field(default_factory=dict)
    """Chat -> when it may be written to again, as a 429 said."""

    def check(self, method: str, chat: int) -> None:
        """Count one call, or refuse it; a call before its retry_after is a violation too."""
        if method not in WRITES:
            return
        now = self.now()
        until = self.until.get(chat, 0.0)
        if now < until:
            self.violations.add("early", f"{method} in {chat}, {until - now:.3f} s too early")
            raise too_many_requests(math.ceil(until - now))
        if self.enabled and method in COUNTED:
            self._count(chat, now)

    def _count(self, chat: int, now: float) -> None:
        windows = self.chats.setdefault(chat, _windows(chat))
        wait = max(window.wait(now) for window in [self.overall, *windows])
        if wait > 0:
            raise self.refuse(chat, max(1, math.ceil(wait)))
        for window in [self.overall, *windows]:
            window.times.append(now)

    def refuse(self, chat: int, retry_after: int) -> Refusal:
        """The 429 for a chat, which counts from now."""
        self.until[chat] = self.now() + retry_after
        return too_many_requests(retry_after)


def _windows(chat: int) -> list[Window]:
    second = Window(1, 1.0)
    return [second] if chat > 0 else [second, Window(20, 60.0)]
