"""A small library for the tests of the dialogue, and a Telegram in which it is asked."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.bot.telegram.emulator import Chat, Message, User
from tests.bot.telegram.talking import Table
from tests.embeddings.hashing import HashingEncoder

FILES = {
    "cranes.md": (
        "---\ntitle: The port yearbook\nauthor: Ida Novak\npublished: 2021-05-04\n"
        "url: https://example.org/yearbook\n---\n\n"
        "The old harbour has 7 cranes on its northern quay. The pilots live behind the church. "
        "Every crane was painted green in spring.\n"
    ),
    "ferry.md": "The ferry carries 120 people a day. Write to @ferry_office or see example.org.\n",
    "town.md": "The mayor of the town is Mr Alder. The harbour freezes in January.\n",
}
QUESTION = "How many cranes has the old harbour?"
KEY = "The old harbour has 7 cranes on its northern quay."


class Harbour(Table):
    """With Anna, who owns a group in which the bot is an administrator, and Boris, a member."""

    def __init__(self, folder: Path, owners: tuple[int, ...] = ()) -> None:
        super().__init__(folder, HashingEncoder(), owners)
        self.ingest(FILES)
        self.anna: User = self.people.user("Anna")
        self.boris: User = self.people.user("Boris")
        self.group: Chat = self.people.group("supergroup", self.boris, owner=self.anna)
        self.people.promote_bot(self.group, by=self.anna)
        self.private: Chat = self.people.private(self.anna)
        self.settle()

    def ask(self, chat: Chat | None = None, user: User | None = None) -> Message:
        """Ask about the cranes; returns the answer."""
        chat, user = chat or self.group, user or self.boris
        (answer,) = self.say(chat, user, f"/ask {QUESTION}")
        return answer


@contextmanager
def harbour(folder: Path, owners: tuple[int, ...] = ()) -> Iterator[Harbour]:
    """Opened, and closed again without one violation of Telegram's rules."""
    table = Harbour(folder, owners)
    try:
        yield table
        assert not table.world.violations.found
    finally:
        table.close()
