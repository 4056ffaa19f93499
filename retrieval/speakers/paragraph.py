"""A paragraph -> who says each of its sentences, by its sentences and quotations."""

import re

from retrieval.speakers.antecedents import antecedents
from retrieval.speakers.attribution import Found, Pronoun, attribution
from retrieval.speakers.names import Named
from retrieval.speakers.phrases import MASK, Span, Token, tokens
from retrieval.speakers.quotations import quotations
from retrieval.speakers.reporting import Reporting

_SENTENCES_BACK = 2
"""How far back somebody may be named whom a pronoun stands for."""

_BORDER = re.compile(r"\n\s*\n|(?<=[.!?…:;”\"»)\]])[ \t]*\n")
_SENTENCE = re.compile(
    r"(?<![\s.]\w)(?<!\bMr)(?<!\bMs)(?<!\bDr)(?<!\bMrs)(?<!\bSt)[.!?…]+[\"”’»)\]]*(?:\[\d+\])*"
    r"\s+(?=[\"“«„(\[–—-]*\s?[^\W_a-zа-яё])"
)


class Paragraph:
    """The paragraph around a place in a text."""

    def __init__(self, text: str, at: int, words: Reporting) -> None:
        self._text, self._words = text, words
        start, end = _around(text, at)
        self._quotations = quotations(text, start, end)
        self._masked = _masked(text, self._quotations)
        ends = [match.end() for match in _SENTENCE.finditer(text, start, end)]
        self._starts, self._end = [start, *ends], end

    def speaker(self, start: int, end: int) -> Named | None:
        """Who says the sentence from `start` to `end`."""
        found = attribution(self._tokens(start, end), self._words)
        return self._named(found or self._by_quotation(start), start)

    def _by_quotation(self, start: int) -> Found | None:
        """Who says the quotation that `start` is in: named after it, before it, or in the
        sentence that it goes on from."""
        at = start
        while at < len(self._text) - 1 and not self._text[at].isalnum():
            at += 1
        inside = next((span for span in self._quotations if span[0] <= at < span[1]), None)
        if inside is None:
            return None
        opening, closing = inside
        first = self._sentence(opening)
        after = self._tokens(closing - 1, self._sentence_end(closing))
        before = self._tokens(first, opening + 1)
        found = attribution(after, self._words) or attribution(before, self._words)
        if found or first < opening:
            return found
        earlier = self._before(first)
        return self._named(attribution(self._tokens(earlier, first), self._words), earlier)

    def _named(self, found: Found | None, at: int) -> Named | None:
        """The name itself, or that of whom a pronoun in the sentence at `at` stands for."""
        if not isinstance(found, Pronoun):
            return found
        first = self._sentence(at)
        for _ in range(_SENTENCES_BACK):
            first, end = self._before(first), first
            sentence = self._tokens(first, end)
            earlier = attribution(sentence, self._words)
            if isinstance(earlier, Named):
                return earlier if found.is_one or self._are_several(earlier) else None
            people = [] if earlier else antecedents(sentence, self._text, self._words)
            if people or not found.is_one:
                return people[0] if len(people) == 1 and found.is_one else None
        return None

    def _are_several(self, who: Named) -> bool:
        name = self._masked[slice(*who.name)]
        return any(f" {word} " in name for word in ("and", "и", "y", "und")) or name.islower()

    def _tokens(self, start: int, end: int) -> list[Token]:
        return tokens(self._masked, start, end)

    def _sentence(self, at: int) -> int:
        return max((start for start in self._starts if start <= at), default=self._starts[0])

    def _sentence_end(self, at: int) -> int:
        return min((start for start in self._starts if start > at), default=self._end)

    def _before(self, first: int) -> int:
        return max((start for start in self._starts if start < first), default=first)


def _around(text: str, at: int) -> Span:
    start, end = 0, len(text)
    for border in _BORDER.finditer(text):
        if border.end() <= at:
            start = border.end()
        elif border.start() >= at:
            end = border.start()
            break
    return start, end


def _masked(text: str, spans: list[Span]) -> str:
    parts, at = [], 0
    for start, end in spans:
        parts += [text[at:start], MASK * (end - start)]
        at = end
    return "".join([*parts, text[at:]])
