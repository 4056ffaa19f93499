"""A Telegram with one chat of every kind, whose methods are called without a network."""

import json
from typing import Any

from tests.bot.telegram.emulator import Chat, Emulator, User
from tests.bot.telegram.emulator.api import answer
from tests.bot.telegram.emulator.arguments import Arguments


class Stage:
    """A Telegram with one chat of every kind, and Anna who owns them."""

    def __init__(self) -> None:
        self.time = 0.0
        self.emulator = Emulator(lambda: self.time)
        self.world, self.people = self.emulator.world, self.emulator.people
        self.anna: User = self.people.user("Anna")
        self.private: Chat = self.people.private(self.anna)
        self.group = self.people.group("group", owner=self.anna)
        self.super = self.people.group("supergroup", owner=self.anna)
        self.forum = self.people.group("supergroup", owner=self.anna, topics=(7,))
        self.channel = self.people.group("channel", owner=self.anna)
        self.asked = self.people.say(self.super, self.anna, "/ask what is here?")

    def __call__(self, method: str, chat: Chat | None = None, **values: Any) -> dict[str, Any]:
        """Call a method, two seconds after the last one; returns the JSON that is answered."""
        self.time += 2
        given = {"chat_id": chat.id, **values} if chat else values
        texts = {n: v if isinstance(v, str) else json.dumps(v) for n, v in given.items()}
        done = answer(self.world, method, Arguments(texts))
        assert done.status == done.body.get("error_code", 200)
        return done.body

    def send(self, chat: Chat, text: str = "words", **values: Any) -> int:
        """Send a message that Telegram takes; returns its id."""
        return int(self("sendMessage", chat, text=text, **values)["result"]["message_id"])


def button(**action: str) -> dict[str, Any]:
    """A keyboard of one button."""
    return {"inline_keyboard": [[{"text": "a", **action}]]}
