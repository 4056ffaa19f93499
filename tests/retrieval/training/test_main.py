"""`python -m retrieval.training`, on a tiny file that has every set."""

import json
import sys
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

from embeddings.packaged import PackagedEncoder
from retrieval.training.__main__ import main
from retrieval.training.sets import KNOWN, UNKNOWN
from tests.retrieval.training.spans import row, write

_QUESTIONS = 12
"""Of each set."""


@pytest.fixture
def made(
    tmp_path: Path, cache_home: Path, encoder: PackagedEncoder, monkeypatch: pytest.MonkeyPatch
) -> dict[str, Any]:
    """What it wrote."""
    numbered = enumerate(name for name in (*KNOWN, *UNKNOWN) for _ in range(_QUESTIONS))
    spans = write(tmp_path / "spans.jsonl.gz", [row(name, number) for number, name in numbered])
    out = tmp_path / "weights.json"
    cache = cache_home / "pincite" / "models"
    arguments = [str(spans), "--cache", str(cache), "--out", str(out)]
    monkeypatch.setattr(sys, "argv", ["retrieval.training", *arguments])
    main()
    stored: dict[str, Any] = json.loads(out.read_text())
    return stored


def shape(value: Any) -> Any:
    """The names in a JSON object, without the numbers."""
    return {k: shape(v) for k, v in value.items()} if isinstance(value, dict) else type(value)


@pytest.mark.model
@pytest.mark.slow
def test_it_writes_what_the_program_reads(made: dict[str, Any]) -> None:
    shipped = json.loads(resources.files("retrieval").joinpath("weights.json").read_text())
    shipped["provenance"].pop("threshold")  # set afterwards, retrieval.training.threshold
    reports = [stored["provenance"].pop("report") for stored in (made, shipped)]
    assert shape(made) == shape(shipped)
    assert [set(report) for report in reports] == [{"known", "unknown", "read"}] * 2
    assert made["provenance"]["sets"] == dict.fromkeys((*KNOWN, *UNKNOWN), _QUESTIONS)
    assert made["provenance"]["model"] == PackagedEncoder.model_id
