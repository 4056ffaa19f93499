"""Passages of 120 words and questions about them, from what every machine has: the docstrings of
Python's standard library and of packages that Pincite brings. The same versions give the same
text."""

import random
import re
import sysconfig
from collections.abc import Iterator
from pathlib import Path
from pydoc_data.topics import topics

WORDS = 120
WORDS_ASKED = 10
PACKAGES = (
    *("numpy", "scipy", "sklearn", "networkx", "sympy", "torch", "transformers"),
    *("sentence_transformers", "huggingface_hub", "narwhals", "pydantic", "mpmath", "onnxruntime"),
)
"""Read in this order after the standard library, as far as needed."""

REALISTIC = (
    "How do I open a file without changing its line endings?",
    "What happens when a key is missing from a dictionary?",
    "Which function sorts a list without changing it?",
    "When should a lock be released?",
    "How can I limit the number of open connections?",
    "Who is responsible for closing the socket?",
    "What does the function return when nothing was found?",
    "How many bytes are read at a time?",
    "Why is a copy made of the array?",
    "How is the shortest path between two nodes computed?",
    "What is the default learning rate?",
    "How are missing values treated?",
    "Can a matrix be inverted when it is singular?",
    "What is raised if the argument has the wrong type?",
    "How do I parse a date in another time zone?",
    "Is it safe to call this from several threads?",
    "How do I turn off logging in a child process?",
    "What is the difference between a class method and a static method?",
    "How large may a message be?",
    "Where are the temporary files stored?",
)

_DOCSTRING = re.compile(r'"""(.+?)"""', re.DOTALL)
_PARAGRAPH_END = re.compile(r"\n\s*\n|\n(?=\s*(?:[-*] |:))")
_EXAMPLE = re.compile(r"^\s*(?:>>>|\.\.)", re.MULTILINE)
_SENTENCE_END = re.compile(r"(?<=[a-z)][.!?])\s+(?=[A-Z])")
_NOT_PROSE = re.compile(r"[{}<>|=_\\@#$%^~\[\]/]| : |\d\D+\d|[a-z]\.[a-z]|--|: \w+:")


def passages(count: int) -> list[str]:
    """`count` different passages of 120 words: as they stand, then of sentences put together."""
    sentences: list[str] = []
    made: dict[str, None] = {}
    words: list[str] = []
    for sentence in _sentences():
        sentences.append(sentence)
        words += sentence.split()
        if len(words) >= WORDS:
            made[_cut(words)] = None
            words = []
        if len(made) == count:
            break
    chance = random.Random(0)
    while len(made) < count:
        words = []
        while len(words) < WORDS:
            words += chance.choice(sentences).split()
        made[_cut(words)] = None
    return list(made)


def questions(texts: list[str], count: int) -> list[tuple[str, str | None]]:
    """Questions with the sentence each was made from; None: from none.

    A made question has the first words of the longest sentence of a passage.
    """
    asked: list[tuple[str, str | None]] = [(question, None) for question in REALISTIC]
    made = max(0, count - len(asked))
    for number in range(made):
        whole = _SENTENCE_END.split(texts[number * len(texts) // made])[:-1]
        sentence = max(whole, key=len)
        words = " ".join(sentence.split()[:WORDS_ASKED]).rstrip(".,;:!?")
        asked.append((f"Where does it say that {words[:1].lower()}{words[1:]}?", sentence))
    random.Random(1).shuffle(asked)
    return asked[:count]


def _cut(words: list[str]) -> str:
    return " ".join(words[:WORDS]).rstrip(".,;:!?") + "."


def _sentences() -> Iterator[str]:
    """Sentences of prose, each once, in the order of the files."""
    seen = set()
    for text in _texts():
        for paragraph in _PARAGRAPH_END.split(text):
            if _EXAMPLE.search(paragraph):
                continue
            line = " ".join(paragraph.replace("`", "").split()).lstrip("-* ")
            for sentence in _SENTENCE_END.split(line):
                if _is_prose(sentence) and sentence not in seen:
                    seen.add(sentence)
                    yield sentence


def _is_prose(sentence: str) -> bool:
    is_whole = sentence[:1].isupper() and sentence.endswith((".", "!", "?"))
    return is_whole and 6 <= len(sentence.split()) <= 40 and not _NOT_PROSE.search(sentence)


def _texts() -> Iterator[str]:
    yield from topics.values()
    for folder in _folders():
        for path in sorted(folder.rglob("*.py")):
            inside = path.relative_to(folder).parts
            if {"test", "tests", "site-packages", "dist-packages"}.isdisjoint(inside):
                yield from _DOCSTRING.findall(path.read_text(errors="ignore"))


def _folders() -> Iterator[Path]:
    paths = sysconfig.get_paths()
    yield Path(paths["stdlib"])
    for package in PACKAGES:
        yield Path(paths["purelib"]) / package
