"""Pins that stay true: what becomes of them when documents and messages change."""

import pytest

from tests.bot.telegram.emulator import BOT_ID, Chat, Member, Message
from tests.bot.telegram.harbour import FILES, KEY, QUESTION, Harbour
from tests.bot.telegram.test_asking import quoted

MOVED = FILES["cranes.md"].replace("The old", "A foreword was added here.\n\nThe old")
CHANGED = FILES["cranes.md"].replace("7 cranes", "9 cranes")
TOUCHED = FILES["cranes.md"] + "\nA last line was added.\n"


@pytest.fixture
def pinned(port: Harbour) -> Message:
    """One answer of one quote, pinned and verified."""
    port.say(port.group, port.anna, "/settings quotes 1")
    answer = port.ask()
    port.press(answer, port.anna, "Pin")
    port.upkeep()
    return answer


def _said(port: Harbour, chat: Chat) -> list[Message]:
    """What the bot says in a minute's work."""
    before = set(chat.messages)
    port.upkeep()
    return [m for i, m in chat.messages.items() if i not in before]


def _standing(port: Harbour) -> str:
    row = port.store.connection.execute("SELECT standing FROM pins").fetchone()
    return str(row["standing"])


def test_nothing_is_said_while_nothing_changes(port: Harbour, pinned: Message) -> None:
    assert _said(port, port.group) == []
    port.ingest({"new.md": "Something else was written about the lighthouse.\n"})
    assert _said(port, port.group) == []
    assert _standing(port) == "exact"


def test_words_of_a_newer_file_at_the_same_place_are_exact(port: Harbour, pinned: Message) -> None:
    port.ingest({"cranes.md": TOUCHED})
    assert _said(port, port.group) == []
    assert _standing(port) == "exact"
    assert port.press(pinned, port.anna, "Context") == ""  # found, though its document's id is new


@pytest.mark.parametrize(
    ("text", "standing", "said"),
    [
        (MOVED, "moved", "the words are still in the library, at another place."),
        (CHANGED, "changed", "its source has changed, and the words no longer stand there."),
        ("Nothing is left of it, not one word.\n", "changed", "its source has changed"),
        (None, "gone", "its source is no longer in the library."),
    ],
)
def test_a_change_is_told_once_and_nothing_is_edited(
    port: Harbour, pinned: Message, text: str | None, standing: str, said: str
) -> None:
    if text is None:
        port.remove("cranes.md")
    else:
        port.ingest({"cranes.md": text})
    (notice,) = _said(port, port.group)
    assert f"Pinned answer 1: {said}" in str(notice.text)
    assert notice.reply_to == pinned.id
    assert _standing(port) == standing
    assert _said(port, port.group) == []
    assert quoted(pinned) == [KEY]
    assert pinned.edited is None
    (register,) = port.say(port.group, port.boris, "/pins")
    assert "#1 pinned, " in str(register.text)


def test_the_notice_shows_the_words_that_stand_there_now(port: Harbour, pinned: Message) -> None:
    port.ingest({"cranes.md": CHANGED})
    (notice,) = _said(port, port.group)
    assert quoted(notice) == [KEY.replace("7", "9")]


def test_of_places_that_come_equally_near_none_is_chosen_and_that_is_said(
    port: Harbour, pinned: Message
) -> None:
    two = f"{KEY.replace('7', '8')} {KEY.replace('7', '9')}"
    port.ingest({"cranes.md": FILES["cranes.md"].replace(KEY, two)})
    (notice,) = _said(port, port.group)
    assert "Several places come equally near to them" in str(notice.text)
    assert "ask the question again and pin the new answer" in str(notice.text)
    assert {b["text"] for b in notice.buttons()} == {"Unpin"}


def test_what_another_document_says_takes_no_refresh_away(port: Harbour, pinned: Message) -> None:
    port.ingest({"another.md": KEY.replace("7", "8") + "\n", "cranes.md": CHANGED})
    (notice,) = _said(port, port.group)
    assert quoted(notice) == [KEY.replace("7", "9")]
    port.press(notice, port.anna, "Refresh")
    assert quoted(pinned) == [KEY.replace("7", "9")]


def test_a_notice_without_a_successor_promises_no_refresh(port: Harbour, pinned: Message) -> None:
    port.ingest({"cranes.md": "Nothing is left of it, not one word.\n"})
    (notice,) = _said(port, port.group)
    assert "Refresh" not in str(notice.text)
    assert "There is nothing to refresh it with" in str(notice.text)


def test_quotes_that_refresh_leaves_out_are_told_before(port: Harbour) -> None:
    answer = port.ask()
    port.press(answer, port.anna, "Pin")
    port.upkeep()
    lost = sum(quote in FILES["cranes.md"] for quote in quoted(answer)) - 1
    assert lost > 0
    port.ingest({"cranes.md": KEY.replace("7", "9") + "\n"})
    (notice,) = _said(port, port.group)
    assert f"Of the quotes shown it leaves out {lost}." in str(notice.text)


@pytest.mark.parametrize("again", [False, True])
def test_a_corrected_source_is_told_and_one_press_renews_the_citation(
    port: Harbour, pinned: Message, again: bool
) -> None:
    if again:  # the text is read again, too: its document has another id
        port.ingest({"cranes.md": TOUCHED})
        assert _said(port, port.group) == []
    port.ingest({"cranes.md.meta.yaml": "author: Ida Novak-Weir\nurl: https://example.org/new\n"})
    (notice,) = _said(port, port.group)
    assert "Pinned answer 1: the words are the same, and what the library says" in str(notice.text)
    assert _said(port, port.group) == []
    assert _standing(port) == "corrected"
    assert pinned.edited is None
    assert "Ida Novak," in str(pinned.text)
    port.press(notice, port.anna, "Refresh")
    assert "Ida Novak-Weir," in str(pinned.text)
    assert "https://example.org/new" in [e.more.get("url") for e in pinned.entities]
    assert quoted(pinned) == [KEY]
    assert _standing(port) == "exact"
    assert _said(port, port.group) == []


def test_the_text_and_its_source_may_change_together(port: Harbour, pinned: Message) -> None:
    port.ingest({"cranes.md": TOUCHED, "cranes.md.meta.yaml": "author: Ida Novak-Weir\n"})
    (notice,) = _said(port, port.group)
    assert _standing(port) == "corrected"
    port.press(notice, port.anna, "Refresh")
    assert "Ida Novak-Weir," in str(pinned.text)


def test_a_page_that_is_turned_to_is_verified_too(port: Harbour, pinned: Message) -> None:
    port.ingest({"ferry.md.meta.yaml": "author: A\n", "town.md.meta.yaml": "author: B\n"})
    assert _said(port, port.group) == []  # none of their quotes is shown
    port.press(pinned, port.anna, "▶")
    assert quoted(pinned) != [KEY]
    while not any(quote in FILES["ferry.md"] + FILES["town.md"] for quote in quoted(pinned)):
        port.press(pinned, port.anna, "▶")
    assert len(_said(port, port.group)) == 1


def test_a_moderator_refreshes_with_one_press(port: Harbour, pinned: Message) -> None:
    port.ingest({"cranes.md": CHANGED})
    (notice,) = _said(port, port.group)
    assert port.press(notice, port.boris, "Refresh").startswith("You may not pin here.")
    assert quoted(pinned) == [KEY]
    assert port.press(notice, port.anna, "Refresh") == "Refreshing the pinned answer."
    assert quoted(pinned) == [KEY.replace("7", "9")]
    assert _standing(port) == "exact"
    assert port.group.pinned == [pinned.id]
    assert _said(port, port.group) == []
    (log,) = port.say(port.group, port.anna, "/log")
    assert f"user {port.anna.id} refreshed #1" in str(log.text)


def test_a_moved_quote_keeps_its_words_when_refreshed(port: Harbour, pinned: Message) -> None:
    port.ingest({"cranes.md": MOVED})
    (notice,) = _said(port, port.group)
    port.press(notice, port.anna, "Refresh")
    assert quoted(pinned) == [KEY]
    assert "line 10" in str(pinned.text)


def test_a_moderator_unpins_with_one_press(port: Harbour, pinned: Message) -> None:
    port.remove("cranes.md")
    (notice,) = _said(port, port.group)
    assert "Refresh" not in {b["text"] for b in notice.buttons()}
    assert port.press(notice, port.boris, "Unpin").startswith("You may not pin here.")
    port.press(notice, port.anna, "Unpin")
    assert port.group.pinned == []


def test_the_notice_goes_to_the_log_chat_and_works_there(port: Harbour, pinned: Message) -> None:
    room = port.people.group("supergroup", port.boris, owner=port.anna)
    port.say(port.group, port.anna, f"/settings log {room.id}")
    port.ingest({"cranes.md": CHANGED})
    before = set(port.group.messages)
    notices = [m for m in _said(port, room) if m.buttons()]
    assert set(port.group.messages) == before
    assert port.press(notices[0], port.boris, "Refresh").startswith("You may not pin here.")
    port.press(notices[0], port.anna, "Refresh")
    assert quoted(pinned) == [KEY.replace("7", "9")]


def test_the_notice_comes_to_the_group_where_its_log_chat_does_not_take_it(
    port: Harbour, pinned: Message
) -> None:
    room = port.people.group("supergroup", port.boris, owner=port.anna)
    port.say(port.group, port.anna, f"/settings log {room.id}")
    room.members[BOT_ID] = Member("restricted")
    port.ingest({"cranes.md": CHANGED})
    (notice,) = _said(port, port.group)
    assert notice.reply_to == pinned.id
    port.press(notice, port.anna, "Refresh")
    assert quoted(pinned) == [KEY.replace("7", "9")]
    row = port.store.connection.execute("SELECT log_chat FROM settings").fetchone()
    assert row["log_chat"] is None


@pytest.mark.parametrize("is_closed", [False, True])
def test_the_notice_comes_under_the_pin_or_where_its_topic_is_closed_to_the_general_one(
    port: Harbour, is_closed: bool
) -> None:
    forum = port.people.group("supergroup", owner=port.anna, topics=(7,))
    port.people.promote_bot(forum, by=port.anna, without=("can_manage_topics",))
    (answer,) = port.say(forum, port.anna, f"/ask {QUESTION}", topic=7)
    port.press(answer, port.anna, "Pin")
    port.upkeep()
    if is_closed:
        port.people.close_topic(forum, 7)
    port.remove("cranes.md")
    (notice,) = _said(port, forum)
    assert notice.topic == (None if is_closed else 7)
    assert notice.buttons()


def test_a_notice_makes_no_sound_in_quiet_hours_and_speaks_as_the_chat_does_now(
    port: Harbour, pinned: Message
) -> None:
    port.say(port.group, port.anna, "/settings quiet 0-23")
    port.say(port.group, port.anna, "/settings language ru")
    port.ingest({"cranes.md": CHANGED})
    (notice,) = _said(port, port.group)
    assert notice.silent
    assert str(notice.text).startswith("Закреплённый ответ 1:")


def test_a_message_that_was_deleted_is_noticed(port: Harbour, pinned: Message) -> None:
    port.people.delete_by_hand(port.group, pinned)
    port.people.pin_by_hand(port.group, port.people.say(port.group, port.anna, "Rules"), port.anna)
    port.time += 7 * 3600
    port.upkeep()
    row = port.store.connection.execute("SELECT state FROM pins").fetchone()
    assert row["state"] == "deleted"


@pytest.mark.parametrize("another", [False, True])
def test_a_message_that_was_unpinned_by_hand_is_noticed(
    port: Harbour, pinned: Message, another: bool
) -> None:
    if another:
        rules = next(m for m in port.group.messages.values() if m.id < pinned.id)
        port.people.pin_by_hand(port.group, rules, port.anna)
    port.people.unpin_by_hand(port.group, pinned)
    port.time += 7 * 3600
    port.upkeep()
    row = port.store.connection.execute("SELECT state FROM pins").fetchone()
    assert row["state"] == "unpinned"
    (log,) = port.say(port.group, port.anna, "/log")
    assert "#1 was unpinned by hand" in str(log.text)


def test_a_message_that_cannot_be_refreshed_is_known_to_be_deleted(
    port: Harbour, pinned: Message
) -> None:
    port.ingest({"cranes.md": CHANGED})
    (notice,) = _said(port, port.group)
    port.people.delete_by_hand(port.group, pinned)
    port.press(notice, port.anna, "Refresh")
    row = port.store.connection.execute("SELECT state FROM pins").fetchone()
    assert row["state"] == "deleted"


def test_a_page_that_is_gone_holds_nothing_up(port: Harbour, pinned: Message) -> None:
    """As when somebody turns to the last page while a Refresh in the log chat takes it away."""
    with port.store.transaction() as connection:
        connection.execute("UPDATE answers SET page = 9")
    port.ingest({"cranes.md": CHANGED})
    port.upkeep()
    assert port.press(pinned, port.anna, "▶") == ""
    assert port.press(pinned, port.anna, "Sources") == ""


def test_looking_changes_nothing(port: Harbour, pinned: Message) -> None:
    before = port.world.json(pinned)
    port.time += 7 * 3600
    port.upkeep()
    probes = [a for m, a in port.world.calls if m == "editmessagereplymarkup"]
    assert port.world.json(pinned) == before
    assert not probes  # it was not carried out: nothing was to be modified
    assert port.failures == []
