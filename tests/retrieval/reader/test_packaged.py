import os
import re
import shutil
from pathlib import Path

import numpy as np
import pytest

from embeddings.packaged import PackagedEncoder, ensure_tokenizer
from retrieval.errors import ReaderDamaged
from retrieval.reader.contract import READINGS
from retrieval.reader.packaged import FILES, FOLDER, PackagedReader, damaged
from tests.retrieval.reader.reading import ABOUT, ANSWERS, QUESTION, passage

pytestmark = pytest.mark.model

GOLDEN = [[-0.68, -8.409, -4.09], [3.41, 5.903, 4.09], [-0.851, -7.112, -4.261]]
"""Readings of the sentences of ANSWERS, when they were last looked at."""
TOLERANCE = 0.05
"""Processors add floats in different orders."""
LARGEST = 25_000_000
"""Bytes."""


@pytest.fixture(scope="module")
def reader(cache_home: Path, encoder: PackagedEncoder) -> PackagedReader:
    return PackagedReader(ensure_tokenizer(cache_home / "pincite" / "models", lambda _: None))


def test_the_files_are_those_that_were_measured() -> None:
    assert damaged() is None
    assert sum((FOLDER / name).stat().st_size for name in FILES) <= LARGEST


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("left", [None, 0, 1000])
def test_a_damaged_file_is_named(
    tmp_path: Path, cache_home: Path, encoder: PackagedEncoder, name: str, left: int | None
) -> None:
    copies = copied(tmp_path)
    if left is None:
        (copies / name).unlink()
    else:
        os.truncate(copies / name, left)
    tokenizer = ensure_tokenizer(cache_home / "pincite" / "models", lambda _: None)
    with pytest.raises(ReaderDamaged, match=rf"{re.escape(name)} is missing or damaged"):
        PackagedReader(tokenizer, copies)
    assert damaged(copies) == copies / name


@pytest.mark.parametrize("name", FILES)
def test_another_file_of_the_same_size_is_told(tmp_path: Path, name: str) -> None:
    copies = copied(tmp_path)
    (copies / name).write_bytes(bytes((copies / name).stat().st_size))
    assert damaged(copies) == copies / name


def copied(folder: Path) -> Path:
    """The reader's files in another folder."""
    for name in FILES:
        shutil.copyfile(FOLDER / name, folder / name)
    return folder


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
