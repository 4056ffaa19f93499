"""Two processes on one library: one writes, says so to the other, and questions go on."""

import json
import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.acceptance.shell import ANSWERED, MISTAKE, SAMPLE, Shell, complaint

pytestmark = pytest.mark.model

RECORDS = 300
QUESTION = "When did the block on Twitter end?"


@pytest.fixture
def records(tmp_path: Path) -> Path:
    """More documents than one batch holds, so that some are in while the rest waits."""
    path = tmp_path / "records.jsonl"
    with path.open("w") as file:
        for number in range(RECORDS):
            text = f"Crane {number * 3} was moved by driver {number}."
            file.write(json.dumps({"id": f"r{number}", "language": "en", "text": text}) + "\n")
    return path


@contextmanager
def held_up(shell: Shell, records: Path) -> "Iterator[subprocess.Popen[str]]":
    """An ingest that stands still after its first report, and goes on when the block ends."""
    with shell.start("ingest", records, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "added    r0\n"
        os.kill(process.pid, signal.SIGSTOP)
        try:
            yield process
        finally:
            os.kill(process.pid, signal.SIGCONT)
            process.stdout.read()


def test_a_second_writer_is_told_who_writes_and_the_first_one_ends_well(
    with_sample: Shell, records: Path
) -> None:
    with held_up(with_sample, records) as process:
        for command in (("ingest", SAMPLE), ("remove", "03-gazeta-ru-same-day.md")):
            result = with_sample(*command)
            assert result.returncode == MISTAKE
            assert complaint(result) == (
                f"Error: Process {process.pid} is writing to the library in {with_sample.home}. "
                "Try again when it is done."
            )
    assert process.returncode == 0
    assert len(with_sample.names()) == RECORDS + len(list(SAMPLE.iterdir()))
    assert with_sample("ingest", SAMPLE).returncode == 0


def test_questions_are_answered_while_another_process_writes(
    with_sample: Shell, records: Path
) -> None:
    before = with_sample("ask", QUESTION).stdout
    with held_up(with_sample, records):
        result = with_sample("ask", QUESTION)
        assert (result.returncode, result.stderr) == (ANSWERED, "")
        assert result.stdout.splitlines()[:3] == before.splitlines()[:3]
        assert with_sample("ask", "Which driver moved crane 30?").returncode == ANSWERED
        assert with_sample("verify", "Crane 30 was moved by driver 10.").returncode == ANSWERED


def test_a_backup_made_while_another_process_writes_is_whole(
    with_sample: Shell, records: Path, tmp_path: Path
) -> None:
    with held_up(with_sample, records):
        assert with_sample("backup", "saved.db").returncode == 0
    restored = with_sample.at(tmp_path / "restored")
    restored.home.mkdir()
    shutil.copy(tmp_path / "saved.db", restored.home / "library.db")
    assert {f"r{number}" for number in range(200)} < set(restored.names())
    assert restored("ask", QUESTION).returncode == ANSWERED


def test_an_interrupted_ingest_says_that_what_it_reported_is_done(
    with_sample: Shell, records: Path
) -> None:
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with with_sample.start("ingest", records, **pipes) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "added    r0\n"
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=60)
    assert process.returncode == 130
    assert said.strip() == "Stopped. What was reported is done."
    assert "r0" in with_sample.names()
