"""Which kind of FAISS index suits a library that is too large to compare every vector?

Vectors are those of real sentences, and mixtures of two of them with noise up to the number
asked for; questions are real. Recall is the share of the ten truly nearest that are found.
Searches run on one thread, as when a question is asked.
"""

import argparse
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import faiss
import numpy as np
import platformdirs
from docstrings import passages, questions
from numpy.typing import NDArray
from report import percentile

from corpus.sentences import sentence_spans
from embeddings.encoder import FloatMatrix, PassageText, unit_rows
from embeddings.packaged import DIMENSIONS, PackagedEncoder
from retrieval.index import EXACT_LIMIT, RERANKED, IndexFolder

NEAREST = 10
NOISE = 0.45
"""Length of the noise beside a mixture's: neighbours are then about as near as real ones are."""

Search = Callable[[FloatMatrix], NDArray[np.int64]]
"""A question's vector -> the rows found, best first."""


@dataclass(frozen=True, slots=True)
class Built:
    """An index ready to search."""

    search: Search
    megabytes: float


Kind = Callable[[FloatMatrix], Built]


def flat(vectors: FloatMatrix) -> Built:
    """Every vector is compared."""
    return _built(faiss.IndexFlatIP(DIMENSIONS), vectors)


def eight_bits(vectors: FloatMatrix) -> Built:
    """Every vector is compared, each component in 8 bits."""
    kind = faiss.ScalarQuantizer.QT_8bit
    index = faiss.IndexScalarQuantizer(DIMENSIONS, kind, faiss.METRIC_INNER_PRODUCT)
    return _built(index, vectors)


def graph(effort: int) -> Kind:
    """A graph of neighbours (HNSW), followed with `effort` candidates in hand."""

    def build(vectors: FloatMatrix) -> Built:
        index = faiss.IndexHNSWFlat(DIMENSIONS, 32, faiss.METRIC_INNER_PRODUCT)
        index.hnsw.efSearch = effort
        return _built(index, vectors)

    return build


def signs(candidates: int) -> Kind:
    """The sign of each dimension after a rotation proposes, the exact vectors rank."""

    def build(vectors: FloatMatrix) -> Built:
        index = faiss.IndexLSH(DIMENSIONS, DIMENSIONS, True, True)  # noqa: FBT003 - rotate, centre
        index.train(vectors[::16])
        proposed = _built(index, vectors)

        def search(vector: FloatMatrix) -> NDArray[np.int64]:
            _, found = index.search(vector[None], candidates)
            rows = np.sort(found[0])
            products = np.vecdot(vectors[rows], vector)  # `@` would wait for a second thread
            return rows[np.argsort(-products)[:NEAREST]]

        return Built(search, proposed.megabytes)

    return build


def as_shipped(vectors: FloatMatrix) -> Built:
    """What a library of this size gets: files on disk, mapped, never read whole."""

    def blocks() -> Iterator[tuple[NDArray[np.int64], FloatMatrix]]:
        for first in range(0, len(vectors), 4096):
            some = vectors[first : first + 4096]
            yield np.arange(first, first + len(some)), some

    folder = Path(tempfile.mkdtemp(prefix="index-kinds-"))
    index = IndexFolder(folder).build("benchmark", DIMENSIONS, len(vectors), blocks)
    size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / 1e6
    shutil.rmtree(folder)  # what is mapped stays until the process ends

    def search(vector: FloatMatrix) -> NDArray[np.int64]:
        return np.array([number for number, _ in index.nearest(vector, NEAREST)])

    return Built(search, size)


KINDS: dict[str, Kind] = {
    "exact": flat,
    "8 bits": eight_bits,
    **{f"signs, {number} re-ranked": signs(number) for number in (400, 1000, 2000, 4000)},
    "as in retrieval/index.py": as_shipped,
    "graph, effort 32": graph(32),
    "graph, effort 128": graph(128),
}


def _built(index: Any, vectors: FloatMatrix) -> Built:
    if not index.is_trained:
        index.train(vectors[::16])
    index.add(vectors)

    def search(vector: FloatMatrix) -> NDArray[np.int64]:
        rows: NDArray[np.int64] = index.search(vector[None], NEAREST)[1][0]
        return rows

    return Built(search, faiss.serialize_index(index).nbytes / 1e6)


def real_vectors(encoder: PackagedEncoder, count: int) -> FloatMatrix:
    """Of the sentences of so many passages."""
    texts = (PassageText(text, tuple(sentence_spans(text, "en"))) for text in passages(count))
    return np.concatenate([made.sentences for made in encoder.encode_passages(texts)])


def mixtures(real: FloatMatrix, count: int) -> FloatMatrix:
    """The real vectors, then mixtures of two with noise: unit rows, always the same."""
    chance = np.random.default_rng(0)
    made = np.empty((count, DIMENSIONS), np.float32)
    made[: len(real)] = real[:count]
    for first in range(len(real), count, 10_000):
        size = min(10_000, count - first)
        one, other = (real[chance.integers(len(real), size=size)] for _ in range(2))
        noise = chance.standard_normal((size, DIMENSIONS), np.float32)
        share = chance.random((size, 1), np.float32)
        mixed = unit_rows(share * one + (1 - share) * other)
        made[first : first + size] = unit_rows(mixed + NOISE * unit_rows(noise))
    return made


def row(
    name: str, kind: Kind, vectors: FloatMatrix, asked: FloatMatrix, truth: list[set[int]]
) -> str:
    """One line of the table."""
    started = time.perf_counter()
    built = kind(vectors)
    seconds = time.perf_counter() - started
    faiss.omp_set_num_threads(1)
    times, recalls = [], []
    built.search(asked[0])  # the first search maps and allocates
    for vector, right in zip(asked, truth, strict=True):
        started = time.perf_counter()
        found = built.search(vector)
        times.append((time.perf_counter() - started) * 1000)
        recalls.append(len(right.intersection(found.tolist())) / NEAREST)
    faiss.omp_set_num_threads(0)
    cells = (
        name,
        f"{seconds:.1f}",
        f"{built.megabytes:.0f}",
        f"{statistics.median(times):.2f}",
        f"{percentile(times, 95):.2f}",
        f"{statistics.mean(recalls):.3f}",
    )
    return f"| {' | '.join(cells)} |"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--vectors", type=int, default=300_000)
    parser.add_argument("--passages", type=int, default=6000, help="whose sentences are encoded")
    parser.add_argument("--questions", type=int, default=200)
    parser.add_argument("--kinds", nargs="+", choices=KINDS, default=list(KINDS), metavar="KIND")
    arguments = parser.parse_args()
    cache = Path(platformdirs.user_cache_dir("pincite")) / "models"
    encoder = PackagedEncoder(cache)
    real = real_vectors(encoder, arguments.passages)
    vectors = mixtures(real, arguments.vectors)
    texts = passages(arguments.passages)
    asked = encoder.encode_questions([q for q, _ in questions(texts, arguments.questions)])
    nearest = faiss.IndexFlatIP(DIMENSIONS)
    nearest.add(vectors)
    truth = [set(rows.tolist()) for rows in nearest.search(asked, NEAREST)[1]]
    del nearest
    print(
        f"{len(vectors):,} vectors, {min(len(real), len(vectors)):,} of them of real sentences; "
        f"{len(asked)} questions. retrieval/index.py is exact up to {EXACT_LIMIT:,}, then re-ranks "
        f"{RERANKED:,}.\n"
    )
    print("| kind | build s | MB | p50 ms | p95 ms | recall@10 |")
    print("|---" * 6 + "|")
    for name in arguments.kinds:
        print(row(name, KINDS[name], vectors, asked, truth), flush=True)


if __name__ == "__main__":
    main()
