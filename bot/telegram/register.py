"""/pin, /pins, /unpin and /undo: moderators' words about pinned answers."""

from datetime import UTC, datetime

import telegram

from bot.telegram import answers, pin_rows
from bot.telegram.answers import Given
from bot.telegram.calls import Reply
from bot.telegram.composing import Composer
from bot.telegram.desk import Here
from bot.telegram.journal import both
from bot.telegram.links import message_link
from bot.telegram.pin_rows import DELETED, EXACT, FAILED, PINNED, Pin
from bot.telegram.pinning import Decision, Pinning
from bot.telegram.text import shortened

_LISTED = 20
_LONGEST_WORDS = 60
_LOUD = ("loud", "notify", "громко")


async def pin(here: Here, message: telegram.Message, words: list[str], pinning: Pinning) -> Reply:
    """/pin in reply to an answer, silently; /pin loud tells all members."""
    given = replied_answer(here, message)
    if given is None:
        return here.one("help", here.say("reply_to_pin"), message.message_id)
    is_loud = bool(words) and words[0].lower() in _LOUD
    decision = await pinning.pin(here, given, loud=is_loud)
    if decision.reply.calls:
        return decision.reply  # Telegram says itself that something was pinned
    return here.one("help", decision.words, message.message_id)


async def unpin(here: Here, message: telegram.Message, words: list[str], pinning: Pinning) -> Reply:
    """/unpin in reply to a pinned answer, or with its number."""
    found = _meant(here, message, words)
    if found is None:
        return here.one("help", here.say("which_to_unpin"), message.message_id)
    return _said(here, message, await pinning.unpin(here, found))


async def undo(here: Here, message: telegram.Message, pinning: Pinning) -> Reply:
    """/undo: take back the last pinning or unpinning."""
    return _said(here, message, await pinning.undo(here))


def _said(here: Here, message: telegram.Message, decision: Decision) -> Reply:
    return both(decision.reply, here.one("help", decision.words, message.message_id))


def replied_answer(here: Here, message: telegram.Message) -> Given | None:
    """The answer that a message replies to."""
    replied = message.reply_to_message
    if replied is None:
        return None
    return answers.by_message(here.desk.connection, here.chat_id, replied.message_id)


def _meant(here: Here, message: telegram.Message, words: list[str]) -> Pin | None:
    if words:
        number = words[0].removeprefix("#")
        if not (number.isascii() and number.isdigit()) or len(number) > 9:
            return None
        return pin_rows.of_number(here.desk.connection, here.chat_id, int(number))
    given = replied_answer(here, message)
    return pin_rows.of_answer(here.desk.connection, given.id) if given else None


async def pins(here: Here) -> Reply:
    """/pins: what is pinned, who did so and when, and how it stands."""
    known = pin_rows.in_chat(here.desk.connection, here.chat_id)
    shown = [pin for pin in known if pin.state not in (DELETED, FAILED)][-_LISTED:]
    if not shown:
        return here.one("help", here.say("no_pins"))
    composer = Composer()
    composer.add(here.say("pins"))
    for one in shown:
        composer.add("\n")
        await _add_line(composer, here, one)
    return here.one("pins", composer.message())


async def _add_line(composer: Composer, here: Here, pin: Pin) -> None:
    given = answers.by_id(here.desk.connection, pin.answer_id)
    number = f"#{pin.number}"
    link = message_link(pin.message_chat, pin.message_id) if pin.message_id else None
    if link:
        composer.add(number, "text_link", url=link)
    else:
        composer.add(number, "code")  # else Telegram would make a hashtag of it
    at = datetime.fromtimestamp(pin.changed_at, UTC).strftime("%Y-%m-%d %H:%M")
    who = here.say("somebody_unknown")
    if pin.by_id:
        who = await here.desk.rights.name_of(here.chat_id, pin.by_id)
    state = here.say(f"pin_{pin.state}")
    if pin.state == PINNED and pin.standing != EXACT:
        state += ", " + here.say(f"standing_{pin.standing}")
    composer.add(f" {state} · {at} · ")
    composer.add_foreign(shortened(who, _LONGEST_WORDS), 1)
    if given is not None and given.quotes:
        composer.add(" · ")
        composer.add_foreign(shortened(given.quotes[0].title, _LONGEST_WORDS), 1)
