"""How many questions a person and a group may ask: Telegram lets a bot answer no more than that.

Counted by the time that messages carry, so that questions that waited while the bot was away are
not taken for a flood. Kept in memory: a restart forgives.
"""

from collections import OrderedDict, deque

PAUSE_SECONDS = 3.0
"""Between two questions of one person."""
PER_MINUTE = 20
"""Questions of one person, and answers to one group: Telegram's own limit for groups."""
_MINUTE = 60.0
_MOST_KEPT = 10_000


class Quota:
    """Remembers the last minute's questions."""

    def __init__(self) -> None:
        self._asked: OrderedDict[tuple[int, int], deque[tuple[float, str]]] = OrderedDict()
        self._told: OrderedDict[tuple[int, int], float] = OrderedDict()

    def exceeded(self, chat_id: int, person_id: int, is_private: bool, at: float, key: str) -> str:
        """Count a question asked at a time, in seconds since 1970; returns the key of what to tell
        the person if it is one too many: `slower`, or `busy` for the whole group.

        `key` names the question: one that is handled again counts once. Person 0 is nobody that
        can be told, and counts for the group only.
        """
        person = self._recent((chat_id, person_id), at) if person_id else deque()
        group = self._recent((chat_id, 0), at)
        if any(key == counted for _, counted in group):
            return ""
        if person and (at - person[-1][0] < PAUSE_SECONDS or len(person) >= PER_MINUTE):
            return "slower"
        if not is_private and len(group) >= PER_MINUTE:
            return "busy"
        person.append((at, key))
        group.append((at, key))
        return ""

    def may_tell(self, chat_id: int, person_id: int, at: float) -> bool:
        """Tell whether to say so: once a minute, else the notices would be the flood."""
        key = (chat_id, person_id)
        if at - self._told.get(key, -_MINUTE) < _MINUTE:
            return False
        self._told[key] = at
        while len(self._told) > _MOST_KEPT:
            self._told.popitem(last=False)
        return True

    def _recent(self, key: tuple[int, int], at: float) -> deque[tuple[float, str]]:
        times = self._asked.setdefault(key, deque())
        self._asked.move_to_end(key)
        while times and at - times[0][0] >= _MINUTE:
            times.popleft()
        while len(self._asked) > _MOST_KEPT:
            self._asked.popitem(last=False)
        return times
