"""A disk without room: it is said, what was reported is in, and the rest comes with room."""

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.acceptance.shell import ANSWERED, FAILURE, SAMPLE, Shell, complaint

pytestmark = pytest.mark.model

RECORDS = 400
QUESTION = "When did the block on Twitter end?"


@pytest.fixture
def records(tmp_path: Path) -> Path:
    """More documents than two batches hold."""
    path = tmp_path / "records.jsonl"
    with path.open("w") as file:
        for number in range(RECORDS):
            text = f"Buoy {number * 7} was painted by crew {number}."
            file.write(json.dumps({"id": f"r{number}", "language": "en", "text": text}) + "\n")
    return path


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 1500 kB, where one may be mounted."""
    place = tmp_path / "disk"
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=1500k", "tmpfs", str(place)]
    try:
        subprocess.run(command, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("no disk can be mounted here")
    yield place
    subprocess.run(["umount", place], check=True)


def names_in(shell: Shell, reported: str) -> bool:
    """Whether every document that was reported is in the library."""
    names = [line.split()[1] for line in reported.splitlines() if line.startswith("added ")]
    return set(names) <= set(shell.names())


def test_a_full_disk_leaves_the_library_as_it_was_and_open(
    pincite: Shell, small_disk: Path, records: Path
) -> None:
    shell = pincite.at(small_disk / "home")
    shell("ingest", SAMPLE)
    before = shell("ask", QUESTION).stdout
    result = shell("ingest", records)
    assert result.returncode == FAILURE
    assert complaint(result) == (
        "Error: The disk is full; what was reported is in. Make room and run it again."
    )
    assert shell("ask", QUESTION).stdout == before
    assert len(shell.names()) == len(list(SAMPLE.iterdir()))


def test_what_a_full_disk_held_up_comes_in_when_there_is_room(
    pincite: Shell, small_disk: Path, records: Path
) -> None:
    shell = pincite.at(small_disk / "home")
    subprocess.run(["mount", "-o", "remount,size=3200k", small_disk], check=True)
    stopped = shell("ingest", records)
    assert stopped.returncode == FAILURE
    assert "Make room" in complaint(stopped)
    assert stopped.stdout.startswith("added    r0\n")
    assert names_in(shell, stopped.stdout)
    subprocess.run(["mount", "-o", "remount,size=20m", small_disk], check=True)
    assert shell("ingest", records).returncode == 0
    assert len(shell.names()) == RECORDS
    assert shell("ask", "Which crew painted buoy 70?").returncode == ANSWERED


def test_an_index_without_room_is_said_and_the_library_stays(
    pincite: Shell, small_disk: Path, sample_home: Path
) -> None:
    shell = pincite.at(small_disk / "home")
    shell.home.mkdir()
    (shell.home / "library.db").write_bytes((sample_home / "library.db").read_bytes())
    filler = small_disk / "filler"
    filler.write_bytes(b"x" * (os.statvfs(small_disk).f_bavail * 4096 - 200_000))
    result = shell("ask", QUESTION)
    filler.unlink()
    assert result.returncode == FAILURE
    assert "Make room" in result.stderr.splitlines()[-1]
    assert shell("ask", QUESTION).returncode == ANSWERED


def test_a_disk_that_refuses_to_write_is_a_failure_and_nothing_is_lost(
    with_sample: Shell, records: Path
) -> None:
    before = with_sample("ask", QUESTION).stdout
    result = with_sample.limited("size")("ingest", records)
    assert result.returncode == FAILURE
    assert complaint(result).startswith("Error: ")
    assert names_in(with_sample, result.stdout)
    assert with_sample("ask", QUESTION).stdout == before
    assert with_sample("ingest", records).returncode == 0
    assert len(with_sample.names()) == RECORDS + len(list(SAMPLE.iterdir()))


def test_a_backup_without_room_says_what_to_do_and_leaves_nothing(
    with_sample: Shell, tmp_path: Path
) -> None:
    lines = (f"Buoy {number} was painted by crew {number}." for number in range(6_000))
    (tmp_path / "buoys.txt").write_text("\n\n".join(lines))
    assert with_sample("ingest", "buoys.txt").returncode == 0
    assert (with_sample.home / "library.db").stat().st_size > 900 * 1024
    result = with_sample.limited("size")("backup", "saved.db")
    assert result.returncode == FAILURE
    assert (
        complaint(result) == "Error: saved.db cannot be written (disk I/O error). Choose another."
    )
    assert not list(tmp_path.glob("*saved.db*"))
