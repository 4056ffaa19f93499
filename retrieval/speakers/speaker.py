"""Who says what a quote says, where the text around it names somebody.

The name is taken from the head of an interview's turn, from the quote's sentence, or from the
sentence that its quotation is part of or goes on from; a pronoun stands only for somebody whom the
sentences before name, and nobody else with them. The outermost speaker counts: in an interview who
is interviewed, not whom they cite.
"""

import re
from dataclasses import dataclass

from corpus.model import Passage, Section
from retrieval.model import Slice, Speaker, Text
from retrieval.speakers.paragraph import Paragraph
from retrieval.speakers.phrases import Span
from retrieval.speakers.reporting import reporting
from retrieval.speakers.turns import turn_at

BEFORE, AFTER = 2500, 1500
"""Characters before a sentence and after it in which its speaker is looked for."""

_NOTE = re.compile(
    r"[\[(]\s*(?:(?P<who>translator|editor|переводчик|редактор)\S*\s+)?"
    r"(?:note|примечание|прим\.|ed\.)",
    re.IGNORECASE,
)
_LONGEST_NOTE = 600
"""Characters."""
_POSTED = frozenset("post quote message".split())
"""Kinds of sections whose author says all that is in them, if the words name nobody else."""
_HEAD = 400
"""Characters at the head of such a section in which its author stands."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """Who speaks, and what they were asked, as spans of the text."""

    name: Span
    role: Span | None = None
    asked: Span | None = None


def speaker_in(
    source: Text, passage: Passage, sentence: Span, section: Section | None
) -> Speaker | None:
    """Who says a sentence of a passage, by what its section holds, in the words of the document;
    in a post that names nobody else, who posted it."""
    least, most = (section.start, section.end) if section else (0, sentence[1] + AFTER)
    first = max(least, sentence[0] - BEFORE)
    text = source.text(passage.document_id, first, min(most, sentence[1] + AFTER))
    start, end = (at - first for at in sentence)
    spoken = speaker_of(text, start, end, passage.language)
    if spoken is None:
        return _poster(source, passage.document_id, section) if section else None
    name, role, asked = (
        Slice(first + span[0], first + span[1], text[slice(*span)]) if span else None
        for span in (spoken.name, spoken.role, spoken.asked)
    )
    return Speaker(name, role, asked) if name else None


def _poster(source: Text, document_id: str, section: Section) -> Speaker | None:
    """The author of a post, where the text has the name: at its head, or, where it goes on after
    something that it quotes, before."""
    author = section.source.author
    if section.source.kind not in _POSTED or not author:
        return None
    first = max(0, section.start - BEFORE)
    text = source.text(document_id, first, min(section.end, section.start + _HEAD))
    at = text.find(author, section.start - first)
    if at < 0:
        at = text.rfind(author)
    name = Slice(first + at, first + at + len(author), author)
    return Speaker(name) if at >= 0 else None


def speaker_of(text: str, start: int, end: int, language: str) -> Spoken | None:
    """Who says the sentence `text[start:end]`, as spans of the text; None where it names nobody
    near it. Pure.

    `language` is an ISO 639-1 code, or empty where it is not known.
    """
    note = _note_at(text, start)
    if note:
        return Spoken(note.span("who")) if note["who"] else None
    turn = turn_at(text, start)
    if turn:
        who = turn.speaker
        return Spoken(who.name, who.role, turn.asked) if who else None
    words = reporting(language or "en")
    named = Paragraph(text, start, words).speaker(start, end) if words else None
    return Spoken(named.name, named.role) if named else None


def _note_at(text: str, start: int) -> re.Match[str] | None:
    """The editor's or translator's note that holds the character at `start`."""
    first = max(0, start - _LONGEST_NOTE)
    opening = max(text.rfind(mark, first, start + 1) for mark in "[(")
    if opening < 0 or re.search(r"[\])]", text[opening:start]):
        return None
    return _NOTE.match(text, opening)
