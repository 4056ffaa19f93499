"""Files and folders that may not be read or written, also where the tests run as root."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from retrieval.layout import index_path
from tests.acceptance.shell import (
    ANSWERED,
    FAILURE,
    MISTAKE,
    SAMPLE,
    Result,
    Shell,
    complaint,
)

pytestmark = pytest.mark.model

QUESTION = "When did the block on Twitter end?"


def bound(shell: Shell, *arguments: str | Path) -> Result:
    """Run a command that permissions bind."""
    return shell.limited("privileges")(*arguments)


@pytest.fixture
def texts(tmp_path: Path) -> Iterator[Path]:
    """A folder with an open and a closed part; all is open again after the test."""
    folder = tmp_path / "texts"
    (folder / "inside").mkdir(parents=True)
    (folder / "open.txt").write_text("The market opens at six.\n")
    (folder / "inside" / "deep.txt").write_text("The bakery opens at four.\n")
    yield folder
    folder.chmod(0o755)
    (folder / "inside").chmod(0o755)


@pytest.fixture
def read_only(with_sample: Shell) -> Iterator[Shell]:
    """A home in which nothing may be written."""
    everything = [with_sample.home, *with_sample.home.rglob("*")]
    for path in everything:
        path.chmod(path.stat().st_mode & ~0o222)
    yield with_sample
    for path in everything:
        path.chmod(path.stat().st_mode | 0o200)


def test_a_file_without_permission_is_said_and_the_others_are_in(
    pincite: Shell, texts: Path
) -> None:
    (texts / "open.txt").chmod(0)
    result = bound(pincite, "ingest", texts)
    assert result.returncode == MISTAKE
    assert complaint(result) == (
        f"failed   {texts / 'open.txt'}: no permission to read it. Check its permissions."
    )
    assert pincite.names() == ["inside/deep.txt"]


def test_a_file_given_by_name_without_permission_is_said(pincite: Shell, texts: Path) -> None:
    (texts / "open.txt").chmod(0)
    result = bound(pincite, "ingest", texts / "open.txt")
    assert result.returncode == MISTAKE
    assert complaint(result).endswith("open.txt: no permission to read it. Check its permissions.")


@pytest.mark.parametrize("mode", [0o000, 0o444], ids=["closed", "names only"])
def test_a_closed_folder_is_said_and_its_documents_stay(
    pincite: Shell, texts: Path, mode: int
) -> None:
    pincite("ingest", texts)
    (texts / "inside").chmod(mode)
    result = bound(pincite, "ingest", texts)
    assert result.returncode == MISTAKE
    assert complaint(result) == (
        f"failed   {texts / 'inside'}: no permission to read it. Check its permissions."
    )
    assert sorted(pincite.names()) == ["inside/deep.txt", "open.txt"]


def test_a_path_behind_a_closed_folder_is_said(pincite: Shell, texts: Path) -> None:
    (texts / "inside").chmod(0)
    result = bound(pincite, "ingest", texts / "inside" / "deep.txt")
    assert result.returncode == MISTAKE
    assert complaint(result).endswith("deep.txt: Permission denied. Check its permissions.")


def test_a_read_only_home_answers_as_any_other(read_only: Shell) -> None:
    asked = bound(read_only, "ask", QUESTION)
    verified = bound(read_only, "verify", "the block on Twitter ended on December 18")
    assert (asked.returncode, asked.stderr) == (ANSWERED, "")
    assert "the block on Twitter ended on December 18" in asked.stdout
    assert verified.returncode == ANSWERED
    assert len(bound(read_only, "sources").stdout.splitlines()) == len(list(SAMPLE.iterdir()))
    assert bound(read_only, "doctor").returncode == 0


def test_a_read_only_home_can_be_backed_up(read_only: Shell) -> None:
    result = bound(read_only, "backup", "saved.db")
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.endswith(" 8 documents\n")


def test_a_read_only_home_takes_no_documents_and_says_so(read_only: Shell) -> None:
    result = bound(read_only, "ingest", SAMPLE)
    assert result.returncode == FAILURE
    assert complaint(result) == (
        f"Error: {read_only.home} cannot be written (Permission denied). Choose another folder "
        "with --home or PINCITE_HOME."
    )


def test_a_read_only_home_without_an_index_says_what_it_needs(with_sample: Shell) -> None:
    shutil.rmtree(index_path(with_sample.home))
    with_sample.home.chmod(0o555)
    result = bound(with_sample, "ask", QUESTION)
    with_sample.home.chmod(0o755)
    assert result.returncode == FAILURE
    assert result.stderr.splitlines()[-1] == (
        f"Error: The index in {index_path(with_sample.home)} cannot be written (Permission "
        "denied). Make room, or check its permissions, and try again; the library is as it was."
    )


def test_a_closed_home_is_said(with_sample: Shell) -> None:
    with_sample.home.chmod(0)
    result = bound(with_sample, "ask", QUESTION)
    with_sample.home.chmod(0o755)
    assert result.returncode == FAILURE
    assert complaint(result).endswith(
        "library.db: Permission denied. Check permissions and room on the disk."
    )


def test_a_model_cache_that_cannot_be_written_is_said(with_sample: Shell, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    cache.mkdir(mode=0o555)
    result = bound(with_sample.having(XDG_CACHE_HOME=str(cache)), "ask", QUESTION)
    assert result.returncode == FAILURE
    assert result.stderr.splitlines()[-1] == (
        f"Error: {cache / 'pincite'}: Permission denied. Check permissions and room on the disk."
    )
