"""The question in a message. Pure."""

from dataclasses import dataclass

import telegram

from bot.telegram.addressing import Me, command_of, mentions
from bot.telegram.text import cut, units
from retrieval.answering import MAX_QUESTION


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked, or why it is no question."""

    text: str
    problem: str = ""
    """The key of what to tell the person: `question_empty`, `question_too_long`,
    `question_not_text`; empty: it is a question."""


def asked_in(message: telegram.Message, me: Me) -> Asked:
    """What a message to the bot asks: the text after /ask; the text that /ask replies to; else
    the whole text, without a mention of the bot."""
    text = message.text
    if text is None:
        return Asked("", "question_not_text")
    if command_of(text, me) == "ask":
        return _checked(argument_of(text) or _replied(message, me))
    return _checked(_unmentioned(text, message, me))


def argument_of(text: str) -> str:
    """What follows a command."""
    parts = text.split(maxsplit=1)
    return parts[1].strip() if len(parts) == 2 else ""


def _replied(message: telegram.Message, me: Me) -> str:
    """The part of the replied-to message that was picked, else all of its words, but those that
    address the bot."""
    if message.quote is not None:
        return message.quote.text
    replied = message.reply_to_message
    if replied is None:
        return ""
    text = replied.text or replied.caption or ""
    if command_of(text, me) == "ask":
        return argument_of(text)
    return _unmentioned(text, replied, me)


def _unmentioned(text: str, message: telegram.Message, me: Me) -> str:
    marks = message.entities or message.caption_entities
    entities = [entity.to_dict() for entity in marks]
    for offset, length in sorted(mentions(text, entities, me), reverse=True):
        text = cut(text, 0, offset) + cut(text, offset + length, units(text))
    return text


def _checked(text: str) -> Asked:
    text = text.strip()
    if not any(map(str.isalnum, text)):
        return Asked("", "question_empty")
    if len(text) > MAX_QUESTION:
        return Asked("", "question_too_long")
    return Asked(text)
