"""Markdown: blocks by markdown-it; the text stays as it stands in the file, markup and all.

A quote from a Markdown file therefore is found in the file by any search, and its bytes are
known. Code, raw HTML, rules, table heads and lines of links are furniture.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import accumulate
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

from corpus.furniture import is_furniture
from corpus.model import Reading, Segment
from corpus.readers.text_file import read_text_file

_MARKER = re.compile(r"(?:[ \t]*(?:[-*+]|\d{1,9}[.)]|>|#{1,6})(?=[ \t]))*[ \t]*")
_LINKS_ONLY = re.compile(r"^(?:!?\[[^\]]*\]\([^)]*\)[\s|,·•-]*)+$")


def read(path: Path) -> Iterator[Reading]:
    """Yield the one document of the file; its title is the metadata's, else its first heading."""
    file = read_text_file(path)
    parts = tuple(_segments(file.text, file.body))
    source = file.source
    heading = next((part for part in parts if part.kind == "heading"), None)
    if source.title is None and heading is not None:
        source = replace(source, title=" ".join(file.text[heading.start : heading.end].split()))
    yield Reading(
        text=file.text,
        segments=parts,
        source=source,
        sha256=file.sha256,
        encoding=file.encoding,
        damaged=file.damaged,
        size=file.size,
    )


def _segments(text: str, body: int) -> Iterator[Segment]:
    lines = text[body:].splitlines(keepends=True)
    starts = [body, *(body + end for end in accumulate(len(line) for line in lines))]
    inside: list[str] = []
    reached = body
    for token in MarkdownIt("commonmark").enable("table").parse(text[body:]):
        if token.nesting == 1:
            inside.append(token.type)
        elif token.nesting == -1:
            inside.pop()
        elif token.map and starts[token.map[0]] >= reached:  # a table row holds several cells
            start, end = starts[token.map[0]], starts[min(token.map[1], len(lines))]
            start = _marker_end(text, start, end)
            reached = end
            words = text[start:end]
            start, end = end - len(words.lstrip()), start + len(words.rstrip())
            if start < end:
                yield Segment(start, end, _kind(token, inside, text[start:end]))


def _marker_end(text: str, start: int, end: int) -> int:
    """Skip list bullets, quote marks and heading marks at the start of a block."""
    marker = _MARKER.match(text, start, end)
    return marker.end() if marker else start


def _kind(token: Token, inside: list[str], text: str) -> str:
    if token.type != "inline" or "thead_open" in inside:
        return "furniture" if token.type in ("hr", "html_block") else "listing"
    if "heading_open" in inside:
        return "heading"
    return "furniture" if is_furniture(text) or _LINKS_ONLY.match(text) else "text"
