"""Examples -> batches of like length."""

import gzip
import json
import math
import random
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from embeddings.packaged import package_files
from retrieval.reader.tokens import Cutter, Tokens
from retrieval.training.reader.edits import edited
from retrieval.training.reader.examples import OTHER

BATCH = 16
POOL = 40
"""Batches that are sorted by length together."""
EXCHANGED = 0.25
"""Share of the answered examples whose question has one detail exchanged, another each time, so
that nothing answers it; and half of those that were exchanged beforehand are left out."""
MASKED_SHARE = 0.06
"""Of a passage's tokens. Without masks and fresh questions the reader learns its examples by heart:
quote@1 of squad2-a's first 300 questions from the reader alone falls from .81 to .73."""
_MASK = 103
"""[MASK] of MiniLM's vocabulary."""
_OTHERS = 3000
"""Passages that are kept in mind to take details from."""
SHORT, SHORT_SHARE = 420, 0.75
"""Characters that most passages are cut to, by whole sentences: twice the examples an hour."""
REPEATS = {
    "squadshifts_new_wiki": 2.0,
    "squadshifts_amazon_reviews": 0.4,
    "squadshifts_reddit": 0.6,
    "fairytaleqa": 0.6,
    "qamr_dev": 0.35,
    "qamr_test": 0.35,
    "squad1_du_test": 0.7,
    "friendsqa_dev": 0.5,
    "friendsqa_tst": 0.5,
    "clapnq_dev_unanswerable": 2.0,
    "clapnq_dev_answerable": 2.0,
    "wice_train_subset": 2.0,
    "trecqa_train": 2.0,
}
"""How often an example of a set comes; 1 for the rest. Forum posts are many and alike, and their
questions the least like a reader's."""


@dataclass(slots=True)
class Item:
    """An example in tokens."""

    set: str
    kind: str
    tokens: Tokens
    labels: list[int]
    starts: list[int]
    """Tokens at which an answer begins."""
    ends: list[int]
    has_span: bool
    """Whether it is known where the answer stands, or that it stands nowhere."""


def _item(row: dict[str, Any], cutter: Cutter, rng: random.Random) -> Item | None:
    tokens = cutter.tokens(row["question"], row["text"], row["sentences"])
    for place in range(tokens.first, len(tokens.ids) - 1):
        if rng.random() < MASKED_SHARE:
            tokens.ids[place] = _MASK
    labels, spans = row["labels"], row["spans"]
    seen = set(tokens.sentence.tolist())
    labels = [label if i in seen else -1 for i, label in enumerate(labels)]
    is_answered = row["kind"] == "answered" or (row["kind"] == "labelled" and 1 in row["labels"])
    if (is_answered and 1 not in labels) or not any(label >= 0 for label in labels):
        return None
    starts, ends = [], []
    for start, end in spans:
        for i, (a, b) in enumerate(tokens.offsets):
            if a <= start < b:
                starts.append(tokens.first + i)
            if a < end <= b:
                ends.append(tokens.first + i)
    has_span = not is_answered or bool(starts and ends)
    return Item(str(row["set"]), str(row["kind"]), tokens, labels, starts, ends, has_span)


class Stream:
    """Batches of like length, drawn from a weighted shuffle of all examples without end."""

    def __init__(self, folder: Path, seed: int) -> None:
        self._cutter = Cutter(package_files() / "tokenizer.json")
        self._rows = [row for path in sorted(folder.glob("*.jsonl.gz")) for row in _lines(path)]
        self._rng = random.Random(seed)
        self._waiting: list[str] = []
        self._batches: list[list[Item]] = []
        self._seen: Counter[str] = Counter()
        self._texts: list[str] = []

    def next(self) -> list[Item]:
        """The next batch."""
        if not self._batches:
            self._fill()
        return self._batches.pop()

    def facts(self, step: int) -> dict[str, object]:
        """What was seen so far."""
        return {"steps": step, "batch": BATCH, "seen": dict(sorted(self._seen.items()))}

    def _fill(self) -> None:
        size = BATCH * POOL
        while len(self._waiting) < size:
            fresh = self._weighed()
            self._rng.shuffle(fresh)
            self._waiting += fresh
        some, self._waiting = self._waiting[:size], self._waiting[size:]
        made = (self._item(json.loads(row)) for row in some)
        pool = [item for item in made if item is not None]
        self._seen.update(f"{item.set} {item.kind}" for item in pool)
        pool.sort(key=lambda item: len(item.tokens.ids))
        self._batches = [pool[i : i + BATCH] for i in range(0, len(pool), BATCH)]
        self._rng.shuffle(self._batches)

    def _weighed(self) -> list[str]:
        made = []
        for row in self._rows:
            name = row[9 : row.index('"', 9)]  # {"set": "...
            wanted = REPEATS.get(name, 1.0)
            made += [row] * (math.floor(wanted) + (self._rng.random() < wanted % 1))
        return made

    def _item(self, row: dict[str, Any]) -> Item | None:
        rng = self._rng
        if row["kind"] == "answered" and rng.random() < EXCHANGED:
            row = self._exchanged(row)
        elif row["kind"] == "edited" and rng.random() < 0.5:
            return None
        if rng.random() < SHORT_SHARE:
            row = _cut(row, rng)
        return _item(row, self._cutter, rng)

    def _exchanged(self, row: dict[str, Any]) -> dict[str, Any]:
        """The row under a question that it does not answer, where a rule applies."""
        rng = self._rng
        pairs = zip(row["sentences"], row["labels"], strict=True)
        nearby = " ".join(row["text"][a:b] for (a, b), label in pairs if label == OTHER)
        others = rng.choice(self._texts) if self._texts else row["text"]
        self._texts.append(row["text"])
        if len(self._texts) > _OTHERS:
            self._texts[rng.randrange(_OTHERS)] = self._texts.pop()
        question = edited(row["question"], nearby or others, others, rng)
        if question is None:
            return row
        labels = [OTHER] * len(row["labels"])
        return row | {"question": question, "kind": "edited", "labels": labels, "spans": []}


def _lines(path: Path) -> list[str]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return list(lines)


def _cut(row: dict[str, Any], rng: random.Random) -> dict[str, Any]:
    """The passage cut to a run of sentences of SHORT characters that holds what answers."""
    sentences, labels = row["sentences"], row["labels"]
    if len(row["text"]) <= SHORT or not sentences:
        return row
    right = [i for i, label in enumerate(labels) if label == 1]
    if row["kind"] == "edited":  # the near miss stays in sight
        asked = set(row["question"].lower().split())
        shared = [len(asked & set(row["text"][a:b].lower().split())) for a, b in sentences]
        right = [shared.index(max(shared))]
    first = last = rng.choice(right) if right else rng.randrange(len(sentences))
    while True:
        options = []
        for a, b in ((first - 1, last), (first, last + 1)):
            if a >= 0 and b < len(sentences) and sentences[b][1] - sentences[a][0] <= SHORT:
                options.append((a, b))
        if not options:
            break
        first, last = rng.choice(options)
    start, end = sentences[first][0], sentences[last][1]
    return row | {
        "text": row["text"][start:end],
        "sentences": [(a - start, b - start) for a, b in sentences[first : last + 1]],
        "labels": labels[first : last + 1],
        "spans": [(a - start, b - start) for a, b in row["spans"] if start <= a and b <= end],
    }
