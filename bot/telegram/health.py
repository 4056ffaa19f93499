"""Whether the bot runs and hears Telegram: a small file in the home, written over and over."""

import json
import time
from pathlib import Path

from bot.telegram.lock import is_running

BEAT_SECONDS = 15.0
_LATE_SECONDS = 4 * BEAT_SECONDS
_SILENT_SECONDS = 180.0
"""More than twice as long as a poll may take with its answer."""


def _path(home: Path) -> Path:
    return home / "telegram.health"


def beat(home: Path, silent: float, *, was_heard: bool) -> None:
    """Note that the bot runs, and for how many seconds Telegram has been silent: since it last
    answered, or since the start. No times are kept: the machine's clock may be set meanwhile."""
    path = _path(home)
    draft = path.with_suffix(".new")
    sign = {"at": time.time(), "silent": silent, "was_heard": was_heard}
    draft.write_text(json.dumps(sign), encoding="ascii")
    draft.replace(path)


def stopped(home: Path) -> None:
    """Take the sign of life away: the bot was stopped and did not die."""
    _path(home).unlink(missing_ok=True)


def trouble(home: Path) -> str | None:
    """What is wrong with the bot of a home, None where nothing is."""
    if not is_running(home):
        return f"`pincite telegram` does not run in {home}."
    try:
        found = json.loads(_path(home).read_text(encoding="ascii"))
        at, silent, was_heard = float(found["at"]), float(found["silent"]), found["was_heard"]
    except (OSError, ValueError, KeyError, TypeError):
        return "The bot has just started, or cannot write to its home."
    now = time.time()
    if now - at > _LATE_SECONDS:
        return f"The bot hangs: it last gave a sign {now - at:.0f} s ago. Restart it."
    silent += now - at
    if not was_heard:
        return f"Telegram has not answered since the start, {silent:.0f} s ago. Check the network."
    if silent > _SILENT_SECONDS:
        return f"Telegram was last heard {silent:.0f} s ago. Check the network."
    return None
