"""What every index promises, held against both kinds; `tests/retrieval` has the generations."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from embeddings.encoder import unit_rows
from retrieval.index import EXACT_LIMIT, FaissIndex, FloatMatrix, IndexFolder

CLUSTER = 50
"""Vectors that lie near to each other, as the passages of one subject do."""


@dataclass(frozen=True)
class Built:
    """An index, and what it was built from."""

    index: FaissIndex
    folder: IndexFolder
    numbers: NDArray[np.int64]
    vectors: FloatMatrix
    questions: FloatMatrix

    def product_of(self, number: int, question: FloatMatrix) -> float:
        return float(self.vectors[np.searchsorted(self.numbers, number)] @ question)


def clustered(count: int, dimensions: int) -> FloatMatrix:
    drawn = np.random.default_rng(7)
    centres = drawn.standard_normal((count // CLUSTER + 1, dimensions), np.float32)
    around = 0.6 * drawn.standard_normal((count, dimensions), np.float32)
    return unit_rows(centres.repeat(CLUSTER, axis=0)[:count] + around)


def build(folder: Path, vectors: FloatMatrix, numbers: NDArray[np.int64]) -> FaissIndex:
    def blocks() -> Iterable[tuple[NDArray[np.int64], FloatMatrix]]:
        for first in range(0, len(numbers), 4096):
            yield numbers[first : first + 4096], vectors[first : first + 4096]

    index_folder = IndexFolder(folder)
    return index_folder.build("fingerprint", vectors.shape[1], len(numbers), blocks)


def built(folder: Path, count: int) -> Built:
    vectors = clustered(count, 96)
    numbers = 5 + 3 * np.arange(count, dtype=np.int64)
    drawn = np.random.default_rng(8)
    near_to = vectors[drawn.integers(0, count, 40)]
    questions = unit_rows(near_to + 0.05 * drawn.standard_normal(near_to.shape, np.float32))
    index = build(folder, vectors, numbers)
    return Built(index, IndexFolder(folder), numbers, vectors, questions)


@pytest.fixture(scope="module")
def exact(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return built(tmp_path_factory.mktemp("exact"), 5_000)


@pytest.fixture(scope="module")
def signs(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return built(tmp_path_factory.mktemp("signs"), EXACT_LIMIT + 1)


@pytest.fixture(params=["exact", "signs"])
def either(request: pytest.FixtureRequest) -> Built:
    """Both kinds in turn."""
    chosen = request.getfixturevalue(request.param)
    assert isinstance(chosen, Built)
    assert chosen.index.kind == request.param
    return chosen


def test_the_exact_index_equals_brute_force(exact: Built) -> None:
    for question in exact.questions:
        products = exact.vectors @ question
        best = np.argsort(-products)[:10]
        found = exact.index.nearest(question, 10)
        assert [number for number, _ in found] == exact.numbers[best].tolist()
        assert np.allclose([score for _, score in found], products[best], atol=1e-6)


def test_beyond_the_limit_98_of_100_nearest_are_found(signs: Built) -> None:
    products = signs.vectors @ signs.questions.T
    shared = 0
    for column, question in enumerate(signs.questions):
        best = signs.numbers[np.argpartition(-products[:, column], 10)[:10]]
        shared += len({number for number, _ in signs.index.nearest(question, 10)} & set(best))
    assert shared / (10 * len(signs.questions)) >= 0.98


def test_scores_are_inner_products_in_either_kind(either: Built) -> None:
    for question in either.questions:
        for number, score in either.index.nearest(question, 20):
            assert score == pytest.approx(either.product_of(number, question), abs=1e-6)


def test_the_nearest_come_first_and_each_once(either: Built) -> None:
    for question in either.questions:
        found = either.index.nearest(question, 30)
        assert [score for _, score in found] == sorted((s for _, s in found), reverse=True)
        assert len({number for number, _ in found}) == 30


def test_a_vector_is_nearest_to_itself(either: Built) -> None:
    for row in (0, 17, len(either.vectors) - 1):
        number, score = either.index.nearest(either.vectors[row], 1)[0]
        assert number == either.numbers[row]
        assert score == pytest.approx(1, abs=1e-5)


@pytest.mark.parametrize("limit", [1, 60, 1500])
def test_as_many_as_asked_for(either: Built, limit: int) -> None:
    assert len(either.index.nearest(either.questions[0], limit)) == limit


def test_products_equal_brute_force(either: Built) -> None:
    wanted = either.numbers[[3, 0, 999, 4_000, len(either.numbers) - 1]].tolist()
    found = either.index.products(either.questions[0], wanted)
    expected = {number: either.product_of(number, either.questions[0]) for number in wanted}
    assert found == pytest.approx(expected, abs=1e-6)


def test_products_leave_out_what_is_not_there(either: Built) -> None:
    first, last = int(either.numbers[0]), int(either.numbers[-1])
    unknown = [-1, 0, first - 1, first + 1, first + 2, last + 1, 10**15]
    assert either.index.products(either.questions[0], unknown) == {}
    assert list(either.index.products(either.questions[0], [*unknown, last])) == [last]


def test_products_of_nothing_are_nothing(either: Built) -> None:
    assert either.index.products(either.questions[0], []) == {}


def test_products_agree_with_nearest(either: Built) -> None:
    for question in either.questions[:5]:
        nearest = dict(either.index.nearest(question, 25))
        products = either.index.products(question, list(nearest))
        assert products == pytest.approx(nearest, abs=1e-6)


def test_what_was_saved_is_loaded(either: Built) -> None:
    loaded = either.folder.open()
    assert loaded is not None
    assert (loaded.kind, loaded.fingerprint) == (either.index.kind, "fingerprint")
    assert len(loaded) == len(either.numbers)
    for question in either.questions[:5]:
        assert loaded.nearest(question, 10) == either.index.nearest(question, 10)


def test_an_empty_index_finds_nothing(tmp_path: Path) -> None:
    empty = build(tmp_path, np.empty((0, 96), np.float32), np.empty(0, np.int64))
    question = unit_rows(np.ones((1, 96), np.float32))[0]
    assert len(empty) == 0
    assert empty.nearest(question, 10) == []
    assert empty.products(question, [1, 2]) == {}


@given(count=st.integers(1, 40), limit=st.integers(1, 60), seed=st.integers(0, 2**32))
def test_a_small_index_is_brute_force_whatever_its_size(
    tmp_path_factory: pytest.TempPathFactory, count: int, limit: int, seed: int
) -> None:
    drawn = np.random.default_rng(seed)
    vectors = unit_rows(drawn.standard_normal((count, 8), np.float32))
    question = unit_rows(drawn.standard_normal((1, 8), np.float32))[0]
    numbers = np.sort(drawn.choice(1000, count, replace=False)).astype(np.int64)
    index = build(tmp_path_factory.getbasetemp() / "small", vectors, numbers)
    best = np.sort(vectors @ question)[::-1][:limit]
    assert np.allclose([score for _, score in index.nearest(question, limit)], best, atol=1e-6)
    wanted = list(range(0, 1000, 7))
    assert set(index.products(question, wanted)) == set(wanted) & set(numbers.tolist())


def test_the_limit_is_where_the_kinds_meet(tmp_path: Path) -> None:
    vectors = np.tile(unit_rows(np.ones((1, 8), np.float32)), (EXACT_LIMIT, 1))
    assert build(tmp_path, vectors, np.arange(EXACT_LIMIT)).kind == "exact"
