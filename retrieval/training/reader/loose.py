"""Examples of the sets whose passages are loose sentences."""

import random
import re
from collections.abc import Iterator, Sequence

from retrieval.training.reader.edits import edited
from retrieval.training.reader.examples import (
    ANSWERS,
    CAPS,
    EDITED,
    OTHER,
    REMOVED,
    Example,
    capped,
    holds,
    joined,
)
from retrieval.training.reader.libraries import Row

MAX_WORDS = 110
"""Of a passage made of loose sentences."""
WINDOWED = (
    "clapnq_dev_answerable",
    "clapnq_dev_unanswerable",
    "friendsqa_dev",
    "friendsqa_tst",
    "trecqa_train",
    "wice_train_subset",
)
"""Sets whose sentences are in order."""


def loose_examples(spans: Sequence[Row], labelled: Sequence[Row]) -> Iterator[Example]:
    """Examples of the sets whose passages are loose sentences."""
    qamr = [r for r in spans if r["set"].startswith("qamr") and r["answers"]]
    yield from _from_qamr(qamr)
    by_set: dict[str, list[Row]] = {}
    for row in labelled:
        by_set.setdefault(row["set"], []).append(row)
    for name in WINDOWED:
        for row in by_set[name]:
            yield from _window(row, row["sentences"], row["labels"])
    rows = by_set["squad1_du_test"]
    random.Random(1).shuffle(rows)
    for row in rows[: CAPS["squad1_du_test"]]:
        yield from _from_du(row)


def _window(row: Row, sentences: Sequence[str], labels: Sequence[int]) -> Iterator[Example]:
    """A run of sentences of at most MAX_WORDS around one that answers, and one that has none."""
    rng = random.Random(row["set"] + row["id"])
    counts = [len(s.split()) for s in sentences]
    answering = [i for i, label in enumerate(labels) if label]
    starts = [i for i in range(len(sentences)) if counts[i] <= MAX_WORDS]
    if not starts:
        return
    centre = rng.choice(answering or starts)
    for kind, first in (("answered", max(0, centre - rng.randint(0, 3))), ("labelled", 0)):
        begin = first if kind == "answered" else rng.choice(starts)
        end, total = begin, 0
        while end < len(sentences) and total + counts[end] <= MAX_WORDS:
            total += counts[end]
            end += 1
        some = [1 if label else 0 for label in labels[begin:end]]
        if end - begin < 2 or (kind == "answered") != any(some):
            if kind == "answered" and not answering and end - begin >= 2:
                yield joined(row["set"], "labelled", row["question"], sentences[begin:end], some)
            continue
        if kind == "labelled" and rng.random() < 0.5 and answering:
            continue
        yield joined(row["set"], kind, row["question"], sentences[begin:end], some)


def _from_du(row: Row) -> Iterator[Example]:
    """Lower-cased, tokenised SQuAD sentences in no order: a passage of some of them."""
    rng = random.Random(row["set"] + row["id"])
    cleaned = [_plain(s) for s in row["sentences"]]
    right = [s for s, label in zip(cleaned, row["labels"], strict=True) if label]
    wrong = [s for s, label in zip(cleaned, row["labels"], strict=True) if not label]
    question = _plain(row["question"])
    rng.shuffle(wrong)
    some, total = [], sum(len(s.split()) for s in right)
    for piece in wrong[:5]:
        total += len(piece.split())
        if total > MAX_WORDS:
            break
        some.append(piece)
    if not some or not right:
        return
    pieces = [(s, ANSWERS) for s in right] + [(s, OTHER) for s in some]
    rng.shuffle(pieces)
    labels = [label for _, label in pieces]
    made = joined(row["set"], "answered", question, [s for s, _ in pieces], labels)
    yield made
    chance = rng.random()
    if chance < REMOVED and len(some) > 1:
        yield joined(row["set"], "removed", question, some, [OTHER] * len(some))
    elif chance < REMOVED + EDITED:
        other = edited(question, " ".join(some), " ".join(wrong), rng)
        if other is not None:
            yield Example(
                row["set"], "edited", other, made.text, made.sentences, [OTHER] * len(pieces)
            )


_BRACKETS = re.compile(r"-(?:lrb|rrb|lsb|rsb)- ?")


def _plain(text: str) -> str:
    cleaned = _BRACKETS.sub("", text).replace("`` ", '"').replace(" ''", '"')
    return re.sub(r" (n't|'s|[,.;:?!%])", r"\1", cleaned).strip()


def _from_qamr(rows: Sequence[Row]) -> Iterator[Example]:
    """Single sentences of news: the right one among others of its article."""
    articles: dict[str, list[str]] = {}
    for row in rows:
        sentences = articles.setdefault(row["title"], [])
        if row["context"] not in sentences:
            sentences.append(row["context"])
    for row in capped(rows):
        rng = random.Random(row["set"] + row["id"] + row["question"])
        context = row["context"]
        answers = {a["text"].lower() for a in row["answers"]}
        others = [
            s
            for s in articles[row["title"]]
            if s != context and not any(holds(s.lower(), a) for a in answers)
        ]
        rng.shuffle(others)
        some = others[: rng.randint(1, 3)]
        pieces = [*some, context]
        rng.shuffle(pieces)
        made = joined(row["set"], "answered", row["question"], pieces, [0] * len(pieces))
        made.labels = [int(p == context) for p in pieces]
        start = made.sentences[pieces.index(context)][0]
        made.spans = sorted(
            {
                (start + a["start"], start + a["start"] + len(a["text"]))
                for a in row["answers"]
                if context[a["start"] : a["start"] + len(a["text"])] == a["text"]
            }
        )
        yield made
        chance = rng.random()
        if chance < REMOVED and len(some) > 1:
            yield joined(row["set"], "removed", row["question"], some, [0] * len(some))
        elif chance < REMOVED + 0.15:
            other = edited(row["question"], " ".join(some), " ".join(others), rng)
            if other is not None:
                labels = [0] * len(pieces)
                yield Example(row["set"], "edited", other, made.text, made.sentences, labels)
