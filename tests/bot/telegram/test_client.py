"""What Telegram answers, as errors that can be acted on."""

from pathlib import Path

import pytest

from bot.telegram.calls import ApiError, Failure
from bot.telegram.client import Client, Unreadable, already_so
from tests.bot.telegram.canned import answering, refusal
from tests.bot.telegram.emulator import TOKEN, Emulator


@pytest.mark.parametrize(
    ("status", "body", "kind", "said"),
    [
        (400, refusal(400, "Bad Request: MESSAGE_TOO_LONG"), Failure.REFUSED, "message_too_long"),
        (400, refusal(400, "Bad Request: chat not found"), Failure.CLOSED, "chat not found"),
        (
            403,
            refusal(403, "Forbidden: bot was blocked by the user"),
            Failure.CLOSED,
            "forbidden: bot was blocked by the user",
        ),
        (401, refusal(401, "Unauthorized"), Failure.UNAUTHORIZED, "unauthorized"),
        (404, refusal(404, "Not Found"), Failure.UNAUTHORIZED, "not found"),
        (
            404,
            refusal(404, "Not Found: method not found"),
            Failure.REFUSED,
            "not found: method not found",
        ),
        (409, refusal(409, "Conflict: terminated"), Failure.CONFLICT, "conflict: terminated"),
        (500, refusal(500, "Internal Server Error: restart"), Failure.UNCERTAIN, "restart"),
        (502, b"<html>Bad Gateway</html>", Failure.UNCERTAIN, "502"),
        (413, b"<html>Too Large</html>", Failure.REFUSED, "413"),
        (200, b"", Failure.UNCERTAIN, "200"),
        (200, b"[1, 2", Failure.UNCERTAIN, "200"),
        (200, b"[" * 100_000, Failure.UNCERTAIN, "200"),
        (200, b'{"ok": true, "result": ' + b"9" * 5000 + b"}", Failure.UNCERTAIN, "200"),
        (200, b'"text"', Failure.UNCERTAIN, "200"),
    ],
)
async def test_every_answer_has_its_kind(
    status: int, body: bytes, kind: Failure, said: str
) -> None:
    async with answering(status, body) as client:
        with pytest.raises(ApiError) as error:
            await client.call("sendMessage", {"chat_id": 1, "text": "x"})
    assert error.value.kind is kind
    assert said in error.value.description


async def test_how_long_to_wait_and_where_a_group_is_are_kept() -> None:
    async with answering(429, refusal(429, "Too Many Requests", retry_after=7)) as client:
        with pytest.raises(ApiError) as flood:
            await client.call("sendMessage")
    assert (flood.value.kind, flood.value.retry_after) == (Failure.FLOOD, 7)
    moved = refusal(400, "Bad Request: group chat was upgraded", migrate_to_chat_id=-1005)
    async with answering(400, moved) as client:
        with pytest.raises(ApiError) as migrated:
            await client.call("sendMessage", {"chat_id": -5})
    assert (migrated.value.kind, migrated.value.moved) == (Failure.MIGRATED, (-5, -1005))


async def test_what_did_not_arrive_is_told_from_what_may_have() -> None:
    nobody = Client(TOKEN, "http://127.0.0.1:1", 1)
    with pytest.raises(ApiError) as refused:
        await nobody.call("sendMessage")
    await nobody.close()
    assert refused.value.kind is Failure.UNREACHABLE
    assert TOKEN not in repr(refused.value)


async def test_an_answer_to_getupdates_that_is_no_json_is_kept_for_a_look() -> None:
    body = b'{"ok": true, "result": [{"update_id": 5, "n": ' + b"9" * 5000 + b"}]}"
    async with answering(200, body) as client:
        with pytest.raises(Unreadable) as unreadable:
            await client.updates({}, 0)
    assert unreadable.value.body == body


@pytest.mark.parametrize(
    ("method", "said", "is_so"),
    [
        ("editMessageText", "message is not modified: specified new message content", True),
        ("pinChatMessage", "chat_not_modified", True),
        ("unpinChatMessage", "chat_not_modified", True),
        ("deleteMessage", "message to delete not found", True),
        ("editMessageText", "message to edit not found", False),
        ("pinChatMessage", "message to pin not found", False),
        ("sendMessage", "chat_not_modified", False),
    ],
)
def test_some_refusals_say_that_it_is_so_already(method: str, said: str, is_so: bool) -> None:
    assert already_so(method, ApiError(Failure.REFUSED, said)) is is_so


async def test_a_file_is_downloaded_and_one_that_is_too_large_is_not(tmp_path: Path) -> None:
    async with Emulator().serving() as emulator:
        client = Client(TOKEN, emulator.url)
        anna = emulator.people.user("Anna")
        sent = emulator.people.send_file(emulator.people.private(anna), anna, "a.txt", b"words")
        file_id = sent.more["document"]["file_id"]
        await client.download(file_id, tmp_path / "a.txt", 5)
        assert (tmp_path / "a.txt").read_bytes() == b"words"
        with pytest.raises(ApiError, match="file is too big"):
            await client.download(file_id, tmp_path / "b.txt", 4)
        assert not (tmp_path / "b.txt").exists()
        await client.close()
