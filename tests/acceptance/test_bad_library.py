"""A library that cannot be used is said and left alone; whatever can be made again, is."""

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from embeddings.packaged import PackagedEncoder
from retrieval.layout import index_path, library_path, vectors_path
from tests.acceptance.shell import ANSWERED, FAILURE, MISTAKE, SAMPLE, Shell, complaint

pytestmark = pytest.mark.model

QUESTION = "When did the block on Twitter end?"
REBUILT = "The index does not fit the library; building it again.\n"
REMADE = "Vectors are missing; making them again.\n"


def spoil(path: Path, start: int = 0, end: int | None = None) -> None:
    """Write one byte all over a part of a file."""
    content = bytearray(path.read_bytes())
    end = len(content) if end is None else end
    content[start:end] = b"\xa5" * (end - start)
    path.write_bytes(content)


def spoil_index(pattern: str) -> Callable[[Path], None]:
    def spoil_files(home: Path) -> None:
        (file,) = index_path(home).glob(pattern)
        spoil(file)

    return spoil_files


def empty_list(home: Path) -> None:
    (about,) = index_path(home).glob("*/about.json")
    about.write_text("[]")


def cut_short(home: Path) -> None:
    (vectors,) = index_path(home).glob("*/vectors.faiss")
    with vectors.open("r+b") as file:
        file.truncate(1000)


@pytest.mark.parametrize(
    ("break_it", "said"),
    [
        (lambda home: shutil.rmtree(index_path(home)), REBUILT),
        (spoil_index("current"), REBUILT),
        (spoil_index("*/vectors.faiss"), REBUILT),
        (spoil_index("*/numbers.npy"), REBUILT),
        (spoil_index("*/about.json"), REBUILT),
        (empty_list, REBUILT),
        (cut_short, REBUILT),
        (lambda home: vectors_path(home).unlink(), REMADE),
        (lambda home: spoil(vectors_path(home)), REMADE),
        (lambda home: spoil(vectors_path(home), 8192), REMADE),
    ],
    ids=[
        "no index", "pointer", "vectors of the index", "numbers", "about", "empty about",
        "cut short", "no vectors", "vectors", "vectors after their head",
    ],
)  # fmt: skip
def test_what_can_be_made_again_is_and_is_said(
    with_sample: Shell, break_it: Callable[[Path], None], said: str
) -> None:
    before = with_sample("ask", QUESTION).stdout
    break_it(with_sample.home)
    result = with_sample("ask", QUESTION)
    assert (result.returncode, result.stderr) == (ANSWERED, said)
    assert result.stdout == before
    assert with_sample("ask", QUESTION).stderr == ""


def test_ingest_makes_lost_vectors_again(with_sample: Shell) -> None:
    vectors_path(with_sample.home).unlink()
    assert with_sample("ingest", SAMPLE).stdout == "8 unchanged; 0 new passages.\n"
    result = with_sample("ask", QUESTION)
    assert (result.returncode, result.stderr) == (ANSWERED, "")


def test_a_damaged_model_cache_is_made_again(
    with_sample: Shell, cache_home: Path, tmp_path: Path
) -> None:
    cache = tmp_path / "cache"
    shutil.copytree(cache_home, cache)
    folder = cache / "pincite" / "models" / PackagedEncoder.model_id
    spoil(folder / "model.bin", 5_000_000, 5_000_001)
    before = with_sample("ask", QUESTION).stdout
    result = with_sample.having(XDG_CACHE_HOME=str(cache))("ask", QUESTION)
    assert (result.returncode, result.stdout) == (ANSWERED, before)
    assert complaint(result) == f"The model cache {folder} is damaged; making it again."


def test_a_missing_model_cache_is_made(with_sample: Shell, tmp_path: Path) -> None:
    fresh = with_sample.having(XDG_CACHE_HOME=str(tmp_path / "cache"))
    result = fresh("ask", QUESTION)
    assert result.returncode == ANSWERED
    assert complaint(result).startswith("Preparing the model all-MiniLM-L6-v2-int8-")
    assert fresh("ask", QUESTION).stderr == ""


def test_a_home_without_a_library_is_said_with_how_to_make_one(pincite: Shell) -> None:
    result = pincite("ask", QUESTION)
    assert result.returncode == MISTAKE
    assert complaint(result) == (
        f"Error: There is no library at {pincite.home}. Make one with: pincite ingest FOLDER"
    )
    assert not pincite.home.exists()


@pytest.mark.parametrize("command", [("ask", QUESTION), ("ingest", SAMPLE), ("sources",)])
def test_a_library_of_a_newer_version_is_left_alone(
    with_sample: Shell, command: tuple[str | Path, ...]
) -> None:
    path = library_path(with_sample.home)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 99")
    before = path.read_bytes()
    result = with_sample(*command)
    assert result.returncode == MISTAKE
    assert complaint(result) == (
        f"Error: {path} was written by a newer Pincite (schema 99; this one knows 1). Upgrade "
        "with: pip install --upgrade pincite"
    )
    assert path.read_bytes() == before


@pytest.mark.parametrize("command", [("ask", QUESTION), ("ingest", SAMPLE), ("sources",)])
def test_a_file_that_is_no_library_is_said_and_left_alone(
    with_sample: Shell, command: tuple[str | Path, ...]
) -> None:
    path = library_path(with_sample.home)
    spoil(path)
    before = path.read_bytes()
    result = with_sample(*command)
    assert result.returncode == FAILURE
    assert complaint(result) == (
        f"Error: {path} cannot be read as a library (file is not a database). Restore a backup "
        "over it, or move it away and ingest anew."
    )
    assert path.read_bytes() == before


def test_a_library_damaged_inside_is_a_failure_and_doctor_says_how_to_mend_it(
    with_sample: Shell,
) -> None:
    spoil(library_path(with_sample.home), 8192)
    asked, found = with_sample("ask", QUESTION), with_sample("doctor")
    assert asked.returncode == FAILURE
    assert "malformed" in complaint(asked)
    assert found.returncode == 1
    assert found.stdout.splitlines()[-1].startswith("mend\tlibrary\t")
    assert "Restore a backup over it" in found.stdout.splitlines()[-1]


def test_a_backup_put_over_a_damaged_library_mends_it(with_sample: Shell, tmp_path: Path) -> None:
    before = with_sample("ask", QUESTION).stdout
    with_sample("backup", "saved.db")
    spoil(library_path(with_sample.home))
    shutil.copy(tmp_path / "saved.db", library_path(with_sample.home))
    assert with_sample("ask", QUESTION).stdout == before


def test_doctor_notes_what_mends_itself_and_has_nothing_for_the_person(
    with_sample: Shell,
) -> None:
    vectors_path(with_sample.home).unlink()
    shutil.rmtree(index_path(with_sample.home))
    rows = with_sample.rows("doctor", "--json")
    notes = {row["what"]: row["remedy"] for row in rows if row["state"] == "note"}
    assert notes == {
        "vectors": "The next question or ingest makes them again.",
        "index": "The next question builds it again.",
    }
    assert with_sample("doctor").returncode == 0
