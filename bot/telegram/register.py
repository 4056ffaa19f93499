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
        return here.reply("help", here.say("reply_to_pin"), message.message_id)
    is_loud = bool(words) and words[0].lower() in _LOUD
    decision = await pinning.pin(here, given, loud=is_loud)
    if decision.reply.calls:
        return decision.reply  # Telegram says itself that something was pinned
    return here.reply("help", decision.words, message.message_id)


async def unpin(here: Here, message: telegram.Message, words: list[str], pinning: Pinning) -> Reply:
    """/unpin in reply to a pinned answer, or with its number."""
    found = _meant(here, message, words)
    if found is None:
        return here.reply("help", here.say("which_to_unpin"), message.message_id)
    return _said(here, message, await pinning.unpin(here, found))


async def undo(here: Here, message: telegram.Message, pinning: Pinning) -> Reply:
    """/undo: take back the last pinning or unpinning."""
    return _said(here, message, await pinning.undo(here))


def _said(here: Here, message: telegram.Message, decision: Decision) -> Reply:
    return both(decision.reply, here.reply("help", decision.words, message.message_id))


def replied_answer(here: Here, message: telegram.Message) -> Given | None:
    """The answer that a message replies to."""
    replied = message.reply_to_message
    if replied is None:
        return None
    return answers.by_message(here.desk.connection, here.chat_id, replied.message_id)


def _meant(here: Here, message: telegram.Message, words: list[str]) -> Pin | None:
    if words:
        number = _number(words[0])
        return pin_rows.of_number(here.desk.connection, here.chat_id, number) if number else None
    given = replied_answer(here, message)
    return pin_rows.of_answer(here.desk.connection, given.id) if given else None


def _number(word: str) -> int:
    """The number in the register that a word gives; 0 where it gives none."""
    digits = word.removeprefix("#")
    is_number = digits.isascii() and digits.isdigit() and len(digits) <= 9
    return int(digits) if is_number else 0


async def pins(here: Here, words: list[str]) -> Reply:
    """/pins: what is pinned, who did so and when, and how it stands, the newest; /pins 12: those
    up to that number."""
    newest = _number(words[0]) if words else 0
    known = [
        pin
        for pin in pin_rows.in_chat(here.desk.connection, here.chat_id)
        if pin.state not in (DELETED, FAILED) and pin.number <= (newest or pin.number)
    ]
    older, shown = known[:-_LISTED], known[-_LISTED:]
    if not shown:
        return here.reply("help", here.say("no_pins"))
    composer = Composer()
    composer.add(here.say("pins"))
    for one in shown:
        composer.add("\n")
        await _add_line(composer, here, one)
    if older:
        more = here.say("pins_more", count=len(older), number=older[-1].number)
        composer.add("\n" + more)
    return here.reply("pins", composer.message())


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
