"""No group sees a word of another group's collection.

The numbers of docs/reliability.md: PINCITE_ISOLATION=10000 pytest THIS_FILE
"""

import os
from collections.abc import Iterator
from random import Random

import pytest

from bot.telegram.chat_settings import ChatSettings, keep_settings
from tests.bot.telegram.emulator import Chat, Message
from tests.bot.telegram.harbour import Harbour, harbour

QUESTIONS = int(os.environ.get("PINCITE_ISOLATION", "300"))
GROUPS = 20
_THINGS = ("cranes", "ferries", "pilots", "barrels", "lanterns", "chapels", "wells", "mills")


def _texts(group: int) -> dict[str, str]:
    """Alike in all collections but for the name of the place, which only one has."""
    return {
        f"{thing}.md": (
            f"---\ntitle: The {thing} of Place{group:02}\n---\n\n"
            f"Place{group:02} has {group * 31 + i} {thing} in its harbour. "
            f"The keeper of the {thing} of Place{group:02} lives by the gate.\n"
        )
        for i, thing in enumerate(_THINGS)
    }


@pytest.fixture(scope="module")
def groups(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Harbour, list[Chat]]]:
    """Twenty groups, each bound to a collection of its own."""
    with harbour(tmp_path_factory.mktemp("isolation")) as plain:
        anna = plain.anna.id
    with harbour(tmp_path_factory.mktemp("groups"), (anna,)) as port:
        port.world.flood.enabled = False
        chats = []
        for number in range(GROUPS):
            chat = port.people.group("supergroup", port.boris, owner=port.anna)
            name = f"place-{number}"
            port.say(port.private, port.anna, f"/collections new {name}")
            port.ingest(_texts(number), name)
            port.say(chat, port.anna, f"/collections bind {name}")
            chats.append(chat)
        yield port, chats


def _foreign(number: int, messages: list[Message]) -> list[str]:
    """Words of other collections in what the bot said to a group."""
    said = "\n".join(str(message.text) for message in messages)
    others = [f"Place{other:02}" for other in range(GROUPS) if other != number]
    return [name for name in [*others, "Novak"] if name in said]


def test_no_group_is_shown_anothers_words(groups: tuple[Harbour, list[Chat]]) -> None:
    port, chats = groups
    dice = Random(4)
    answered = 0
    for _ in range(QUESTIONS):
        number, about = dice.randrange(GROUPS), dice.randrange(GROUPS)
        port.time += 60
        thing = dice.choice(_THINGS)
        asked = f"How many {thing} has Place{about:02} in its harbour?"
        said = port.say(chats[number], port.boris, f"/ask {asked}")
        assert len(said) == 1
        answered += bool(said[0].buttons())
        if said[0].buttons() and dice.random() < 0.1:
            before = set(chats[number].messages)
            for label in ("Context", "Sources"):
                port.press(said[0], port.boris, label)
            said += [m for i, m in chats[number].messages.items() if i not in before]
        assert _foreign(number, said) == []
    print(f"{QUESTIONS} questions in {GROUPS} groups, {answered} answered, no foreign word")
    assert answered > QUESTIONS / 4


def test_each_groups_sources_are_its_own(groups: tuple[Harbour, list[Chat]]) -> None:
    port, chats = groups
    for number, chat in enumerate(chats):
        said = port.say(chat, port.boris, "/sources")
        assert _foreign(number, said) == []
        assert f"The mills of Place{number:02}" in str(said[0].text)


def test_a_button_of_another_group_opens_nothing(groups: tuple[Harbour, list[Chat]]) -> None:
    port, chats = groups
    port.time += 60
    (mine,) = port.say(chats[0], port.boris, "/ask How many mills has Place00 in its harbour?")
    (other,) = port.say(chats[1], port.boris, "/ask How many mills has Place01 in its harbour?")
    mine.markup = other.markup
    for label in ("Context", "Sources", "Pin", "Dismiss"):
        assert port.press(mine, port.anna, label) == "This button is too old. Ask again."
    assert other.id in chats[1].messages


def test_moderators_cannot_bind_what_was_not_granted(groups: tuple[Harbour, list[Chat]]) -> None:
    port, chats = groups
    vera = port.people.user("Vera")
    port.people.make(chats[0], vera, "creator", by=port.anna)
    for words in ("/settings collection place-1", "/collections bind place-1"):
        port.say(chats[0], vera, words)
    row = port.store.connection.execute(
        "SELECT collection FROM settings WHERE chat_id = ?", (chats[0].id,)
    ).fetchone()
    assert row["collection"] == "place-0"


def test_a_collection_that_is_taken_away_is_closed_to_the_answers_it_gave(
    groups: tuple[Harbour, list[Chat]],
) -> None:
    port, _ = groups
    port.time += 60
    chat = port.people.group("supergroup", port.boris, owner=port.anna)
    port.people.promote_bot(chat, by=port.anna)
    port.say(chat, port.anna, "/collections bind place-2")
    asked = "/ask How many wells has Place02 in its harbour?"
    (answer,), (pinned,) = (port.say(chat, user, asked) for user in (port.boris, port.anna))
    port.press(pinned, port.anna, "Pin")
    port.say(port.private, port.anna, f"/collections unbind place-2 {chat.id}")
    port.ingest({"wells.md": "Place02 has 5000 wells in its harbour.\n"}, "place-2")
    before = set(chat.messages)
    for label in ("Context", "Sources", "Pin"):
        notice = port.press(answer, port.boris, label)
        assert notice.startswith("This chat may no longer ask the collection"), label
    port.upkeep()
    port.say(chat, port.boris, "/sources", reply_to=answer)
    said = "\n".join(str(m.text) for i, m in chat.messages.items() if i not in before)
    assert "Place02" not in said
    assert "5000" not in said
    assert port.press(answer, port.boris, "Dismiss") == "Dismissed."
    port.ingest(_texts(2), "place-2")


def test_who_was_an_owner_once_asks_the_main_collection(
    groups: tuple[Harbour, list[Chat]],
) -> None:
    port, _ = groups
    port.time += 60
    with port.store.transaction() as connection:
        keep_settings(connection, port.boris.id, ChatSettings(collection="place-3"))
    private = port.people.private(port.boris)
    (said,) = port.say(private, port.boris, "How many wells has Place03 in its harbour?")
    assert "Place03" not in str(said.text)
