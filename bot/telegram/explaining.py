"""Why an answer is what it is, and what the bot knows: /why, /sources, /privacy, /forget, /help."""

import sqlite3
from collections.abc import Sequence
from itertools import islice

from bot.telegram import answers
from bot.telegram.answers import Given
from bot.telegram.calls import Reply
from bot.telegram.cited import Cited
from bot.telegram.composing import Composer, Outgoing
from bot.telegram.desk import Here
from bot.telegram.living import found_again
from bot.telegram.rendering import add_source_line
from bot.telegram.showing import page_shown
from bot.telegram.text import shortened
from bot.telegram.wording import Say
from corpus.errors import CorpusError
from corpus.library import Library
from retrieval.answering import Answerer

MOST_LISTED = 12
"""Sources in one message."""
_LONGEST_NAME = 100


def sources_of(quotes: Sequence[Cited], say: Say) -> Outgoing:
    """The documents that an answer quotes, each once."""
    documents = list({quote.document_id: quote for quote in quotes}.values())
    composer = Composer()
    composer.add(say("sources_of_answer"))
    for quote in documents[:MOST_LISTED]:
        composer.add("\n\n")
        add_source_line(composer, quote, say)
        composer.add_foreign("\n" + shortened(quote.name, _LONGEST_NAME), 1)
        if quote.origins > 1:
            composer.add(" · " + say("origins", count=quote.origins))
    if more := len(documents[MOST_LISTED:]):
        composer.add("\n\n" + say("and_more", count=more))
    return composer.message()


async def sources_in_library(here: Here) -> Outgoing | str:
    """What the chat's library has: how many documents, and the first of them."""

    def listed(answerer: Answerer) -> tuple[int, list[str]]:
        library: Library = answerer.library
        first = islice(library.documents(), MOST_LISTED)
        names = [document.source.title or document.name for document in first]
        return library.document_count(), names

    try:
        count, names = await here.desk.libraries.ask(here.settings.collection, listed)
    except CorpusError:
        return here.say("no_library")
    composer = Composer()
    composer.add(here.say("sources_in_library", count=count))
    for name in names:
        composer.add_foreign("\n— " + shortened(name, _LONGEST_NAME), 2)
    if count > len(names):
        composer.add("\n" + here.say("and_more", count=count - len(names)))
    return composer.message()


async def why(here: Here, given: Given) -> Outgoing | str:
    """Score, place and verification of each quote that is shown."""
    if not given.is_answer:
        return here.say("why_refused", confidence=f"{given.confidence:.0%}")
    quotes = [piece.quote for piece in page_shown(given)]

    try:
        found = await here.desk.libraries.ask(
            given.collection, lambda answerer: found_again(answerer.library, quotes)
        )
    except CorpusError:
        found = [None] * len(quotes)
    composer = Composer()
    composer.add(here.say("why_confidence", confidence=f"{given.confidence:.0%}"))
    for number, (before, fresh) in enumerate(zip(quotes, found, strict=True), start=1):
        quote = fresh or before
        composer.add(f"\n\n{number}. ")
        composer.add_foreign(shortened(quote.name, _LONGEST_NAME), 1)
        composer.add(
            "\n"
            + here.say(
                "why_quote",
                score=f"{quote.score:.0%}",
                start=quote.start,
                end=quote.end,
                document=quote.document_id[:12],
                origins=quote.origins,
                standing=here.say("verified_exact" if fresh else "verified_changed"),
            )
        )
    return composer.message()


async def privacy(here: Here) -> Reply:
    """What is kept of people, and what this bot is given to read."""
    reads = "privacy_reads_all" if here.desk.me.reads_everything else "privacy_reads_own"
    return here.reply("help", here.say("privacy") + "\n" + here.say(reads))


async def forget(here: Here) -> Reply:
    """Forget who asked; in a private chat also what was answered."""
    asker_id = here.person.id
    if not asker_id:
        return here.reply("help", here.say("forget_nobody"))

    def write(connection: sqlite3.Connection) -> None:
        answers.forget_asker(connection, asker_id)
        if here.is_private:
            answers.forget_chat(connection, here.chat_id)

    return Reply((here.message("help", here.say("forgotten")),), write)


async def help_with(here: Here) -> Reply:
    """How to ask, and what else there is."""
    return here.reply("help", here.say("help_private" if here.is_private else "help_group"))


async def start(here: Here) -> Reply:
    """What this bot is, the number of whoever asks, and in private how to go on."""
    words = here.say("start", id=here.person.id)
    if here.is_private:
        words += "\n\n" + here.say("help_private")
    return here.reply("help", words)
