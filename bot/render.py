"""Answers as text. Pure: no terminal, no files."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.model import Source
from retrieval.model import (
    FACT_NOT_FOUND,
    Answer,
    Figure,
    Quote,
    Refusal,
    Slice,
)

NOTHING_SIMILAR_TEXT = "No answer: nothing in the library is about this."
FACT_NOT_FOUND_TEXT = "No answer: the library has something near, but not this."
NO_VALUE_TEXT = "The library answers, but no quote gives a value."
NEAREST_TEXT = "Nearest passage, which is not an answer:"


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a line and what it is, for whoever puts it on a screen."""

    text: str
    style: str = ""
    """`key` for the sentence that matters, `source` for a citation, `notice` for the program's
    own words; empty for the other words of a quote."""


Line = tuple[Span, ...]


def answer_lines(result: Answer | Refusal) -> Iterator[Line]:
    """What a person reads: quotes, each with its source under it, or why there is none."""
    if isinstance(result, Refusal):
        is_near = result.reason == FACT_NOT_FOUND
        yield (Span(FACT_NOT_FOUND_TEXT if is_near else NOTHING_SIMILAR_TEXT, "notice"),)
        if is_near and result.considered:
            yield ()
            yield (Span(NEAREST_TEXT, "notice"),)
            yield from quote_lines(0, result.considered[0])
        return
    for number, quote in enumerate(result.quotes, start=1):
        if number > 1:
            yield ()
        yield from quote_lines(number, quote)


def figure_lines(result: Answer) -> Iterator[Line]:
    """Each version of a value with the quotes that give it, one of every origin."""
    number = 0
    for figure in result.figures:
        if number:
            yield ()
        origins = f"{figure.origins} independent origin{'s' * (figure.origins > 1)}"
        yield (Span(f"{value(figure)}  ", "key"), Span(origins, "notice"))
        for quote in figure.quotes:
            number += 1
            yield from quote_lines(number, quote)


def numbers_of(figure: Figure, quotes: Sequence[Quote]) -> list[int]:
    """The numbers, from 1, of the quotes in which one of the figure's quotes stands."""
    return [
        number
        for number, quote in enumerate(quotes, start=1)
        if any(
            quote.document == said.document and quote.start <= said.start and said.end <= quote.end
            for said in figure.quotes
        )
    ]


def all_quotes(result: Answer) -> list[Quote]:
    """The quotes of every version, one of each origin, as `figure_lines` numbers them."""
    return [quote for figure in result.figures for quote in figure.quotes]


def summary(result: Answer) -> str:
    """What can be said of the versions of a value, all of them considered."""
    figures = result.figures
    if result.disagreement:
        return f"The sources disagree: {len(figures)} versions."
    if len(figures) > 1:
        return f"{len(figures)} versions, which may all be right."
    return agreement(result) or "One source gives this value."


def agreement(result: Answer) -> str:
    """How many sources agree on the value that the quotes give; empty where only one gives it."""
    if len(result.figures) != 1 or not numbers_of(result.figures[0], result.quotes):
        return ""
    origins = result.figures[0].origins
    return f"{origins} independent sources agree." if origins > 1 else ""


VERSION_COLUMNS = ("", "value", "who", "when", "origins", "note")


def version_rows(figures: Sequence[Figure], quotes: Sequence[Quote]) -> Iterator[tuple[str, ...]]:
    """A row for each version: the number of its best quote, and what VERSION_COLUMNS say; the
    note is what the text says that it is beside the first."""
    for figure in figures:
        best = figure.quotes[0]
        note = ", ".join(figure.relations)
        number, when = str(quotes.index(best) + 1), figure.dates[0] or ""
        yield number, value(figure), who(best), when, str(figure.origins), note


def value(figure: Figure) -> str:
    """A version's value as it stands in its first quote, with its bound."""
    bound = "" if figure.bound in ("exact", "range") else figure.bound
    return f"{bound} {figure.value}".lstrip()


def who(quote: Quote) -> str:
    """Who says what a quote says, as far as is known."""
    if quote.speaker:
        return _flat(quote.speaker.name)
    source = quote.source
    return source.author or source.publisher or source.title or quote.document.name


def quote_lines(number: int, quote: Quote) -> Iterator[Line]:
    """A quote between quotation marks, unchanged, and its citation. Number 0: not numbered."""
    label = f"{number}  " if number else "   "
    before = quote.text[: quote.key[0] - quote.start]
    key = quote.text[quote.key[0] - quote.start : quote.key[1] - quote.start]
    after = quote.text[quote.key[1] - quote.start :]
    yield (
        Span(f"{label}“", "notice"),
        Span(before),
        Span(key, "key"),
        Span(after),
        Span("”", "notice"),
    )
    yield (Span(f"   — {_said_by(quote)}{citation(quote.source, quote.document.name)}", "source"),)
    if quote.speaker and quote.speaker.asked:
        yield (Span(f"     asked: “{_flat(quote.speaker.asked)}”", "source"),)
    place = f"     {quote.document.name}, {quote.place} [{quote.start}-{quote.end}]"
    if quote.copies:
        own = quote.document.name  # which alone would say nothing
        others = dict.fromkeys(
            f"{own} [{copy.start}-{copy.end}]" if copy.document == own else copy.document
            for copy in quote.copies
        )
        place += f"; a copy also in {', '.join(others)}"
    yield (Span(place, "source"),)


def _said_by(quote: Quote) -> str:
    """Who says it, to stand before where that is written; not again whose all of it is."""
    speaker = quote.speaker
    if speaker is None or speaker.name.text == quote.source.author:
        return ""
    parts = (speaker.name, speaker.role)
    return f"said by {', '.join(_flat(part) for part in parts if part)}; in "


def _flat(part: Slice) -> str:
    """A slice on one line."""
    return " ".join(part.text.split())


def citation(source: Source, name: str) -> str:
    """Whose the words are, as far as is known; `name` is that of the document."""
    fetched = source.fetched and f"fetched {source.fetched} UTC"
    parts = (source.title or name, source.author, source.publisher, source.published, fetched)
    return ", ".join(dict.fromkeys(part for part in parts if part))


def plain(lines: Sequence[Line]) -> str:
    """Lines without their styles, each ended by a line break."""
    return "".join("".join(span.text for span in line) + "\n" for line in lines)
