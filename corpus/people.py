"""Names of people at the head of a line, where somebody is announced or speaks."""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

Span = tuple[int, int]

_PARTICLES = frozenset(
    "de da del della di du van von der den la le el al bin ibn y e и оглы".split()
)
_SPEAKER = re.compile(
    r"^[*_]{0,3}(?P<name>(?:[^\W\d_]\.[ ]?){0,2}[^\W\d_][^\n:.!?*]{0,80}?)"
    r"\s?[*_]{0,3}:[*_]{0,3}(?:\s|$)"
)
_QUESTIONER = re.compile(
    r"(?:q|a|question|answer|вопрос|ответ|в|о|soru|cevap|frage|antwort|pregunta|respuesta)", re.I
)


def name_at(line: str, start: int) -> Span | None:
    """One to four capitalised words from `start` on, more names after "and" or a comma."""
    end, count = start, 0
    for word in re.finditer(r"[^\W\d_][\w'’.-]*|[,&]|\S", line[start:]):
        text = word[0]
        if text[0].isupper() and count < 4:
            count, end = count + 1, start + word.end()
            if text.endswith((".", ",")) and len(text) > 3:
                break
        elif text in ("and", "и", "&", "und", "y", "et", "та", "ve") and count:
            count = 0
        elif text not in _PARTICLES:
            break
    while end > start and line[end - 1] in ".,":
        if line[end - 1] == "." and end - start > 1 and line[end - 2].isupper():
            break
        end -= 1
    return (start, end) if end > start else None


def is_interview(lines: Sequence[str]) -> bool:
    """Whether speakers take turns, or questions and longer answers follow each other."""
    speakers = Counter(line[slice(*span)] for line in lines if (span := speaker(line)))
    if sum(speakers.values()) > 3 and max(speakers.values()) > 1 and len(speakers) > 1:
        return True
    asked = sum(
        a.rstrip().endswith("?") and len(a) < min(300, len(b)) and not b.rstrip().endswith("?")
        for a, b in pairwise(lines)
    )
    return asked > 3 and asked * 8 > len(lines)


def speaker(line: str) -> Span | None:
    """The speaker at the head of a turn: "KELLER: ...", "Anna Keller, mayor:", "Q: ..."."""
    match = _SPEAKER.match(line)
    if match is None:
        return None
    if _QUESTIONER.fullmatch(match["name"]):
        return match.span("name")
    found = name_at(line, match.start("name"))
    if found is None or (found[1] < match.end("name") and line[found[1]] not in ",("):
        return None
    return match.span("name")
