"""Paragraphs in order -> a reading: for formats whose text a reader has to put together."""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from corpus.canonical import one_line
from corpus.errors import UnreadableFile
from corpus.furniture import is_furniture
from corpus.layout import ends_sentence
from corpus.model import Landmark, Reading, Section, Segment, Source
from corpus.words import count_words

_LABEL_WORDS = 3
"""A paragraph of at most so many words that is no sentence names something: a speaker, a place."""
_LAYOUT_ONLY = re.compile("[\u00ad\u200b\u2060\ufeff]")
"""Where a line may break or not: no part of the words, which would not be found with them."""


class Composition:
    """A text in the making, with what its stretches are, whose they are and how to find them."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._segments: list[Segment] = []
        self._sections: list[Section] = []
        self._landmarks: list[Landmark] = []
        self._landmark: str | None = None

    def add(self, text: str, kind: str | None = None, *, opens_paragraph: bool = True) -> None:
        """Append a paragraph, or a line of one; blank ones are passed over. Blank space within
        becomes single spaces. Without a kind, its words tell which."""
        words = _words(text)
        if not words:
            return
        if self._parts:
            self._append("\n\n" if opens_paragraph else "\n")
        if self._landmark is not None:
            self._landmarks.append(Landmark(self._length, self._landmark))
            self._landmark = None
        start = self._length
        self._append(words)
        self._segments.append(
            Segment(start, self._length, kind or kind_of(words), opens_paragraph=opens_paragraph)
        )

    def add_parts(self, parts: Iterable[tuple[str, str]]) -> None:
        """Append a paragraph that goes on over landmarks: label and words of each stretch."""
        labelled = [(label, words) for label, part in parts if (words := _words(part))]
        offset = self._length + (2 if self._parts else 0)
        for label, words in labelled:
            self._landmarks.append(Landmark(offset, label))
            offset += len(words) + 1
        self.add(" ".join(words for _, words in labelled))

    def mark(self, label: str) -> None:
        """Let the next paragraph, and those up to the next mark, be found by this label."""
        self._landmark = label

    @contextmanager
    def section(self, source: Source) -> Iterator[None]:
        """What is added inside has a source of its own. Sections do not nest."""
        first = len(self._segments)
        yield
        if len(self._segments) > first:
            self._sections.append(Section(self._segments[first].start, self._length, source))

    @property
    def length(self) -> int:
        """Characters so far."""
        return self._length

    def reading(self, name: str, **other: Any) -> Reading:
        """The text as a reading; `other` are its remaining fields. Raises UnreadableFile, with
        the name, where nothing was added."""
        if not self._segments:
            raise UnreadableFile(f"{name}: no text in it; nothing to quote.")
        return Reading(
            text="".join(self._parts),
            segments=tuple(self._segments),
            sections=tuple(self._sections),
            landmarks=tuple(self._landmarks),
            **other,
        )

    def _append(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)


def _words(text: str) -> str:
    return one_line(_LAYOUT_ONLY.sub("", text))


def kind_of(words: str) -> str:
    """What a paragraph is, by its words alone."""
    if is_furniture(words):
        return "furniture"
    is_name = words.endswith(":") or count_words(words) <= _LABEL_WORDS
    return "label" if is_name and not ends_sentence(words) else "text"
