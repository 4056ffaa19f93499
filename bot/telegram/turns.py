"""Whether it is somebody's turn: what they want is counted, one too many is politely refused."""

import telegram

from bot.telegram.calls import Reply
from bot.telegram.desk import Here
from bot.telegram.quota import PAUSE_SECONDS

MOST_WAITING = 50
"""Calls that may wait for a group before a command is refused there. Questions never are for that:
what waited while the bot was away is answered, and no more of them come than can be sent."""


def too_many_questions(here: Here, message: telegram.Message, *, is_edited: bool) -> Reply | None:
    """What to say to a question that is one too many; None: it is counted, and answered. One that
    is put right at once needs no pause: it is still the same."""
    pause = 0.0 if is_edited else PAUSE_SECONDS
    return _too_many(here, message, pause, in_group=not here.is_private)


def too_many_commands(here: Here, message: telegram.Message) -> Reply | None:
    """What to say to a command that is one too many for its writer, or for a group to which more
    than enough is still to be said. Moderators are not held up by what the group asks."""
    if not here.is_private and _waiting(here) >= MOST_WAITING:
        return declined(here, message, "busy")
    return _too_many(here, message, 0.0, in_group=False)


def _waiting(here: Here) -> int:
    """How many calls are still to be made in the chat."""
    waiting = "SELECT count(*) FROM outbox WHERE state IN ('new', 'sending') AND chat_id = ?"
    return int(here.desk.connection.execute(waiting, (here.chat_id,)).fetchone()[0])


def _too_many(
    here: Here, message: telegram.Message, pause: float, *, in_group: bool
) -> Reply | None:
    at = _moment(message)
    key = f"{message.message_id}:{at}"
    why = here.desk.quota.exceeded(
        here.chat_id, here.person.id, at, key, pause=pause, in_group=in_group
    )
    return declined(here, message, why) if why else None


def declined(here: Here, message: telegram.Message, why: str) -> Reply:
    """Say why not, in the words of this key, once a minute."""
    if not here.desk.quota.may_tell(here.chat_id, here.person.id, _moment(message)):
        return Reply()
    return here.reply("help", here.say(why), message.message_id)


def _moment(message: telegram.Message) -> float:
    """When it got the words that it has, in seconds since 1970."""
    return (message.edit_date or message.date).timestamp()
