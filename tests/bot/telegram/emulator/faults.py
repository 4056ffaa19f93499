"""Trouble on demand: what happens to a call instead of its answer, or after it was carried out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Literal

Kind = Literal[
    "flood",  # 429 with retry_after
    "restart",  # 500
    "bad_gateway",  # 502, an HTML page
    "lost",  # the connection is reset; nothing was done
    "done_and_lost",  # carried out, then the connection is reset
    "silence",  # nothing is done and nothing answered
    "done_and_silence",  # carried out, and no answer comes
    "unauthorized",  # 401
    "conflict",  # 409
]


@dataclass(frozen=True, slots=True)
class Fault:
    """What happens to one call."""

    kind: Kind
    retry_after: int = 0


@dataclass(slots=True)
class Faults:
    """Faults that were ordered for the next calls, and faults by chance."""

    ordered: dict[str, list[Fault]] = field(default_factory=dict)
    chances: dict[str, Mapping[Kind, float]] = field(default_factory=dict)
    """Method -> fault -> how likely it is, together at most 1."""
    only: frozenset[int] = frozenset()
    """The chats that chance meets; empty means all."""
    longest_wait: int = 60
    dice: Random = field(default_factory=lambda: Random(4))
    happened: list[tuple[str, Kind, int]] = field(default_factory=list)
    """Method, fault and chat of each."""

    def order(self, method: str, *faults: Fault) -> None:
        """Let the next calls of a method meet these faults, one each."""
        self.ordered.setdefault(method.lower(), []).extend(faults)

    def likely(self, *methods: str, **chances: float) -> None:
        """From now on, let calls of these methods meet faults by chance."""
        for method in methods:
            self.chances[method.lower()] = chances  # type: ignore[assignment]

    def next(self, method: str, chat: int = 0) -> Fault | None:
        """The fault that a call meets, if any."""
        waiting = self.ordered.get(method)
        spared = self.only and chat not in self.only
        fault = waiting.pop(0) if waiting else None if spared else self._by_chance(method)
        if fault is not None:
            self.happened.append((method, fault.kind, chat))
        return fault

    def _by_chance(self, method: str) -> Fault | None:
        chances = self.chances.get(method)
        if chances is None:
            return None
        rest = self.dice.random()
        for kind, chance in chances.items():
            rest -= chance
            if rest < 0:
                return Fault(kind, self.dice.randint(1, self.longest_wait))
        return None
