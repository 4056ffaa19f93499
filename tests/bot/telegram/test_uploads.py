"""Files by chat, and which group may ask which collection."""

import asyncio
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.telegram.uploads import MOST_BYTES, ingest, safe_name, without_secrets
from corpus.database import lock, lock_path
from retrieval.layout import library_path
from tests.bot.telegram.emulator import Message
from tests.bot.telegram.harbour import QUESTION, Harbour, harbour
from tests.bot.telegram.test_asking import quoted

NOTE = "The lighthouse keeper is called Mrs Birch. She climbs 212 steps every evening.\n"
STEPS = "How many steps does the lighthouse keeper climb?"


def _text(messages: list[Message]) -> str:
    return "\n".join(str(message.text) for message in messages)


@pytest.fixture
def owned(tmp_path: Path) -> Iterator[Harbour]:
    """A harbour whose owner is Anna."""
    with harbour(tmp_path) as plain:
        anna = plain.anna.id
    with harbour(tmp_path / "owned", (anna,)) as opened:
        assert opened.anna.id == anna
        yield opened


def _send(port: Harbour, name: str, data: bytes, **more: Any) -> str:
    before = set(port.private.messages)
    port.people.send_file(port.private, port.anna, name, data, **more)
    port.settle()
    return _text([m for i, m in port.private.messages.items() if i not in before][1:])


def test_others_send_no_files(port: Harbour) -> None:
    assert _send(port, "note.txt", NOTE.encode()).startswith("I take files from the owners")
    assert not (port.folder / "home" / "uploads").exists()


@pytest.mark.parametrize(
    ("name", "size", "said"),
    [
        ("note.exe", 10, "I do not read files of this kind. I read:"),
        ("note", 10, "I do not read files of this kind."),
        ("note.txt", MOST_BYTES + 1, "That file cannot be fetched: Telegram gives bots 20 MB"),
    ],
)
def test_files_that_cannot_be_taken(owned: Harbour, name: str, size: int, said: str) -> None:
    assert _send(owned, name, b"x", size=size).startswith(said)


@pytest.mark.model
@pytest.mark.slow
def test_a_file_of_the_owner_is_ingested_and_reported(
    owned: Harbour, monkeypatch: pytest.MonkeyPatch, environment: dict[str, str]
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", environment["XDG_CACHE_HOME"])
    owned.say(owned.private, owned.anna, "/collections new tower")
    owned.say(owned.private, owned.anna, "/settings collection tower")
    report = _send(owned, "note.txt", NOTE.encode())
    assert report == "Collection tower:\nadded note.txt"
    assert _send(owned, "note.txt", NOTE.encode()).endswith("1 unchanged")
    (answer,) = owned.say(owned.private, owned.anna, STEPS)
    assert "She climbs 212 steps every evening." in quoted(answer)[0]
    bad = _send(owned, "bad.md", b"---\ntitle: [\n---\nText.\n")
    assert bad.splitlines()[1].startswith("failed bad.md: ")


def test_a_file_of_an_album_goes_nowhere_that_its_caption_may_not_mean(
    owned: Harbour, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of several files that are sent together one has the caption, mostly the last; what is meant
    for another collection must not come into the one that everybody may ask."""
    monkeypatch.setattr(sys, "executable", "/bin/false")
    uploads = owned.folder / "home" / "uploads"
    assert _send(owned, "a.txt", b"One.", media_group_id="1").startswith("That file could not be")
    assert (uploads / "a.txt").exists()  # there is only one collection yet
    owned.say(owned.private, owned.anna, "/collections new tower")
    said = _send(owned, "b.txt", b"Two.", media_group_id="2")
    assert said.startswith("That file came among others, of which one has the caption.")
    assert not (uploads / "b.txt").exists()
    _send(owned, "c.txt", b"Three.", media_group_id="2", caption="tower")
    assert (owned.folder / "home" / "collections" / "tower" / "uploads" / "c.txt").exists()


async def test_a_file_waits_while_somebody_writes_from_the_command_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with lock_path(library_path(tmp_path)).open("w") as file:
        assert lock(file)
        ingesting = asyncio.create_task(ingest(tmp_path, tmp_path / "note.txt"))
        done, _ = await asyncio.wait([ingesting], timeout=1)
        assert not done
    assert await asyncio.wait_for(ingesting, 20) == ""


async def test_an_ingest_that_takes_too_long_is_stopped(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text(NOTE)
    with pytest.raises(TimeoutError):
        await ingest(tmp_path / "home", tmp_path / "note.txt", 0.01)
    assert not (tmp_path / "home" / "library.db").exists()


def test_a_collection_is_asked_only_where_it_is_bound(owned: Harbour) -> None:
    owned.say(owned.private, owned.anna, "/collections new tower")
    owned.ingest({"note.txt": NOTE}, "tower")
    (nothing,) = owned.say(owned.group, owned.boris, f"/ask {STEPS}")
    assert not quoted(nothing) or "steps" not in quoted(nothing)[0]
    assert _text(owned.say(owned.group, owned.anna, "/settings collection tower")).startswith(
        "There is no such setting"
    )
    owned.say(owned.group, owned.anna, "/collections bind tower")
    (answer,) = owned.say(owned.group, owned.boris, f"/ask {STEPS}")
    assert "She climbs 212 steps every evening." in quoted(answer)[0]
    assert "cranes" not in _text(owned.say(owned.group, owned.boris, "/sources"))
    owned.say(owned.private, owned.anna, f"/collections unbind tower {owned.group.id}")
    owned.time += 60
    (again,) = owned.say(owned.group, owned.boris, f"/ask {QUESTION}")
    assert "cranes" in quoted(again)[0]


def test_a_collection_that_was_taken_away_tells_no_more_of_itself(owned: Harbour) -> None:
    owned.say(owned.private, owned.anna, "/collections new tower")
    owned.ingest({"note.txt": NOTE}, "tower")
    owned.say(owned.group, owned.anna, "/collections bind tower")
    (answer,) = owned.say(owned.group, owned.boris, f"/ask {STEPS}")
    owned.say(owned.private, owned.anna, f"/collections unbind tower {owned.group.id}")
    for command in ("/why", "/pin"):
        said = owned.say(owned.group, owned.anna, command, reply_to=answer)
        assert _text(said).startswith("This chat may no longer ask the collection"), command
    assert owned.group.pinned == []


def test_only_owners_bind(owned: Harbour) -> None:
    for words in ("/collections", "/collections new x", "/collections bind main 1"):
        said = owned.say(owned.group, owned.boris, words)
        assert _text(said) == "Only the owners of this bot do that."


def test_a_group_is_not_told_what_others_may_ask(owned: Harbour) -> None:
    for name in ("tower", "harbour"):
        owned.say(owned.private, owned.anna, f"/collections new {name}")
    owned.say(owned.private, owned.anna, "/collections bind tower -1001")
    owned.say(owned.group, owned.anna, "/collections bind tower")
    in_private = _text(owned.say(owned.private, owned.anna, "/collections"))
    in_group = _text(owned.say(owned.group, owned.anna, "/collections"))
    assert "harbour" in in_private
    assert "-1001" in in_private
    assert f"tower: {owned.group.id}" in in_group
    assert "harbour" not in in_group
    assert "-1001," not in in_group


def test_a_collection_is_bound_to_where_a_group_has_moved(owned: Harbour) -> None:
    old = owned.people.group("group", owned.boris, owner=owned.anna)
    moved = owned.people.upgrade(old, owned.anna)
    owned.say(owned.private, owned.anna, "/collections new tower")
    owned.say(owned.private, owned.anna, f"/collections bind tower {old.id}")
    rows = owned.store.connection.execute("SELECT chat_id FROM grants").fetchall()
    assert [row["chat_id"] for row in rows] == [moved.id]


@pytest.mark.parametrize("name", ["../x", "A", "main", "x" * 31, "-x", "x/y", "ё"])
def test_names_of_collections(owned: Harbour, name: str) -> None:
    said = owned.say(owned.private, owned.anna, f"/collections new {name}")
    if name == "A":  # words are taken in small letters
        assert _text(said).startswith("The collection a is there.")
    else:
        assert _text(said).startswith("A collection is named with small letters")


def test_an_empty_collection_says_that_it_has_no_library(owned: Harbour) -> None:
    owned.say(owned.private, owned.anna, "/collections new tower")
    owned.say(owned.group, owned.anna, "/collections bind tower")
    (said,) = owned.say(owned.group, owned.boris, f"/ask {QUESTION}")
    assert str(said.text).startswith("There is no library to ask here yet.")


def test_a_file_that_cannot_be_kept_is_said(owned: Harbour) -> None:
    (owned.folder / "home" / "uploads").write_text("A file stands where the folder should be.")
    assert _send(owned, "note.txt", NOTE.encode()).startswith("That file could not be put in.")


def test_an_ingest_that_ends_without_a_word_is_said(
    owned: Harbour, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    assert _send(owned, "note.txt", NOTE.encode()).startswith("That file could not be put in.")


def test_who_sends_many_files_that_are_not_taken_is_not_answered_each_time(port: Harbour) -> None:
    for _ in range(30):
        port.people.send_file(port.private, port.anna, "note.txt", NOTE.encode())
    before = set(port.private.messages)
    port.settle()
    said = _text([m for i, m in port.private.messages.items() if i not in before]).splitlines()
    assert len(said) == 21
    assert said[-1].startswith("One question every three seconds, please, and 20 things a minute.")


@given(st.text())
@example("海" * 200 + ".txt")
def test_a_file_stays_in_its_folder(name: str) -> None:
    safe = safe_name(name)
    assert "/" not in safe
    assert "\\" not in safe
    assert not safe.startswith(".")
    assert len(safe.encode()) <= 200


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\files\\отчёт (1).md", "отчёт (1).md"),
        (".hidden.txt", "hidden.txt"),
        ("a\nb\x00c.txt", "a_b_c.txt"),
    ],
)
def test_names_of_files(given: str, kept: str) -> None:
    assert safe_name(given) == kept


def test_long_names_that_begin_alike_stay_apart() -> None:
    names = {safe_name(f"{'Протокол заседания комиссии ' * 6}, часть {n}.pdf") for n in range(3)}
    assert len(names) == 3
    assert {Path(name).suffix for name in names} == {".pdf"}


def test_a_child_knows_no_token() -> None:
    known = {"TELEGRAM_BOT_TOKEN": "1:x", "GITHUB_TOKEN": "y", "PATH": os.defpath, "HOME": "/h"}
    assert without_secrets(known) == {"PATH": os.defpath, "HOME": "/h"}
