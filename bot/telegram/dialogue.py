"""What the bot says: updates in, replies out. The table of what it understands."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import telegram

from bot.telegram import answers, binding, chats, explaining, moderating, register
from bot.telegram.addressing import command_of
from bot.telegram.asking import Asking
from bot.telegram.buttons import SETTING
from bot.telegram.calls import ApiError, Call, Failure, Reply
from bot.telegram.desk import Desk, Here, here_of, thread_of, toast
from bot.telegram.journal import both
from bot.telegram.menus import menus
from bot.telegram.people import person, writer_of
from bot.telegram.pinning import Decision, Pinning
from bot.telegram.pressing import Pressing, dismissed_in_place
from bot.telegram.questions import argument_of
from bot.telegram.tending import TOPIC, Tending
from bot.telegram.turns import too_many_commands
from bot.telegram.uploads import upload

Command = Callable[[Here, telegram.Message, list[str]], Awaitable[Reply]]


class Talk:
    """The dialogue of `calls.Dialogue`, over libraries."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._asking = Asking(desk)
        self._pinning = Pinning(desk)
        self._pressing = Pressing(desk, self._pinning)
        self._tending = Tending(desk)
        self._has_menus = False
        self._commands: dict[str, Command] = {
            "pin": lambda here, m, words: register.pin(here, m, words, self._pinning),
            "unpin": lambda here, m, words: register.unpin(here, m, words, self._pinning),
            "undo": lambda here, m, _: register.undo(here, m, self._pinning),
            "pins": lambda here, _, words: register.pins(here, words),
            "settings": lambda here, _, words: moderating.settings(here, words),
            "log": lambda here, *_: moderating.log(here),
            "why": lambda here, m, _: _why(here, m),
            "sources": lambda here, m, _: _sources(here, m),
            "collections": lambda here, _, words: binding.collections(here, words),
            "privacy": lambda here, *_: explaining.privacy(here),
            "forget": lambda here, *_: explaining.forget(here),
            "help": lambda here, *_: explaining.help_with(here),
            "start": lambda here, *_: explaining.start(here),
        }

    async def handle(self, update: telegram.Update, raw: Mapping[str, Any]) -> Reply:
        """What follows from an update. Raises ApiError."""
        if chats.moves_in(raw) is not None:
            return self._tending.left_behind()
        if (changed := raw.get("my_chat_member") or raw.get("chat_member")) is not None:
            self._desk.rights.forget(changed["chat"]["id"])
            return Reply()
        if update.callback_query is not None:
            return await self._press(update.callback_query)
        message = update.message or update.edited_message
        is_edited = update.message is None
        return Reply() if message is None else await self._message(message, is_edited=is_edited)

    async def _message(self, message: telegram.Message, *, is_edited: bool) -> Reply:
        here = here_of(self._desk, message.chat, writer_of(message), thread_of(message))
        if message.pinned_message is not None:
            return self._pinned_by_hand(here, message)
        command = command_of(message.text or "", self._desk.me)
        if command is not None and command != "ask":
            if is_edited:
                return Reply()
            if (refusal := too_many_commands(here, message)) is not None:
                return refusal
            return await self._commands[command](here, message, _words(message))
        if message.document is not None and here.is_private:
            return await upload(here, message)
        if here.is_private and _is_service(message):
            return Reply()
        return await self._asking.ask(here, message, is_edited=is_edited)

    def _pinned_by_hand(self, here: Here, message: telegram.Message) -> Reply:
        assert message.pinned_message is not None  # noqa: S101 - asked by _message
        if message.from_user is not None and message.from_user.id == self._desk.me.id:
            return Reply()
        return self._pinning.by_hand(
            here.chat_id, message.pinned_message.message_id, here.person.id
        )

    async def _press(self, query: telegram.CallbackQuery) -> Reply:
        message = query.message
        if message is None:
            return Reply()
        thread = thread_of(message) if isinstance(message, telegram.Message) else None
        data = query.data or ""
        if data.startswith(f"{SETTING}:"):
            here = here_of(self._desk, message.chat, person(query.from_user), thread)
            decision: Decision = await moderating.press(here, data, message.message_id)
        else:
            decision = await self._pressing.press(query, thread)
        await toast(self._desk, query, decision.words)
        return decision.reply

    async def sent(self, call: Call, result: Any) -> Reply:
        """What follows from a call that was carried out."""
        purpose, _, key = call.purpose.partition(":")
        if purpose in ("answer", "edit", "repair"):
            return await self._asking.sent(call, key, result)
        if purpose in ("pin", "unpin"):
            return self._pinning.ended(call, key)
        if purpose == "again" and isinstance(result, dict):
            again = self._tending.sent_again(call, key, result)
            return both(again, self._asking.receipt(call, result))
        if purpose in ("context", "stale", "mend"):
            return self._asking.receipt(call, result)
        return Reply()

    async def failed(self, call: Call, error: str, kind: Failure) -> Reply:
        """What follows from a call given up."""
        purpose, _, key = call.purpose.partition(":")
        if purpose in ("pin", "unpin", "again"):
            return self._pinning.failed(call, key, error)
        if purpose == "answer":  # nobody has seen it
            return Reply((), lambda connection: answers.drop(connection, key))
        if purpose in ("probe", "edit"):
            return self._tending.probe_failed(key, error)
        if purpose == "dismiss" and kind is Failure.REFUSED:
            return dismissed_in_place(call)
        if purpose in ("log", "stale", "altered"):
            return self._not_told(call, purpose, key.partition(":")[0], kind)
        return Reply()

    def _not_told(self, call: Call, purpose: str, key: str, kind: Failure) -> Reply:
        """What follows when a log chat did not take what it was to be told."""
        is_gone = kind in (Failure.CLOSED, Failure.REFUSED) and TOPIC not in call.payload
        unset = moderating.unset_log_chat(self._desk, call.chat_id) if is_gone else Reply()
        if purpose == "stale":
            return both(unset, self._tending.not_told(call, key))
        return both(unset, self._asking.not_told(call)) if purpose == "altered" else unset

    async def upkeep(self) -> Reply:
        """What time brings."""
        await self._set_menus()
        return await self._tending.upkeep()

    async def _set_menus(self) -> None:
        """Show the commands, once a run; where Telegram cannot be reached, the next minute."""
        if self._has_menus:
            return
        for menu in menus(self._desk.owners):
            try:
                await self._desk.api.call("setMyCommands", menu)
            except ApiError as error:
                if error.kind is Failure.UNAUTHORIZED:
                    raise
                if error.kind not in (Failure.REFUSED, Failure.CLOSED):  # else an owner never came
                    return
        self._has_menus = True


async def _why(here: Here, message: telegram.Message) -> Reply:
    given = register.replied_answer(here, message)
    if given is None:
        return here.reply("help", here.say("reply_to_why"), message.message_id)
    if given.collection not in here.collections:
        return here.reply("help", here.say("collection_taken"), message.message_id)
    shown = await explaining.why(here, given)
    return here.reply("help", shown, message.message_id)


async def _sources(here: Here, message: telegram.Message) -> Reply:
    if why := await here.why_not_ask():
        return here.reply("help", here.say(why), message.message_id)
    given = register.replied_answer(here, message)
    if given is not None and given.quotes and given.collection in here.collections:
        return here.reply("help", explaining.sources_of(given.quotes, here.say))
    return here.reply("help", await explaining.sources_in_library(here))


def _words(message: telegram.Message) -> list[str]:
    return argument_of(message.text or "").split()


def _is_service(message: telegram.Message) -> bool:
    """Tell whether nobody said anything: a bot was started, a timer was set, a call has ended."""
    return message.effective_attachment is None and message.text is None
