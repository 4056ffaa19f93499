"""One file may hold many articles, interviews or forum posts: where each begins, and whose it is.

Forum posts, quotes in them and pieces that stand twice have certain borders; `borders` finds
likely ones between other paragraphs. A border is never inside a segment of the layout, and so
never inside a sentence.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from corpus import headers, quotes
from corpus.attributions import WROTE
from corpus.blocks import LEAD_WORDS, blocks, header, stems_in, words_in
from corpus.borders import likely_borders
from corpus.headers import Line
from corpus.model import Segment
from corpus.people import Span, is_interview
from corpus.repeats import copies

SECTIONS_VERSION = 3
"""Raise with any change to what comes out, here or in headers, people, quotes, blocks,
borders, cohesion and repeats: documents are then read again."""


@dataclass(frozen=True, slots=True)
class SectionSpans:
    """A stretch of canonical text from one source; fields are spans of the text, or None."""

    start: int
    end: int
    title: Span | None = None
    author: Span | None = None
    published: Span | None = None
    publisher: Span | None = None
    kind: str = "article"
    """`article`, `interview`, `post`, or `quote` for a post that is quoted in another."""
    repeats: int | None = None
    """Where the same words begin earlier in the text."""


@dataclass(frozen=True, slots=True)
class _Border:
    """What begins at a line."""

    kind: str
    """`article`, `post`, `quote`, `copy`, or `resumed` for what goes on after one of these."""
    author: Span | None = None
    published: Span | None = None
    repeats: int | None = None
    opens_post: bool = False
    """Whether a post begins with this quote."""


_COPY_WORDS, _QUOTE_WORDS = 60, 8
"""The shortest run of words that is a copy of earlier ones: in articles, in forums."""
_LONGEST_HEADER = 120
"""Characters of a line that says who posted or is quoted."""

_NUMBER = re.compile(r"#\s?\d+|№\s?\d+")
_POST_WORDS = re.compile(
    rf"\b(?:re:|reply|message|post|permalink|сообщение|ответ|добавлено|{WROTE})\b", re.IGNORECASE
)
_CHAT_LINE = re.compile(
    rf"\W{{0,3}}(?P<date>{headers.DATE.pattern}),?\s(?:{headers.CLOCK.pattern})[^\w+]{{1,4}}(?:"
    r"(?P<name>[^\W\d_][^:\n]{0,40}|\+\d[\d\s()-]{6,20}):\s)?",
    re.IGNORECASE,
)
"""`[05.03.2019, 21:14] Anna K.: At nine.`, `3/5/19, 9:14 PM - Anna K.: At nine.`"""
_SENTENCE = re.compile(r"[^\W\d_]{2}[.!?…]\W*$")
_BY = re.compile(r"\b(?:by|от|von|por|par)\b", re.IGNORECASE)


def sections(text: str, segments: Sequence[Segment]) -> tuple[SectionSpans, ...]:
    """The sections of a text, in order; together they are the whole text, without overlap."""
    lines = headers.read_lines(text, segments)
    borders = _at_segments(lines, _certain_borders(lines))
    _add_likely_borders(lines, borders)
    return tuple(_attributed(text, lines, borders)) or (SectionSpans(0, len(text)),)


def _certain_borders(lines: Sequence[Line]) -> dict[int, _Border]:
    """Posts, quotes in them, and copies, by the line that they begin at."""
    said = ["" if line.role in ("rule", "furniture") else line.text for line in lines]
    borders = _posts(lines) or _ruled_posts(lines, said)
    is_forum = bool(borders) or quotes.is_quoting(lines)
    if is_forum:
        for i, quote in quotes.quotes_in(lines, sorted(borders)).items():
            borders[i] = _Border("quote", quote.author) if quote else _Border("resumed")
    _add_copies(lines, said, borders, is_forum=is_forum)
    return borders


def _posts(lines: Sequence[Line]) -> dict[int, _Border]:
    """The posts that have headers, where several are alike."""
    heads = {i: head for i, line in enumerate(lines) if (head := _CHAT_LINE.match(line.text))}
    names = [head["name"] for head in heads.values() if head["name"]]
    if len(names) > max(2, len(set(names))):  # in a chronicle nobody comes again
        return {i: _chat_message(lines[i], head) for i, head in heads.items()}
    found: dict[int, _Border] = {}
    numbered = 0
    for i, line in enumerate(lines):
        spans = _post_header(line.text) if len(line.text) <= _LONGEST_HEADER else None
        if spans is None:
            continue
        author, published = spans
        numbered += bool(_NUMBER.search(line.text))
        if author:
            found[i] = _Border("post", line.span(author), line.span(published))
        elif i and headers.is_nick(lines[i - 1]):
            nick = lines[i - 1].span((0, len(lines[i - 1].text)))
            found[i - 1] = _Border("post", nick, line.span(published))
    return found if len(found) > 2 or numbered > 1 else {}


def _chat_message(line: Line, head: re.Match[str]) -> _Border:
    """A message that a phone exported, or what the chat tells of its members, who say nothing."""
    author = line.span(head.span("name")) if head["name"] else None
    return _Border("post", author, line.span(head.span("date")))


def _post_header(line: str) -> tuple[Span | None, Span] | None:
    """Who posted and when, from a name, a date, and a number, a clock time or "wrote"."""
    when = headers.when(line)
    if when is None or len(line.split()) > headers.LONGEST_DATELINE or _SENTENCE.search(line):
        return None
    rest = line[: when.start()] + " " * len(when[0]) + line[when.end() :]
    if not any(pattern.search(rest) for pattern in (_NUMBER, headers.CLOCK, _POST_WORDS)):
        return None
    for pattern in (_NUMBER, headers.CLOCK, _POST_WORDS, _BY, headers.DATE_WORDS):
        rest = pattern.sub(lambda found: " " * len(found[0]), rest)
    name = re.search(r"[\w@][\w.'’@-]*(?: [\w.'’@-]+)*", rest)
    if name is None:
        return (None, when.span()) if _NUMBER.search(line) else None
    author = name.start(), name.start() + len(re.sub(r"(?<!\b\w)\.*-*$", "", name[0]))
    return (author, when.span()) if len(name[0].split()) <= 4 else None


def _ruled_posts(lines: Sequence[Line], said: Sequence[str]) -> dict[int, _Border]:
    """Posts without headers: pieces between rules that quote each other."""
    rules = {i for i, line in enumerate(lines) if line.role == "rule"}
    if len(rules) < 3:
        return {}
    quoting = [first for first, _, _ in copies(said, _QUOTE_WORDS) if first - 1 in rules]
    if len(quoting) < 2:
        return {}
    starts = {0, *(rule + 1 for rule in rules)} - rules - {len(lines)}
    return {start: _Border("post") for start in starts}


def _add_copies(
    lines: Sequence[Line], said: Sequence[str], borders: dict[int, _Border], *, is_forum: bool
) -> None:
    """Runs that stood before; in a later post of a forum they are quotes."""
    earlier = {text: i for i, text in reversed(list(enumerate(said)))}
    posts = [-1, *sorted(i for i, border in borders.items() if border.kind == "post")]
    for first, end, source in copies(said, _QUOTE_WORDS if is_forum else _COPY_WORDS):
        while end < len(lines) and not said[end]:
            end += 1
        quotes = is_forum and source < posts[bisect_right(posts, first) - 1]
        words = words_in(lines[first:end])
        if is_forum and not quotes and words < _COPY_WORDS:
            continue  # a caption that a page shows twice
        known = borders.get(first)
        if known is None or known.kind == "resumed":
            known = _Border("quote" if quotes else "copy")
        if known.kind == "post" and not known.published and end < len(lines) and end not in borders:
            known = replace(known, kind="quote", opens_post=True)
        borders[first] = replace(known, repeats=lines[source].start)
        for inside in [i for i in range(first + 1, end) if i in borders]:
            if borders[inside].kind == "post":
                again = lines[earlier[said[inside]]].start if said[inside] else None
                borders[inside] = replace(borders[inside], repeats=again)
            else:
                del borders[inside]
        is_whole = not quotes and (source == 0 or source in borders)
        borders.setdefault(end, _Border("article" if is_whole else "resumed"))


def _add_likely_borders(lines: Sequence[Line], borders: dict[int, _Border]) -> None:
    """What `borders` finds, and the same borders in the copies."""
    allowed = {
        i: "none" if border.repeats is not None else "any" if border.kind == "article" else "signed"
        for i, border in borders.items()
    }
    found = _at_segments(lines, dict.fromkeys(likely_borders(lines, allowed), _Border("article")))
    likely = {lines[i].text: lines[i].start for i in found}
    current = _Border("article")
    for i, line in enumerate(lines):
        current = borders.get(i, current)
        start = likely.get(line.text, -1)
        if start == line.start:
            borders.setdefault(i, _Border("article"))
        elif current.repeats is not None and current.repeats < start < line.start:
            borders.setdefault(i, _Border("copy", repeats=start))


def _at_segments(lines: Sequence[Line], borders: Mapping[int, _Border]) -> dict[int, _Border]:
    """The borders, those inside a segment moved to its head."""
    made: dict[int, _Border] = {}
    for i in sorted(i for i in borders if i < len(lines)):
        first = next(at for at in range(i, -1, -1) if not lines[at].inner)
        made.setdefault(first, borders[i])
    return made


def _attributed(
    text: str, lines: Sequence[Line], borders: Mapping[int, _Border]
) -> Iterator[SectionSpans]:
    """Sections with what their own lines say of them."""
    firsts = sorted({0, *borders}) if lines else []
    starts = [text.rfind("\n", 0, lines[first].start) + 1 if first else 0 for first in firsts]
    made: list[SectionSpans] = []
    host = SectionSpans(0, 0)
    for (first, end), (start, stop) in zip(
        pairwise([*firsts, len(lines)]), pairwise([*starts, len(text)]), strict=True
    ):
        border = borders.get(first, _Border("article"))
        if border.kind == "resumed":
            section = replace(host, start=start, end=stop, repeats=None)
        else:
            section = _begun(border, lines[first:end], made)
            section = replace(section, start=start, end=stop, repeats=border.repeats)
        if border.kind == "post" or border.opens_post:
            host = SectionSpans(start, stop, None, border.author, border.published, None, "post")
        elif border.kind == "article" and host.kind != "post":
            host = section
        made.append(section)
        yield section


def _begun(border: _Border, lines: Sequence[Line], made: Sequence[SectionSpans]) -> SectionSpans:
    """What is known of the section that a border begins, but its place."""
    signed = _signed(lines)
    if border.kind not in ("post", "quote"):
        return signed
    is_signed = signed.title and (signed.author or signed.published)
    if is_signed and border.kind == "post" and not border.published:
        return signed  # an article that was pasted
    section = SectionSpans(0, 0, None, border.author, border.published, None, border.kind)
    if border.kind == "quote" and border.repeats is not None and border.author is None:
        at = bisect_right(made, border.repeats, key=lambda earlier: earlier.start) - 1
        if made[at].kind in ("post", "quote"):
            section = replace(section, author=made[at].author, published=made[at].published)
    return section


def _signed(lines: Sequence[Line]) -> SectionSpans:
    """An article's title, author, date and publisher, from the lines around its text."""
    runs = list(blocks(lines, ()))
    first, last = (runs[0][0], runs[-1][1]) if runs else (len(lines), len(lines))
    said = [stems_in(lines[a:b]) for a, b in runs[:3]]
    near = list(lines[: first + 1])
    if len(runs) > 1 and words_in(lines[slice(*runs[0])]) <= LEAD_WORDS:
        near += lines[runs[0][1] : runs[1][0]]
    head = header(lines[:first], said, ())
    title, publisher = headers.split_title(lines[head.title].text) if head else (None, None)
    around = [*near, *lines[last:]]
    authors = [line.span(span) for line in around if (span := headers.author_of(line))]
    authors += [line.span(span) for line in lines[last:] if (span := headers.signature(line.text))]
    dates = [line.span(span) for line in near if (span := headers.date_of(line))]
    publishers = [line.span(span) for line in around if (span := headers.publisher_in(line.text))]
    if head and publisher:
        publishers.insert(0, lines[head.title].span(publisher))
    return SectionSpans(
        start=0,
        end=0,
        title=lines[head.title].span(title) if head and title else None,
        author=authors[0] if authors else None,
        published=dates[0] if dates else None,
        publisher=publishers[0] if publishers else None,
        kind="interview" if is_interview([line.text for line in lines]) else "article",
    )
