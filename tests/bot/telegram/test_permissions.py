"""Who may do what: kinds of chat and of people, rights of the bot, and actions, all by all."""

from collections.abc import Iterator
from itertools import product

import pytest

from bot.telegram import answers, pin_rows
from bot.telegram.pin_rows import PINNED
from tests.bot.telegram.emulator import BOT_ID, Chat, Member, oracle
from tests.bot.telegram.emulator.model import CHANNEL_BOT
from tests.bot.telegram.harbour import QUESTION, Harbour, harbour

KINDS = ("group", "supergroup", "forum")
PEOPLE = {
    "owner": Member("creator"),
    "administrator who pins": Member("administrator", frozenset({"can_pin_messages"})),
    "administrator": Member("administrator"),
    "member": Member("member"),
    "restricted": Member("restricted"),
    "restricted but may pin": Member("restricted", frozenset({"can_pin_messages"})),
    "anonymous": Member("administrator", frozenset({"can_pin_messages"}), anonymous=True),
    "channel": None,
    "left": Member("left"),
}
BOTS = {
    "pins": Member("administrator", frozenset({"can_pin_messages", "can_delete_messages"})),
    "administrator": Member("administrator"),
    "member": Member("member"),
}
ACTIONS = ("button", "loud button", "/pin", "/pin loud", "/unpin", "/undo")
BUTTONS = {"button": "Pin", "loud button": "Pin loudly"}


def _person_may(who: str, kind: str, all_may: bool, trusting: bool, action: str) -> bool:
    """As Telegram's own clients let them, and as the group trusts those it cannot tell."""
    match who:
        case "owner" | "administrator who pins":
            return True
        case "administrator":  # in a basic group they have all rights
            return all_may or kind == "group"
        case "member" | "restricted but may pin":
            return all_may
        case "anonymous":  # a press tells who they really are
            return trusting or action in BUTTONS
        case _:
            return False


def _bot_may(kind: str, bot: str, all_may: bool) -> bool:
    if kind == "group":
        return bot != "member"
    return bot == "pins" or all_may


class Stand:
    """One group with one answer in it, to which every person tries everything."""

    def __init__(self, port: Harbour, kind: str, *, all_may: bool, trusting: bool) -> None:
        self.port = port
        self.people = {name: port.people.user(name) for name in PEOPLE}
        self.owner = self.people["owner"]
        topics = (7,) if kind == "forum" else ()
        self.chat: Chat = port.people.group(
            "group" if kind == "group" else "supergroup", owner=self.owner, topics=topics
        )
        self.channel = port.people.group("channel", owner=self.owner)
        if all_may:
            self.chat.permissions |= {"can_pin_messages"}
        if trusting:
            port.say(self.chat, self.owner, "/settings anonymous on")
        (self.answer,) = port.say(self.chat, self.owner, f"/ask {QUESTION}")
        for name, member in PEOPLE.items():
            if member is not None:
                self.chat.members[self.people[name].id] = member
        port.world.violations.loud_wanted.add(self.chat.id)

    def changes(self, who: str, bot: str, action: str) -> bool:
        """Try it; returns whether the message was pinned, or unpinned, by it."""
        self.begin(bot, is_pinned=action in ("/unpin", "/undo"))
        before = list(self.chat.pinned)
        if action not in BUTTONS:
            self.speak(who, action)
        elif who != "channel":  # there nobody presses
            self.port.press(self.answer, self.people[who], BUTTONS[action])
        return self.chat.pinned != before

    def begin(self, bot: str, *, is_pinned: bool) -> None:
        self.chat.members[BOT_ID] = BOTS[bot]
        self.port.rights.forget(self.chat.id)
        self.chat.pinned = [self.answer.id] if is_pinned else []
        given = answers.by_message(self.port.store.connection, self.chat.id, self.answer.id)
        assert given is not None
        with self.port.store.transaction() as connection:
            connection.execute("DELETE FROM pins WHERE chat_id = ?", (self.chat.id,))
            if is_pinned:
                now = self.port.now()
                pin_rows.add(connection, given, self.owner.id, now, PINNED, loud=False)

    def speak(self, who: str, action: str) -> None:
        text = f"{action} 1" if action == "/unpin" else action
        if who != "channel":
            self.port.say(self.chat, self.people[who], text, reply_to=self.answer)
            return
        fields = {"sender_chat": self.channel.id, "reply_to": self.answer.id}
        world = self.port.world
        message = world.store(self.chat, CHANNEL_BOT, text=text, **fields)
        message.entities = oracle.found(text)
        world.deliver("message", message)
        self.port.settle()


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Harbour]:
    with harbour(tmp_path_factory.mktemp("permissions")) as opened:
        yield opened


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("all_may", [False, True])
@pytest.mark.parametrize("trusting", [False, True])
def test_only_who_may_pins_or_unpins(
    port: Harbour, kind: str, all_may: bool, trusting: bool
) -> None:
    stand = Stand(port, kind, all_may=all_may, trusting=trusting)
    cells = list(product(PEOPLE, BOTS, ACTIONS))
    assert len(cells) == 162  # in each of twelve groups: 1944
    wrong = [
        (who, bot, action)
        for who, bot, action in cells
        if stand.changes(who, bot, action)
        is not (_person_may(who, kind, all_may, trusting, action) and _bot_may(kind, bot, all_may))
    ]
    assert wrong == []


ADMINISTRATORS = ("owner", "administrator who pins", "administrator")


@pytest.mark.parametrize("who", PEOPLE)
def test_only_administrators_change_settings_and_read_the_log(port: Harbour, who: str) -> None:
    stand = Stand(port, "supergroup", all_may=True, trusting=False)
    stand.begin("pins", is_pinned=False)
    stand.speak(who, "/settings quotes 1")
    count = "SELECT count(*) FROM settings WHERE chat_id = ? AND quotes = 1"
    changed = port.store.connection.execute(count, (stand.chat.id,)).fetchone()[0]
    assert bool(changed) is (who in ADMINISTRATORS)
    stand.speak(who, "/log")
    last = stand.chat.messages[max(stand.chat.messages)]
    assert ("newest first" in str(last.text)) is (who in ADMINISTRATORS)


@pytest.mark.parametrize("who", [name for name in PEOPLE if name != "channel"])
def test_only_who_asked_and_administrators_dismiss(port: Harbour, who: str) -> None:
    stand = Stand(port, "supergroup", all_may=True, trusting=False)
    stand.begin("pins", is_pinned=False)
    port.press(stand.answer, stand.people[who], "Dismiss")
    gone = stand.answer.id not in stand.chat.messages
    assert gone is (who in (*ADMINISTRATORS, "anonymous"))
