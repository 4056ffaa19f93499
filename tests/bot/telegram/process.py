"""The bot as a person runs it, `pincite telegram`, and an emulator for it to talk to."""

import contextlib
import json
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from itertools import cycle, islice
from pathlib import Path

from tests.acceptance.shell import SAMPLE_QUESTIONS, Shell
from tests.bot.telegram.emulator import BOT_ID, TOKEN, Chat, Emulator, Message, User, running

QUESTIONS = [
    json.loads(line)["question"] for line in SAMPLE_QUESTIONS.read_text("utf-8").splitlines()
]
"""What can be asked of the sample library."""


BURST, BURST_QUESTIONS = 500, 10
"""Updates that arrive at once, and how many of them are questions."""


class BotProcess:
    """Starts, kills and stops `pincite telegram`; what it prints is kept in `log`."""

    def __init__(self, shell: Shell, url: str) -> None:
        self.shell = shell.having(TELEGRAM_BOT_TOKEN=TOKEN, PINCITE_TELEGRAM_API=url)
        self.log = shell.folder / "telegram.log"
        self.process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        with self.log.open("a") as log:
            self.process = self.shell.start("telegram", stdout=log, stderr=log)

    @property
    def pid(self) -> int:
        assert self.process is not None
        return self.process.pid

    def kill(self) -> None:
        """End it as a power cut would: it learns nothing of it."""
        assert self.process is not None
        self.process.kill()
        self.process.wait()

    def stop(self) -> int:
        """Ask it to stop and return its exit status."""
        assert self.process is not None
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(60)

    def wait(self, seconds: float) -> int:
        """Wait until it ends by itself and return its exit status."""
        assert self.process is not None
        return self.process.wait(seconds)

    def memory(self) -> int:
        """Resident bytes."""
        pages = int(Path(f"/proc/{self.pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE")

    def until(self, happened: Callable[[], bool], seconds: float = 60) -> None:
        """Wait for something, and fail if it does not happen or the bot ends."""
        end = time.monotonic() + seconds
        while not happened():
            assert time.monotonic() < end, f"it did not happen:\n{self.last_words()}"
            assert self.process is not None
            assert self.process.poll() is None, self.last_words()
            time.sleep(0.01)

    def last_words(self) -> str:
        return "\n".join(self.log.read_text("utf-8").splitlines()[-20:])


@contextlib.contextmanager
def talking(shell: Shell, *, flood: bool = False) -> Iterator[tuple[Emulator, BotProcess]]:
    """An emulator and a bot for it, not started yet; killed at the end."""
    with running() as emulator:
        emulator.world.flood.enabled = flood
        bot = BotProcess(shell, emulator.url)
        try:
            yield emulator, bot
        finally:
            if bot.process is not None and bot.process.poll() is None:
                bot.kill()


def leaks(bot: BotProcess, *words: str) -> list[str]:
    """The files in which the token stands, or the log if any of these words do."""
    files = [bot.log, *(path for path in bot.shell.home.rglob("*") if path.is_file())]
    secrets = (TOKEN.encode(), TOKEN.partition(":")[2].encode())
    leaking = [str(p) for p in files if any(secret in p.read_bytes() for secret in secrets)]
    said = bot.log.read_text("utf-8")
    return leaking + [word for word in words if word in said]


def ask(emulator: Emulator, text: str) -> tuple[User, Chat, Message]:
    """Let somebody new ask something in private."""
    person = emulator.people.user("Somebody")
    chat = emulator.people.private(person)
    return person, chat, emulator.people.say(chat, person, text)


def answers(chat: Chat) -> list[Message]:
    """What the bot said in a chat."""
    said = list(chat.messages.values())
    return [message for message in said if message.sender == BOT_ID and not message.service]


def busy_group(emulator: Emulator, bot: BotProcess, updates: int) -> list[int]:
    """Let so many updates arrive: people talk in a group where the bot reads all, and somebody new
    asks in private. Returns the bot's memory after each burst, when all questions are answered."""
    anna = emulator.people.user("Anna")
    group = emulator.people.group("supergroup", owner=anna)
    emulator.people.promote_bot(group, anna)
    sizes = []
    for _ in range(0, updates, BURST):
        for _ in range(BURST - BURST_QUESTIONS):
            emulator.people.say(group, anna, "between us")
        asked = [
            ask(emulator, question)[1] for question in islice(cycle(QUESTIONS), BURST_QUESTIONS)
        ]
        bot.until(lambda asked=asked: all(answers(chat) for chat in asked), 120)  # type: ignore[misc]
        sizes.append(bot.memory())
        group.messages.clear()
    return sizes
