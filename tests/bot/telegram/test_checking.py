"""The report of `pincite telegram --check`, line by line."""

from pathlib import Path

from bot.settings import Settings
from bot.telegram import chats
from bot.telegram.checking import Check, checks
from bot.telegram.client import Client
from bot.telegram.clock import SystemClock
from bot.telegram.inbox import Inbox
from bot.telegram.lock import only_one
from bot.telegram.options import Options
from bot.telegram.store import Store
from tests.bot.telegram.emulator import TOKEN, Emulator


async def report(home: Path, emulator: Emulator, owners: int = 0) -> dict[str, Check]:
    client = Client(TOKEN, emulator.url)
    options = Options(emulator.url, frozenset(range(owners)))
    try:
        found = [check async for check in checks(Settings(home, home), options, client)]
    finally:
        await client.close()
    return {check.what: check for check in found}


async def test_what_is_missing_is_said_with_its_remedy(home: Path) -> None:
    async with Emulator().serving() as emulator:
        found = await report(home, emulator)
    assert found["token"].state == "ok"
    assert found["library"].state == "mend"
    assert "pincite ingest" in found["library"].detail
    assert "PINCITE_TELEGRAM_OWNERS" in found["owners"].remedy
    assert not home.exists()


async def test_privacy_mode_and_owners_are_named(home: Path) -> None:
    async with Emulator().serving() as emulator:
        emulator.world.privacy = False
        found = await report(home, emulator, owners=2)
    assert found["privacy"].state == "note"
    assert "dropped unstored" in found["privacy"].detail
    assert found["owners"].detail.startswith("2 ")


async def test_the_rights_in_every_group_are_looked_up(home: Path, store: Store) -> None:
    async with Emulator().serving() as emulator:
        anna = emulator.people.user("Anna")
        groups = [emulator.people.group("supergroup", anna, owner=anna) for _ in range(3)]
        emulator.people.promote_bot(groups[0], by=anna)
        with store.transaction() as connection:
            for group in groups:
                chats.seen(connection, group.id, 1)
            chats.close(connection, groups[2].id, "kicked")
        found = await report(home, emulator)
    assert found[f"group {groups[0].id}"].detail == "the bot may pin"
    assert "administrator" in found[f"group {groups[1].id}"].remedy
    assert f"group {groups[2].id}" not in found


async def test_what_a_group_lets_all_members_do_the_bot_may(home: Path, store: Store) -> None:
    async with Emulator().serving() as emulator:
        anna = emulator.people.user("Anna")
        basic, group = (
            emulator.people.group(kind, anna, owner=anna) for kind in ("group", "supergroup")
        )
        basic.permissions = group.permissions = group.permissions | {"can_pin_messages"}
        with store.transaction() as connection:
            for chat in (basic, group):
                chats.seen(connection, chat.id, 1)
        found = await report(home, emulator)
    assert found[f"group {group.id}"].detail == "the bot may pin"
    assert found[f"group {basic.id}"].detail == "the bot may answer, not pin"


async def test_updates_that_were_set_aside_are_counted(home: Path, store: Store) -> None:
    inbox = Inbox(store, SystemClock(), lambda _: True, lambda _: None)
    inbox.take([{"update_id": 1, "message": 5}, {"update_id": 2, "message": None}])
    async with Emulator().serving() as emulator:
        found = await report(home, emulator)
    assert found["updates"].detail.startswith("2 in quarantine")


async def test_a_bot_that_runs_is_seen(home: Path) -> None:
    async with Emulator().serving() as emulator:
        with only_one(home):
            assert "runs now" in (await report(home, emulator))["bot"].detail
        assert "does not run now" in (await report(home, emulator))["bot"].detail


async def test_a_server_that_is_not_there_is_said(home: Path) -> None:
    emulator = Emulator()
    emulator.url = "http://127.0.0.1:1"
    found = await report(home, emulator)
    assert list(found) == ["telegram"]
    assert "PINCITE_TELEGRAM_API" in found["telegram"].remedy
