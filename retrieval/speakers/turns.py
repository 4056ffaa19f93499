"""Interview turns and quoted posts: names with a colon above the words, or at their head.

"Anna Keller, mayor: ..." at the head of its words counts only where speakers take turns.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from retrieval.speakers.names import Named
from retrieval.speakers.phrases import Span

REACH = 1500
"""Characters from the head of a turn within which its words may stand. Longer turns are rare, and
so far from a name an article may have gone on without saying so."""
_LONGEST_HEADING = 90
"""Characters."""
_LONGEST_QUESTION = 400
"""Characters."""
_ENDED = 0.6
"""Share of turns that end as sentences do; items of a list and headlines do not."""
_MOST_WORDS = 8
"""Of who speaks, without a role."""

_CAPITAL = r"[^\W\d_a-zа-яёіїєґә-ӿß-ÿ]"
_NAME = rf"{_CAPITAL}[\w.'’-]*(?:[ ](?:{_CAPITAL}[\w.'’-]*|de|von|van|al|bin)){{0,3}}"
_ALONE = re.compile(
    r"^[ \t>*_]*(?P<name>[^\W\d_][^,:.!?\n]{1,60}?)(?:,\s*(?P<role>[^:!?\n]{2,160}?))?"
    r"\s?:[ \t*_]*$",
    re.MULTILINE,
)
_HEAD = re.compile(
    rf"(?:^[ \t>*_]*|(?<=[.?!…”\"»])[ \t])(?P<name>{_NAME})"
    r"(?:(?:,\s*|\s\()(?P<role>[^:.!?()\n]{2,100}?)\)?)?\s?:[*_]*[ \t]",
    re.MULTILINE,
)
_WROTE = re.compile(
    r"[^\w\n]{0,3}(?:(?i:originally posted by|сообщение от|цитата(?: от)?:?|quote from:?)\s+"
    r"(?P<by>[^:@(\n]{1,40}?)\s?:?"
    rf"|(?P<name>(?!(?:He|She|They|It|I|We|Он|Она|Они|Я)\s){_CAPITAL}[^:,;\n]{{0,40}}?)"
    r"(?:(?:,| on| в)\s[^:\n]{0,40}?)?\s"
    r"(?:wrote|said|posted|писал(?:\(а\)|а)?|написал(?:\(а\)|а)?|сказал(?:\(а\)|а)?)\s?:)\s*↑?$"
)
_IS_NAME = re.compile(rf"{_NAME}$")
_ASKS = re.compile(
    r"(?:q|a|question|answer|вопрос|ответ|в|о|frage|antwort|pregunta|respuesta)$", re.IGNORECASE
)
_NO_NAME = re.compile(
    r"(?:(?:it|that|here|there|what)['’]s|so|and|but|note|source|photo|image|example|warning"
    r"|update|read|related|tags?|https?|p\.?s)\b",
    re.IGNORECASE,
)
_OPENS = re.compile(r"\s*[-–—“«„\"]")
_ENDS = re.compile(r"[.!?…:;,”\"»)\]]\s*$")
_LONE_QUESTION = re.compile(r"[^.!?…\n]+\?\W*$")
_CLOSING = {"“": "”", "«": "»", "„": "“"}


@dataclass(frozen=True, slots=True)
class Turn:
    """Who speaks, and the question that they answer."""

    speaker: Named | None
    """None where the text marks a turn, or its head, and names nobody."""
    asked: Span | None = None


def turn_at(text: str, start: int) -> Turn | None:
    """The turn that holds the character at `start`, or None where nobody takes turns."""
    line = text.rfind("\n", 0, start) + 1
    quoted = _quoted_post(text, line)
    if quoted:
        return Turn(quoted)
    heads = _interview(text)
    alone = [
        head
        for head in _ALONE.finditer(text, 0, _end_of_line(text, start))
        if _opens(head) or _IS_NAME.match(head["name"])
    ]
    if alone and not heads and not _named_alone_in_turns(text):
        alone = list(filter(_opens, alone))
    above = [head for head in (*alone, *heads) if head.start() <= start]
    if not above:
        return None
    head = max(above, key=lambda one: one.start("name"))
    if head in alone and start < head.end():
        return Turn(None)
    said = text[head.end() : _end_of_line(text, start)]
    if start - head.end() > REACH or _is_over(text[head.end() : start]) or _is_asked(said):
        return None
    asked = _question(text, head.start(), [one.end() for one in heads])
    if _ASKS.match(head["name"]):
        return Turn(None, asked)
    return Turn(Named(head.span("name"), head.span("role") if head["role"] else None), asked)


def _end_of_line(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end


def _quoted_post(text: str, line: int) -> Named | None:
    """Who wrote the paragraph that begins at `line`, where the line above says so."""
    above = text[:line].rstrip()
    begins = above.rfind("\n") + 1
    head = _WROTE.match(above, begins)
    return Named(head.span("by" if head["by"] else "name")) if head else None


def _opens(head: re.Match[str]) -> bool:
    """Whether a line that ends with a colon names who speaks below it."""
    if not _OPENS.match(head.string, head.end()) or _NO_NAME.match(head["name"]):
        return False
    count = len(head["name"].split())
    is_somebody = count > 1 or bool(head["role"])
    return head["name"][0].isupper() and is_somebody and count <= _MOST_WORDS


def _interview(text: str) -> Sequence[re.Match[str]]:
    """Names with colons at the head of words, where several speak and some speak again."""
    heads = [head for head in _HEAD.finditer(text) if not _NO_NAME.match(head["name"])]
    ended = sum(bool(_ENDS.search(text, max(0, h.start() - 5), h.start())) for h in heads)
    times = Counter(head["name"] for head in heads)
    again = [name for name, count in times.items() if count > 1]
    is_name = any(" " in name or (len(name) > 2 and name.isupper()) for name in again)
    speak = len(times) > 1 and (len(again) > 1 or is_name)
    return heads if speak and ended >= _ENDED * (len(heads) - 1) else ()


def _named_alone_in_turns(text: str) -> bool:
    """Whether names stand on lines of their own, and two of them more than once."""
    times = Counter(h["name"] for h in _ALONE.finditer(text) if _IS_NAME.match(h["name"]))
    return sum(count > 1 for name, count in times.items() if not _NO_NAME.match(name)) > 1


def _is_over(said: str) -> bool:
    """Whether a turn ended within what follows its head: at a heading, or with its quotation."""
    lines = [line for line in said.split("\n")[:-1] if line.strip()]
    if any(len(line) < _LONGEST_HEADING and not _ENDS.search(line) for line in lines):
        return True
    mark = said.lstrip()[:1]
    if mark == '"':
        return said.count(mark) % 2 == 0
    return mark in _CLOSING and said.count(mark) <= said.count(_CLOSING[mark])


def _is_asked(said: str) -> bool:
    """Whether a line of what follows a head, but the first, is a question and no more: somebody
    else's, who is not named again, as what follows it may be."""
    if _OPENS.match(said):
        return False
    _, *lines = [line for line in said.split("\n") if line.strip()] or [""]
    return any(_LONE_QUESTION.match(line) for line in lines)


def _question(text: str, head: int, others: Sequence[int]) -> Span | None:
    """The question right above the head of a turn."""
    end = len(text[:head].rstrip())
    if not text[:end].endswith("?"):
        return None
    start = max([text.rfind("\n", 0, end) + 1, *(other for other in others if other < end)])
    start += len(text[start:end]) - len(text[start:end].lstrip(" \t-–—"))
    return (start, end) if end - start <= _LONGEST_QUESTION else None
