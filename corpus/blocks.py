"""Lines -> blocks, the runs of lines that hold sentences, and the headers between them."""

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass

from corpus.cohesion import stems
from corpus.headers import Line

_JOINED_WORDS = 40
"""Lines of one paragraph are joined to a block until it has so many words."""
LEAD_WORDS = 60
"""The longest paragraph that may stand between a title and its by-line."""


@dataclass(frozen=True, slots=True)
class Header:
    """Where a header begins, and its title, in the lines between two blocks."""

    start: int
    title: int


def words_in(lines: Sequence[Line]) -> int:
    """How many words the lines have."""
    return sum(len(line.text.split()) for line in lines)


def stems_in(lines: Sequence[Line]) -> list[str]:
    """The stems of the lines, in order."""
    return [stem for line in lines for stem in stems(line.text)]


def blocks(lines: Sequence[Line], borders: Container[int]) -> Iterator[tuple[int, int]]:
    """Runs of lines that hold sentences, as (first, end); a label goes with what it introduces."""
    first, words, said = -1, 0, False
    for i, line in enumerate(lines):
        is_body = line.role in ("body", "label")
        joins = (
            is_body and i not in borders and (not said or not line.opens) and words < _JOINED_WORDS
        )
        if first >= 0 and not joins:
            yield first, i
            first = -1
        if is_body:
            if first < 0:
                first, words, said = i, 0, False
            words += len(line.text.split())
            said = said or line.role == "body"
    if first >= 0:
        yield first, len(lines)


def header(
    gap: Sequence[Line], below: Sequence[Sequence[str]], above: Sequence[Sequence[str]]
) -> Header | None:
    """The title between two blocks: of several lines that may be one, the likeliest by the stems
    of the blocks above and below."""
    under, over = set().union(*below), set().union(*above)
    best: tuple[float, int] | None = None
    seen: set[str] = set()
    for i, line in enumerate(gap):
        if line.role != "title":
            continue
        own = set(stems(line.text))
        affinity = (len(own & under) - len(own & over)) / max(1, len(own))
        signed = i + 1 < len(gap) and gap[i + 1].role in ("byline", "date")
        twice = line.text in seen
        seen.add(line.text)
        weight = affinity + 0.05 * min(len(line.text.split()), 8) + 0.3 * (signed + twice)
        if best is None or weight > best[0]:
            best = weight, i
    if best is None:
        return None
    title = start = best[1]
    if not any(line.role == "date" for line in gap[title:]):
        while start and gap[start - 1].role in ("date", "publisher"):
            start -= 1
    return Header(start, title)


def is_signed(gap: Sequence[Line], head: Header | None) -> bool:
    """Whether a by-line or a date stands there, before any title but that of the header."""
    for i, line in enumerate(gap):
        if line.role in ("byline", "date"):
            return True
        if line.role == "title" and (head is None or i > head.title):
            return False
    return False
