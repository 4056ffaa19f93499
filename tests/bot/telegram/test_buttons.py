"""The buttons under an answer."""

import pytest

from bot.telegram import buttons
from tests.bot.telegram.emulator import Message
from tests.bot.telegram.harbour import FILES, KEY, QUESTION, Harbour
from tests.bot.telegram.test_asking import quoted


def _newest(port: Harbour) -> Message:
    return port.group.messages[max(port.group.messages)]


def test_pages_turn_forth_and_back(port: Harbour) -> None:
    port.say(port.group, port.anna, "/settings quotes 1")
    answer = port.ask()
    first = quoted(answer)
    assert "◀" not in {b["text"] for b in answer.buttons()}
    assert port.press(answer, port.boris, "▶") == ""
    second = quoted(answer)
    assert (len(first), len(second)) == (1, 1)
    assert first != second
    assert port.press(answer, port.boris, "◀") == ""
    assert quoted(answer) == first


def test_context_shows_the_words_around_a_quote(port: Harbour) -> None:
    answer = port.ask()
    port.press(answer, port.boris, "Context 1")
    shown = _newest(port)
    (around,) = quoted(shown)
    assert around in FILES["cranes.md"]
    assert around.startswith(KEY)
    assert "The pilots live behind the church." in around
    assert shown.reply_to == answer.id
    bold = [e for e in shown.entities if e.type == "bold"]
    assert [(e.offset, e.length) for e in bold] == [(0, len(KEY))]


def test_sources_lists_each_document_once(port: Harbour) -> None:
    answer = port.ask()
    port.press(answer, port.boris, "Sources")
    text = str(_newest(port).text)
    assert text.count("The port yearbook") == 1
    assert "cranes.md" in text


def test_who_asked_dismisses_and_a_moderator_does(port: Harbour) -> None:
    vera = port.people.user("Vera")
    port.people.make(port.group, vera, "member", by=port.anna)
    answer = port.ask()
    said = "Only whoever asked, or a moderator, dismisses an answer."
    assert port.press(answer, vera, "Dismiss") == said
    assert answer.id in port.group.messages
    assert port.press(answer, port.boris, "Dismiss") == "Dismissed."
    assert answer.id not in port.group.messages
    other = port.ask()
    assert port.press(other, port.anna, "Dismiss") == "Dismissed."
    assert other.id not in port.group.messages


def test_a_pinned_answer_is_not_dismissed_and_its_pages_are_moderators(port: Harbour) -> None:
    port.say(port.group, port.anna, "/settings quotes 1")
    answer = port.ask()
    port.press(answer, port.anna, "Pin")
    before = quoted(answer)
    assert port.press(answer, port.anna, "Dismiss").startswith("This answer is pinned. Unpin it")
    assert port.press(answer, port.boris, "▶").startswith("This answer is pinned: only moderators")
    assert quoted(answer) == before
    port.press(answer, port.anna, "▶")
    assert quoted(answer) != before


@pytest.mark.parametrize("label", ["Context 1", "▶", "Pin"])
def test_words_that_have_changed_since_are_not_shown_again(port: Harbour, label: str) -> None:
    port.say(port.group, port.anna, "/settings quotes 1")
    answer = port.ask()
    label = "Context" if label == "Context 1" else label
    port.ingest(dict.fromkeys(FILES, "Nothing of the kind stands here any more.\n"))
    assert port.press(answer, port.anna, label).startswith("The source has changed since.")
    assert not port.group.pinned


@pytest.mark.parametrize(
    ("label", "notice"),
    [("Context", ""), ("▶", ""), ("Pin", "Pinning. /undo takes it back.")],
)
def test_the_buttons_work_while_the_words_stand_in_a_newer_file(
    port: Harbour, label: str, notice: str
) -> None:
    port.say(port.group, port.anna, "/settings quotes 1")
    answer = port.ask()
    port.ingest({name: f"{text}\nA last line.\n" for name, text in FILES.items()})
    assert port.press(answer, port.anna, label) == notice
    if label == "Context":
        assert "A last line." in quoted(_newest(port))[0]


def test_a_key_of_another_message_opens_nothing(port: Harbour) -> None:
    first, second = port.ask(), port.ask(user=port.anna)
    first.markup = second.markup
    assert port.press(first, port.anna, "Pin") == "This button is too old. Ask again."
    assert not port.group.pinned


@pytest.mark.parametrize("data", ["", "x", "a:b", "a:b:c", "a:b:-1", "a:b:²", "a:b:1:2", "::"])
def test_data_that_was_never_written_is_no_press(data: str) -> None:
    press = buttons.read(data)
    assert press is None or press.answer_id == ""


def test_unknown_data_is_answered(port: Harbour) -> None:
    answer = port.ask()
    answer.markup = {"inline_keyboard": [[{"text": "x", "callback_data": "no-such-key:q:0"}]]}
    assert port.press(answer, port.anna, "x") == "This button is too old. Ask again."


def test_button_data_fits_and_tells_nothing(port: Harbour) -> None:
    answer = port.ask()
    for button in answer.buttons():
        assert len(button["callback_data"].encode()) <= 64
        assert str(port.boris.id) not in button["callback_data"]
        assert str(port.group.id) not in button["callback_data"]


def test_pressing_for_more_counts_with_asking(port: Harbour) -> None:
    port.world.flood.enabled = False  # the senders, who would wait, are not here
    answer = port.ask()
    moment, said = port.time, []
    for _ in range(20):
        vera = port.people.user("Vera")
        port.people.make(port.group, vera, "member", by=port.anna)
        said.append(port.press(answer, vera, "Sources"))
        port.time = moment
    assert said[:19] == [""] * 19  # the question was the first
    assert said[19].startswith("This group has had 20 answers within a minute")
    (refusal,) = port.say(port.group, vera, f"/ask {QUESTION}")
    assert str(refusal.text).startswith("This group has had 20 answers within a minute")
    assert set(port.world.violations.kinds()) == {"twice"}  # the same list, as often as wished
    port.world.violations.found.clear()


def test_a_press_shows_that_the_message_is_there(port: Harbour) -> None:
    answer = port.ask()
    port.store.connection.execute("UPDATE answers SET message_id = NULL")  # as after a crash
    port.press(answer, port.anna, "Pin")
    assert port.group.pinned == [answer.id]
