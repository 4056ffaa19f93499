"""An answer that was given -> its message and its buttons. Pure."""

from dataclasses import replace

from bot.telegram.answers import ANSWER, DISAGREEMENT, Given
from bot.telegram.buttons import under_answer
from bot.telegram.composing import Outgoing
from bot.telegram.desk import Keyboard
from bot.telegram.rendering import Page, pages, show_page
from bot.telegram.wording import Say, words_in
from retrieval.model import FACT_NOT_FOUND


def pages_of(given: Given) -> list[Page]:
    """All pages of an answer."""
    return pages(given.quotes, given.per_page, words_in(given.language))


def on_a_page(given: Given) -> Given:
    """The answer on its last page where the one that it was on is gone: a Refresh in the log chat
    may have taken it away while somebody turned to it."""
    return replace(given, page=min(given.page, len(pages_of(given)) - 1))


def page_shown(given: Given) -> Page:
    """The page that its message shows."""
    return pages_of(given)[on_a_page(given).page]


def show(given: Given) -> tuple[Outgoing, Keyboard | None]:
    """The message and its buttons."""
    say = words_in(given.language)
    if not given.is_answer:
        return _refusal(given, say), None
    found, given = pages_of(given), on_a_page(given)
    outgoing = show_page(found[given.page], say, _above(given, say))
    return outgoing, under_answer(given, found, say)


def _above(given: Given, say: Say) -> str:
    if given.outcome == ANSWER:
        return ""
    count = sum(bool(quote.value) for quote in given.quotes)
    if given.outcome == DISAGREEMENT:
        return say("versions_disagree", count=count)
    return say("versions", count=count)


def _refusal(given: Given, say: Say) -> Outgoing:
    if given.outcome != FACT_NOT_FOUND:
        return Outgoing(say("nothing_similar"))
    if not given.quotes:
        return Outgoing(say("fact_not_found"))
    above = say("fact_not_found") + "\n" + say("nearest")
    return show_page(page_shown(given), say, above)
