"""One process a home: a second one would answer every question twice."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.telegram.errors import AlreadyRunning
from corpus.database import is_locked, lock


def _path(home: Path) -> Path:
    return home / "telegram.lock"


@contextmanager
def only_one(home: Path) -> Iterator[None]:
    """Hold the home's lock; the system gives it back however the process ends."""
    home.mkdir(parents=True, exist_ok=True)
    with _path(home).open("w") as file:
        if not lock(file):
            raise AlreadyRunning(
                f"`pincite telegram` runs already in {home}. Stop it first, or give this one "
                "another home and another token."
            )
        yield


def is_running(home: Path) -> bool:
    """Tell whether a process holds the home's lock."""
    return is_locked(_path(home))
