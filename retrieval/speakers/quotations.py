"""Where quotations begin and end in a paragraph, whatever marks they have."""

import re

from retrieval.speakers.phrases import Span

_MARK = re.compile("[“”„«»\"]|''|``")
_CLOSES = {"“": "”", "«": "»", "„": "“"}
_LEAST_WORDS = 3
"""Shorter ones without a mark at their end are names, and words held at a distance."""


def quotations(text: str, start: int, end: int) -> list[Span]:
    """The quotations in a stretch of text, with their marks, in order and without those inside
    others; one that does not end goes on to the end."""
    found: list[Span] = []
    opening, mark, depth = end, "", 0
    for match in _MARK.finditer(text, start, end):
        if not depth:
            if match[0] not in "”»" and not _is_stray(text, match):
                opening, mark, depth = match.start(), match[0], 1
        elif _closes(text, match, mark):
            depth -= 1
            if not depth:
                found.append((opening, match.end()))
        elif match[0] == mark and mark in _CLOSES:
            depth += 1
    if depth:
        found.append((opening, end))
    return [span for span in found if _is_speech(text[slice(*span)])]


def _is_stray(text: str, match: re.Match[str]) -> bool:
    """Whether a mark ends a quotation whose beginning is not in sight."""
    before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
    return match[0] not in _CLOSES and bool(before.strip()) and not after.strip()


def _closes(text: str, match: re.Match[str], mark: str) -> bool:
    if mark in _CLOSES:
        return match[0] == _CLOSES[mark] or (mark == "„" and match[0] == "”")
    before, after = text[match.start() - 1], text[match.end() : match.end() + 1].strip()
    opens_anew = before.isspace() and after and after != "["
    return match[0] == mark and not opens_anew


def _is_speech(quotation: str) -> bool:
    inner = quotation.strip("“”„«»\"'` ")
    return len(inner.split()) >= _LEAST_WORDS or inner.endswith((",", ".", "!", "?", "…"))
