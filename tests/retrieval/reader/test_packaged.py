from pathlib import Path

import numpy as np
import pytest

from embeddings.packaged import PackagedEncoder, ensure_tokenizer
from retrieval.errors import ReaderDamaged
from retrieval.reader.contract import READINGS
from retrieval.reader.packaged import MODEL, SIZE, PackagedReader, is_sound
from tests.retrieval.reader.reading import ABOUT, ANSWERS, QUESTION, passage

pytestmark = pytest.mark.model

GOLDEN = [[-0.505, -8.372, -4.088], [3.584, 6.068, 4.088], [-0.594, -6.696, -4.177]]
"""Readings of the sentences of ANSWERS, when they were last looked at."""
TOLERANCE = 0.05
"""Processors add floats in different orders."""
LARGEST = 25_000_000
"""Bytes."""


@pytest.fixture(scope="module")
def reader(cache_home: Path, encoder: PackagedEncoder) -> PackagedReader:
    return PackagedReader(ensure_tokenizer(cache_home / "pincite" / "models", lambda _: None))


def test_the_file_is_the_one_that_was_measured() -> None:
    assert is_sound()
    assert MODEL.stat().st_size == SIZE <= LARGEST


@pytest.mark.parametrize("left", [None, 0, SIZE - 1])
def test_a_damaged_file_is_named(
    tmp_path: Path, cache_home: Path, encoder: PackagedEncoder, left: int | None
) -> None:
    copy = tmp_path / "reader.onnx"
    if left is not None:
        copy.write_bytes(MODEL.read_bytes()[:left])
    tokenizer = ensure_tokenizer(cache_home / "pincite" / "models", lambda _: None)
    with pytest.raises(ReaderDamaged, match=r"reader\.onnx is missing or damaged"):
        PackagedReader(tokenizer, copy)
    assert not is_sound(copy)


def test_another_file_of_the_same_size_is_told(tmp_path: Path) -> None:
    copy = tmp_path / "reader.onnx"
    copy.write_bytes(bytes(SIZE))
    assert not is_sound(copy)


def test_it_reads_as_it_did(reader: PackagedReader) -> None:
    (made,) = reader.read(QUESTION, [passage(ANSWERS)])
    assert np.abs(made - np.array(GOLDEN)).max() < TOLERANCE, made.round(3).tolist()


def test_the_sentence_that_answers_is_ahead(reader: PackagedReader) -> None:
    answers, about = reader.read(QUESTION, [passage(ANSWERS), passage(ABOUT)])
    assert answers[:, 0].argmax() == 1
    assert answers[1, 0] > 0 > about[:, 0].max()
    assert answers[1, 1] > about[:, 1].max()


def test_a_passage_reads_the_same_in_any_company(reader: PackagedReader) -> None:
    alone = [reader.read(QUESTION, [passage(text)])[0] for text in (ANSWERS, ABOUT)]
    together = reader.read(QUESTION, [passage(ANSWERS), passage(ABOUT)])
    assert [m.tolist() for m in together] == [m.tolist() for m in alone]


def test_of_nothing_nothing_is_read(reader: PackagedReader) -> None:
    assert reader.read(QUESTION, []) == []


def test_long_and_odd_passages_are_read(reader: PackagedReader) -> None:
    for text in ("word " * 3000 + "end.", "🤷 𝔘𝔫𝔦. Ω.", "."):
        (made,) = reader.read(QUESTION, [passage(text)])
        assert made.shape == (len(passage(text).sentences), len(READINGS))
        assert np.isfinite(made).all()
