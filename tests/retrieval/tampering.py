"""Alterations of a sentence that a person might not notice and that change what it says."""

import re
from collections.abc import Callable, Iterable, Iterator

Alter = Callable[[str], Iterator[str]]

_WORDS_FOR_NUMBERS = ("two", "three", "five", "six", "seven", "nine", "ten", "fourteen", "sixteen")
_HEDGES = (
    "about", "some", "roughly", "nearly", "close to", "up to", "at least", "over", "more than",
    "may", "believe", "suspects", "says", "by this account",
)  # fmt: skip
_OPPOSITES = {
    "was": "was not", "were": "were not", "is": "is not", "had": "had not", "did not": "did",
    "could not": "could", "no": "a", "illegal": "legal", "nobody": "somebody", "never": "always",
    "before": "after", "more": "fewer", "found": "did not find",
}  # fmt: skip
_NAMES = (
    "Nazarbayev", "Ageleuov", "Orisbayev", "Kostyuchenko", "Mukha", "Zhanaozen", "Aktau", "Astana",
    "Karazhanbasmunai", "Ozenmunaigaz", "December", "Kazakhstan", "Daulbayev",
)  # fmt: skip
_LOOKALIKES = {"a": "а", "e": "е", "o": "о", "c": "с", "p": "р", "i": "і", "0": "О", "1": "l"}
_ACCENTS = {"a": "á", "e": "é", "o": "ö", "u": "ü", "n": "ñ", "c": "ç"}
_MARKS = {"“": '"', "”": '"', "'": "’", "-": "–", ",": ";", ".": "…"}


def _replaced(sentence: str, pattern: str, by: Callable[[str], str]) -> Iterator[str]:
    """The sentence with each place of the pattern replaced in turn."""
    for match in re.finditer(pattern, sentence):
        yield sentence[: match.start()] + by(match.group()) + sentence[match.end() :]


def _any_of(words: Iterable[str]) -> str:
    return rf"\b(?:{'|'.join(map(re.escape, words))})\b"


def number(sentence: str) -> Iterator[str]:
    """Another number."""
    yield from _replaced(sentence, r"\d(?!\d)", lambda digit: str((int(digit) + 1) % 10))
    following = dict(zip(_WORDS_FOR_NUMBERS, (*_WORDS_FOR_NUMBERS[1:], "two"), strict=True))
    yield from _replaced(sentence, _any_of(_WORDS_FOR_NUMBERS), following.__getitem__)


def digits(sentence: str) -> Iterator[str]:
    """A digit more or less."""
    yield from _replaced(sentence, r"\d+", lambda digits: digits + "0")
    yield from _replaced(sentence, r"\d{2,}", lambda digits: digits[:-1])


def decimal(sentence: str) -> Iterator[str]:
    """A decimal point moved, lost, or put where none was."""
    yield from _replaced(sentence, r"\d\.\d", lambda text: text.replace(".", ","))
    yield from _replaced(sentence, r"\d\.\d", lambda text: text.replace(".", ""))
    yield from _replaced(sentence, r"\d{2}", lambda text: f"{text[0]}.{text[1]}")


def thousands(sentence: str) -> Iterator[str]:
    """The mark between thousands lost, changed, or put in."""
    for mark in ("", ".", " ", "\u00a0"):
        yield from _replaced(sentence, r"\d,\d{3}", lambda text, m=mark: text.replace(",", m))  # type: ignore[misc]
    yield from _replaced(sentence, r"\b\d{4}\b", lambda text: f"{text[0]},{text[1:]}")


def negation(sentence: str) -> Iterator[str]:
    """The opposite."""
    yield from _replaced(sentence, _any_of(_OPPOSITES), _OPPOSITES.__getitem__)


def name(sentence: str) -> Iterator[str]:
    """Another person, place or month."""
    following = dict(zip(_NAMES, (*_NAMES[1:], _NAMES[0]), strict=True))
    yield from _replaced(sentence, _any_of(_NAMES), following.__getitem__)


def hedge(sentence: str) -> Iterator[str]:
    """More certain than it was."""
    yield from _replaced(sentence, rf" {_any_of(_HEDGES)}", lambda _: "")


def order(sentence: str) -> Iterator[str]:
    """Two neighbouring words in the other order."""
    words = sentence.split(" ")
    for i in range(0, len(words) - 1, 3):
        yield " ".join([*words[:i], words[i + 1], words[i], *words[i + 2 :]])


def ellipsis(sentence: str) -> Iterator[str]:
    """Something left out of the middle, marked or not."""
    words = sentence.split(" ")
    for dots in (["..."], ["…"], ["[...]"], []):
        yield " ".join([*words[:2], *dots, *words[4:]])


def bracket(sentence: str) -> Iterator[str]:
    """A word put in or explained in brackets."""
    words = sentence.split(" ")
    for inserted in ("[sic]", "[the police]", "(!)", "[not]"):
        yield " ".join([*words[:2], inserted, *words[2:]])
    yield " ".join([*words[:1], f"[{words[1]}]", *words[2:]])


def lookalike(sentence: str) -> Iterator[str]:
    """A letter of another alphabet that looks the same."""
    for letter, other in _LOOKALIKES.items():
        yield sentence.replace(letter, other, 1)


def case(sentence: str) -> Iterator[str]:
    """A capital more or less."""
    yield from list(_replaced(sentence, r"\b[a-z]", str.upper))[:3]
    yield from list(_replaced(sentence, r"\b[A-Z]", str.lower))[:3]
    yield sentence.upper()


def accent(sentence: str) -> Iterator[str]:
    """A mark on a letter."""
    for letter, other in _ACCENTS.items():
        yield sentence.replace(letter, other, 1)


def mark(sentence: str) -> Iterator[str]:
    """Another kind of quote mark, dash or stop."""
    for letter, other in _MARKS.items():
        yield sentence.replace(letter, other, 1)


def spacing(sentence: str) -> Iterator[str]:
    """A space put in or left out."""
    yield sentence.replace(" ", "", 1)
    yield re.sub(r"(\w)(\w{3})", r"\1 \2", sentence, count=1)


KINDS: dict[str, Alter] = {
    alter.__name__: alter
    for alter in (
        number, digits, decimal, thousands, negation, name, hedge, order, ellipsis, bracket,
        lookalike, case, accent, mark, spacing,
    )
}  # fmt: skip


def cuts(sentence: str) -> Iterator[str]:
    """What is left when the sentence is cut within one of its numbers or words."""
    for match in re.finditer(r"\d(?:[\d.,:]*\d)|\w{2,}", sentence):
        for position in range(match.start() + 1, match.end()):
            yield sentence[:position]
            yield sentence[position:]
