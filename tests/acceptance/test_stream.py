"""`ask --jsonl`: answers in order, each printed before the next question is read."""

import json
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from tests.acceptance.shell import ANSWERED, MISTAKE, Shell

pytestmark = pytest.mark.model

SCHEMA = json.loads(
    (Path(__file__).resolve().parents[2] / "docs" / "answer.schema.json").read_text()
)
QUESTIONS: list[dict[str, str | int]] = [
    {"id": "a", "question": "When did the block on Twitter end?"},
    {"id": 2, "question": "How do I install a printer driver?"},
    {"id": "c", "question": "Which newspaper printed an unsigned appeal?"},
]


@contextmanager
def conversation(shell: Shell) -> "Iterator[subprocess.Popen[str]]":
    """A process that is asked and answers; ended after a minute if it should not answer."""
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "bufsize": 1}
    with shell.start("ask", "--jsonl", **pipes) as process:
        guard = threading.Timer(60, process.kill)
        guard.start()
        try:
            yield process
        finally:
            guard.cancel()
            process.kill()


def test_an_answer_comes_before_the_next_question_is_written(with_sample: Shell) -> None:
    with conversation(with_sample) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for question in QUESTIONS:
            process.stdin.write(json.dumps(question) + "\n")
            answer = json.loads(process.stdout.readline())
            assert (answer["id"], answer["question"]) == (str(question["id"]), question["question"])
        process.stdin.close()
        assert process.stdout.read() == ""
        assert process.wait(60) == ANSWERED


def test_plain_lines_are_questions_without_an_id(with_sample: Shell) -> None:
    answers = with_sample.rows(
        "ask", "--jsonl", text="When did the block on Twitter end?\n\n{not json} who?\n"
    )
    assert [(answer["id"], answer["question"]) for answer in answers] == [
        (None, "When did the block on Twitter end?"),
        (None, "{not json} who?"),
    ]


def test_every_line_keeps_to_the_schema_and_refusals_are_no_failure(with_sample: Shell) -> None:
    lines = "".join(json.dumps(question) + "\n" for question in QUESTIONS)
    result = with_sample("ask", "--jsonl", text=lines)
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    validator = Draft202012Validator(SCHEMA)
    assert result.returncode == ANSWERED
    assert [row["outcome"] for row in rows] == ["answer", "refusal", "answer"]
    assert [error.message for row in rows for error in validator.iter_errors(row)] == []


def test_a_line_that_only_begins_as_json_stops_no_other(with_sample: Shell) -> None:
    text = '{"a":' * 100_000 + "\nWhen did the block on Twitter end?\n"
    result = with_sample("ask", "--jsonl", text=text)
    assert (result.returncode, result.stderr) == (MISTAKE, "")
    assert [json.loads(line)["outcome"] for line in result.stdout.splitlines()] == [
        "error",
        "answer",
    ]


def test_a_line_that_is_no_question_gets_an_error_in_its_place(with_sample: Shell) -> None:
    text = 'When did the block on Twitter end?\n{"id": "b", "question": "?!"}\nWho is Sting?\n'
    result = with_sample("ask", "--jsonl", text=text)
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    of_a_line = Draft202012Validator({**SCHEMA, "oneOf": [{"$ref": "#/$defs/line"}]})
    assert result.returncode == MISTAKE
    assert [row["outcome"] for row in rows][1] == "error"
    assert (rows[1]["id"], rows[1]["question"]) == ("b", "?!")
    assert rows[2]["question"] == "Who is Sting?"
    assert [error.message for row in rows for error in of_a_line.iter_errors(row)] == []


def test_a_reader_that_goes_away_is_no_fault(with_sample: Shell) -> None:
    process = with_sample.start(
        "ask", "--jsonl", stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout is not None
    process.stdout.close()
    _, said = process.communicate("Who is Sting?\nWho is Sting?\n", timeout=60)
    assert (process.returncode, said) == (0, "")
