"""A pressed button -> what follows. Rights are asked for at every press, and every press is
answered, so that nobody's button keeps spinning."""

import sqlite3
from collections.abc import Awaitable, Callable
from dataclasses import replace

import telegram

from bot.telegram import answers, buttons, pin_rows
from bot.telegram.answers import Given
from bot.telegram.buttons import Press
from bot.telegram.calls import Call, Reply
from bot.telegram.composing import Outgoing
from bot.telegram.desk import Desk, Here, edit, here_of
from bot.telegram.explaining import sources_of
from bot.telegram.journal import both, note
from bot.telegram.living import Verified, found_again, refreshed, verify
from bot.telegram.people import person
from bot.telegram.pin_rows import EXACT, PINNED, PINNING, Pin
from bot.telegram.pinning import Decision, Pinning
from bot.telegram.rendering import show_context, surroundings
from bot.telegram.showing import on_a_page, pages_of, show
from bot.telegram.wording import words_in
from corpus.errors import CorpusError
from retrieval.answering import Answerer

_COSTLY = (buttons.PREVIOUS, buttons.NEXT, buttons.CONTEXT, buttons.SOURCES)

Act = Callable[[Here, Given, Press], Awaitable[Decision]]


class Pressing:
    """What each button does."""

    def __init__(self, desk: Desk, pinning: Pinning) -> None:
        self._desk = desk
        self._pinning = pinning
        self._acts: dict[str, Act] = {
            buttons.PREVIOUS: self._turn,
            buttons.NEXT: self._turn,
            buttons.CONTEXT: self._context,
            buttons.SOURCES: self._sources,
            buttons.PIN: self._pin,
            buttons.PIN_LOUDLY: self._pin,
            buttons.DISMISS: lambda here, given, _: self._dismiss(here, given),
        }

    async def press(self, query: telegram.CallbackQuery, thread_id: int | None) -> Decision:
        """What follows from a press; its words are for a notice on the person's screen."""
        assert query.message is not None  # noqa: S101 - others are dropped before
        here = here_of(self._desk, query.message.chat, person(query.from_user), thread_id)
        press = buttons.read(query.data or "")
        given = answers.by_id(self._desk.connection, press.answer_id) if press else None
        if press is None or given is None:
            return Decision(here.say("too_old"))
        if press.action in (buttons.REFRESH, buttons.UNPIN):
            return await self._stale(here, given, press)
        act = self._acts.get(press.action)
        message_id = query.message.message_id
        # A send whose end is not known yet: the press shows that it arrived.
        is_there = given.message_id in (message_id, None)
        if act is None or given.chat_id != here.chat_id or not is_there:
            return Decision(here.say("too_old"))
        if press.action != buttons.DISMISS and given.collection not in here.collections:
            return Decision(here.say("collection_taken"))
        if press.action in _COSTLY and (refusal := await self._not_now(here, query.id)):
            return Decision(refusal)
        return await act(here, replace(given, message_id=message_id), press)

    async def _not_now(self, here: Here, key: str) -> str:
        """Why a person may not press for more to read; empty: they may. Every such press is a
        message or an edit, of which Telegram lets a group have so many."""
        if why := await here.why_not_ask():
            return here.say(why)
        now, in_group = self._desk.clock.now(), not here.is_private
        why = self._desk.quota.exceeded(here.chat_id, here.person.id, now, key, in_group=in_group)
        return here.say(why) if why else ""

    async def _turn(self, here: Here, given: Given, press: Press) -> Decision:
        pin = pin_rows.of_answer(self._desk.connection, given.id)
        is_pinned = pin is not None and pin.state in (PINNED, PINNING)
        if is_pinned and not await here.may_pin():
            return Decision(here.say("pinned_stays"))
        page = on_a_page(given).page + (1 if press.action == buttons.NEXT else -1)
        turned = replace(given, page=page)
        if not 0 <= page < len(pages_of(given)):
            return Decision("")
        if not await self._pinning.stands(turned):
            return Decision(here.say("changed_since"))
        assert given.message_id is not None  # noqa: S101 - it was pressed there
        words, keyboard = show(turned)
        call = edit(given.chat_id, f"edit:{given.id}", given.message_id, words, keyboard)

        def write(connection: sqlite3.Connection) -> None:
            answers.turn(connection, given.id, page)
            if pin is not None:  # what this page shows is to be verified, too
                pin_rows.set_standing(connection, pin, pin.standing, "")

        reply = Reply((call,), write)
        if pin is not None:
            turned_it = note(self._desk, here.chat_id, here.person.id, "turned", f"#{pin.number}")
            reply = both(reply, turned_it)
        return Decision("", reply)

    async def _context(self, here: Here, given: Given, press: Press) -> Decision:
        if press.number >= len(given.quotes):
            return Decision(here.say("too_old"))
        quote = given.quotes[press.number]

        def around(answerer: Answerer) -> Outgoing | None:
            library = answerer.library
            with library.snapshot():
                (fresh,) = found_again(library, [quote])
                if fresh is None:
                    return None
                start, end = surroundings(library, fresh)
                text = library.text(fresh.document_id, start, end)
            return show_context(fresh, text, start, here.say)

        try:
            shown = await self._desk.libraries.ask(given.collection, around)
        except CorpusError:
            shown = None
        if shown is None:
            return Decision(here.say("changed_since"))
        return Decision("", here.reply(f"context:{given.id}", shown, given.message_id))

    async def _sources(self, here: Here, given: Given, _: Press) -> Decision:
        shown = sources_of(given.quotes, here.say)
        return Decision("", here.reply(f"sources:{given.id}", shown, given.message_id))

    async def _pin(self, here: Here, given: Given, press: Press) -> Decision:
        return await self._pinning.pin(here, given, loud=press.action == buttons.PIN_LOUDLY)

    async def _dismiss(self, here: Here, given: Given) -> Decision:
        is_asker = bool(given.asker_id) and given.asker_id == here.person.id
        if not is_asker and not await here.is_moderator():
            return Decision(here.say("not_yours"))
        pin = pin_rows.of_answer(self._desk.connection, given.id)
        if pin is not None and pin.state in (PINNED, PINNING):
            return Decision(here.say("unpin_first", number=pin.number))
        call = Call(
            given.chat_id,
            f"dismiss:{given.language}",
            "deleteMessage",
            {"message_id": given.message_id},
        )
        reply = Reply((call,), lambda connection: answers.drop(connection, given.id))
        if not is_asker:
            reply = both(reply, note(self._desk, here.chat_id, here.person.id, "dismissed"))
        return Decision(here.say("dismissed"), reply)

    async def _stale(self, here: Here, given: Given, press: Press) -> Decision:
        """A button of the notice about a stale pin, which may stand in the log chat."""
        pin = pin_rows.of_answer(self._desk.connection, given.id)
        if pin is None or pin.number != press.number:
            return Decision(here.say("too_old"))
        if here.chat_id != pin.chat_id:
            kind = await self._desk.rights.kind_of(pin.chat_id)
            here = replace(here, chat_id=pin.chat_id, kind=kind, thread_id=None)
        if press.action == buttons.UNPIN:
            return await self._pinning.unpin(here, pin)
        if not await here.may_pin():
            return Decision(here.say("you_may_not"))
        if given.collection not in here.collections:
            return Decision(here.say("collection_taken"))
        if pin.state != PINNED:
            return Decision(here.say("too_old"))
        return await self._refresh(here, given, pin)

    async def _refresh(self, here: Here, given: Given, pin: Pin) -> Decision:
        """Show the words that the library has now, in the pinned message."""

        def look(answerer: Answerer) -> tuple[list[Verified], str]:
            with answerer.library.snapshot():
                verified = verify(answerer.library, given.quotes)
                return verified, answerer.library.state()

        try:
            verified, state = await self._desk.libraries.ask(given.collection, look)
        except CorpusError:
            return Decision(here.say("library_unusable"))
        fresh = refreshed(given, verified)
        if not fresh.quotes:
            return Decision(here.say("nothing_left"))
        fresh = on_a_page(replace(fresh, page=given.page))

        def write(connection: sqlite3.Connection) -> None:
            answers.keep(connection, fresh)
            pin_rows.set_standing(connection, pin, EXACT, state)

        words, keyboard = show(fresh)
        call = edit(pin.chat_id, f"edit:{given.id}", pin.message_id, words, keyboard)
        noted = note(self._desk, pin.chat_id, here.person.id, "refreshed", f"#{pin.number}")
        return Decision(here.say("refreshing"), both(Reply((call,), write), noted))


def dismissed_in_place(call: Call) -> Reply:
    """Words in the place of an answer that Telegram would not delete, being too old."""
    language = call.purpose.partition(":")[2]
    words = Outgoing(words_in(language)("dismissed"))
    return Reply((edit(call.chat_id, "emptied", int(call.payload["message_id"]), words, None),))
