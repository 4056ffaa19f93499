"""Passage vectors -> the nearest ones to a question. The only module that knows FAISS.

Up to EXACT_LIMIT vectors every one is compared. Beyond, the sign of each dimension after a
random rotation (FAISS's LSH index, 48 bytes a vector) proposes RERANKED candidates by Hamming
distance, and the exact vectors, read from disk as needed, rank them: recall@10 .97 to .99 at
300,000 vectors (docs/quality.md; benchmarks/index_kinds.py compares other kinds).
"""

import json
import secrets
import shutil
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Protocol

import faiss
import numpy as np
from numpy.typing import NDArray

from retrieval.errors import IndexUnwritable

EXACT_LIMIT = 200_000
RERANKED = 2000

_MMAP_IN_PLACE = 512
"""`faiss.IO_FLAG_MMAP_IFC`: map the file instead of reading it; a cold start needs no copy."""

_CURRENT = "current"
_UNFINISHED = ".unfinished-"
_LONGEST_BUILD = 24 * 3600
"""Seconds after which an unfinished generation belongs to nobody."""
_ABOUT = "about.json"
_NUMBERS = "numbers.npy"
_VECTORS = "vectors.faiss"
_EXACT = "exact.f32"

FloatMatrix = NDArray[np.float32]
Blocks = Callable[[], Iterable[tuple[NDArray[np.int64], FloatMatrix]]]
"""Yields passage numbers, shape (n,), ascending throughout, with their unit vectors, shape
(n, d); may be called twice, and then gives the same again."""


class VectorIndex(Protocol):
    """Finds unit vectors near to a question's."""

    def nearest(self, vector: FloatMatrix, limit: int) -> list[tuple[int, float]]:
        """Passage numbers with their inner products, highest first, at most `limit`."""
        ...

    def products(self, vector: FloatMatrix, numbers: Sequence[int]) -> dict[int, float]:
        """Inner products of these passages by number; those that are not in it are left out."""
        ...


class FaissIndex:
    """One generation of the index, immutable once written."""

    def __init__(self, folder: Path) -> None:
        """Open a generation. Raises OSError, RuntimeError or ValueError where it is damaged."""
        faiss.omp_set_num_threads(1)  # a second thread only waits: 28 ms in place of 1 (20,741)
        about = json.loads((folder / _ABOUT).read_text())
        self.fingerprint: str = about["fingerprint"]
        self.kind: str = about["kind"]
        self._numbers: NDArray[np.int64] = np.load(folder / _NUMBERS, mmap_mode="r")
        self._index = faiss.read_index(str(folder / _VECTORS), _MMAP_IN_PLACE)
        if self._index.ntotal != len(self._numbers):
            raise ValueError("vectors and numbers do not agree")
        self._exact: FloatMatrix | None = None
        if self.kind == "signs":
            shape = (len(self._numbers), self._index.d)
            self._exact = np.memmap(folder / _EXACT, np.float32, "r", shape=shape)

    def __len__(self) -> int:
        return len(self._numbers)

    def nearest(self, vector: FloatMatrix, limit: int) -> list[tuple[int, float]]:
        """Passage numbers with their inner products, highest first, at most `limit`."""
        if not len(self):
            return []
        wanted = min(limit, len(self))
        if self._exact is None:
            scores, rows = self._index.search(vector[None], wanted)
            best, found = scores[0], rows[0]
        else:
            _, rows = self._index.search(vector[None], min(max(RERANKED, wanted), len(self)))
            candidates = np.sort(rows[0])
            products = np.vecdot(self._exact[candidates], vector)  # one thread; OpenBLAS waits
            order = np.argsort(-products, kind="stable")[:wanted]
            best, found = products[order], candidates[order]
        return [
            (int(self._numbers[row]), float(score)) for row, score in zip(found, best, strict=True)
        ]

    def products(self, vector: FloatMatrix, numbers: Sequence[int]) -> dict[int, float]:
        """Inner products of these passages by number; those that are not in it are left out."""
        wanted = np.array(numbers, np.int64)
        if not len(self):
            return {}
        rows = np.searchsorted(self._numbers, wanted).clip(max=len(self) - 1)
        rows = rows[self._numbers[rows] == wanted]
        if not len(rows):
            return {}
        vectors = self._index.reconstruct_batch(rows) if self._exact is None else self._exact[rows]
        scores = vectors @ vector
        return dict(zip(self._numbers[rows].tolist(), scores.tolist(), strict=True))


class IndexFolder:
    """The generations of a library's index on disk, one of them current. A cache."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def open(self) -> FaissIndex | None:
        """The current generation; None: there is none, or it is damaged, and must be built."""
        name = self._current_name()
        while name:
            try:
                return FaissIndex(self._folder / name)
            except (OSError, RuntimeError, ValueError, KeyError, TypeError, EOFError):
                failed, name = name, self._current_name()
                if name == failed:  # else it was replaced while it was being opened
                    return None
        return None

    def _current_name(self) -> str:
        try:
            return (self._folder / _CURRENT).read_text().strip()
        except (OSError, ValueError):
            return ""

    def build(self, fingerprint: str, dimensions: int, count: int, blocks: Blocks) -> FaissIndex:
        """Write a new generation beside the current one, switch to it, drop the others.

        Raises IndexUnwritable. Another process may build at the same time: the last one stays.
        """
        name = secrets.token_hex(8)
        fresh = self._folder / name
        unfinished = self._folder / f"{_UNFINISHED}{name}"
        try:
            unfinished.mkdir(parents=True)
            _write(unfinished, fingerprint, dimensions, count, blocks)
            unfinished.rename(fresh)
            opened = FaissIndex(fresh)
            pointer = self._folder / f".{_CURRENT}-{name}"
            pointer.write_text(name)
            pointer.replace(self._folder / _CURRENT)
        except (OSError, RuntimeError) as error:
            raise IndexUnwritable(
                f"The index in {self._folder} cannot be written ({_why(error)}). Make room, or "
                "check its permissions, and try again; the library is as it was."
            ) from error
        finally:
            shutil.rmtree(unfinished, ignore_errors=True)
        self._drop_all_but(name)
        return opened

    def _drop_all_but(self, name: str) -> None:
        """Delete other generations, and what killed builds left long ago."""
        long_ago = time.time() - _LONGEST_BUILD
        for other in self._folder.iterdir():
            if other.name in (name, _CURRENT):
                continue
            with suppress(OSError):
                if not other.name.startswith(".") or other.stat().st_mtime < long_ago:
                    shutil.rmtree(other) if other.is_dir() else other.unlink()


def _why(error: OSError | RuntimeError) -> str:
    """In a few words; FAISS ends a long message with the system's own in brackets."""
    return getattr(error, "strerror", None) or str(error).rpartition("(")[2].rstrip(")")


def _write(folder: Path, fingerprint: str, dimensions: int, count: int, blocks: Blocks) -> None:
    is_exact = count <= EXACT_LIMIT
    index = (
        faiss.IndexFlatIP(dimensions)
        if is_exact
        else faiss.IndexLSH(dimensions, dimensions, True, True)  # noqa: FBT003 - rotate, centre
    )
    if not is_exact:  # the median of each dimension, from every sixteenth vector
        index.train(np.concatenate([vectors[::16] for _, vectors in blocks()]))
    numbers = []
    exact = None if is_exact else (folder / _EXACT).open("wb")
    for some, vectors in blocks():
        index.add(vectors)
        numbers.append(some)
        if exact:
            exact.write(vectors.tobytes())
    if exact:
        exact.close()
    faiss.write_index(index, str(folder / _VECTORS))
    together = np.concatenate(numbers) if numbers else np.empty(0, np.int64)
    np.save(folder / _NUMBERS, together)
    kind = "exact" if is_exact else "signs"
    about = {"fingerprint": fingerprint, "kind": kind, "dimensions": dimensions}
    (folder / _ABOUT).write_text(json.dumps(about))
