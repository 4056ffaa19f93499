"""Where the words of a text change: what a border before each of its blocks would gain.

Every section draws its words from an urn of its own, which gives a word the likelier the more often
it gave it before (Pólya's urn, as in Eisenstein & Barzilay 2008). What a text costs is how unlikely
its words are in its likeliest division. An urn that soon prefers its own words tells short pieces
apart, one that is slow to do so tells long ones. Stems are the first letters of words, so that no
language needs to be known.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

FORBIDDEN, CERTAIN = float("-inf"), 10.0
"""Evidence before a block that begins no section, and before one that surely does."""

_FINE, _COARSE = 4.0, 24.0
"""What an urn holds before the first word is drawn, in the words of a mean paragraph."""
_FINE_PRICE, _COARSE_PRICE = 0.6, 0.3
"""Of a border, in the words of a mean paragraph, where each urn divides long texts about right."""

STRETCH = 96
"""Blocks that are divided at once; a longer text is taken in stretches that overlap by half."""
_FEWEST_WORDS = 50
"""Stems to a paragraph at the least: of very short ones none says much."""
_STEM = re.compile(r"\b[^\W\d_]{4,6}")
_Words = NDArray[np.int64]
_Costs = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Gains:
    """What a border before each block gains, in paragraphs of words; of the first, nothing."""

    fine: _Costs
    coarse: _Costs
    shown: _Costs
    """The fine one, where borders compete by what evidence the page gives for each."""


def stems(text: str) -> list[str]:
    """The beginnings of its longer words, in order."""
    return _STEM.findall(text.lower())


def gains(blocks: Sequence[Sequence[str]], evidence: Sequence[float]) -> Gains:
    """The gains of borders between blocks, given by their stems.

    `evidence` is for a border before each block, in the unit of the gains.
    """
    known: dict[str, int] = {}
    rows = [
        np.array([known.setdefault(word, len(known)) for word in block], int) for block in blocks
    ]
    found = np.zeros((3, len(rows)))
    start = 0
    while start < len(rows):
        end = min(start + STRETCH, len(rows))
        decided = start + STRETCH // 4 if start else 0  # nearer to its head, the one before knows
        made = _in_stretch(rows[start:end], np.array(evidence[start:end]))
        found[:, decided:end] = made[:, decided - start :]
        start = end if end == len(rows) else start + STRETCH // 2
    return Gains(*found)


def _in_stretch(rows: Sequence[_Words], evidence: _Costs) -> _Costs:
    """The three gains before each block of one stretch."""
    firsts = [0, *(i for i in range(1, len(rows)) if evidence[i] > FORBIDDEN)]
    parts = [
        np.concatenate(rows[a:b]) for a, b in zip(firsts, [*firsts[1:], len(rows)], strict=True)
    ]
    unit = max(sum(map(len, rows)) / len(rows), _FEWEST_WORDS)
    fine, coarse = _costs(parts, unit)
    shown = evidence[firsts]
    certain = np.where(shown >= CERTAIN, shown, 0.0)
    found = np.zeros((3, len(rows)))
    found[0, firsts] = _gained(fine, _FINE_PRICE - certain)
    found[1, firsts] = _gained(coarse, _COARSE_PRICE - certain)
    found[2, firsts] = _gained(fine, _FINE_PRICE - shown)
    return found


def _costs(parts: Sequence[_Words], unit: float) -> tuple[_Costs, _Costs]:
    """What every section costs by the fine and by the coarse urn, as [first part, end].

    One step adds a part to the sections from every earlier one.
    """
    kinds, flat = np.unique(np.concatenate(parts), return_inverse=True)
    splits = np.split(flat, np.cumsum([len(part) for part in parts])[:-1])
    tallies = [np.unique(part, return_counts=True) for part in splits]
    shared_by = np.bincount(np.concatenate([words for words, _ in tallies]), minlength=len(kinds))
    drawn = np.arange(len(flat) + 1)
    held = unit * np.array([_FINE, _COARSE])
    whole = _sums(np.log(held[:, None] + drawn))
    each = _sums(np.log(held[:, None] / max(1, len(kinds)) + drawn))
    made = np.full((2, len(parts), len(parts) + 1), np.inf)
    counts = np.zeros((len(parts), len(kinds)), np.int32)
    likely, sizes = np.zeros((2, len(parts))), np.zeros(len(parts), int)
    for last, (words, times) in enumerate(tallies):
        begun = slice(0, last + 1)
        tells = shared_by[words] > 1  # what one part alone says costs the same in every division
        words, times = words[tells], times[tells]
        before = counts[begun, words]
        after = before + times
        counts[begun, words] = after
        sizes[begun] += len(splits[last])
        likely[:, begun] += (each[:, after] - each[:, before]).sum(axis=2)
        made[:, begun, last + 1] = (whole[:, sizes[begun]] - likely[:, begun]) / unit
    return made[0], made[1]


def _sums(rows: _Costs) -> _Costs:
    """Of the first none, one, two... of each row."""
    return np.concatenate([np.zeros((len(rows), 1)), np.cumsum(rows, axis=1)], axis=1)


def _gained(costs: _Costs, prices: _Costs) -> _Costs:
    """By how much the cheapest division with a border before each part is cheaper than the
    cheapest one without."""
    count = len(costs)
    priced = costs + np.concatenate([[0.0], prices[1:]])[:, None]
    before, behind = np.zeros(count + 1), np.zeros(count + 1)
    for end in range(1, count + 1):
        before[end] = (before[:end] + priced[:end, end]).min()
    for first in range(count - 1, -1, -1):
        behind[first] = (priced[first, first + 1 :] + behind[first + 1 :]).min()
    through = before[:-1, None] + priced + behind
    made = np.zeros(count)
    for at in range(1, count):
        made[at] = through[:at, at + 1 :].min() - before[at] - behind[at]
    return made
