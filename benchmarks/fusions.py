"""What the fusions of ONNX Runtime that the models run without would cost.

    python benchmarks/fusions.py

Milliseconds a passage on one thread (the two take turns), as a table in Markdown.
"""

import time
from statistics import median
from unittest.mock import patch

import numpy as np

import embeddings.running
from retrieval.reader.packaged import FOLDER, MODEL

TOKENS = (12, 60, 180, 256)
ROUNDS = 60


def main() -> None:
    """Print the table."""
    without = embeddings.running.open_session(FOLDER / MODEL)
    with patch.object(embeddings.running, "SLOW_FUSIONS", []):
        fused = embeddings.running.open_session(FOLDER / MODEL)
    print("| tokens | all fusions, ms | without the slow ones, ms |\n|---|---|---|")
    for tokens in TOKENS:
        ids = np.arange(1000, 1000 + tokens, dtype=np.int32)[None]
        feeds = {"input_ids": ids, "segment_ids": np.zeros_like(ids), "mask": np.ones_like(ids)}
        took: tuple[list[float], list[float]] = ([], [])
        for _ in range(ROUNDS):
            for session, times in zip((fused, without), took, strict=True):
                started = time.perf_counter()
                session.run(None, feeds)
                times.append(1000 * (time.perf_counter() - started))
        print(f"| {tokens} | {median(took[0]):.1f} | {median(took[1]):.1f} |")


if __name__ == "__main__":
    main()
