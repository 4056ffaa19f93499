"""What all parts of the dialogue work with, and how they put a message together."""

import asyncio
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import telegram

from bot.telegram.addressing import Me
from bot.telegram.calls import Api, ApiError, Call, Failure, Reply
from bot.telegram.chat_settings import MAIN, MODERATORS, ChatSettings, granted, settings_of
from bot.telegram.clock import Clock
from bot.telegram.composing import Outgoing, parted
from bot.telegram.libraries import Libraries
from bot.telegram.people import ANONYMOUS, Person
from bot.telegram.quota import Quota
from bot.telegram.rights import Rights
from bot.telegram.text import shortened
from bot.telegram.wording import Say, words_in

TOAST = 200
"""Characters of the notice that answers a button, at most."""

Keyboard = list[list[dict[str, str]]]


@dataclass(frozen=True, slots=True)
class Desk:
    """The bot's own things. `connection` is for reading; writes go into a `Reply`."""

    connection: sqlite3.Connection
    api: Api
    me: Me
    libraries: Libraries
    rights: Rights
    clock: Clock
    owners: frozenset[int]
    """Who may put files into the libraries and bind them to groups."""
    quota: Quota = field(default_factory=Quota)
    ingesting: asyncio.Lock = field(default_factory=asyncio.Lock)
    """For files that owners send: a library has one writer at a time."""

    def collections_for(self, chat_id: int) -> list[str]:
        """The collections that may be asked in a chat, the main one first: all of them by an owner
        in private."""
        if chat_id in self.owners:  # a private chat has the id of its person
            return list(self.libraries.names())
        return granted(self.connection, chat_id)

    def is_quiet(self, chat_id: int) -> bool:
        """Tell whether a chat has its quiet hours now."""
        return settings_of(self.connection, chat_id).is_quiet(self.clock.now())


@dataclass(frozen=True, slots=True)
class Here:
    """A chat as a message or a press found it: where, who, and in which words to answer."""

    desk: Desk
    chat_id: int
    kind: str
    """private, group or supergroup."""
    person: Person
    settings: ChatSettings
    say: Say
    thread_id: int | None = None

    @property
    def is_private(self) -> bool:
        """Tell whether nobody else reads here."""
        return self.kind == "private"

    @property
    def collections(self) -> list[str]:
        """The collections that may be asked here now."""
        return self.desk.collections_for(self.chat_id)

    async def is_moderator(self) -> bool:
        """Tell whether the person is an administrator here."""
        return await self.desk.rights.is_moderator(
            self.chat_id, self.kind, self.person, trusts=self.settings.trust_anonymous
        )

    async def why_not_ask(self) -> str:
        """The key of why the person may not ask here; empty: they may."""
        if self.settings.asks != MODERATORS or await self.is_moderator():
            return ""
        is_hidden = self.person.kind == ANONYMOUS
        return "anonymous_unknown" if is_hidden else "only_moderators_ask"

    async def may_pin(self) -> bool:
        """Tell whether the person may pin here."""
        return await self.desk.rights.may_pin(
            self.chat_id, self.kind, self.person, trusts=self.settings.trust_anonymous
        )

    def message(
        self,
        purpose: str,
        words: Outgoing | str,
        reply_to: int | None = None,
        keyboard: Keyboard | None = None,
    ) -> Call:
        """A message to this chat, in its topic, silent in its quiet hours."""
        outgoing = Outgoing(words) if isinstance(words, str) else words
        payload = outgoing.payload()
        if reply_to is not None:
            # A question may be deleted before its answer comes.
            payload["reply_parameters"] = {
                "message_id": reply_to,
                "allow_sending_without_reply": True,
            }
        if self.thread_id is not None:
            payload["message_thread_id"] = self.thread_id
        if keyboard:
            payload["reply_markup"] = {"inline_keyboard": keyboard}
        if self.settings.is_quiet(self.desk.clock.now()):
            payload["disable_notification"] = True
        return Call(self.chat_id, purpose, "sendMessage", payload)

    def reply(self, purpose: str, words: Outgoing | str, reply_to: int | None = None) -> Reply:
        """A reply that leaves nothing behind, in as many messages as its words need."""
        first, *others = parted(Outgoing(words) if isinstance(words, str) else words)
        numbered = enumerate(others, start=2)
        more = (self.message(f"{purpose}:{number}", part) for number, part in numbered)
        return Reply((self.message(purpose, first, reply_to), *more))


def told(desk: Desk, chat_id: int, purpose: str, words: Outgoing, **more: Any) -> Call:
    """A message that nobody's message asked for, silent in the quiet hours of where it goes."""
    payload = {**words.payload(), "disable_notification": desk.is_quiet(chat_id), **more}
    return Call(chat_id, purpose, "sendMessage", payload)


def edit(
    chat_id: int, purpose: str, message_id: int, words: Outgoing, keyboard: Keyboard | None
) -> Call:
    """Put other words, and these buttons, into a message of the bot."""
    payload: dict[str, Any] = {"message_id": message_id, **words.payload()}
    if keyboard:
        payload["reply_markup"] = {"inline_keyboard": keyboard}
    return Call(chat_id, purpose, "editMessageText", payload)


def here_of(desk: Desk, chat: telegram.Chat, person: Person, thread_id: int | None) -> Here:
    """The chat with its settings, as a person meets it."""
    settings = settings_of(desk.connection, chat.id)
    if settings.collection not in (MAIN, *desk.collections_for(chat.id)):
        settings = replace(settings, collection=MAIN)  # its person was an owner once
    language = settings.language
    if language is None and chat.type == "private":
        language = person.language
    return Here(desk, chat.id, str(chat.type), person, settings, words_in(language), thread_id)


def thread_of(message: telegram.Message) -> int | None:
    """The forum topic to answer in; the general one has none."""
    return message.message_thread_id if message.is_topic_message else None


async def toast(desk: Desk, press: telegram.CallbackQuery, text: str = "") -> None:
    """Answer a press of a button, once; too late is no fault."""
    payload: Mapping[str, Any] = {"callback_query_id": press.id}
    if text:
        payload = {**payload, "text": shortened(text, TOAST)}
    try:
        await desk.api.call("answerCallbackQuery", payload)
    except ApiError as error:
        if error.kind is Failure.UNAUTHORIZED:
            raise
