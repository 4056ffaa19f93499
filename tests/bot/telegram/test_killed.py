"""The bot is killed while it answers, again and again: no question is lost, no pin made twice.

The numbers of docs/reliability.md: PINCITE_KILLS=200 pytest tests/bot/telegram/test_killed.py
"""

import os
import time
from collections import Counter
from random import Random

import pytest

from tests.acceptance.shell import Shell
from tests.bot.telegram.emulator import Chat, Emulator, User
from tests.bot.telegram.process import QUESTIONS, answers, ask, leaks, talking

KILLS = int(os.environ.get("PINCITE_KILLS", "3"))
QUESTIONS_A_KILL = 30


class Asked:
    """Everybody who asked, and a moderated group where every answer is to be pinned."""

    def __init__(self, emulator: Emulator) -> None:
        self.emulator = emulator
        self.chats: list[Chat] = []
        self.anna: User = emulator.people.user("Anna")
        self.groups: list[Chat] = []
        self.pressed: set[tuple[int, int]] = set()

    def ask(self, questions: int) -> None:
        """Let `questions - 1` people ask in private, and Anna in a group of hers."""
        for number in range(questions - 1):
            _, chat, _ = ask(self.emulator, QUESTIONS[number % len(QUESTIONS)])
            self.chats.append(chat)
        group = self.emulator.people.group("supergroup", owner=self.anna)
        self.emulator.people.promote_bot(group, self.anna)
        self.emulator.people.say(group, self.anna, f"/ask {QUESTIONS[0]}")
        self.groups.append(group)

    def press(self) -> None:
        """Press the button of every answer in a group that was not pressed yet."""
        with self.emulator.world.lock:
            for group in self.groups:
                for answer in answers(group)[:1]:
                    if (group.id, answer.id) not in self.pressed and answer.buttons():
                        self.pressed.add((group.id, answer.id))
                        self.emulator.people.press(answer, self.anna, "Pin")

    def is_done(self) -> bool:
        self.press()
        with self.emulator.world.lock:
            answered = all(answers(chat) for chat in [*self.chats, *self.groups])
            return answered and all(group.pinned for group in self.groups)


@pytest.mark.model
@pytest.mark.slow
def test_nothing_is_lost_when_the_bot_is_killed_while_it_answers(with_sample: Shell) -> None:
    dice = Random(5)
    with talking(with_sample, flood=True) as (emulator, bot):
        asked = Asked(emulator)
        for _ in range(KILLS):
            calls = len(emulator.world.calls)
            bot.start()
            asked.ask(QUESTIONS_A_KILL)
            if dice.random() < 0.8:
                bot.until(lambda calls=calls: _sends(emulator, calls) > 0, 300)  # type: ignore[misc]
            time.sleep(dice.uniform(0, 1.5))
            asked.press()
            bot.kill()
        bot.start()
        bot.until(asked.is_done, 120 + KILLS * QUESTIONS_A_KILL / 5)
        assert bot.stop() == 0
        _look_at(asked, emulator)
        assert leaks(bot, *QUESTIONS) == []


def _sends(emulator: Emulator, since: int) -> int:
    return sum(method == "sendmessage" for method, _ in emulator.world.calls[since:])


def _look_at(asked: Asked, emulator: Emulator) -> None:
    chats = [*asked.chats, *asked.groups]
    often = [len(_answers_in(chat)) for chat in chats]
    pins = Counter(
        (arguments["chat_id"], arguments["message_id"])
        for method, arguments in emulator.world.calls
        if method == "pinchatmessage"
    )
    twice = sum(number - 1 for number in often)
    print(f"{KILLS} kills, {len(chats)} questions, {often.count(0)} lost, {twice} twice,")
    print(f"{len(pins)} pins, {sum(pins.values()) - len(pins)} made twice")
    assert 0 not in often
    assert twice <= KILLS
    assert [group for group in asked.groups if len(group.pinned) != 1] == []
    assert set(pins.values()) == {1}
    assert set(emulator.world.violations.kinds()) <= {"twice"}


def _answers_in(chat: Chat) -> list[str | None]:
    """The answers proper: not what is said about a pin."""
    return [message.text for message in answers(chat) if message.reply_to or message.entities]
