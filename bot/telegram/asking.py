"""A question -> the reply that answers it; a message sent -> its receipt."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import telegram

from bot.telegram import answers, pin_rows
from bot.telegram.answers import ANSWER, DISAGREEMENT, VERSIONS, Given
from bot.telegram.calls import Call, Reply
from bot.telegram.chat_settings import settings_of
from bot.telegram.cited import Cited, cite, cite_figures
from bot.telegram.composing import Outgoing
from bot.telegram.desk import Desk, Here, edit, told
from bot.telegram.logbook import Logbook
from bot.telegram.questions import asked_in
from bot.telegram.receipts import came_back, quoted_in
from bot.telegram.showing import show
from bot.telegram.turns import declined, too_many_questions
from bot.telegram.wording import words_in
from corpus.errors import CorpusError, NoLibrary
from embeddings.errors import EmbeddingError
from retrieval.answering import Answerer
from retrieval.errors import BadQuestion, RetrievalError
from retrieval.model import FACT_NOT_FOUND, Refusal

MOST_QUOTES = 10
"""Of an answer, on all its pages."""

_SHOWN = ("text", "entities", "link_preview_options", "reply_markup")

_log = Logbook(__name__)


@dataclass(frozen=True, slots=True)
class Found:
    """What a library gave for a question."""

    outcome: str
    quotes: tuple[Cited, ...]
    confidence: float


class Asking:
    """Answers questions, each once: again only where the question was edited."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def ask(self, here: Here, message: telegram.Message, *, is_edited: bool) -> Reply:
        """What follows from a message that asks. `is_edited`: the bot was given it before. A time
        of edit alone does not say so: what was edited while the bot was away comes once."""
        asked = asked_in(message, self._desk.me)
        if asked.problem and is_edited:
            return Reply()
        if why := await here.why_not_ask():
            return declined(here, message, why)
        if (refusal := too_many_questions(here, message, is_edited=is_edited)) is not None:
            return refusal
        if asked.problem:
            return here.reply("help", here.say(asked.problem), message.message_id)
        found = await self._find(here, asked.text)
        if isinstance(found, str):
            return here.reply("help", here.say(found), message.message_id)
        return self._answer(here, message, found, is_edited)

    async def _find(self, here: Here, question: str) -> Found | str:
        """What the chat's library has, or the key of what to tell where it cannot be asked."""
        try:
            return await self._desk.libraries.ask(
                here.settings.collection,
                lambda answerer: find(answerer, question, shows_nearest=here.is_private),
            )
        except BadQuestion:
            return "question_empty"
        except NoLibrary:
            return "no_library"
        except (CorpusError, EmbeddingError, RetrievalError) as error:
            _log.error("library cannot be asked", why=type(error).__name__)
            return "library_unusable"

    def _answer(
        self, here: Here, message: telegram.Message, found: Found, is_edited: bool
    ) -> Reply:
        connection = self._desk.connection
        before = None
        if is_edited:
            before = answers.by_question(connection, here.chat_id, message.message_id)
            if before is not None and pin_rows.of_answer(connection, before.id) is not None:
                if _quoted(before.quotes) == _quoted(found.quotes):
                    return Reply()
                before = None  # what moderators pinned stays; the question is a new one
        given = Given(
            id=before.id if before else answers.new_id(),
            chat_id=here.chat_id,
            message_id=before.message_id if before else None,
            question_id=message.message_id,
            asker_id=here.person.id,
            thread_id=here.thread_id,
            language=here.say.language,
            collection=here.settings.collection,
            quotes=found.quotes,
            outcome=found.outcome,
            per_page=here.settings.quotes,
            confidence=found.confidence,
            page=0,
            created_at=self._desk.clock.now(),
        )
        words, keyboard = show(given)
        if before is None:
            calls: tuple[Call, ...] = (
                here.message(f"answer:{given.id}", words, message.message_id, keyboard),
            )
        elif given.message_id is not None:
            calls = (edit(here.chat_id, f"edit:{given.id}", given.message_id, words, keyboard),)
        else:  # it is on its way; its receipt will tell that it has other words by then
            calls = ()
        return Reply(calls, lambda connection: answers.keep(connection, given))

    async def sent(self, call: Call, answer_id: str, result: Any) -> Reply:
        """The receipt of an answer: noted where it stands, and its words compared."""
        given = answers.by_id(self._desk.connection, answer_id)
        if given is None or not isinstance(result, Mapping):
            return Reply()
        message_id = int(result["message_id"])
        given = replace(given, chat_id=call.chat_id, message_id=message_id)
        calls = self._repair(call, given, result)
        return Reply(calls, lambda c: answers.was_sent(c, answer_id, call.chat_id, message_id))

    def _repair(self, call: Call, given: Given, result: Mapping[str, Any]) -> tuple[Call, ...]:
        """Calls that put right what came back other than the library has it, and say so."""
        words, keyboard = show(given)
        if given.message_id is None or came_back(words, result):
            return ()
        mend = edit(call.chat_id, f"repair:{given.id}", given.message_id, words, keyboard)
        calls = () if call.purpose.startswith("repair:") else (mend,)
        if call.payload["text"] != words.text:  # the question was edited meanwhile
            return calls
        return calls + self._alarm(call, given.message_id, given.language)

    def receipt(self, call: Call, result: Any) -> Reply:
        """The receipt of another message that quotes: compared with what was sent."""
        if not isinstance(result, Mapping):
            return Reply()
        text, entities = call.payload["text"], call.payload["entities"]
        if came_back(Outgoing(text, tuple(entities), quoted_in(text, entities)), result):
            return Reply()
        message_id = int(result["message_id"])
        shown = {name: call.payload[name] for name in _SHOWN if name in call.payload}
        mend = Call(
            call.chat_id,
            f"mend:{call.purpose}",
            "editMessageText",
            {"message_id": message_id, **shown},
        )
        calls = () if call.purpose.startswith("mend:") else (mend,)
        language = settings_of(self._desk.connection, call.chat_id).language
        return Reply(calls + self._alarm(call, message_id, language))

    def _alarm(self, call: Call, message_id: int, language: str | None) -> tuple[Call, ...]:
        """Tell that Telegram altered what a call said: the log chat, else the owners."""
        _log.error("Telegram altered an answer", chat=call.chat_id, message=message_id)
        log_chat = settings_of(self._desk.connection, call.chat_id).log_chat
        text = words_in(language)("altered", chat=call.chat_id, message=message_id)
        return tuple(
            told(self._desk, chat_id, f"altered:{call.purpose}:{chat_id}", Outgoing(text))
            for chat_id in ([log_chat] if log_chat else sorted(self._desk.owners))
        )

    def not_told(self, call: Call) -> Reply:
        """Raise an alarm with the owners that a log chat did not take."""
        owners = self._desk.owners
        others = [] if call.chat_id in owners else sorted(owners)
        purpose = call.purpose
        return Reply(tuple(Call(o, f"{purpose}:{o}", call.method, call.payload) for o in others))


def _quoted(quotes: Sequence[Cited]) -> list[tuple[str, str]]:
    return [(quote.name, quote.text) for quote in quotes]


def find(answerer: Answerer, question: str, *, shows_nearest: bool) -> Found:
    """Ask a library. Raises BadQuestion."""
    result = answerer.answer(question, MOST_QUOTES)
    if isinstance(result, Refusal):
        is_near = shows_nearest and result.reason == FACT_NOT_FOUND
        nearest = tuple(map(cite, result.considered[:1])) if is_near else ()
        return Found(result.reason, nearest, result.confidence)
    if len(result.figures) > 1:
        outcome = DISAGREEMENT if result.disagreement else VERSIONS
        return Found(outcome, cite_figures(result.figures), result.confidence)
    return Found(ANSWER, tuple(map(cite, result.quotes)), result.confidence)
