"""`pincite telegram` as a person starts it: a process, the sample library, the emulator."""

import json
import sqlite3
from contextlib import closing

import pytest

from tests.acceptance.shell import ANSWERED, MISTAKE, REFUSED, Shell, complaint
from tests.bot.telegram.emulator import TOKEN
from tests.bot.telegram.process import answers, ask, leaks, talking

pytestmark = pytest.mark.model

CURFEW = "During which hours was the curfew?"
ANSWER = "The curfew ran from 23.00 to 7.00 each night"


@pytest.mark.slow
def test_from_question_to_answer_to_a_stop(with_sample: Shell) -> None:
    with talking(with_sample) as (emulator, bot):
        bot.start()
        _, chat, _ = ask(emulator, CURFEW)
        bot.until(lambda: len(answers(chat)) == 1)
        assert ANSWER in str(answers(chat)[0].text)
        bot.until(lambda: bot.shell("telegram", "--health").returncode == ANSWERED)
        assert "runs already" in complaint(bot.shell("telegram"))
        assert bot.stop() == 0
        assert "does not run" in complaint(bot.shell("telegram", "--health"))
        assert not (bot.shell.home / "telegram.health").exists()
        events = [json.loads(line) for line in bot.log.read_text().splitlines()]
        assert [event["what"] for event in events] == ["started", "handled", "stopped"]
        assert emulator.world.violations.kinds() == {}
        assert leaks(bot) == []


@pytest.mark.slow
def test_a_bot_that_is_killed_while_it_answers_loses_nothing(with_sample: Shell) -> None:
    with talking(with_sample) as (emulator, bot):
        people = [emulator.people.user(f"Person {n}") for n in range(8)]
        chats = [emulator.people.private(person) for person in people]
        kills = 4
        for number in range(kills):
            bot.start()
            for chat, person in zip(chats, people, strict=True):
                emulator.people.say(chat, person, CURFEW)
            wanted = number * len(chats) + 3
            bot.until(lambda wanted=wanted: sum(len(answers(c)) for c in chats) >= wanted)  # type: ignore[misc]
            bot.kill()
        bot.start()
        bot.until(lambda: all(len(answers(chat)) >= kills for chat in chats))
        assert bot.stop() == 0
        assert sum(len(answers(chat)) - kills for chat in chats) <= kills
        with closing(sqlite3.connect(bot.shell.home / "telegram.db")) as connection:
            (states,) = connection.execute("SELECT count(*), sum(state = 'done') FROM inbox")
        assert states == (kills * len(chats), kills * len(chats))


@pytest.mark.slow
def test_files_that_owners_send_at_once_all_come_in(with_sample: Shell) -> None:
    with talking(with_sample) as (emulator, bot):
        owners = [emulator.people.user(f"Owner {n}") for n in range(3)]
        chats = [emulator.people.private(owner) for owner in owners]
        ids = ",".join(str(owner.id) for owner in owners)
        bot.shell = bot.shell.having(PINCITE_TELEGRAM_OWNERS=ids)
        bot.start()
        for chat, owner in zip(chats, owners, strict=True):
            note = f"The lighthouse of {owner.name} has {owner.id} steps.\n".encode()
            emulator.people.send_file(chat, owner, f"{owner.name}.txt", note)
        bot.until(lambda: all(map(answers, chats)), 120)
        reports = {str(said.text) for chat in chats for said in answers(chat)}
        assert reports == {f"Collection main:\nadded {owner.name}.txt" for owner in owners}


def test_the_setup_is_looked_at_without_answering_anyone(with_sample: Shell) -> None:
    with talking(with_sample) as (emulator, bot):
        _, chat, _ = ask(emulator, CURFEW)
        checked = bot.shell("telegram", "--check")
        assert answers(chat) == []
        assert len(emulator.world.updates.waiting) == 1
    assert checked.returncode == ANSWERED
    lines = [line.split("\t") for line in checked.stdout.splitlines()]
    assert {(what, state) for state, what, _ in lines} >= {
        ("token", "ok"),
        ("privacy", "ok"),
        ("delivery", "ok"),
        ("library", "ok"),
        ("models", "ok"),
        ("owners", "note"),
    }


def test_a_setup_that_lacks_something_is_told_so(pincite: Shell) -> None:
    with talking(pincite) as (_, bot):
        checked = bot.shell("telegram", "--check")
        unknown = bot.shell.having(TELEGRAM_BOT_TOKEN="77:" + "x" * 35)
        refused = unknown("telegram", "--check")
    assert checked.returncode == REFUSED
    assert "mend\tlibrary\tThere is no library" in checked.stdout
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
    pincite: Shell, variables: dict[str, str], arguments: list[str], said: str
) -> None:
    with talking(pincite) as (_, bot):
        done = bot.shell.having(**variables)("telegram", *arguments)
    assert done.returncode == MISTAKE
    assert said in complaint(done)
    assert TOKEN not in complaint(done)


def test_a_bot_whose_reader_cannot_be_opened_does_not_start(with_sample: Shell) -> None:
    with talking(with_sample) as (_, bot):
        without = bot.shell.having(PINCITE_READER="/no/reader")
        checked, started = without("telegram", "--check"), without("telegram")
    assert "mend\tmodels\tThe reader '/no/reader' (PINCITE_READER) cannot" in checked.stdout
    assert started.returncode == MISTAKE
    assert "The reader '/no/reader' (PINCITE_READER) cannot be opened" in started.stderr
