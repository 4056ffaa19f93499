"""python-telegram-bot talks to the emulator unchanged; the emulator sees what we must not do."""

import asyncio
import json
import logging
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import pytest
import telegram
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, MessageEntity
from telegram.error import BadRequest, Conflict, InvalidToken, NetworkError, RetryAfter, TimedOut

from tests.bot.telegram.emulator import BOT_ID, TOKEN, Emulator, Fault, Member, running
from tests.bot.telegram.emulator.model import Json


@asynccontextmanager
async def connected(emulator: Emulator, token: str = TOKEN) -> AsyncIterator[telegram.Bot]:
    bot = telegram.Bot(
        token, base_url=f"{emulator.url}/bot", base_file_url=f"{emulator.url}/file/bot"
    )
    async with bot:
        yield bot


async def test_the_offset_rules_of_updates() -> None:
    async with Emulator().serving() as emulator, connected(emulator) as bot:
        anna = emulator.people.user("Anna")
        for text in "abcde":
            emulator.people.say(emulator.people.private(anna), anna, text)

        async def texts(**options: Any) -> list[str]:
            updates = await bot.get_updates(**options)
            return [update.message.text or "" for update in updates if update.message]

        first = (await bot.get_updates(limit=2))[0].update_id
        assert await texts(offset=first + 1) == ["b", "c", "d", "e"]
        assert await texts(offset=-2) == ["d", "e"]
        assert await texts(offset=first + 4) == ["e"]
        assert await texts(offset=first + 5) == []


async def test_a_long_poll_ends_when_something_comes() -> None:
    async with Emulator().serving() as emulator, connected(emulator) as bot:
        anna = emulator.people.user("Anna")
        started = time.monotonic()
        poll = asyncio.create_task(bot.get_updates(timeout=20))
        await asyncio.sleep(0.3)
        emulator.people.say(emulator.people.private(anna), anna, "hello")
        assert len(await poll) == 1
        assert time.monotonic() - started < 5


async def test_a_second_poller_ends_the_first() -> None:
    async with (
        Emulator().serving() as emulator,
        connected(emulator) as first,
        connected(emulator) as second,
    ):
        poll = asyncio.create_task(first.get_updates(timeout=20))
        await asyncio.sleep(0.2)
        assert await second.get_updates(offset=1) == ()
        with pytest.raises(Conflict, match="terminated by other getUpdates"):
            await poll


async def test_only_wanted_updates_come() -> None:
    async with Emulator().serving() as emulator, connected(emulator) as bot:
        anna, boris = emulator.people.user("Anna"), emulator.people.user("Boris")
        chat = emulator.people.group("supergroup", boris, owner=anna)
        emulator.people.promote_bot(chat, anna)
        emulator.people.make(chat, boris, "administrator", by=anna)
        updates = await bot.get_updates(allowed_updates=["chat_member", "message"])
        assert [bool(update.my_chat_member) for update in updates] == [True]
        emulator.people.make(chat, boris, "member", by=anna)
        updates = await bot.get_updates(offset=updates[-1].update_id + 1)
        assert updates[0].chat_member is not None
        assert updates[0].chat_member.new_chat_member.status == "member"


async def test_a_message_and_its_button() -> None:
    async with Emulator().serving() as emulator, connected(emulator) as bot:
        anna = emulator.people.user("Anna")
        chat = emulator.people.private(anna)
        entities = [
            MessageEntity("bold", 2, 5),
            MessageEntity("text_link", 8, 4, url="http://a.org"),
        ]
        keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("more", callback_data="key")]])
        sent = await bot.send_message(
            chat.id, "\u202a\tbold, link ", entities=entities, reply_markup=keyboard
        )
        assert sent.text == "bold, link"
        assert [e.to_dict()["offset"] for e in sent.entities] == [0, 6]
        assert emulator.world.violations.kinds() == {"altered": 1}
        emulator.people.press(chat.messages[sent.message_id], anna, "more")
        query = (await bot.get_updates())[0].callback_query
        assert query is not None
        assert (query.data, query.from_user.id) == ("key", anna.id)
        assert await bot.answer_callback_query(query.id, "done")


async def test_a_file_goes_both_ways() -> None:
    async with Emulator().serving() as emulator, connected(emulator) as bot:
        anna = emulator.people.user("Anna")
        emulator.people.send_file(emulator.people.private(anna), anna, "notes.txt", b"words")
        message = (await bot.get_updates())[0].message
        assert message is not None
        assert message.document is not None
        file = await bot.get_file(message.document)
        assert bytes(await file.download_as_bytearray()) == b"words"


async def test_trouble_looks_as_it_does_from_telegram(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "1")
    async with Emulator().serving() as emulator, connected(emulator) as bot:
        chat = emulator.people.private(emulator.people.user("Anna"))
        faults = [Fault("flood", 7), Fault("bad_gateway"), Fault("lost"), Fault("done_and_lost")]
        emulator.world.faults.order("sendMessage", *faults, Fault("done_and_silence"))
        with pytest.raises(RetryAfter) as flood:
            await bot.send_message(chat.id, "1")
        assert flood.value.retry_after == timedelta(seconds=7)
        emulator.world.flood.until.clear()
        for text in "234":
            with pytest.raises(NetworkError):
                await bot.send_message(chat.id, text)
        emulator.world.flood.enabled = False
        with pytest.raises(TimedOut):
            await bot.send_message(chat.id, "5", read_timeout=0.2)
        assert [message.text for message in chat.messages.values()] == ["4", "5"]


async def test_another_token_is_unauthorized() -> None:
    async with Emulator().serving() as emulator:
        with pytest.raises(InvalidToken):
            async with connected(emulator, "1:other"):
                pass


async def test_a_webhook_gets_every_update_until_it_says_yes() -> None:
    got: list[tuple[str, Json]] = []

    async def hook(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        length = int(head.lower().split("content-length: ")[1].split("\r\n")[0])
        got.append((head, json.loads(await reader.readexactly(length))))
        status = "500 No" if len(got) == 1 else "200 OK"
        writer.write(f"HTTP/1.1 {status}\r\nContent-Length: 0\r\n\r\n".encode())
        await writer.drain()
        writer.close()

    async with Emulator().serving() as emulator, connected(emulator) as bot:
        server = await asyncio.start_server(hook, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        await bot.set_webhook(f"http://127.0.0.1:{port}/hook", secret_token="s3cret")
        anna = emulator.people.user("Anna")
        emulator.people.say(emulator.people.private(anna), anna, "hello")
        async with asyncio.timeout(10):
            while (await bot.get_webhook_info()).pending_update_count:
                await asyncio.sleep(0.05)
        assert [update["message"]["text"] for _, update in got] == ["hello", "hello"]
        assert "x-telegram-bot-api-secret-token: s3cret" in got[0][0].lower()
        with pytest.raises(Conflict, match="webhook is active"):
            await bot.get_updates()
        server.close()


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("what is here?", False),
        ("/ask what?", True),
        ("/ask@pincite_bot what?", True),
        ("/ask@other_bot what?", False),
        ("@pincite_bot what?", False),
    ],
)
def test_privacy_mode_hides_what_is_not_for_the_bot(text: str, seen: bool) -> None:
    emulator = Emulator()
    anna = emulator.people.user("Anna")
    chat = emulator.people.group("supergroup", anna)
    emulator.people.say(chat, anna, text)
    assert bool(emulator.world.updates.waiting) is seen
    emulator.people.promote_bot(chat, anna)
    emulator.people.say(chat, anna, text)
    assert emulator.world.updates.waiting[-1].kind == "message"


def test_who_writes_for_a_group_or_a_channel() -> None:
    emulator = Emulator()
    anna = emulator.people.user("Anna")
    channel = emulator.people.group("channel", owner=anna)
    chat = emulator.people.group("supergroup", owner=anna, bot=Member("administrator"))
    emulator.people.be_anonymous(chat, anna)
    emulator.people.say(chat, anna, "anonymous")
    emulator.people.say_as(chat, channel, "as a channel")
    emulator.people.say_as(chat, channel, "forwarded", forwarded=True)
    senders = [
        (one.body["message"]["from"]["id"], one.body["message"]["sender_chat"]["id"])
        for one in emulator.world.updates.waiting
    ]
    assert senders == [(1087968824, chat.id), (136817688, channel.id), (777000, channel.id)]


async def test_what_telegram_would_take_and_we_must_not_do() -> None:
    async with Emulator().serving() as emulator, connected(emulator) as bot:
        emulator.world.flood.enabled = False
        anna = emulator.people.user("Anna")
        chat = emulator.people.group("supergroup", owner=anna)
        asked = emulator.people.say(chat, anna, "/ask what?")
        emulator.people.promote_bot(chat, anna)
        for _ in range(2):
            sent = await bot.send_message(chat.id, "words", reply_to_message_id=asked.id)
        quote = MessageEntity("blockquote", 0, 20)
        await bot.send_message(chat.id, "@anna says /start it", entities=[quote])
        code = [MessageEntity("code", 0, 5), MessageEntity("code", 11, 6)]
        await bot.send_message(chat.id, "@anna says /start it", entities=[quote, *code])
        many = [MessageEntity("bold", 2 * n, 1) for n in range(101)]
        await bot.send_message(chat.id, "x " * 100 + "x", entities=many)
        await bot.send_message(chat.id, "<b>x</b>", parse_mode="HTML")
        await bot.send_message(chat.id, TOKEN)
        await bot.pin_chat_message(chat.id, sent.message_id)
        await bot.unpin_chat_message(chat.id)
        assert emulator.world.violations.kinds() == {
            "twice": 1,
            "live": 2,
            "entities": 1,
            "parse_mode": 1,
            "token": 1,
            "loud": 1,
            "unpin": 1,
        }


def test_it_runs_in_a_thread_for_a_bot_in_another_process() -> None:
    with running() as emulator:

        async def me() -> int:
            async with connected(emulator) as bot:
                with pytest.raises(BadRequest, match="Chat not found"):
                    await bot.send_message(5, "words")
                return (await bot.get_me()).id

        logging.getLogger("httpx").setLevel(logging.WARNING)
        assert asyncio.run(me()) == BOT_ID
