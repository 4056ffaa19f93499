"""Libraries on threads: asked side by side, opened once a thread, closed at the end."""

import asyncio
import threading
from pathlib import Path

import pytest

from bot.telegram.chat_settings import MAIN
from bot.telegram.libraries import THREADS, Libraries
from corpus.errors import NoLibrary
from retrieval.answering import Answerer
from retrieval.home import open_answerer
from retrieval.model import Answer
from tests.embeddings.hashing import HashingEncoder
from tests.retrieval.homes import Home

QUESTION = "Who drew the mill of Arden?"


class Opened:
    """Libraries over a home, and the answerers that they opened."""

    def __init__(self, folder: Path) -> None:
        home = Home(folder, HashingEncoder())
        home.ingest({"a.md": "The mill of Arden was drawn by Olga Brandt in the spring."})
        self.encoder, self.answerers = home.encoder, list[Answerer]()
        self.libraries = Libraries(home.folder, self._open)

    def _open(self, home: Path) -> Answerer:
        self.answerers.append(open_answerer(home, self.encoder))
        return self.answerers[-1]


@pytest.fixture
def opened(tmp_path: Path) -> Opened:
    return Opened(tmp_path)


async def test_a_question_does_not_wait_for_the_one_before(opened: Opened) -> None:
    both = threading.Barrier(THREADS, timeout=20)

    def meet(answerer: Answerer) -> list[str]:
        both.wait()  # breaks where one waits for the other
        result = answerer.answer(QUESTION)
        assert isinstance(result, Answer)
        return [quote.text for quote in result.quotes]

    asked = [opened.libraries.ask(MAIN, meet) for _ in range(THREADS)]
    said = await asyncio.gather(*asked)
    assert said == [["The mill of Arden was drawn by Olga Brandt in the spring."]] * THREADS
    opened.libraries.close()


async def test_each_thread_opens_once_and_all_is_closed(opened: Opened) -> None:
    for _ in range(3):
        asked = [opened.libraries.ask(MAIN, lambda a: a.answer(QUESTION)) for _ in range(THREADS)]
        await asyncio.gather(*asked)
    assert len(opened.answerers) == THREADS
    opened.libraries.close()  # on the threads that opened them, else SQLite refuses
    with pytest.raises(RuntimeError, match="shutdown"):
        await opened.libraries.ask(MAIN, lambda a: a.answer(QUESTION))


async def test_what_fails_is_told_and_leaves_the_thread_free(opened: Opened) -> None:
    with pytest.raises(NoLibrary):
        await opened.libraries.ask("archive", lambda answerer: answerer.answer(QUESTION))
    with pytest.raises(ZeroDivisionError):
        await opened.libraries.ask(MAIN, lambda _: 1 // 0)
    assert isinstance(await opened.libraries.ask(MAIN, lambda a: a.answer(QUESTION)), Answer)
    opened.libraries.close()
