"""The libraries that chats ask, on threads of their own, so that the bot never waits.

A collection is a home of its own, in a folder of the bot's home, so that nothing of one can be
found by asking another.
"""

import asyncio
import re
from collections import OrderedDict
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

from bot.telegram.chat_settings import MAIN
from corpus.errors import NoLibrary
from retrieval.answering import Answerer

THREADS = 2
"""Of which one puts an answer together while the other waits for the models: the interpreter runs
one at a time. On two cores 2, 3 and 4 give as many answers a second, but beside three, the thread
that sends them has to wait (docs/reliability.md)."""
MOST_OPEN = 50
"""Collections that each holds open; a library has a few files and, mapped, its index."""
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,29}")

T = TypeVar("T")

OpenHome = Callable[[Path], Answerer]
"""Opens the library of a home. Raises CorpusError."""


class Libraries:
    """Opens collections when they are asked, and answers on the thread that has least to do."""

    def __init__(self, home: Path, open_answerer: OpenHome) -> None:
        """`open_answerer` opens a home; it is called on the thread that asks, on each once."""
        self._home = home
        self._threads = [_Thread(open_answerer) for _ in range(THREADS)]

    def home_of(self, collection: str) -> Path:
        """The folder of a collection. Raises NoLibrary for what is no name of one."""
        if collection == MAIN:
            return self._home
        if not is_name(collection):
            raise NoLibrary(f"{collection!r} is not the name of a collection.")
        return self._home / "collections" / collection

    def names(self) -> Iterator[str]:
        """All collections, the main one first."""
        yield MAIN
        folder = self._home / "collections"
        if folder.is_dir():
            yield from sorted(path.name for path in folder.iterdir() if is_name(path.name))

    async def ask(self, collection: str, work: Callable[[Answerer], T]) -> T:
        """Do something with a collection. Raises what `work` does, and NoLibrary."""
        home = self.home_of(collection)
        return await min(self._threads, key=lambda thread: thread.waiting).ask(home, work)

    def close(self) -> None:
        """Finish what is under way and close all."""
        for thread in self._threads:
            thread.close()


class _Thread:
    """A thread and the libraries that it has open, which only it may ask."""

    def __init__(self, open_answerer: OpenHome) -> None:
        self.waiting = 0
        """What is under way or still to do."""
        self._open_answerer = open_answerer
        self._executor = ThreadPoolExecutor(1, "libraries")
        self._opened: OrderedDict[Path, Answerer] = OrderedDict()

    async def ask(self, home: Path, work: Callable[[Answerer], T]) -> T:
        loop = asyncio.get_running_loop()
        self.waiting += 1
        try:
            return await loop.run_in_executor(self._executor, lambda: work(self._answerer(home)))
        finally:
            self.waiting -= 1

    def close(self) -> None:
        self._executor.submit(self._close_all).result()
        self._executor.shutdown()

    def _answerer(self, home: Path) -> Answerer:
        if home not in self._opened:
            self._opened[home] = self._open_answerer(home)
        self._opened.move_to_end(home)
        if len(self._opened) > MOST_OPEN:
            self._opened.popitem(last=False)[1].close()
        return self._opened[home]

    def _close_all(self) -> None:
        while self._opened:
            self._opened.popitem()[1].close()


def is_name(text: str) -> bool:
    """Tell whether a text can name a collection: small letters, digits and hyphens, 30 at most."""
    return _NAME.fullmatch(text) is not None and text != MAIN
