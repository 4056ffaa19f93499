"""Updates that cannot be: the bot neither ends nor waits, and answers those who stand between.

The numbers of docs/reliability.md: PINCITE_MANGLED=200000 pytest tests/bot/telegram/test_mangled.py
"""

import os
import sqlite3
import time
from collections import Counter
from random import Random

import pytest

from tests.acceptance.shell import Shell
from tests.bot.telegram import mangled
from tests.bot.telegram.process import QUESTIONS, BotProcess, answers, ask, talking

UPDATES = int(os.environ.get("PINCITE_MANGLED", "2000"))
BETWEEN = 500


@pytest.mark.model
@pytest.mark.slow
def test_mangled_updates_are_set_aside_and_the_others_answered(with_sample: Shell) -> None:
    dice = Random(7)
    with talking(with_sample) as (emulator, bot):
        bot.start()
        waits = []
        for number in range(UPDATES // BETWEEN):
            for _ in range(BETWEEN):
                emulator.world.updates.put_raw(mangled.update(dice))
            question = QUESTIONS[number % len(QUESTIONS)]
            asked = time.monotonic()
            _, chat, _ = ask(emulator, question)
            bot.until(lambda chat=chat: bool(answers(chat)), 120)  # type: ignore[misc]
            waits.append(time.monotonic() - asked)
        bot.until(lambda: _states(bot)["new"] == 0, 60 + UPDATES / 50)
        assert emulator.polls < UPDATES / 50 + 100
        assert bot.stop() == 0
        states = _states(bot)
        print(f"{UPDATES} mangled, {states}, longest wait of a neighbour {max(waits):.1f} s")
        assert states["quarantined"] > UPDATES / 50
        assert states["done"] >= len(waits)
        assert emulator.world.violations.found == []


def _states(bot: BotProcess) -> Counter[str]:
    with sqlite3.connect(bot.shell.home / "telegram.db") as database:
        rows = database.execute("SELECT state, count(*) FROM inbox GROUP BY state")
        return Counter(dict(rows.fetchall()))
