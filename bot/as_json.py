"""Answers as JSON, in the form of docs/answer.schema.json. Pure."""

from collections.abc import Sequence
from itertools import accumulate
from typing import Any

from bot.render import all_quotes, numbers_of
from corpus.model import Source
from retrieval.model import Answer, Figure, Quote, Refusal, Speaker

JSON_VERSION = 1


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
        "figures": (
            [
                figure_json(figure, numbers)
                for figure in result.figures
                if (numbers := numbers_of(figure, result.quotes))
            ]
            if isinstance(result, Answer)
            else []
        ),
        "elapsed_ms": round(elapsed_ms, 1),
    }


def comparison_json(result: Answer) -> dict[str, Any]:
    """The versions of a value; `quotes` of a figure are numbers of the quotes below."""
    quotes = all_quotes(result)
    ends = list(accumulate(len(figure.quotes) for figure in result.figures))
    return {
        "version": JSON_VERSION,
        "question": result.question,
        "disagreement": result.disagreement,
        "figures": [
            figure_json(figure, range(end - len(figure.quotes) + 1, end + 1))
            for figure, end in zip(result.figures, ends, strict=True)
        ],
        "quotes": [quote_json(number, quote) for number, quote in enumerate(quotes, start=1)],
    }


def figure_json(figure: Figure, quotes: Sequence[int]) -> dict[str, Any]:
    """One version of a value; `quotes` are the numbers of those that give it."""
    low, high = figure.limits or (None, None)
    return {
        "value": figure.value,
        "unit": figure.unit,
        "bound": figure.bound,
        "low": low,
        "high": high,
        "date": figure.dates[0],
        "relations": list(figure.relations),
        "origins": figure.origins,
        "quotes": list(quotes),
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
    section = quote.section
    return {
        "number": number,
        "text": quote.text,
        "document": {
            "id": quote.document.id,
            "name": quote.document.name,
            **_source_json(quote.document.source),
        },
        "source": _source_json(quote.source),
        "section": {"start": section.start, "end": section.end} if section else None,
        "start": quote.start,
        "end": quote.end,
        "place": str(quote.place),
        "landmark": quote.place.landmark,
        "speaker": speaker_json(quote.speaker) if quote.speaker else None,
        "origins": quote.origins,
        "copies": [
            {"document": copy.document, "start": copy.start, "end": copy.end}
            for copy in quote.copies
        ],
        "score": round(quote.score, 4),
    }


def _source_json(source: Source) -> dict[str, str | None]:
    return {
        "title": source.title or None,
        "publisher": source.publisher,
        "author": source.author,
        "published": source.published,
        "url": source.url,
        "kind": source.kind,
        "fetched": source.fetched,
    }


def speaker_json(speaker: Speaker) -> dict[str, Any]:
    """Who says a quote; `start` and `end` are where the name stands."""
    return {
        "name": speaker.name.text,
        "role": speaker.role.text if speaker.role else None,
        "asked": speaker.asked.text if speaker.asked else None,
        "start": speaker.name.start,
        "end": speaker.name.end,
    }
