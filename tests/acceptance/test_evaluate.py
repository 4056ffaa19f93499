"""`evaluate` on the sample library; its floors may only rise."""

import json
import shutil
from pathlib import Path

import pytest

from tests.acceptance.shell import SAMPLE_QUESTIONS, Shell

pytestmark = pytest.mark.model

AT_LEAST = {"quote@1": 0.9, "quote@3": 1.0, "auroc": 0.9}
AT_MOST = {"not_verbatim": 0, "answerable_refused": 0.1, "words_a_quote": 60}


def test_the_sample_questions_are_answered_as_well_as_before(
    pincite: Shell, sample_set: Path
) -> None:
    result = pincite("evaluate", sample_set, "--json")
    figures = json.loads(result.stdout)
    assert (result.returncode, result.stderr) == (0, "")
    assert (figures["set"], figures["questions"]) == ("sample-set", 15)
    assert {name for name, floor in AT_LEAST.items() if figures[name] < floor} == set()
    assert {name for name, most in AT_MOST.items() if figures[name] > most} == set()
    assert not pincite.home.exists()


def test_a_file_of_questions_is_asked_of_the_persons_own_library(with_sample: Shell) -> None:
    result = with_sample("evaluate", SAMPLE_QUESTIONS)
    figures = dict(line.split("\t") for line in result.stdout.splitlines())
    assert (result.returncode, result.stderr) == (0, "")
    assert figures["questions"] == "15"
    assert figures["not_verbatim"] == "0"


def test_a_part_of_the_questions_may_be_asked(with_sample: Shell) -> None:
    result = with_sample("evaluate", SAMPLE_QUESTIONS, "--questions", "4")
    figures = dict(line.split("\t") for line in result.stdout.splitlines())
    assert (result.returncode, figures["questions"]) == (0, "4")


def test_a_set_may_hold_its_corpus_in_one_file(pincite: Shell, tmp_path: Path) -> None:
    folder = tmp_path / "set"
    folder.mkdir()
    text = "The harbour light was built in 1912."
    (folder / "corpus.jsonl").write_text(json.dumps({"_id": "light", "text": text}) + "\n")
    row = {
        "id": "1",
        "question": "When was the harbour light built?",
        "type": "answerable",
        "answers": ["1912"],
        "document": "light",
    }
    (folder / "questions.jsonl").write_text(json.dumps(row) + "\n")
    figures = json.loads(pincite("evaluate", folder, "--json").stdout)
    assert (figures["questions"], figures["quote@1"]) == (1, 1.0)


def test_a_set_without_a_corpus_is_said(pincite: Shell, sample_set: Path) -> None:
    shutil.rmtree(sample_set / "corpus")
    result = pincite("evaluate", sample_set)
    assert result.returncode == 2
    assert result.stderr == (
        f"Error: {sample_set} has neither corpus/ nor corpus.jsonl. See: pincite evaluate --help\n"
    )
