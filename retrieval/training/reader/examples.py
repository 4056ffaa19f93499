"""Open training sets and their libraries -> examples for the reader.

An example is a question, a passage with its sentences, and which of them answer; where none
does, the reader must say "none". Four kinds of "none": the best-ranked passage of another document
that does not hold the answer; the right passage without its answering sentences; the right passage
under a question in which one detail was exchanged; and those that people labelled.
"""

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from corpus.library import Library
from corpus.model import Passage
from retrieval.answering import Answerer
from retrieval.training.reader.edits import edited
from retrieval.training.reader.libraries import Row
from retrieval.training.sets import is_held

Span = tuple[int, int]

ANSWERS, OTHER, MASKED = 1, 0, -1
"""Labels; a sentence that happens to hold the same string is masked: it may answer or not."""

RETRIEVED, REMOVED, EDITED = 0.34, 0.12, 0.28
"""How often a question also gives a negative of that kind."""
NEGATIVES_AGAIN = (0.45, 0.1, 0.45)
"""The same for a second round of negatives, without the answered examples."""
CAPS = {
    "qamr_dev": 4000,
    "qamr_test": 4000,
    "squad1_du_test": 12000,
    "squadshifts_reddit": 2500,
    "squadshifts_amazon_reviews": 5000,
    "fairytaleqa": 3000,
}
"""Questions of a set that are used at most."""


@dataclass(slots=True)
class Example:
    """One input of the reader."""

    set: str
    kind: str
    """answered, retrieved, removed, edited or labelled."""
    question: str
    text: str
    sentences: list[Span]
    labels: list[int]
    spans: list[Span] = field(default_factory=list)
    """Where the answer string stands in the text; none where it is not known."""


def capped(rows: Sequence[Row]) -> list[Row]:
    """At most CAPS of every set, shuffled with a fixed seed."""
    by_set: dict[str, list[Row]] = {}
    for row in rows:
        by_set.setdefault(row["set"], []).append(row)
    kept = []
    for name, some in by_set.items():
        random.Random(name).shuffle(some)
        kept += some[: CAPS.get(name, len(some))]
    return kept


class FromLibrary:
    """Examples whose passages are those that a library cuts, and whose negatives it ranks."""

    def __init__(self, answerer: Answerer, names: Mapping[str, str]) -> None:
        """`names` has the document's name for the words of each passage."""
        self._answerer = answerer
        self._library: Library = answerer.library
        ids = {document.name: document.id for document in self._library.documents()}
        self._ids = {text: ids.get(name, "") for text, name in names.items()}
        self._same_title: dict[tuple[str, str], list[str]] = {}

    def examples(self, rows: Sequence[Row]) -> Iterator[Example]:
        """All examples of the rows that are not held back, then negatives once more."""
        for row in rows:
            self._same_title.setdefault((row["title"], row["set"]), []).append(row["context"])
        kept = [row for row in rows if not is_held(row)]
        for row in kept:
            rng = random.Random(row["set"] + row["id"] + row["question"])
            yield from self._of(row, rng, (RETRIEVED, REMOVED, EDITED), with_answered=True)
        for row in kept:
            rng = random.Random("again" + row["set"] + row["id"] + row["question"])
            rng.random()
            yield from self._of(row, rng, NEGATIVES_AGAIN, with_answered=False)

    def _of(
        self,
        row: Row,
        rng: random.Random,
        shares: tuple[float, float, float],
        *,
        with_answered: bool,
    ) -> Iterator[Example]:
        document = self._ids[row["context"]]
        right = self._right(row, document) if document else None
        if right is None:
            return
        if with_answered:
            yield right
        retrieved, removed, exchanged = shares
        chance = rng.random()
        wrong = None
        if chance < retrieved:
            wrong = self._retrieved(row, document, rng)
        elif chance < retrieved + exchanged:
            wrong = self._edited(row, right, rng)
        elif chance >= 1 - removed:
            wrong = without_answer(right)
        if wrong is not None:
            yield wrong

    def _edited(self, row: Row, right: Example, rng: random.Random) -> Example | None:
        nearby = without_answer(right)
        others = rng.choice(self._same_title[row["title"], row["set"]])
        asked = edited(row["question"], nearby.text if nearby else others, others, rng)
        if asked is None:
            return None
        labels = [OTHER] * len(right.labels)
        return Example(row["set"], "edited", asked, right.text, right.sentences, labels)

    def _right(self, row: Row, document: str) -> Example | None:
        text = self._library.text(document)
        spans = _answer_spans(text, row)
        best: tuple[int, Passage] | None = None
        for passage in self._library.passages_of(document):
            inside = sum(passage.start <= a and b <= passage.end for a, b in spans)
            if inside and (best is None or inside > best[0]):
                best = (inside, passage)
        if best is None:
            return None
        return _example(row, "answered", text, best[1], spans)

    def _retrieved(self, row: Row, document: str, rng: random.Random) -> Example | None:
        """The best-ranked passage of another document without the answer; now and then a later."""
        texts = {a["text"].lower() for a in row["answers"]}
        wrong = []
        for hit in self._answerer.search(row["question"][:1000], 12):
            passage = hit.passage
            text = self._library.text(passage.document_id)
            low = text[passage.start : passage.end].lower()
            if passage.document_id != document and not any(holds(low, a) for a in texts):
                wrong.append((text, passage))
        if not wrong:
            return None
        text, passage = wrong[min(int(rng.expovariate(0.7)), len(wrong) - 1)]
        return _example(row, "retrieved", text, passage, [])


def holds(text: str, answer: str) -> bool:
    """Tell whether the answer stands in the text as whole words."""
    return re.search(rf"(?<!\w){re.escape(answer)}(?!\w)", text) is not None


def _answer_spans(text: str, row: Row) -> list[Span]:
    """Where the answers stand in the canonical text, nearest to where they stood in the raw."""
    spans = set()
    for answer in row["answers"]:
        found = [m.start() for m in re.finditer(re.escape(answer["text"]), text)]
        if found:
            start = min(found, key=lambda s: abs(s - answer["start"]))
            spans.add((start, start + len(answer["text"])))
    return sorted(spans)


def _example(
    row: Row, kind: str, text: str, passage: Passage, spans: Sequence[Span]
) -> Example | None:
    body = text[passage.start : passage.end]
    sentences = [(a - passage.start, b - passage.start) for a, b in passage.sentences]
    local = [
        (a - passage.start, b - passage.start)
        for a, b in spans
        if passage.start <= a and b <= passage.end
    ]
    labels = _labels(body, sentences, local)
    if kind == "answered" and ANSWERS not in labels:
        return None
    return Example(row["set"], kind, row["question"], body, sentences, labels, local)


def _labels(body: str, sentences: Sequence[Span], spans: Sequence[Span]) -> list[int]:
    labels = []
    answers = {body[a:b].lower() for a, b in spans}
    for start, end in sentences:
        if any(start <= a < end for a, _ in spans):
            labels.append(ANSWERS)
        elif any(holds(body[start:end].lower(), answer) for answer in answers):
            labels.append(MASKED)
        else:
            labels.append(OTHER)
    return labels


def without_answer(example: Example) -> Example | None:
    """The passage with only the sentences that do not hold the answer."""
    pairs = zip(example.sentences, example.labels, strict=True)
    pieces = [example.text[a:b] for (a, b), label in pairs if label == OTHER]
    if len(pieces) < 2:
        return None
    return joined(example.set, "removed", example.question, pieces, [OTHER] * len(pieces))


def joined(
    name: str, kind: str, question: str, pieces: Sequence[str], labels: Sequence[int]
) -> Example:
    """An example whose passage is the pieces, one after the other."""
    sentences, text = [], ""
    for piece in pieces:
        start = len(text) + bool(text)
        text = f"{text} {piece}" if text else piece
        sentences.append((start, start + len(piece)))
    return Example(name, kind, question, text, sentences, list(labels))
