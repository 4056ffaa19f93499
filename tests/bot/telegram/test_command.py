"""`pincite telegram` as a person starts it: a process, the sample library, the emulator."""

import json
import signal
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.acceptance.shell import ANSWERED, MISTAKE, REFUSED, Shell, complaint
from tests.bot.telegram.emulator import BOT_ID, TOKEN, Chat, Emulator, running

pytestmark = pytest.mark.model

CURFEW = "During which hours was the curfew?"
ANSWER = "The curfew ran from 23.00 to 7.00 each night"


@pytest.fixture
def emulator() -> Iterator[Emulator]:
    with running() as one:
        yield one


def with_token(shell: Shell, emulator: Emulator) -> Shell:
    """The shell of a person who has a token."""
    return shell.having(TELEGRAM_BOT_TOKEN=TOKEN, PINCITE_TELEGRAM_API=emulator.url)


@contextmanager
def started(shell: Shell, log: Path) -> Iterator["subprocess.Popen[str]"]:
    """A bot that runs, and is killed at the end if it still does."""
    with log.open("a") as file:
        process = shell.start("telegram", stderr=file)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def ended(process: "subprocess.Popen[str]", how: int) -> int:
    process.send_signal(how)
    return process.wait(40)


def until(happened: Callable[[], bool], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.02)


def answers(chat: Chat) -> list[str]:
    return [str(m.text) for m in list(chat.messages.values()) if m.sender == BOT_ID]


@pytest.mark.slow
def test_from_question_to_answer_to_a_stop(
    with_sample: Shell, emulator: Emulator, tmp_path: Path
) -> None:
    shell = with_token(with_sample, emulator)
    anna = emulator.people.user("Anna")
    chat = emulator.people.private(anna)
    log = tmp_path / "log"
    with started(shell, log) as process:
        emulator.people.say(chat, anna, CURFEW)
        until(lambda: len(answers(chat)) == 1)
        assert ANSWER in answers(chat)[0]
        until(lambda: shell("telegram", "--health").returncode == ANSWERED)
        assert "runs already" in complaint(shell("telegram"))
        assert ended(process, signal.SIGTERM) == 0
    assert "does not run" in complaint(shell("telegram", "--health"))
    assert not (shell.home / "telegram.health").exists()
    events = [json.loads(line) for line in log.read_text().splitlines()]
    assert [event["what"] for event in events] == ["started", "handled", "stopped"]
    assert emulator.world.violations.kinds() == {}
    written = [log, *(path for path in shell.home.rglob("*") if path.is_file())]
    secret = TOKEN.partition(":")[2].encode()
    assert not [path for path in written if secret in path.read_bytes()]


@pytest.mark.slow
def test_a_bot_that_is_killed_while_it_answers_loses_nothing(
    with_sample: Shell, emulator: Emulator, tmp_path: Path
) -> None:
    shell = with_token(with_sample, emulator)
    people = [emulator.people.user(f"Person {n}") for n in range(8)]
    chats = [emulator.people.private(person) for person in people]
    kills = 4
    for number in range(kills):
        with started(shell, tmp_path / "log") as process:
            for chat, person in zip(chats, people, strict=True):
                emulator.people.say(chat, person, CURFEW)
            wanted = number * len(chats) + 3
            until(lambda wanted=wanted: sum(len(answers(c)) for c in chats) >= wanted)  # type: ignore[misc]
            assert ended(process, signal.SIGKILL) == -signal.SIGKILL
    with started(shell, tmp_path / "log") as process:
        until(lambda: all(len(answers(chat)) >= kills for chat in chats))
        assert ended(process, signal.SIGTERM) == 0
    assert sum(len(answers(chat)) - kills for chat in chats) <= kills
    connection = sqlite3.connect(shell.home / "telegram.db")
    count, done = connection.execute("SELECT count(*), sum(state = 'done') FROM inbox").fetchone()
    connection.close()
    assert count == done == kills * len(chats)


def test_the_setup_is_looked_at_without_answering_anyone(
    with_sample: Shell, emulator: Emulator
) -> None:
    anna = emulator.people.user("Anna")
    chat = emulator.people.private(anna)
    emulator.people.say(chat, anna, CURFEW)
    checked = with_token(with_sample, emulator)("telegram", "--check")
    assert checked.returncode == ANSWERED
    lines = [line.split("\t") for line in checked.stdout.splitlines()]
    assert {(what, state) for state, what, _ in lines} >= {
        ("token", "ok"),
        ("privacy", "ok"),
        ("delivery", "ok"),
        ("library", "ok"),
        ("owners", "note"),
    }
    assert answers(chat) == []
    assert len(emulator.world.updates.waiting) == 1


def test_a_setup_that_lacks_something_is_told_so(pincite: Shell, emulator: Emulator) -> None:
    shell = with_token(pincite, emulator)
    checked = shell("telegram", "--check")
    assert checked.returncode == REFUSED
    assert "mend\tlibrary\tThere is no library" in checked.stdout
    refused = shell.having(TELEGRAM_BOT_TOKEN="77:" + "x" * 35)("telegram", "--check")
    assert refused.returncode == REFUSED
    assert "mend\ttoken\tTelegram does not know it" in refused.stdout


@pytest.mark.parametrize(
    ("variables", "arguments", "said"),
    [
        ({"TELEGRAM_BOT_TOKEN": ""}, [], "There is no token. @BotFather"),
        ({}, ["--webhook", f"https://example.org/{TOKEN}"], "Revoke it"),
        ({"PINCITE_TELEGRAM_API": "nowhere"}, [], "PINCITE_TELEGRAM_API is no address"),
        ({"PINCITE_TELEGRAM_OWNERS": "@me"}, [], "PINCITE_TELEGRAM_OWNERS"),
        ({}, ["--check", "--health"], "for different moments"),
        ({}, ["--webhook", "https://example.org/x", "--listen", "8080"], "no HOST:PORT"),
        ({"TELEGRAM_BOT_TOKEN": "1:wrong"}, [], "Telegram does not know the token"),
    ],
)
def test_a_mistake_is_one_line_that_says_what_to_do(
    pincite: Shell,
    emulator: Emulator,
    variables: dict[str, str],
    arguments: list[str],
    said: str,
) -> None:
    done = with_token(pincite, emulator).having(**variables)("telegram", *arguments)
    assert done.returncode == MISTAKE
    assert said in complaint(done)
    assert TOKEN not in complaint(done)
