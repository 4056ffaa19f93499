"""How often a person and a group are answered: Telegram lets a bot say no more than that.

Questions, presses that show more, and commands count together: for Telegram an edit is as much as a
message. Counted by the time that messages carry, so that what waited while the bot was away is not
taken for a flood. Kept in memory: a restart forgives.
"""

from collections import OrderedDict
from typing import Any

PAUSE_SECONDS = 3.0
"""Between two questions of one person."""
PER_MINUTE = 20
"""For a person in a chat, and for a group: Telegram's own limit for groups."""
_MINUTE = 60.0
_MOST_KEPT = 4_000
"""People and chats: more than can be answered in a minute."""

_Wish = tuple[float, str, float]
"""When, what, and the pause that it wants."""


class Quota:
    """Remembers the last minute."""

    def __init__(self) -> None:
        self._recent: OrderedDict[tuple[int, int], list[_Wish]] = OrderedDict()
        self._told: OrderedDict[tuple[int, int], float] = OrderedDict()

    def exceeded(
        self,
        chat_id: int,
        person_id: int,
        at: float,
        key: str,
        *,
        pause: float = 0.0,
        in_group: bool = True,
    ) -> str:
        """Count what a person wants at a time, in seconds since 1970; returns the key of what to
        tell them if it is one too many: `slower`, or `busy` for the whole group.

        `key` names it: what is handled again counts once. Two that want a pause are so many
        seconds apart. `in_group`: it may be one too many for the group, too. Person 0 is nobody
        that can be told, and counts for the group only.
        """
        person = self._last_minute((chat_id, person_id), at) if person_id else []
        group = self._last_minute((chat_id, 0), at)
        if any(key == counted for _, counted, _ in group):
            return ""
        is_early = any(abs(at - then) < min(pause, wanted) for then, _, wanted in person)
        if is_early or len(person) >= PER_MINUTE:
            return "slower"
        if in_group and len(group) >= PER_MINUTE:
            return "busy"
        person.append((at, key, pause))
        group.append((at, key, pause))
        return ""

    def may_tell(self, chat_id: int, person_id: int, at: float) -> bool:
        """Tell whether to say so: once a minute, else the notices would be the flood."""
        key = (chat_id, person_id)
        if abs(at - self._told.get(key, -_MINUTE)) < _MINUTE:
            return False
        self._told[key] = at
        self._told.move_to_end(key)
        _shorten(self._told)
        return True

    def _last_minute(self, key: tuple[int, int], at: float) -> list[_Wish]:
        """What was wanted within a minute, either way: a press carries no time, and this machine's
        clock may be ahead of Telegram's."""
        kept = self._recent.pop(key, [])
        recent = self._recent[key] = [wish for wish in kept if abs(at - wish[0]) < _MINUTE]
        _shorten(self._recent)
        return recent


def _shorten(kept: OrderedDict[tuple[int, int], Any]) -> None:
    while len(kept) > _MOST_KEPT:
        kept.popitem(last=False)
