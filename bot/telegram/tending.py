"""What time brings: pinned answers are verified when their library has changed, and asked whether
they are still there; what is old is forgotten. Nothing that is shown is altered."""

import sqlite3
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from bot.telegram import answers, pin_rows
from bot.telegram.answers import Given
from bot.telegram.calls import ApiError, Call, Failure, Reply
from bot.telegram.chat_settings import settings_of
from bot.telegram.desk import Desk, told
from bot.telegram.journal import both, note
from bot.telegram.living import Verified, verify, worst
from bot.telegram.noticing import notice
from bot.telegram.pin_rows import DELETED, EXACT, PINNED, UNPINNED, Pin
from bot.telegram.pinning import says_gone
from bot.telegram.showing import page_shown, show
from bot.telegram.wording import words_in
from corpus.errors import CorpusError
from retrieval.answering import Answerer
from retrieval.errors import RetrievalError

PROBED_SECONDS = 6 * 3600.0
"""Between two looks whether a pinned message is still there; each costs an edit."""
AT_ONCE = 10
"""Pins that are looked at in one upkeep, so that groups keep their calls for answers."""

TOPIC = "message_thread_id"

Pair = tuple[Pin, Given]


class Tending:
    """Looks after pins."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def upkeep(self) -> Reply:
        """One round; called every minute."""
        connection, now = self._desk.connection, self._desk.clock.now()
        pinned = [
            (pin, given)
            for pin in pin_rows.in_state(connection, PINNED)
            if pin.message_chat == pin.chat_id
            and (given := answers.by_id(connection, pin.answer_id)) is not None
        ]
        open_to = self._desk.collections_for
        may_ask = [p for p in pinned if p[1].collection in open_to(p[0].chat_id)]
        due = [p for p in pinned if now - p[0].probed_at > PROBED_SECONDS][:AT_ONCE]
        looked = [
            *[
                one
                for name in {given.collection for _, given in may_ask}
                for one in await self._verified(name, may_ask)
            ],
            *[(pair, await self._probed(*pair)) for pair in due],
        ]
        old = now - answers.KEPT_SECONDS
        return both(
            *[reply for pair, reply in looked if self._is_as_it_was(*pair)],
            self.left_behind(),
            Reply((), lambda connection: answers.forget_old(connection, old)),
        )

    def _is_as_it_was(self, pin: Pin, given: Given) -> bool:
        """Tell whether nobody has turned, refreshed or unpinned it while libraries and Telegram
        were asked about it; else the next round looks again."""
        connection = self._desk.connection
        is_same_pin = pin_rows.of_answer(connection, pin.answer_id) == pin
        return is_same_pin and answers.by_id(connection, given.id) == given

    async def _verified(self, collection: str, pinned: list[Pair]) -> list[tuple[Pair, Reply]]:
        """Verify the pins of a collection that were last verified in another state of it."""
        ask = self._desk.libraries.ask
        found: list[tuple[Pair, Reply]] = []
        try:
            state = await ask(collection, lambda answerer: answerer.library.state())
            stale = [p for p in pinned if p[1].collection == collection and p[0].checked != state]
            for pin, given in stale[:AT_ONCE]:
                verified = await ask(collection, partial(_verify_page, given))
                found.append(((pin, given), self._standing(pin, given, verified, state)))
        except (CorpusError, RetrievalError):
            pass  # it cannot be opened; that is no fault of the pins
        return found

    def _standing(self, pin: Pin, given: Given, verified: list[Verified], state: str) -> Reply:
        standing = worst(verified)
        fresh = {p.quote: v.fresh for p, v in zip(page_shown(given), verified, strict=True)}

        def write(connection: sqlite3.Connection) -> None:
            pin_rows.set_standing(connection, pin, standing, state)
            if standing == EXACT:  # the same words at the same place, of a newer file
                quotes = tuple(fresh.get(quote) or quote for quote in given.quotes)
                answers.keep(connection, replace(given, quotes=quotes))

        if standing in (EXACT, pin.standing):
            return Reply((), write)
        noted = note(self._desk, pin.chat_id, 0, f"stale_{standing}", f"#{pin.number}")
        return both(Reply((self._notice(pin, given, verified, state),), write), noted)

    def _notice(self, pin: Pin, given: Given, verified: list[Verified], state: str) -> Call:
        """What the moderators are told of a stale pin, where they are told things."""
        settings = settings_of(self._desk.connection, pin.chat_id)
        words, rows = notice(pin, verified, words_in(settings.language or given.language))
        chat_id = settings.log_chat or pin.chat_id
        place = _in_reply(pin, given) if chat_id == pin.chat_id else {}
        more = {"reply_markup": {"inline_keyboard": rows}, **place}
        return told(self._desk, chat_id, f"stale:{pin.answer_id}:{state}", words, **more)

    def not_told(self, call: Call, answer_id: str) -> Reply:
        """Tell the group itself what its log chat did not take, and its general topic what
        another did not, being closed."""
        pin = pin_rows.of_answer(self._desk.connection, answer_id)
        given = answers.by_id(self._desk.connection, answer_id)
        if pin is None or given is None:
            return Reply()
        if call.chat_id != pin.chat_id:
            is_quiet = self._desk.is_quiet(pin.chat_id)
            place = _in_reply(pin, given)
            payload = {**call.payload, "disable_notification": is_quiet, **place}
        elif TOPIC in call.payload:
            there = (TOPIC, "reply_parameters")
            payload = {name: value for name, value in call.payload.items() if name not in there}
        else:
            return Reply()
        return Reply((Call(pin.chat_id, f"{call.purpose}:here", call.method, payload),))

    async def _probed(self, pin: Pin, given: Given) -> Reply:
        """Ask whether a message is still there, and still pinned."""
        now = self._desk.clock.now()
        seen = Reply((), lambda connection: pin_rows.probed(connection, pin, now))
        keyboard = show(given)[1]
        payload = {
            "message_id": pin.message_id,
            "reply_markup": {"inline_keyboard": keyboard or []},
        }
        probe = Call(pin.chat_id, f"probe:{pin.answer_id}", "editMessageReplyMarkup", payload)
        try:
            chat = await self._desk.api.call("getChat", {"chat_id": pin.chat_id})
        except ApiError as error:
            is_final = error.kind in (Failure.REFUSED, Failure.CLOSED, Failure.MIGRATED)
            return seen if is_final else Reply()
        if _is_unpinned(pin, chat):
            return both(seen, self._found(pin, UNPINNED, "unpinned_by_hand"))
        return both(seen, Reply((probe,)))

    def probe_failed(self, answer_id: str, error: str) -> Reply:
        """What follows when a pinned message could not be touched."""
        pin = pin_rows.of_answer(self._desk.connection, answer_id)
        if pin is None or pin.state != PINNED or not says_gone(error):
            return Reply()
        return self._found(pin, DELETED, "deleted_by_hand")

    def _found(self, pin: Pin, state: str, action: str) -> Reply:
        now = self._desk.clock.now()

        def write(connection: sqlite3.Connection) -> None:
            pin_rows.set_state(connection, pin, state, now)
            pin_rows.set_person(connection, pin, 0)

        return both(Reply((), write), note(self._desk, pin.chat_id, 0, action, f"#{pin.number}"))

    def left_behind(self) -> Reply:
        """Send the pinned answers of groups that have moved again, into the supergroups that they
        became: their messages stayed behind."""
        left = pin_rows.left_behind(self._desk.connection)
        pairs = [(pin, answers.by_id(self._desk.connection, pin.answer_id)) for pin in left]
        calls = tuple(
            Call(pin.chat_id, f"again:{pin.answer_id}", "sendMessage", _again(given))
            for pin, given in pairs
            if given is not None
        )

        def write(connection: sqlite3.Connection) -> None:
            for pin in left:  # until it is sent, it has no message
                pin_rows.set_message(connection, pin, pin.chat_id, 0)
                pin_rows.set_state(connection, pin, pin_rows.PINNING, self._desk.clock.now())

        return Reply(calls, write)

    def sent_again(self, call: Call, answer_id: str, message: Mapping[str, Any]) -> Reply:
        """Pin an answer that was sent into a supergroup."""
        pin = pin_rows.of_answer(self._desk.connection, answer_id)
        if pin is None:
            return Reply()
        message_id = int(message["message_id"])

        def write(connection: sqlite3.Connection) -> None:
            pin_rows.set_message(connection, pin, call.chat_id, message_id)
            answers.was_sent(connection, answer_id, call.chat_id, message_id)

        payload = {"message_id": message_id, "disable_notification": True}
        return Reply((Call(call.chat_id, f"pin:{answer_id}", "pinChatMessage", payload),), write)


def _verify_page(given: Given, answerer: Answerer) -> list[Verified]:
    return verify(answerer.library, [piece.quote for piece in page_shown(given)])


def _again(given: Given) -> dict[str, Any]:
    words, keyboard = show(given)
    return {
        **words.payload(),
        "reply_markup": {"inline_keyboard": keyboard or []},
        "disable_notification": True,
    }


def _in_reply(pin: Pin, given: Given) -> dict[str, Any]:
    """To be read under the pinned message."""
    target = {"message_id": pin.message_id, "allow_sending_without_reply": True}
    topic = {TOPIC: given.thread_id} if given.thread_id is not None else {}
    return {"reply_parameters": target, **topic}


def _is_unpinned(pin: Pin, chat: Mapping[str, Any]) -> bool:
    """Tell from the newest pinned message, all that Telegram shows, that ours is not pinned: had
    it been, it would be that one, or an older one."""
    newest = chat.get("pinned_message")
    return newest is None or int(newest["message_id"]) < pin.message_id
