"""One call -> its answer: what stands between the network and the methods."""

from dataclasses import dataclass
from typing import Any

from tests.bot.telegram.emulator.arguments import Arguments
from tests.bot.telegram.emulator.faults import Fault
from tests.bot.telegram.emulator.limits import WRITES
from tests.bot.telegram.emulator.methods import METHODS
from tests.bot.telegram.emulator.model import Json
from tests.bot.telegram.emulator.refusals import Refusal
from tests.bot.telegram.emulator.world import World

_INSTEAD = frozenset({"flood", "restart", "unauthorized", "conflict"})
"""Faults that are refusals; the others happen to the connection."""
_CARRIED_OUT = frozenset({"done_and_lost", "done_and_silence"})


@dataclass(frozen=True, slots=True)
class Answer:
    """What is sent back; `fault` is what happens to the connection instead."""

    status: int
    body: Json
    headers: dict[str, str]
    fault: Fault | None = None


def answer(world: World, method: str, arguments: Arguments) -> Answer:
    """Carry out one call, unless a fault prevents it."""
    method = method.lower()
    with world.lock:
        fault = world.faults.next(method, arguments.integer("chat_id"))
        try:
            if fault is not None and fault.kind in _INSTEAD:
                raise _refusal(world, method, arguments, fault)
            carried = fault is None or fault.kind in _CARRIED_OUT
            result = _carry_out(world, method, arguments) if carried else None
        except Refusal as refusal:
            _remember(world, method, arguments, refusal)
            return Answer(refusal.code, refusal.body(), dict(refusal.headers()), None)
        return Answer(200, {"ok": True, "result": result}, {}, fault)


def _carry_out(world: World, method: str, arguments: Arguments) -> Any:
    if method not in METHODS:
        raise Refusal(404, "method not found")
    if any(world.token in value for value in arguments.values.values()):
        world.violations.add("token", f"in an argument of {method}")
    result = METHODS[method](world, arguments)
    world.calls.append((method, dict(arguments.values)))
    return result


def failed(world: World, method: str, arguments: Arguments, fault: Fault) -> Answer:
    """What a fault makes of a call that is not carried out."""
    if fault.kind not in _INSTEAD:
        return Answer(200, {}, {}, fault)
    refusal = _refusal(world, method, arguments, fault)
    return Answer(refusal.code, refusal.body(), dict(refusal.headers()))


def _refusal(world: World, method: str, arguments: Arguments, fault: Fault) -> Refusal:
    match fault.kind:
        case "flood" if method in WRITES:
            return world.flood.refuse(arguments.integer("chat_id"), fault.retry_after)
        case "flood":
            wait = fault.retry_after
            return Refusal(429, f"retry after {wait}", retry_after=wait)
        case "restart":
            return Refusal(500, "restart")
        case "conflict":
            return conflict()
    return Refusal(401, "")


def conflict() -> Refusal:
    """Another poller came."""
    return Refusal(
        409,
        "terminated by other getUpdates request; make sure that only one bot instance is running",
    )


def _remember(world: World, method: str, arguments: Arguments, refusal: Refusal) -> None:
    if refusal.code == 403 and arguments.integer("chat_id"):
        world.violations.refused(arguments.integer("chat_id"), method)
