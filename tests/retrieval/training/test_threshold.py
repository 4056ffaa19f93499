"""`python -m retrieval.training.threshold`, on tiny sets of our own words."""

import json
import shutil
import sys
from importlib import resources
from pathlib import Path

import pytest

from embeddings.packaged import PackagedEncoder
from retrieval.training.threshold import SETS, main
from tests.retrieval.training.spans import row


def write_set(folder: Path, numbers: range) -> None:
    (folder / "corpus").mkdir(parents=True)
    lines = []
    for number in numbers:
        known = row(folder.name, number)
        name = f"{number}.txt"
        (folder / "corpus" / name).write_text(known["context"], encoding="utf-8")
        lines.append(
            {
                "id": known["id"],
                "question": known["question"],
                "type": "answerable",
                "answers": [known["answers"][0]["text"]],
                "document": name,
            }
        )
    lines.append({"id": "x", "question": "Who sang?", "type": "unanswerable"})
    text = "".join(json.dumps(line) + "\n" for line in lines)
    (folder / "questions.jsonl").write_text(text, encoding="utf-8")


@pytest.mark.model
@pytest.mark.slow
def test_the_set_that_trusts_least_decides(
    tmp_path: Path, cache_home: Path, encoder: PackagedEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number, name in enumerate(SETS):
        write_set(tmp_path / "sets" / name, range(number, number + 4))
    weights = tmp_path / "weights.json"
    with resources.as_file(resources.files("retrieval").joinpath("weights.json")) as shipped:
        shutil.copy(shipped, weights)
    before = json.loads(weights.read_text())
    cache = cache_home / "pincite" / "models"
    arguments = [str(tmp_path / "sets"), "--cache", str(cache), "--weights", str(weights)]
    monkeypatch.setattr(sys, "argv", ["threshold", *arguments])
    main()
    after = json.loads(weights.read_text())
    by_set = after["provenance"]["threshold"]["sets"]
    assert list(by_set) == list(SETS)
    assert 0 < after["threshold"] == min(by_set.values()) < 1
    assert len(set(by_set.values())) > 1
    for stored in (before, after):
        stored.pop("threshold")
        stored["provenance"].pop("threshold")
    assert after == before
