"""Text -> the terms that word search compares: stems, and the first letters of words.

Snowball stems where it has the language (https://snowballstem.org), the first six letters
elsewhere; and the first four letters everywhere, which find what a stemmer keeps apart. In
Russian, Turkish and Kazakh both together found the paragraph more often than either alone
(docs/quality.md). Common words are left out by how many passages hold them, not by a list:
lists also hold "not", "first" and "million".
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from unicodedata import category, normalize

from Stemmer import Stemmer

SNOWBALL = {
    "ar": "arabic", "ca": "catalan", "cs": "czech", "da": "danish", "de": "german", "el": "greek",
    "en": "english", "eo": "esperanto", "es": "spanish", "et": "estonian", "eu": "basque",
    "fa": "persian", "fi": "finnish", "fr": "french", "ga": "irish", "hi": "hindi",
    "hu": "hungarian", "hy": "armenian", "id": "indonesian", "it": "italian", "lt": "lithuanian",
    "nb": "norwegian", "ne": "nepali", "nl": "dutch", "nn": "norwegian", "no": "norwegian",
    "pl": "polish", "pt": "portuguese", "ro": "romanian", "ru": "russian", "sr": "serbian",
    "st": "sesotho", "sv": "swedish", "ta": "tamil", "tr": "turkish", "yi": "yiddish",
}  # fmt: skip
"""ISO 639-1 code -> Snowball algorithm: all that PyStemmer 3.1 has."""

_STEM_LETTERS = 6
_BEGINNING_LETTERS = 4
_WORD = re.compile(r"\w+")
_NEEDS_MARKS = re.compile("[\u0300-\u036f\u0483-\u0489\u0590-\u1cff\ua980-\uabff]")
_CHINESE_JAPANESE = re.compile("[\u3040-\u30ff\u3400-\u9fff]")
_THAI_LAO_BURMESE_KHMER = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")
_WITHOUT_SPACES = re.compile(f"{_CHINESE_JAPANESE.pattern}|{_THAI_LAO_BURMESE_KHMER.pattern}")


@dataclass(frozen=True, slots=True)
class QuestionWord:
    """A word of a question as passages of several languages may hold it."""

    stems: tuple[str, ...]
    beginning: str


def words(text: str) -> list[str]:
    """Its words in lower case; in scripts without spaces, every two or three letters in a row."""
    lowered = text.lower()
    if not lowered.isascii():
        lowered = normalize("NFC", lowered.replace("i̇", "i")).replace("\u0301", "")
    pattern = _word_with_marks() if _NEEDS_MARKS.search(lowered) else _WORD
    found = pattern.findall(lowered)
    if lowered.isascii():
        return found
    return [part for word in found for part in _parts(word)]


def count_words(text: str) -> int:
    """About how many words it has; in scripts without spaces two letters count as one."""
    by_spaces = len(text.split())
    return by_spaces if text.isascii() else by_spaces + len(_WITHOUT_SPACES.findall(text)) // 2


def stems(text: str, language: str) -> list[str]:
    """The stems of a passage's words by the rules of its language, in order."""
    return stem_words(words(text), language)


def beginnings(text: str) -> list[str]:
    """The first letters of each word, in order."""
    return [beginning(word) for word in words(text)]


def beginning(word: str) -> str:
    """The first letters of a word."""
    return word[:_BEGINNING_LETTERS]


def question_words(question: str, languages: Iterable[str]) -> tuple[QuestionWord, ...]:
    """The words of a question, each once, stemmed by the rules of every language given.

    Questions are too short to tell their language by; stemming by all languages of the library
    costs no recall (docs/quality.md).
    """
    found = list(dict.fromkeys(words(question)))
    rules = sorted({language if language in SNOWBALL else "" for language in languages} or {""})
    by_language = [stem_words(found, language) for language in rules]
    variants = zip(*by_language, strict=True)
    made = (
        QuestionWord(tuple(dict.fromkeys(forms)), word[:_BEGINNING_LETTERS])
        for word, forms in zip(found, variants, strict=True)
    )
    return tuple({word.stems: word for word in made}.values())


def stem_words(found: list[str], language: str) -> list[str]:
    """The stems of words that `words` gave, by the rules of their language."""
    if language in SNOWBALL:
        stemmed: list[str] = _stemmer(SNOWBALL[language]).stemWords(found)
        return stemmed
    return [word[:_STEM_LETTERS] for word in found]


def _parts(word: str) -> list[str]:
    if _CHINESE_JAPANESE.search(word):
        size = 2
    elif _THAI_LAO_BURMESE_KHMER.search(word):
        size = 3
    else:
        return [word]
    return [word[i : i + size] for i in range(max(1, len(word) - size + 1))]


@cache
def _stemmer(name: str) -> Stemmer:
    return Stemmer(name)


@cache
def _word_with_marks() -> re.Pattern[str]:
    """Words of scripts whose vowels are combining marks, which `\\w` leaves out."""
    marks = "".join(c for c in map(chr, range(0x10000)) if category(c) in ("Mn", "Mc"))
    return re.compile(rf"[\w{re.escape(marks)}]+")
