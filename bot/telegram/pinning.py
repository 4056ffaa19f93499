"""Pinning and unpinning answers: who may, what is done, what the register and the log say."""

import sqlite3
from dataclasses import dataclass, field

from bot.telegram import answers, pin_rows
from bot.telegram.answers import Given
from bot.telegram.calls import Call, Reply
from bot.telegram.composing import Outgoing
from bot.telegram.desk import Desk, Here, told
from bot.telegram.journal import both, note
from bot.telegram.living import found_again, is_in_place
from bot.telegram.people import USER
from bot.telegram.pin_rows import DELETED, FAILED, PINNED, PINNING, UNPINNED, UNPINNING, Pin
from bot.telegram.showing import page_shown
from bot.telegram.wording import words_in
from corpus.errors import CorpusError

_GONE = ("not found", "message_id_invalid")


@dataclass(frozen=True, slots=True)
class Decision:
    """What follows from a moderator's wish: words for them, and what is done."""

    words: str
    reply: Reply = field(default_factory=Reply)


class Pinning:
    """Carries out what moderators wish of pins; each step is in the register before it is sent."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def pin(self, here: Here, given: Given, *, loud: bool) -> Decision:
        """Pin an answer. Rights are asked for now, and its quotes verified."""
        if refusal := await self._may_not(here):
            return Decision(refusal)
        if not given.is_answer or given.message_id is None:
            return Decision(here.say("not_an_answer"))
        if given.collection not in here.collections:
            return Decision(here.say("collection_taken"))
        known = pin_rows.of_answer(self._desk.connection, given.id)
        if known is not None and known.state in (PINNED, PINNING):
            return Decision(here.say("pinned_already", number=known.number))
        if not await self.stands(given):
            return Decision(here.say("changed_since"))
        return Decision(here.say("pinning"), self._pin(here, given, loud=loud))

    def _pin(self, here: Here, given: Given, *, loud: bool) -> Reply:
        now = self._desk.clock.now()

        def write(connection: sqlite3.Connection) -> None:
            pin_rows.add(connection, given, here.person.id, now, PINNING, loud=loud)

        payload = {"message_id": given.message_id, "disable_notification": not loud}
        purpose = f"pin:{given.id}:{here.person.id}"
        call = Call(here.chat_id, purpose, "pinChatMessage", payload)
        return Reply((call,), write)

    async def unpin(self, here: Here, pin: Pin) -> Decision:
        """Unpin one message, by its id."""
        if refusal := await self._may_not(here):
            return Decision(refusal)
        if pin.state in (UNPINNED, UNPINNING):
            return Decision(here.say("unpinned_already", number=pin.number))
        if not pin.message_id:  # without one, Telegram would unpin the newest, whoever pinned it
            return Decision(here.say("no_message", number=pin.number))
        now = self._desk.clock.now()

        def write(connection: sqlite3.Connection) -> None:
            pin_rows.set_state(connection, pin, UNPINNING, now)
            pin_rows.set_person(connection, pin, here.person.id)

        payload = {"message_id": pin.message_id}
        purpose = f"unpin:{pin.answer_id}:{here.person.id}"
        call = Call(pin.message_chat, purpose, "unpinChatMessage", payload)
        return Decision(here.say("unpinning", number=pin.number), Reply((call,), write))

    async def undo(self, here: Here) -> Decision:
        """Take back the last pinning or unpinning in this chat, also one that is not carried out
        yet. What was unpinned before the group moved has no message here that could be pinned."""
        if refusal := await self._may_not(here):
            return Decision(refusal)
        known = [
            pin
            for pin in pin_rows.in_chat(self._desk.connection, here.chat_id)
            if pin.state in (PINNED, PINNING)
            or (pin.state in (UNPINNED, UNPINNING) and pin.message_chat == here.chat_id)
        ]
        if not known:
            return Decision(here.say("nothing_to_undo"))
        last = max(known, key=lambda pin: pin.changed_at)
        if last.state in (PINNED, PINNING):
            return await self.unpin(here, last)
        given = answers.by_id(self._desk.connection, last.answer_id)
        assert given is not None  # noqa: S101 - the register refers to it
        return await self.pin(here, given, loud=False)

    async def _may_not(self, here: Here) -> str:
        """Why a person may not pin here, or the bot; empty: both may."""
        if not await here.may_pin():
            return here.say("anonymous_may_not" if here.person.kind != USER else "you_may_not")
        if not await self._desk.rights.bot_may_pin(here.chat_id, here.kind):
            return here.say("bot_may_not_group" if here.kind == "group" else "bot_may_not")
        return ""

    async def stands(self, given: Given) -> bool:
        """Tell whether the library still has the words that an answer shows, where it has said."""
        quotes = [piece.quote for piece in page_shown(given)]
        try:
            found = await self._desk.libraries.ask(
                given.collection, lambda answerer: found_again(answerer.library, quotes)
            )
        except CorpusError:
            return False
        return all(
            fresh is not None and is_in_place(quote, fresh)
            for quote, fresh in zip(quotes, found, strict=True)
        )

    def by_hand(self, chat_id: int, message_id: int, by_id: int) -> Reply:
        """Enter an answer that somebody pinned with Telegram's own menu."""
        given = answers.by_message(self._desk.connection, chat_id, message_id)
        if given is None or not given.is_answer:
            return Reply()
        known = pin_rows.of_answer(self._desk.connection, given.id)
        if known is not None and known.state in (PINNED, PINNING):
            return Reply()
        now = self._desk.clock.now()

        def write(connection: sqlite3.Connection) -> None:
            pin_rows.add(connection, given, by_id, now, PINNED, loud=False)

        number = pin_rows.number_for(self._desk.connection, given)
        noted = note(self._desk, chat_id, by_id, "pinned_by_hand", f"#{number}")
        return both(Reply((), write), noted)

    def ended(self, call: Call, wish: str) -> Reply:
        """What follows when Telegram has pinned or unpinned."""
        pin, by_id = self._of(wish)
        if pin is None:
            return Reply()
        if call.method == "pinChatMessage":
            action = "pinned_loudly" if pin.loud else "pinned"
            state = UNPINNING if pin.state == UNPINNING else PINNED
        else:
            action = "unpinned"
            state = PINNING if pin.state == PINNING else UNPINNED
        return self._settled(pin, state, action, by_id)

    def failed(self, call: Call, wish: str, error: str) -> Reply:
        """What follows when Telegram has refused to pin or to unpin."""
        pin, by_id = self._of(wish)
        given = answers.by_id(self._desk.connection, pin.answer_id) if pin else None
        if pin is None or given is None:
            return Reply()
        has_moved = call.chat_id != pin.chat_id  # the group has, and its messages stayed behind
        is_gone = has_moved or says_gone(error)
        if has_moved and call.method == "pinChatMessage":
            return Reply()  # it is sent and pinned again where the group is now
        if is_gone and call.method == "unpinChatMessage":
            return self._settled(pin, UNPINNED, "unpinned", by_id)  # as it was wished for
        if call.method == "unpinChatMessage":
            state, action = PINNED, "unpin_failed"
        else:
            state, action = DELETED if is_gone else FAILED, "pin_failed"
        told = self._told(pin, given, action, error)
        return both(told, self._settled(pin, state, action, by_id))

    def _of(self, wish: str) -> tuple[Pin | None, int]:
        """The pin that a call was about, and who wished for it: since then somebody else may have
        wished for the opposite."""
        answer_id, _, by_id = wish.partition(":")
        pin = pin_rows.of_answer(self._desk.connection, answer_id)
        return pin, int(by_id) if by_id else pin.by_id if pin else 0

    def _settled(self, pin: Pin, state: str, action: str, by_id: int) -> Reply:
        now = self._desk.clock.now()

        def write(connection: sqlite3.Connection) -> None:
            pin_rows.set_state(connection, pin, state, now)

        noted = note(self._desk, pin.chat_id, by_id, action, f"#{pin.number}")
        return both(Reply((), write), noted)

    def _told(self, pin: Pin, given: Given, key: str, error: str) -> Reply:
        """A refusal of Telegram's, said where it was wished for."""
        text = words_in(given.language)(key, number=pin.number, why=error)
        topic = {} if given.thread_id is None else {"message_thread_id": given.thread_id}
        purpose = f"told:{pin.answer_id}"
        return Reply((told(self._desk, pin.chat_id, purpose, Outgoing(text), **topic),))


def says_gone(error: str) -> bool:
    """Tell whether Telegram says of a message that it is not there any more."""
    return any(said in error for said in _GONE)
