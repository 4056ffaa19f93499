"""How well versions of a value are told apart in reports of our own, held above floors that only go
up."""

from pathlib import Path

import pytest

from embeddings.packaged import PackagedEncoder, ensure_tokenizer
from retrieval.reader.packaged import PackagedReader
from tests.quality.reports import KINDS, asked

FLOORS = {"mended on": 59, "second": 24, "last": 13}
"""Questions without a fault, one or two less than was reached (docs/quality.md)."""


@pytest.mark.model
@pytest.mark.slow
def test_as_many_questions_as_ever_have_all_versions_and_nothing_else(
    encoder: PackagedEncoder, cache_home: Path
) -> None:
    reader = PackagedReader(ensure_tokenizer(cache_home / "pincite" / "models", print))
    right = dict.fromkeys(KINDS, 0)
    for one in asked(encoder, reader):
        right[one.kind] += not one.faults
    assert {kind: count for kind, count in right.items() if count < FLOORS[kind]} == {}
