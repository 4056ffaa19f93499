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


def beat(home: Path, heard_at: float) -> None:
    """Note that the bot runs, and when Telegram last answered (seconds since 1970)."""
    path = _path(home)
    draft = path.with_suffix(".new")
    draft.write_text(json.dumps({"at": time.time(), "heard_at": heard_at}), encoding="ascii")
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
        at, heard_at = float(found["at"]), float(found["heard_at"])
    except (OSError, ValueError, KeyError, TypeError):
        return "The bot has just started, or cannot write to its home."
    now = time.time()
    if now - at > _LATE_SECONDS:
        return f"The bot hangs: it last gave a sign {now - at:.0f} s ago. Restart it."
    if now - heard_at > _SILENT_SECONDS:
        return f"Telegram was last heard {now - heard_at:.0f} s ago. Check the network."
    return None
