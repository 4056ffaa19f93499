"""Lists that one message has no room for."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.telegram import answers, pin_rows
from bot.telegram.composing import MOST_ENTITIES, MOST_UNITS, Composer, parted
from bot.telegram.pin_rows import CHANGED, PINNED
from bot.telegram.text import cleaned, cut, units
from tests.bot.telegram.emulator import Message
from tests.bot.telegram.harbour import Harbour, harbour

LETTERS = st.text("a b\nжя😀", max_size=40)
LINES = st.lists(st.tuples(LETTERS, st.sampled_from(["", "code"])), min_size=1)


@given(LINES, st.integers(1, 500))
@settings(max_examples=200)
def test_parts_fit_and_have_every_word_and_its_style(
    lines: list[tuple[str, str]], times: int
) -> None:
    composer = Composer()
    composer.add("Begin")
    for text, kind in lines * times:
        composer.add("\n")
        composer.add(text, kind)
    composer.add("end")
    whole = composer.message()
    parts = list(parted(whole))
    assert "".join("".join(part.text for part in parts).split()) == "".join(whole.text.split())
    for part in parts:
        assert units(part.text) <= MOST_UNITS
        assert len(part.entities) <= MOST_ENTITIES
        assert len(parts) == 1 or cleaned(part.text) == part.text
    styled = [
        "".join("".join(cut(m.text, e["offset"], e["length"]) for e in m.entities).split())
        for m in (whole, *parts)
    ]
    assert styled[0] == "".join(styled[1:])


def test_a_text_is_parted_at_the_end_of_a_line_else_of_a_word() -> None:
    def parts(text: str) -> list[str]:
        composer = Composer()
        composer.add(text)
        return [part.text for part in parted(composer.message())]

    line, word = "x" * 3000, "y" * 2000
    assert parts(f"{line}\n{word} {word}") == [line, f"{word} {word}"]
    assert parts(f"{line} {word}") == [line, word]
    assert [units(part) for part in parts("😀" * 3000)] == [4096, 1904]


@pytest.fixture
def owned(tmp_path: Path) -> Iterator[Harbour]:
    """A harbour whose owner is Anna."""
    with harbour(tmp_path) as plain:
        anna = plain.anna.id
    with harbour(tmp_path / "owned", (anna,)) as opened:
        yield opened


def _pin_many(port: Harbour, count: int) -> None:
    """Pins of the longest titles and names, and of no exact standing."""
    given = answers.by_message(port.store.connection, port.group.id, port.ask().id)
    assert given is not None
    long = tuple(replace(quote, title="Щука " * 20) for quote in given.quotes)
    olga = port.people.user("Ольга " * 10)
    port.group.members[olga.id] = port.group.members[port.boris.id]
    with port.store.transaction() as connection:
        for number in range(1, count + 1):
            one = replace(given, id=f"k{number}", message_id=1_000_000 + number, quotes=long)
            answers.keep(connection, one)
            pin_rows.add(connection, one, olga.id, port.now(), PINNED, loud=False)
            pin = pin_rows.of_answer(connection, one.id)
            assert pin is not None
            pin_rows.set_standing(connection, pin, CHANGED, "")


def _numbers(messages: list[Message]) -> list[int]:
    text = "\n".join(str(message.text) for message in messages)
    return [int(number) for number in re.findall(r"^#(\d+)", text, re.MULTILINE)]


def test_the_register_comes_whole_and_what_is_older_is_a_command_away(port: Harbour) -> None:
    port.say(port.group, port.anna, "/settings language ru")
    _pin_many(port, 45)
    newest = port.say(port.group, port.boris, "/pins")
    assert _numbers(newest) == list(range(26, 46))
    assert str(newest[-1].text).endswith("… и ещё 25: /pins 25")
    assert _numbers(port.say(port.group, port.boris, "/pins 25")) == list(range(6, 26))
    last = port.say(port.group, port.boris, "/pins #5")
    assert _numbers(last) == [1, 2, 3, 4, 5]
    assert "/pins" not in str(last[-1].text)
    assert not port.failures


def test_any_number_of_collections_and_chats_is_listed(owned: Harbour) -> None:
    for number in range(120):
        owned.libraries.home_of(f"collection-{number:03}").mkdir(parents=True)
    with owned.store.transaction() as connection:
        connection.executemany(
            "INSERT INTO grants VALUES (?, 'collection-007')",
            [(-1_001_000_000_000 - chat,) for chat in range(400)],
        )
    said = owned.say(owned.private, owned.anna, "/collections")
    text = "\n".join(str(message.text) for message in said)
    assert re.findall(r"collection-(\d+):", text) == [f"{number:03}" for number in range(120)]
    assert len(re.findall(r"-1001000000\d{3}", text)) == 400
    assert not owned.failures


def test_collections_without_a_button_are_chosen_by_word(owned: Harbour) -> None:
    for number in range(120):
        owned.libraries.home_of(f"collection-{number:03}").mkdir(parents=True)
    (panel,) = owned.say(owned.private, owned.anna, "/settings")
    assert "Collections without a button: 31. Write: /settings collection NAME" in str(panel.text)
    assert "collection-088" in {button["text"] for button in panel.buttons()}
    owned.say(owned.private, owned.anna, "/settings collection collection-119")
    (panel,) = owned.say(owned.private, owned.anna, "/settings")
    assert "Collection: collection-119" in str(panel.text)
    assert not owned.failures
