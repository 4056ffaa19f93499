"""The libraries that chats ask: one thread opens and asks them all, so that the bot never waits.

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

MOST_OPEN = 50
"""Collections held open; a library has a few files and, mapped, its index."""
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,29}")

T = TypeVar("T")

OpenHome = Callable[[Path], Answerer]
"""Opens the library of a home. Raises CorpusError."""


class Libraries:
    """Opens collections when they are asked, and answers on one thread."""

    def __init__(self, home: Path, open_answerer: OpenHome) -> None:
        """`open_answerer` opens a home; it is called on the thread that asks."""
        self._home = home
        self._open_answerer = open_answerer
        self._thread = ThreadPoolExecutor(1, "libraries")
        self._opened: OrderedDict[str, Answerer] = OrderedDict()

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
        return await asyncio.get_running_loop().run_in_executor(
            self._thread, lambda: work(self._answerer(collection))
        )

    def close(self) -> None:
        """Finish what is under way and close all."""
        self._thread.submit(self._close_all).result()
        self._thread.shutdown()

    def _answerer(self, collection: str) -> Answerer:
        home = self.home_of(collection)
        if collection not in self._opened:
            self._opened[collection] = self._open_answerer(home)
        self._opened.move_to_end(collection)
        if len(self._opened) > MOST_OPEN:
            self._opened.popitem(last=False)[1].close()
        return self._opened[collection]

    def _close_all(self) -> None:
        while self._opened:
            self._opened.popitem()[1].close()


def is_name(text: str) -> bool:
    """Tell whether a text can name a collection: small letters, digits and hyphens, 30 at most."""
    return _NAME.fullmatch(text) is not None and text != MAIN
