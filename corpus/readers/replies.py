"""The body of an e-mail -> what its writer says, and what is quoted of others, who are named.

Quoted are lines that begin with `>`, block quotes of HTML, and all that stands below the head of an
older message. Whose words they are says the line above; where none does, they are furniture.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from corpus.attributions import WROTE
from corpus.layout import joined_lines
from corpus.model import Source
from corpus.readers.composing import Composition
from corpus.readers.markup import Block

_MARKS = re.compile(r"(?:>[ \t]?)+")
_SIGNATURE = re.compile(r"-- ?$")
_OLDER = re.compile(r"\s*[-_]{3,}.*\w.*[-_]{3,}\s*$")
"""-----Original Message-----, in any language."""
_HEADER = re.compile(r"[*\s]*[^\W\d_][\w -]{0,20}\*?\s*:[* ]+\S")
_FROM = re.compile(
    r"[*\s]*(?:From|Von|De|От|Від|Кімнен|Kimden|Da)\*?\s*:[* ]*(?P<name>[^<\[(]+)", re.IGNORECASE
)
_BEFORE_NAME = (
    r"(?i:[ap]\.?m\.?,?\s+|uhr\s+)?(?:(?:GMT|UTC|[ECMP][SD]T|CES?T|MSK)\s+)?"
    r"(?i:(?:schrieb|schreef|skrev|от|from|tarihinde)\s+)?(?!tarihinde\b|şun)"
)
"""What may stand between the time and the name: "18:20 Uhr schrieb Ann"."""
_NAME = r"(?P<name>[^,\d<>(\s][^,\d<>]{1,60}?)"
_ADDRESS = r"\(?<[^<>]+>\)?"
_WROTE = (
    re.compile(
        rf"(?:^|,\s+|\d\s+{_BEFORE_NAME}){_NAME}\s*(?:"
        rf"{_ADDRESS}\s*(?:\w[\w ()]{{0,20}})?|{WROTE}\s*):$"
    ),
    re.compile(rf"\d\s+(?i:uhr\s+)?(?:schrieb|schreef|skrev)\s+{_NAME}\s*:$"),
    re.compile(rf"^[*\s]*{_NAME}\s*{_ADDRESS}(?:,.*\d.*\b{WROTE}|\s*\[.*\d.*\])\s*:$"),
)
"""The name before the verb, after it, and before the date."""
_FEWEST_HEADERS, _LONGEST_HEAD = 3, 12
"""Lines of the head of an older message."""


def add_body(body: Iterable[Block], writer: str, composition: Composition) -> None:
    """Append the blocks of a message; each stretch of quoted ones is a section of its author's."""
    above: list[Block] = []
    for is_quoted, run in groupby(body, key=lambda block: block.quotes > 0):
        blocks = list(run)
        author = _author_above(above) if is_quoted else None
        if author:
            source = Source(author=author, published="", kind=f"quoted by {writer}")
            with composition.section(source):  # the date of the message is not theirs
                _add(blocks, composition)
        else:
            _add(blocks, composition, "furniture" if is_quoted else None)
        above = blocks[-2:]


def _add(blocks: Iterable[Block], composition: Composition, kind: str | None = None) -> None:
    for block in blocks:
        is_older = block.quotes > 1  # quoted of the quoted one: nobody is named
        composition.add(
            block.text,
            kind
            or ("furniture" if is_older else block.kind)
            or ("label" if _quoted_author(block.text) else None),
            opens_paragraph=block.opens_paragraph,
        )


def _author_above(blocks: list[Block]) -> str | None:
    """The line may be wrapped before the address."""
    lines = [block.text for block in blocks]
    return _quoted_author(lines[-1]) or _quoted_author(" ".join(lines)) if lines else None


def _quoted_author(line: str) -> str | None:
    """Who is named in the line above what is quoted."""
    whole = " ".join(line.split())
    found = (pattern.search(whole) for pattern in _WROTE)
    match = _FROM.match(line) or next(filter(None, found), None)
    return match.group("name").strip(" *\"'") or None if match else None


def blocks_of_text(text: str) -> Iterator[Block]:
    """The paragraphs of a body in plain text, wrapped lines joined and quote marks taken off."""
    for (quotes, kind), run in groupby(_lines(text), key=lambda line: line[1:]):
        words = "\n".join(line for line, *_ in run)
        for start, end, opens_paragraph in joined_lines(words, 0):
            yield Block(words[start:end], kind, quotes, opens_paragraph)


def blocks_of_page(blocks: Sequence[Block]) -> Iterator[Block]:
    """The paragraphs of a body that is a page; those below the head of an older message are
    quoted."""
    is_older, skip = False, 0
    for number, block in enumerate(blocks):
        if skip:
            skip -= 1
            continue
        head = [one.text for one in blocks[number : number + _LONGEST_HEAD]]
        headers = 0 if block.quotes else _older_head(head)
        if headers:
            yield Block(_sender(head[:headers]), "label", 0, opens_paragraph=True)
            is_older, skip = True, headers - 1
        else:
            yield replace(block, quotes=block.quotes + is_older)


def _lines(text: str) -> Iterator[tuple[str, int, str | None]]:
    """Each line without its quote marks, how many it has, and its kind where that is plain."""
    lines = text.split("\n")
    is_older, is_signed, skip = False, False, 0
    for number, line in enumerate(lines):
        if skip:
            skip -= 1
            continue
        marks = _MARKS.match(line)
        head = [_unmarked(one) for one in lines[number : number + _LONGEST_HEAD]]
        headers = _older_head(head)
        if headers:
            yield _sender(head[:headers]), 0, "label"
            is_older, is_signed, skip = is_older or not marks, False, headers - 1
            continue
        is_signed = is_signed or (marks is None and bool(_SIGNATURE.match(line)))
        quotes = is_older + (marks.group().count(">") if marks else 0)
        yield _unmarked(line), quotes, "furniture" if is_signed and not quotes else None


def _unmarked(line: str) -> str:
    marks = _MARKS.match(line)
    return line[marks.end() :] if marks else line


def _sender(head: Iterable[str]) -> str:
    return next((line for line in head if _FROM.match(line)), "")


def _older_head(lines: list[str]) -> int:
    """Lines of the head of an older message that begins here: who sent it, when and to whom."""
    first = 1 if _OLDER.match(lines[0]) else 0
    while 0 < first < len(lines) and not lines[first].strip():
        first += 1
    last = first
    while last < len(lines) and _HEADER.match(lines[last]):
        last += 1
    is_head = any(map(_FROM.match, lines[first:last])) and last - first >= _FEWEST_HEADERS
    return last if is_head and (first or _FROM.match(lines[0])) else 0
