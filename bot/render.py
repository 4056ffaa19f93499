"""Answers as text and as JSON. Pure: no terminal, no files."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from corpus.model import Document
from retrieval.model import FACT_NOT_FOUND, Answer, Comparison, Figure, Quote, Refusal

JSON_VERSION = 1

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


def comparison_lines(result: Comparison) -> Iterator[Line]:
    """The versions of a value: what each says, in how many origins, and the quotes that say it."""
    if not result.figures:
        yield (Span(NO_VALUE_TEXT, "notice"),)
        return
    yield (Span(_summary(result), "notice"),)
    number = 0
    for figure in result.figures:
        yield ()
        yield (Span(figure.value, "key"), Span(f"  {_about(figure)}", "notice"))
        for quote in figure.quotes:
            number += 1
            yield from quote_lines(number, quote)


def _summary(result: Comparison) -> str:
    count = len(result.figures)
    if result.disagreement:
        return f"The sources disagree: {count} versions."
    if count > 1:
        return f"{count} versions, which may all be right."
    return "One version."


def _about(figure: Figure) -> str:
    origins = "1 origin" if figure.origins == 1 else f"{figure.origins} independent origins"
    bound = () if figure.bound in ("", "exact") else (figure.bound,)
    return ", ".join((origins, *bound, *figure.relations))


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
    yield (Span(f"   — {citation(quote.document)}", "source"),)
    place = f"     {quote.document.name}, {quote.place} [{quote.start}-{quote.end}]"
    if quote.copies:
        others = dict.fromkeys(copy.document for copy in quote.copies)
        place += f"; a copy also in {', '.join(others)}"
    yield (Span(place, "source"),)


def citation(document: Document) -> str:
    """Who published a document, as far as is known."""
    source = document.source
    fetched = source.fetched and f"fetched {source.fetched} UTC"
    parts = (
        source.title or document.name,
        source.author,
        source.publisher,
        source.published,
        fetched,
    )
    return ", ".join(dict.fromkeys(part for part in parts if part))


def plain(lines: Sequence[Line]) -> str:
    """Lines without their styles, each ended by a line break."""
    return "".join("".join(span.text for span in line) + "\n" for line in lines)


def answer_json(
    result: Answer | Refusal, elapsed_ms: float, question_id: str | None = None
) -> dict[str, Any]:
    """The object that docs/answer.schema.json describes."""
    is_answer = isinstance(result, Answer)
    return {
        "version": JSON_VERSION,
        "id": question_id,
        "question": result.question,
        "outcome": "answer" if is_answer else "refusal",
        "reason": None if isinstance(result, Answer) else result.reason,
        "confidence": round(result.confidence, 4),
        "disagreement": isinstance(result, Answer) and result.disagreement,
        "quotes": (
            [quote_json(number, quote) for number, quote in enumerate(result.quotes, start=1)]
            if isinstance(result, Answer)
            else []
        ),
        "figures": [],
        "elapsed_ms": round(elapsed_ms, 1),
    }


def comparison_json(result: Comparison) -> dict[str, Any]:
    """The versions of a value; `quotes` of a figure are numbers of the quotes below."""
    quotes = [quote for figure in result.figures for quote in figure.quotes]
    ends = list(accumulate(len(figure.quotes) for figure in result.figures))
    return {
        "version": JSON_VERSION,
        "question": result.question,
        "disagreement": result.disagreement,
        "figures": [
            {
                "value": figure.value,
                "unit": figure.unit,
                "bound": figure.bound,
                "relations": list(figure.relations),
                "origins": figure.origins,
                "quotes": list(range(end - len(figure.quotes) + 1, end + 1)),
            }
            for figure, end in zip(result.figures, ends, strict=True)
        ],
        "quotes": [quote_json(number, quote) for number, quote in enumerate(quotes, start=1)],
    }


def error_json(question: str, message: str, question_id: str | None) -> dict[str, Any]:
    """What stands in the place of an answer where a line was no question."""
    return {
        "version": JSON_VERSION,
        "id": question_id,
        "question": question,
        "outcome": "error",
        "error": message,
    }


def quote_json(number: int, quote: Quote) -> dict[str, Any]:
    """One quote of an answer."""
    source = quote.document.source
    return {
        "number": number,
        "text": quote.text,
        "document": {
            "id": quote.document.id,
            "name": quote.document.name,
            "title": source.title,
            "publisher": source.publisher,
            "author": source.author,
            "published": source.published,
            "url": source.url,
            "kind": source.kind,
            "fetched": source.fetched,
        },
        "start": quote.start,
        "end": quote.end,
        "place": str(quote.place),
        "speaker": None,
        "origins": quote.origins,
        "copies": [
            {"document": copy.document, "start": copy.start, "end": copy.end}
            for copy in quote.copies
        ],
        "score": round(quote.score, 4),
    }
