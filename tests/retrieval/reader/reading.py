"""Passages for the readers' tests; the words are ours."""

from corpus.model import HashedPassage

QUESTION = "How many people can the ferry carry?"
ANSWERS = "The ferry leaves at dawn. It carries forty people. Nobody knows who built it."
ABOUT = "The ferry was painted in spring. Its captain likes tea. The harbour is old."


def passage(text: str) -> HashedPassage:
    """A passage whose sentences end with full stops."""
    spans, start = [], 0
    for piece in text.split(". "):
        end = min(start + len(piece) + 1, len(text))
        spans.append((start, end))
        start = end + 1
    return HashedPassage(text[:12], text, tuple(spans))
