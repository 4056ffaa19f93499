"""The whole dialogue over real libraries, in a Telegram without a network: what people do is
handled at once, and everything that follows is carried out before the next line of a test."""

import asyncio
import json
from collections.abc import Coroutine, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from bot.telegram import chats
from bot.telegram.addressing import Me, is_for_us
from bot.telegram.calls import ApiError, Call, Failure, Reply
from bot.telegram.chats import moves_in
from bot.telegram.client import _result, already_so
from bot.telegram.desk import Desk
from bot.telegram.dialogue import Talk
from bot.telegram.dispatch import update_of
from bot.telegram.libraries import Libraries
from bot.telegram.outbox import is_repeatable
from bot.telegram.rights import Rights
from bot.telegram.store import Store
from embeddings.encoder import Encoder
from retrieval.home import open_answerer
from retrieval.updating import Update
from tests.bot.telegram.emulator import BOT_ID, Chat, Emulator, Message, User
from tests.bot.telegram.emulator.api import answer
from tests.bot.telegram.emulator.arguments import Arguments

T = TypeVar("T")


class Table:
    """A Telegram, the bot's database, its libraries and the dialogue."""

    def __init__(self, folder: Path, encoder: Encoder, owners: tuple[int, ...] = ()) -> None:
        self.time = 1_800_000_000.0
        self.folder = folder
        self.encoder = encoder
        self.emulator = Emulator(lambda: self.time)
        self.world, self.people = self.emulator.world, self.emulator.people
        self.world.updates.allow(["message", "edited_message", "callback_query", "my_chat_member"])
        self.store = Store(folder / "telegram.db")
        self.me = Me.of(self._call("getMe", {}))
        self.libraries = Libraries(folder / "home", lambda home: open_answerer(home, encoder))
        self.rights = Rights(self, self.me, self)
        desk = Desk(
            self.store.connection,
            self,
            self.me,
            self.libraries,
            self.rights,
            self,
            frozenset(owners),
        )
        self.talk = Talk(desk)
        self.failures: list[tuple[Call, str]] = []
        self.dropped: list[Mapping[str, Any]] = []
        self.upkeep()  # the menus, which let the help show its commands alive

    def close(self) -> None:
        self.libraries.close()
        self.store.close()

    def now(self) -> float:
        return self.time

    async def sleep(self, seconds: float) -> None:
        self.time += seconds

    def ingest(self, files: Mapping[str, str], collection: str = "main") -> None:
        """Put files into a collection, or change them there."""
        texts = self.folder / "texts" / collection
        for name, text in files.items():
            path = texts / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        update = Update(self.libraries.home_of(collection), self.encoder)
        try:
            list(update.ingest(update.scan([texts]), lambda _: None))
            update.finish()
        finally:
            update.close()

    def remove(self, name: str, collection: str = "main") -> None:
        """Take a file away from a collection."""
        (self.folder / "texts" / collection / name).unlink()
        self.ingest({}, collection)

    # What people do, with everything that follows.

    def say(self, chat: Chat, user: User, text: str | None, **more: Any) -> list[Message]:
        """Say something; returns what the bot says to it."""
        return self._after(lambda: self.people.say(chat, user, text, **more), chat)

    def press(self, message: Message, user: User, label: str) -> str:
        """Press a button; returns the notice that the person gets."""
        before = len(self.world.toasts)
        self.people.press(message, user, label)
        self.settle()
        assert len(self.world.toasts) == before + 1, "a press is answered once"
        return str(self.world.toasts[-1].get("text", ""))

    def _after(self, act: Any, chat: Chat) -> list[Message]:
        known = set(chat.messages)
        act()
        self.settle()
        return [m for i, m in chat.messages.items() if i not in known and m.sender == BOT_ID]

    def settle(self) -> None:
        """Handle all that waits."""
        run(self._settle())

    def upkeep(self) -> None:
        """Let a minute's work be done."""
        run(self._upkeep())

    async def _upkeep(self) -> None:
        await self._follow(await self.talk.upkeep())
        await self._settle()

    async def _settle(self) -> None:
        offset = 0
        while updates := self.world.updates.take(offset, 100):
            for raw in updates:
                offset = raw["update_id"] + 1
                self.time += 4
                if is_for_us(raw, self.me):
                    await self._handle(raw)
                else:
                    self.dropped.append(raw)

    async def _handle(self, raw: Mapping[str, Any]) -> None:
        if (move := moves_in(raw)) is not None:
            chats.move(self.store, *move)
        try:
            reply = await self.talk.handle(update_of(raw), raw)
        except ApiError as error:
            if error.moved is None:
                raise
            chats.move(self.store, *error.moved)
            reply = await self.talk.handle(update_of(raw), raw)
        await self._follow(reply)

    async def _follow(self, reply: Reply) -> None:
        with self.store.transaction() as connection:
            if reply.write is not None:
                reply.write(connection)
        for call in reply.calls:
            self.time += 4
            try:
                result = await self.call(call.method, {**call.payload, "chat_id": call.chat_id})
            except ApiError as error:
                if not already_so(call.method, error):
                    if error.moved is not None and not is_repeatable(call.method):
                        chats.move(self.store, *error.moved)
                        await self._follow(Reply((replace(call, chat_id=error.moved[1]),)))
                        continue
                    self.failures.append((call, error.description))
                    kind = Failure.CLOSED if error.kind is Failure.CLOSED else Failure.REFUSED
                    await self._follow(await self.talk.failed(call, error.description, kind))
                    continue
                result = None
            await self._follow(await self.talk.sent(call, result))

    # The Bot API.

    async def call(self, method: str, payload: Mapping[str, Any] | None = None) -> Any:
        return self._call(method, payload or {})

    def _call(self, method: str, payload: Mapping[str, Any]) -> Any:
        texts = {n: v if isinstance(v, str) else json.dumps(v) for n, v in payload.items()}
        done = answer(self.world, method, Arguments(texts))
        return _result(done.status, json.dumps(done.body).encode(), payload)

    async def download(self, file_id: str, path: Path, most: int) -> None:
        data = self.world.files[file_id].data
        if len(data) > most:
            raise ApiError(Failure.REFUSED, "file is too big")
        path.write_bytes(data)


def run(work: Coroutine[Any, Any, T]) -> T:
    """Run to the end."""
    return asyncio.run(work)
