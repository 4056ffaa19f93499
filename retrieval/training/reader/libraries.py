"""Throw-away libraries of the open training sets, to take hard negatives from."""

import gzip
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from embeddings.encoder import Encoder
from retrieval.updating import Update

GROUPS = {
    "wiki": (
        "squadshifts_new_wiki",
        "nq_open_oracle",
        "qed_dev",
        "tydiqa_en_train",
        "multispanqa_valid",
        "afriqa_en",
    ),
    "reddit": ("squadshifts_reddit",),
    "amazon": ("squadshifts_amazon_reviews",),
    "stories": ("fairytaleqa",),
}
"""Sets that share a library; in one of many articles the best-ranked wrong passages are nearer."""

Row = dict[str, Any]
"""A line of the training sets."""


def read_rows(path: Path) -> Iterator[Row]:
    """The rows of a gzipped JSON Lines file."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def build(folder: Path, rows: Sequence[Row], encoder: Encoder) -> dict[str, str]:
    """Make a home in `folder`, where there is none yet, with one document for every passage of
    the rows; returns the document's name by the passage's words."""
    names: dict[str, str] = {}
    for row in rows:
        names.setdefault(row["context"], f"{len(names):05}")
    folder.mkdir(parents=True, exist_ok=True)
    documents = folder / "documents.jsonl"
    with documents.open("w", encoding="utf-8") as file:
        for text, name in names.items():
            file.write(json.dumps({"id": name, "text": text}) + "\n")
    update = Update(folder, encoder)
    try:
        for _ in update.ingest(update.scan([documents]), lambda _: None):
            pass
        update.finish()
    finally:
        update.close()
    return names
