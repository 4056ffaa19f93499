"""Generations of the index on disk; `tests/contracts/test_indexes.py` has what each one finds."""

import os
import threading
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from retrieval.errors import IndexUnwritable
from retrieval.index import FaissIndex, FloatMatrix, IndexFolder

AXES = np.eye(8, dtype=np.float32)
FILES = ("about.json", "numbers.npy", "vectors.faiss")

Block = tuple[NDArray[np.int64], FloatMatrix]


def block(*numbers: int) -> Block:
    """These passages, each along an axis of its own."""
    return np.array(numbers, np.int64), AXES[: len(numbers)]


def build(folder: Path, *numbers: int, fingerprint: str = "f") -> FaissIndex:
    blocks = [block(*numbers)]
    return IndexFolder(folder).build(fingerprint, 8, len(numbers), lambda: blocks)


def numbers_in(index: FaissIndex | None) -> set[int]:
    assert index is not None
    return {number for number, _ in index.nearest(AXES[0], 100)}


def generation(folder: Path) -> Path:
    """The folder of the current generation."""
    return folder / (folder / "current").read_text()


def test_before_the_first_build_there_is_none(tmp_path: Path) -> None:
    assert IndexFolder(tmp_path / "index").open() is None


def test_the_last_build_is_the_current_one(tmp_path: Path) -> None:
    build(tmp_path, 1, 2, fingerprint="first")
    build(tmp_path, 2, 3, fingerprint="second")
    opened = IndexFolder(tmp_path).open()
    assert numbers_in(opened) == {2, 3}
    assert opened is not None
    assert opened.fingerprint == "second"


def test_what_is_not_built_in_is_really_gone(tmp_path: Path) -> None:
    build(tmp_path, 1, 2, 3)
    opened = build(tmp_path, 1, 3)
    assert len(opened) == 2
    assert opened.products(AXES[0], [1, 2, 3]) == {1: 1, 3: 0}


def test_one_generation_stays_on_disk(tmp_path: Path) -> None:
    for last in range(2, 6):
        build(tmp_path, 1, last)
    assert {path.name for path in tmp_path.iterdir()} == {"current", generation(tmp_path).name}


def test_an_opened_generation_answers_after_the_next_one_is_built(tmp_path: Path) -> None:
    build(tmp_path, 1, 2)
    opened = IndexFolder(tmp_path).open()
    build(tmp_path, 3, 4)
    assert numbers_in(opened) == {1, 2}
    assert opened is not None
    assert opened.products(AXES[1], [2, 3]) == {2: 1}


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("damage", ["cut", "emptied", "overwritten", "missing"])
def test_a_damaged_generation_is_none(tmp_path: Path, name: str, damage: str) -> None:
    build(tmp_path, 1, 2)
    path = generation(tmp_path) / name
    if damage == "missing":
        path.unlink()
    elif damage == "overwritten":
        path.write_bytes(b"\xff" * path.stat().st_size)
    else:
        os.truncate(path, path.stat().st_size // 2 if damage == "cut" else 0)
    assert IndexFolder(tmp_path).open() is None


@pytest.mark.parametrize("content", ["", "no-such-generation", "\x00", ".", "[]"])
def test_a_pointer_to_nothing_is_none(tmp_path: Path, content: str) -> None:
    build(tmp_path, 1, 2)
    (tmp_path / "current").write_text(content)
    assert IndexFolder(tmp_path).open() is None


def test_a_damaged_generation_is_replaced_by_the_next_build(tmp_path: Path) -> None:
    build(tmp_path, 1, 2)
    os.truncate(generation(tmp_path) / "vectors.faiss", 10)
    build(tmp_path, 1, 2, 3)
    assert numbers_in(IndexFolder(tmp_path).open()) == {1, 2, 3}


def test_numbers_of_another_build_do_not_pass(tmp_path: Path) -> None:
    build(tmp_path / "a", 1, 2)
    build(tmp_path / "b", 1, 2, 3)
    other = (generation(tmp_path / "b") / "numbers.npy").read_bytes()
    (generation(tmp_path / "a") / "numbers.npy").write_bytes(other)
    assert IndexFolder(tmp_path / "a").open() is None


@pytest.mark.parametrize("name", ["0123456789abcdef", ".unfinished-0123456789abcdef"])
def test_a_half_written_generation_is_ignored(tmp_path: Path, name: str) -> None:
    (tmp_path / name).mkdir()
    (tmp_path / name / "vectors.faiss").write_bytes(b"half")
    assert IndexFolder(tmp_path).open() is None
    build(tmp_path, 1, 2)
    assert numbers_in(IndexFolder(tmp_path).open()) == {1, 2}


def test_a_build_that_fails_leaves_the_current_generation(tmp_path: Path) -> None:
    build(tmp_path, 1, 2, fingerprint="sound")
    before = {path.name for path in tmp_path.iterdir()}

    def failing() -> Iterable[Block]:
        yield block(1, 2, 3)
        raise KeyError("a text hash without vector")

    with pytest.raises(KeyError, match="text hash"):
        IndexFolder(tmp_path).build("broken", 8, 6, failing)
    assert numbers_in(IndexFolder(tmp_path).open()) == {1, 2}
    assert {path.name for path in tmp_path.iterdir()} == before


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "index").write_text("a file where the folder should be")
    with pytest.raises(IndexUnwritable, match="cannot be written"):
        build(tmp_path / "index", 1, 2)


def test_readers_meet_a_whole_generation_while_others_are_built(tmp_path: Path) -> None:
    build(tmp_path, 0, 1)
    stop = threading.Event()

    def build_on() -> None:
        for last in range(2, 60):
            build(tmp_path, 0, last)
        stop.set()

    builder = threading.Thread(target=build_on)
    builder.start()
    seen = []
    while not stop.is_set():
        seen.append(numbers_in(IndexFolder(tmp_path).open()))
    builder.join()
    assert all(len(numbers) == 2 for numbers in seen)
    assert len(seen) > 5
