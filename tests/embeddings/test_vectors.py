import sqlite3
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings.encoder import FloatMatrix, PassageVectors, unit_rows
from embeddings.errors import VectorsLost
from embeddings.vectors import VectorStore

DIMENSIONS = 16


def rows(count: int, seed: int = 1) -> FloatMatrix:
    drawn = np.random.default_rng(seed).standard_normal((count, DIMENSIONS))
    return unit_rows(drawn.astype(np.float32))


def vectors(seed: int, sentences: int = 2) -> PassageVectors:
    drawn = rows(sentences + 1, seed)
    return PassageVectors(drawn[0], drawn[1:])


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "home" / "vectors.db"


@pytest.fixture
def store(path: Path) -> Iterator[VectorStore]:
    opened = VectorStore(path, "model-a", DIMENSIONS)
    yield opened
    opened.close()


def test_a_passage_vector_comes_back_bit_for_bit(store: VectorStore) -> None:
    kept = vectors(1)
    store.save([("hash", kept)])
    assert store.passages(["hash"])["hash"].tobytes() == kept.passage.tobytes()


@given(st.integers(0, 2**32), st.integers(0, 9))
def test_sentence_vectors_come_back_within_four_thousandths(
    tmp_path_factory: pytest.TempPathFactory, seed: int, count: int
) -> None:
    store = VectorStore(tmp_path_factory.getbasetemp() / "sentences.db", "model-a", DIMENSIONS)
    kept = vectors(seed, count)
    store.save([("hash", kept)])
    found = store.sentences(["hash"])["hash"]
    store.close()
    assert found.shape == (count, DIMENSIONS)
    assert found.dtype == np.float32
    assert np.abs(found - kept.sentences).max(initial=0) <= 0.004


def test_vectors_are_found_after_opening_again(store: VectorStore, path: Path) -> None:
    store.save([("hash", vectors(1))])
    store.close()
    again = VectorStore(path, "model-a", DIMENSIONS)
    assert again.missing(["hash"]) == []
    assert again.passages(["hash"])["hash"].tobytes() == vectors(1).passage.tobytes()
    again.close()


def test_missing_keeps_the_order_and_names_each_once(store: VectorStore) -> None:
    store.save([("b", vectors(1))])
    assert store.missing(["d", "b", "a", "d", "c", "a"]) == ["d", "a", "c"]


def test_missing_of_nothing_is_nothing(store: VectorStore) -> None:
    assert store.missing([]) == []


def test_unknown_texts_are_left_out(store: VectorStore) -> None:
    store.save([("known", vectors(1))])
    assert list(store.passages(["unknown", "known"])) == ["known"]
    assert list(store.sentences(["unknown", "known"])) == ["known"]


def test_more_texts_than_one_statement_takes(store: VectorStore) -> None:
    hashes = [f"{number:04}" for number in range(1300)]
    store.save((text_hash, vectors(i, 1)) for i, text_hash in enumerate(hashes))
    assert store.missing(["new", *hashes]) == ["new"]
    found = store.passages(hashes)
    assert len(found) == 1300
    assert found["1299"].tobytes() == vectors(1299, 1).passage.tobytes()


def test_each_text_has_its_own_vector_whatever_order_is_asked(store: VectorStore) -> None:
    store.save([(name, vectors(seed)) for seed, name in enumerate("abc")])
    found = store.passages(["c", "a", "b"])
    assert {name: found[name].tobytes() for name in "abc"} == {
        name: vectors(seed).passage.tobytes() for seed, name in enumerate("abc")
    }


def test_saving_again_replaces(store: VectorStore) -> None:
    store.save([("hash", vectors(1))])
    store.save([("hash", vectors(2))])
    assert store.passages(["hash"])["hash"].tobytes() == vectors(2).passage.tobytes()


def test_models_do_not_see_each_others_vectors(store: VectorStore, path: Path) -> None:
    store.save([("hash", vectors(1))])
    other = VectorStore(path, "model-b", DIMENSIONS)
    assert other.missing(["hash"]) == ["hash"]
    assert other.passages(["hash"]) == {}
    other.close()


def test_forgetting_keeps_what_is_used_and_counts_the_rest(store: VectorStore, path: Path) -> None:
    other = VectorStore(path, "model-b", DIMENSIONS)
    other.save([("used", vectors(9))])
    store.save([(name, vectors(1)) for name in ("used", "gone", "gone too")])
    assert store.forget_all_but(["used", "used", "never was"]) == 3
    assert store.missing(["used", "gone", "gone too"]) == ["gone", "gone too"]
    assert other.missing(["used"]) == ["used"]
    other.close()


def test_forgetting_twice_forgets_nothing_more(store: VectorStore) -> None:
    store.save([("used", vectors(1)), ("gone", vectors(2))])
    assert [store.forget_all_but(["used"]) for _ in range(2)] == [1, 0]


def test_a_failed_save_keeps_nothing_of_it(store: VectorStore) -> None:
    def failing() -> Iterator[tuple[str, PassageVectors]]:
        yield "first", vectors(1)
        raise OSError("the source of vectors broke")

    with pytest.raises(OSError, match="broke"):
        store.save(failing())
    assert store.missing(["first"]) == ["first"]


@pytest.mark.parametrize("content", [b"this is no database" * 100, b"\x00" * 4096])
def test_a_corrupt_file_is_begun_again(path: Path, content: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    store = VectorStore(path, "model-a", DIMENSIONS)
    store.save([("hash", vectors(1))])
    assert store.missing(["hash", "other"]) == ["other"]
    store.close()
    with sqlite3.connect(path) as connection:
        assert connection.execute("SELECT count(*) FROM vectors").fetchone() == (1,)
    connection.close()


def test_a_file_damaged_in_the_middle_is_begun_again_and_said(path: Path) -> None:
    store = VectorStore(path, "model-a", DIMENSIONS)
    hashes = [f"{number:04}" for number in range(500)]
    store.save((text_hash, vectors(1)) for text_hash in hashes)
    store.close()
    sound = path.read_bytes()
    path.write_bytes(sound[:4096] + b"\x17" * (len(sound) - 4096))
    damaged = VectorStore(path, "model-a", DIMENSIONS)
    with pytest.raises(VectorsLost, match=r"vectors\.db was damaged"):
        damaged.missing(hashes)
    assert damaged.missing(hashes) == hashes
    damaged.save([("0000", vectors(2))])
    assert damaged.passages(["0000"])["0000"].tobytes() == vectors(2).passage.tobytes()
    damaged.close()


def test_a_deleted_file_comes_back_empty(path: Path) -> None:
    store = VectorStore(path, "model-a", DIMENSIONS)
    store.save([("hash", vectors(1))])
    store.close()
    path.unlink()
    again = VectorStore(path, "model-a", DIMENSIONS)
    assert again.missing(["hash"]) == ["hash"]
    again.close()


def test_a_folder_in_its_place_is_not_deleted(path: Path) -> None:
    path.mkdir(parents=True)
    with pytest.raises(sqlite3.OperationalError):
        VectorStore(path, "model-a", DIMENSIONS)
    assert path.is_dir()
