"""How often Telegram lets a bot speak (the bots FAQ): once a second in a chat, 20 times a minute in
a group, 30 times a second in all. Edits, pins and deletions count like sends; questions do not.
"""

from collections import deque

from bot.telegram.clock import Clock

CHAT_GAP = 1.0
"""Seconds between two calls in a chat."""
GROUP_CALLS, GROUP_SPAN = 20, 60.0
ALL_CALLS, ALL_SPAN = 30, 1.0
MARGIN = 0.05
"""Seconds added to a chat's waits: calls do not all travel equally fast. Over all chats together,
where it would cost a message and a half a second, Telegram's 429 is the rarer evil."""

_COUNTED = ("send", "edit", "pin", "unpin", "delete", "copy", "forward")


def is_counted(method: str) -> bool:
    """Tell whether a method counts towards the limits."""
    return method.startswith(_COUNTED)


class Limits:
    """The calls of the last minute. One task a chat may wait at a time; any number of chats."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._chats: dict[int, deque[float]] = {}
        self._all: deque[float] = deque(maxlen=ALL_CALLS)

    async def turn(self, chat_id: int) -> None:
        """Return when a call in this chat may go, and count it.

        A chat that has to wait holds no other back: its place among all is taken only then.
        """
        await self._until(self._chat_free_at(chat_id))
        at = self._clock.now()
        if len(self._all) == ALL_CALLS:
            at = max(at, self._all[0] + ALL_SPAN)
        self._all.append(at)
        self.count(chat_id, at)
        await self._until(at)

    def count(self, chat_id: int, at: float) -> None:
        """Note a call, also one that an earlier process made."""
        calls = self._chats.setdefault(chat_id, deque(maxlen=GROUP_CALLS))
        calls.append(at)

    def forget_quiet(self) -> None:
        """Drop the chats whose calls no longer matter."""
        since = self._clock.now() - GROUP_SPAN - 1
        self._chats = {chat: calls for chat, calls in self._chats.items() if calls[-1] > since}

    def _chat_free_at(self, chat_id: int) -> float:
        calls = self._chats.get(chat_id)
        if not calls:
            return 0.0
        free = calls[-1] + CHAT_GAP + MARGIN
        if chat_id < 0 and len(calls) == GROUP_CALLS:  # the ids of groups are negative
            free = max(free, calls[0] + GROUP_SPAN + MARGIN)
        return free

    async def _until(self, at: float) -> None:
        while (wait := at - self._clock.now()) > 0:
            await self._clock.sleep(wait)
