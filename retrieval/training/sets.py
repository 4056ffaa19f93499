"""Training questions: sets of passages, each with questions that one of its passages answers."""

import gzip
import hashlib
import json
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

KNOWN = (
    "squadshifts_new_wiki",
    "tydiqa_en_train",
    "nq_open_oracle",
    "afriqa_en",
    "fairytaleqa",
    "squadshifts_reddit",
    "multispanqa_valid",
    "qed_dev",
)
"""English, which the packaged model knows: encyclopaedia, stories, forum posts."""

UNKNOWN = (
    "tydiqa_fi_dev",
    "tydiqa_id_dev",
    "tydiqa_sw_train",
    "tydiqa_ar_dev",
    "afriqa_fr",
    "arcd",
    "tydiqa_ko_train",
    "tydiqa_te_dev",
)
"""Languages that the packaged model does not know."""

HELD_BACK, HELD_BACK_ARTICLES = 0.06, 0.12
"""Share of the passages, and of the articles of BY_ARTICLE, that the reader is not trained on: what
is made of its readings is learnt from them."""
BY_ARTICLE = "squadshifts_new_wiki"
"""The set whose titles are articles with many passages."""

DOCUMENTS = 1500
QUESTIONS = 2000
"""At most so many of a set."""


@dataclass(slots=True)
class TrainingSet:
    """One set."""

    name: str
    documents: dict[str, str] = field(default_factory=dict)
    """Passage -> its id."""
    questions: list[tuple[str, tuple[str, ...], str]] = field(default_factory=list)
    """(question, strings any of which answers it, id of the passage that holds them)."""
    held: set[str] = field(default_factory=set)
    """Ids of passages that were kept from the reader."""

    def write_documents(self, path: Path) -> None:
        """As JSON Lines, which `ingest` reads."""
        with path.open("w", encoding="utf-8") as file:
            for text, document in self.documents.items():
                file.write(json.dumps({"id": document, "text": text}) + "\n")


def is_held(row: Mapping[str, object]) -> bool:
    """Tell whether a row is kept from the reader."""
    by_article = row["set"] == BY_ARTICLE
    key = str(row["title"] if by_article else row["context"])
    share = HELD_BACK_ARTICLES if by_article else HELD_BACK
    return int.from_bytes(hashlib.sha256(key.encode()).digest()[:4], "big") / 2**32 < share


def read_sets(spans: Path, names: tuple[str, ...]) -> Iterator[TrainingSet]:
    """The sets of `spans.jsonl.gz` by name, sampled with a fixed seed."""
    rows: dict[str, list[dict[str, object]]] = {name: [] for name in names}
    with gzip.open(spans, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            if row["set"] in rows and not row["impossible"] and row["answers"]:
                rows[row["set"]].append(row)
    for name in names:
        random.Random(name).shuffle(rows[name])
        yield _sampled(name, rows[name])


def _sampled(name: str, rows: list[dict[str, object]]) -> TrainingSet:
    made = TrainingSet(name)
    for row in rows:
        text = str(row["context"])
        if text not in made.documents and len(made.documents) == DOCUMENTS:
            continue
        document = made.documents.setdefault(text, f"{len(made.documents):05}")
        if is_held(row):
            made.held.add(document)
        if len(made.questions) < QUESTIONS:
            answers = row["answers"]
            assert isinstance(answers, list)
            strings = tuple(sorted({str(answer["text"]) for answer in answers}))
            made.questions.append((str(row["question"]), strings, document))
    return made
