"""A quote as the bot keeps it: enough to cut it again, and to see that it changed."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from bot.render import citation
from corpus.library import Library
from retrieval.model import Figure, Quote

_PLAIN = ("", "exact", "bound")


@dataclass(frozen=True, slots=True)
class Cited:
    """A quote and its citation. The text is compared with the library's before it is shown."""

    document_id: str
    name: str
    """The document's name."""
    start: int
    end: int
    key: tuple[int, int]
    text: str
    title: str
    """The citation's first part, what a link is put on."""
    by: str
    """The rest of the citation; may be empty."""
    url: str | None
    place: str
    score: float
    origins: int
    copies: tuple[str, ...]
    """Names of other documents in which the words stand."""
    speaker: str = ""
    """Who says it and in what role, where the text names somebody other than its author."""
    value: str = ""
    """In the versions card, with the first quote of a version: the value as it stands there."""
    value_origins: int = 0
    """Independent origins that give the value."""
    said_of_value: tuple[str, ...] = ()
    """Words of `Figure.bound` and `Figure.relations`."""

    def stands(self, library: Library) -> bool:
        """Tell whether the library still has these words at this place."""
        return library.text(self.document_id, self.start, self.end) == self.text


def cite(quote: Quote) -> Cited:
    """What is kept of a quote."""
    source = quote.source
    title = source.title or quote.document.name
    whole = citation(source, quote.document.name)
    others = dict.fromkeys(copy.document for copy in quote.copies)
    others.pop(quote.document.name, None)
    return Cited(
        document_id=quote.document.id,
        name=quote.document.name,
        start=quote.start,
        end=quote.end,
        key=quote.key,
        text=quote.text,
        title=title,
        by=whole.removeprefix(title).removeprefix(", "),
        url=source.url,
        place=str(quote.place),
        score=quote.score,
        origins=quote.origins,
        copies=tuple(others),
        speaker=_speaker(quote),
    )


def _speaker(quote: Quote) -> str:
    speaker = quote.speaker
    if speaker is None or speaker.name.text == quote.source.author:
        return ""
    return ", ".join(part.text for part in (speaker.name, speaker.role) if part)


def cite_figures(figures: Sequence[Figure]) -> tuple[Cited, ...]:
    """The quotes of all versions of a value, each version with its first."""
    return tuple(
        replace(
            cite(quote),
            value="" if number else figure.value,
            value_origins=figure.origins,
            said_of_value=tuple(w for w in (figure.bound, *figure.relations) if w not in _PLAIN),
        )
        for figure in figures
        for number, quote in enumerate(figure.quotes)
    )


def to_json(quotes: Sequence[Cited]) -> str:
    """For the database."""
    return json.dumps([asdict(quote) for quote in quotes], ensure_ascii=False)


def from_json(stored: str) -> tuple[Cited, ...]:
    """What `to_json` wrote."""
    return tuple(map(_cited, json.loads(stored)))


def _cited(row: dict[str, Any]) -> Cited:
    lists = {name: tuple(row[name]) for name in ("key", "copies", "said_of_value")}
    return Cited(**{**row, **lists})
