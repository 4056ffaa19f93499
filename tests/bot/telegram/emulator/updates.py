"""Updates that wait for the bot: the rules of getUpdates, without the network."""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from tests.bot.telegram.emulator.model import Json

DEFAULT = frozenset(
    "message edited_message channel_post edited_channel_post inline_query chosen_inline_result "
    "callback_query shipping_query pre_checkout_query poll poll_answer my_chat_member "
    "chat_join_request".split()
)
"""What is delivered unless allowed_updates says otherwise: not chat_member, not reactions."""
LIFETIME = {"callback_query": 150.0, "inline_query": 30.0, "chosen_inline_result": 600.0}
DAY = 24 * 3600.0
MOST = 100
"""That one getUpdates hands out."""


@dataclass(slots=True)
class Waiting:
    """One update that was not confirmed yet."""

    id: int
    kind: str
    body: Json
    since: float


@dataclass(slots=True)
class UpdateQueue:
    """Updates in order; each waits until an offset beyond it confirms it."""

    now: Callable[[], float] = time.monotonic
    waiting: list[Waiting] = field(default_factory=list)
    allowed: frozenset[str] = DEFAULT
    next_id: int = 100_000
    wake: Callable[[], None] = lambda: None
    delivered: set[int] = field(default_factory=set)
    """Ids that were handed out at least once."""

    def put(self, kind: str, body: Json) -> int | None:
        """Queue an update of a kind, unless the bot does not want that kind; returns its id."""
        if kind not in self.allowed:
            return None
        return self.put_raw({kind: body}, kind)

    def put_raw(self, update: Json, kind: str = "message") -> int:
        """Queue an update as it is, whatever stands in it."""
        update_id = self.next_id
        self.next_id += 1
        body = {"update_id": update_id, **update}
        self.waiting.append(Waiting(update_id, kind, body, self.now()))
        self.wake()
        return update_id

    def allow(self, kinds: Iterable[str] | None) -> None:
        """Follow an allowed_updates; an empty list means the default."""
        if kinds is not None:
            self.allowed = frozenset(kinds) or DEFAULT

    def take(self, offset: int, limit: int) -> list[Json]:
        """Confirm what lies before an offset and return what comes next, at most `limit`."""
        self._expire()
        if offset > 0:
            self.waiting = [one for one in self.waiting if one.id >= offset]
        elif offset < 0:
            self.waiting = self.waiting[offset:]
        handed = self.waiting[:limit]
        self.delivered.update(one.id for one in handed)
        return [one.body for one in handed]

    def confirm(self, update_id: int) -> None:
        """Forget one update: a webhook took it."""
        self.delivered.add(update_id)
        self.waiting = [one for one in self.waiting if one.id != update_id]

    def _expire(self) -> None:
        now = self.now()
        self.waiting = [
            one for one in self.waiting if now - one.since < LIFETIME.get(one.kind, DAY)
        ]
