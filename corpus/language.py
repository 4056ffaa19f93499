"""The language of a text, told by py3langid: right for 97 of 100 texts of 50 characters and for
all of 200 in English, Russian, Kazakh, Turkish, Ukrainian, German, Spanish and French
(benchmarks/languages.py compares eleven libraries)."""

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

_FEWEST_LETTERS = 12
_LEAST_SHARE = 0.4
"""Of letters among all characters but spaces; tables and addresses have fewer."""
_ENOUGH = 5_000
"""Characters that are looked at; more do not change the answer."""
_SURE = 120
"""Characters of a paragraph that tell its language: of 2,100 such in English, Russian, Turkish and
Kazakh one, a list of names, was not told, and none was told wrongly."""


def detect_language(text: str) -> str:
    """The ISO 639-1 code, or "" where there are too few words to tell."""
    text = text[:_ENOUGH]
    letters = sum(map(str.isalpha, text))
    if letters < _FEWEST_LETTERS or letters < _LEAST_SHARE * len("".join(text.split())):
        return ""
    code = str(_identifier().classify(text)[0])
    return code if len(code) == 2 else ""


def language_of_part(text: str, otherwise: str) -> str:
    """The language of a part of a text, or `otherwise` where it is too short to tell for sure."""
    return (detect_language(text) if len(text) >= _SURE else "") or otherwise


@cache
def _identifier() -> "LanguageIdentifier":
    """0.4 s and 77 MiB, so only when first asked for."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415

    return LanguageIdentifier.from_model_file(MODEL_FILE)
