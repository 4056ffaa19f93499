"""Everything goes wrong at once between the bot and Telegram: every question is still answered.

The numbers of docs/reliability.md: PINCITE_CHAOS=1000 pytest tests/bot/telegram/test_chaos.py
"""

import os
import time

import pytest

from tests.acceptance.shell import MISTAKE, Shell
from tests.bot.telegram.emulator import Chat, Emulator, Fault
from tests.bot.telegram.process import QUESTIONS, answers, ask, leaks, talking

ASKED = int(os.environ.get("PINCITE_CHAOS", "30"))
IS_SHORT = ASKED < 100
"""Then no call waits for an answer that never comes: that takes 20 seconds each."""
_DONE = {"done_and_lost", "done_and_silence"}


def _go_wrong(emulator: Emulator) -> None:
    """10 % of sends end without an answer, half of them carried out; 5 % are a 502; 2 % a 500."""
    silence = 0.0 if IS_SHORT else 0.025
    emulator.world.faults.likely(
        "sendMessage",
        "editMessageText",
        "editMessageReplyMarkup",
        lost=0.05 - silence,
        silence=silence,
        done_and_lost=0.05 - silence,
        done_and_silence=silence,
        bad_gateway=0.05,
        restart=0.02,
    )
    emulator.world.faults.likely("getUpdates", lost=0.05, bad_gateway=0.05, conflict=0.05)


@pytest.mark.model
@pytest.mark.slow
def test_whatever_goes_wrong_every_question_is_answered(with_sample: Shell) -> None:
    with talking(with_sample, flood=True) as (emulator, bot):
        _go_wrong(emulator)
        bot.start()
        chats: list[Chat] = []
        for number in range(ASKED):
            chats.append(ask(emulator, QUESTIONS[number % len(QUESTIONS)])[1])
            time.sleep(0.05)
        bot.until(lambda: all(answers(chat) for chat in chats), 120 + ASKED)
        done = {chat for _, kind, chat in emulator.world.faults.happened if kind in _DONE}
        twice = {chat.id for chat in chats if len(answers(chat)) > 1}
        faults = len(emulator.world.faults.happened)
        print(f"{ASKED} questions, {faults} faults, 0 lost, {len(twice)} twice")
        print(f"{len(done)} carried out without an answer")
        assert faults > ASKED / 10
        assert twice <= done
        assert set(emulator.world.violations.kinds()) <= {"twice"}
        emulator.world.faults.order("getUpdates", Fault("unauthorized"))
        assert bot.wait(60) == MISTAKE
        assert "@BotFather" in bot.last_words().splitlines()[-1]
        assert leaks(bot, *QUESTIONS) == []
