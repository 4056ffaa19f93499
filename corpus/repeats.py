"""Pieces that stand twice in one text."""

from collections.abc import Sequence

_PLACES = 8
"""Earlier places of the same line that are compared, so that a refrain costs no more."""


def copies(lines: Sequence[str], fewest_words: int) -> list[tuple[int, int, int]]:
    """Runs of lines that stood before in the same order, as (first, end, the earlier first).

    Empty lines count for nothing on either side. Of several earlier places the longest run wins.
    """
    kept = [i for i, line in enumerate(lines) if line]
    keys = [" ".join(lines[i].split()).casefold() for i in kept]
    places: dict[str, list[int]] = {}
    found: list[tuple[int, int, int]] = []
    at = 0
    while at < len(keys):
        length, source = max(
            ((_same(keys, place, at), -place) for place in places.get(keys[at], ())), default=(0, 0)
        )
        if sum(len(key.split()) for key in keys[at : at + length]) >= fewest_words:
            found.append((kept[at], kept[at + length - 1] + 1, kept[-source]))
        else:
            length = 1
        for i in range(at, at + length):
            before = places.setdefault(keys[i], [])
            if len(before) < _PLACES:
                before.append(i)
        at += length
    return found


def _same(keys: Sequence[str], earlier: int, later: int) -> int:
    """How many lines from `earlier` on, at most up to `later`, stand again from `later` on."""
    length = 0
    while (
        earlier + length < later
        and later + length < len(keys)
        and keys[earlier + length] == keys[later + length]
    ):
        length += 1
    return length
