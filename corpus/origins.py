"""Near-duplicate passages -> one origin: syndicated, re-posted and quoted text counts once.

MinHash signatures of two-word shingles (Broder 1997) propose pairs, and the longest common
subsequence of their words decides (RapidFuzz). `benchmarks/copies.py` plants edited copies and
gives the figures in docs/quality.md.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import combinations, pairwise

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import LCSseq
from rensa import RMinHash

from corpus.words import words

ORIGINS_VERSION = 1
"""Raise with any change to what comes out: origins are then found anew."""

FEWEST_WORDS = 12
"""A shorter passage is nobody's copy: headings and greetings repeat by themselves."""

SHARED = 0.65
"""Share of the shorter passage's words that stand in the other, in order, from which one is a
copy of the other. Planted copies with 20 in 100 words edited share .80 of them, different
passages on one event at most .5."""

SHARED_NUMBERS = 0.5
"""Share of the numbers of the one with fewer that the other must have: records that were written
by one pattern share most of their words, and differ in what they say."""

_HASHES = 128
_ROWS = 3
"""Hashes that must agree for a pair to be compared: 42 tries of 3. Two passages with half of
their shingles in common are missed once in 270 times."""
_SEED = 1
_MOST_NEIGHBOURS = 24
"""Passages of one bucket that each is compared with; what all of a bucket share joins them."""

_WORDS_KEPT = 1000
"""Passages whose words are kept while others are compared with them: some 10 MB."""

Signatures = NDArray[np.uint32]


def signature(text: str) -> bytes:
    """The MinHash signature of a passage: 128 hashes; empty for one with too few words."""
    found = words(text)
    if len(found) < FEWEST_WORDS:
        return b""
    hashes = RMinHash(_HASHES, _SEED)
    hashes.update([f"{a} {b}" for a, b in pairwise(found)])
    return np.array(hashes.digest(), np.uint32).tobytes()


def origins(signed: Iterable[tuple[int, bytes]], text_of: Callable[[int], str]) -> dict[int, int]:
    """The origin of every passage that has copies, by its number: the smallest number among them.

    Passages without a copy are left out. `text_of` gives the words of a passage where a pair has
    to be compared.
    """
    numbers, rows = [], []
    for number, stored in signed:
        if stored:
            numbers.append(number)
            rows.append(np.frombuffer(stored, np.uint32))
    if not rows:
        return {}
    groups = _Groups()
    words_of = lru_cache(_WORDS_KEPT)(lambda number: words(text_of(number)))
    for first, second in _candidates(np.stack(rows)):
        a, b = numbers[first], numbers[second]
        if groups.find(a) != groups.find(b) and _is_copy(words_of(a), words_of(b)):
            groups.join(a, b)
    return groups.members()


def is_copy(first: str, second: str) -> bool:
    """Tell whether one text holds most of the other's words, in order."""
    return _is_copy(words(first), words(second))


def _is_copy(first: Sequence[str], second: Sequence[str]) -> bool:
    fewest = min(len(first), len(second))
    if fewest < FEWEST_WORDS or not _numbers_agree(first, second):
        return False
    return float(LCSseq.similarity(first, second)) >= SHARED * fewest


def _numbers_agree(first: Sequence[str], second: Sequence[str]) -> bool:
    one, other = ({word for word in some if word[0].isdigit()} for some in (first, second))
    return len(one & other) >= SHARED_NUMBERS * min(len(one), len(other))


def _candidates(signatures: Signatures) -> Iterator[tuple[int, int]]:
    """Pairs of rows that agree in some band of hashes, each once; lower row first."""
    seen: set[tuple[int, int]] = set()
    for start in range(0, _HASHES - _ROWS + 1, _ROWS):
        for bucket in _buckets(signatures[:, start : start + _ROWS]):
            for i, j in _neighbours(bucket):
                if (i, j) not in seen:
                    seen.add((i, j))
                    yield i, j


def _buckets(band: Signatures) -> Iterator[list[int]]:
    """Rows that are equal, in groups of two or more, ascending."""
    order = np.lexsort(band.T)
    ordered = band[order]
    begins = np.flatnonzero(np.r_[True, (ordered[1:] != ordered[:-1]).any(axis=1)])
    ends = np.r_[begins[1:], len(order)]
    for begin, end in zip(begins, ends, strict=True):
        if end - begin > 1:
            yield sorted(order[begin:end].tolist())


def _neighbours(bucket: list[int]) -> Iterator[tuple[int, int]]:
    if len(bucket) <= _MOST_NEIGHBOURS:
        yield from combinations(bucket, 2)
        return
    for i, row in enumerate(bucket):
        for other in bucket[i + 1 : i + 1 + _MOST_NEIGHBOURS]:
            yield row, other


class _Groups:
    """Disjoint sets; the smallest member stands for its set."""

    def __init__(self) -> None:
        self._parent: dict[int, int] = {}

    def find(self, number: int) -> int:
        root = number
        while (parent := self._parent.get(root, root)) != root:
            root = parent
        while (parent := self._parent.get(number, root)) != root:
            self._parent[number], number = root, parent
        return root

    def join(self, first: int, second: int) -> None:
        low, high = sorted((self.find(first), self.find(second)))
        self._parent[high] = low
        self._parent.setdefault(low, low)

    def members(self) -> dict[int, int]:
        return {number: self.find(number) for number in sorted(self._parent)}
