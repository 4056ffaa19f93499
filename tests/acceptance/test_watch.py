"""`pincite ingest --watch` as a process: the library follows the files until Ctrl-C."""

import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from corpus.errors import NoLibrary
from corpus.library import Library
from retrieval.layout import library_path

pytestmark = [pytest.mark.model, pytest.mark.slow]

COMMAND = str(Path(sys.executable).with_name("pincite"))
WELL = "The well was dug in spring by the whole village. Nobody asked to be paid for it."
SECONDS = 60


@contextmanager
def watching(
    folder: Path, home: Path, environment: dict[str, str], *others: Path
) -> Iterator[tuple[subprocess.Popen[str], list[str]]]:
    """The command, from when it watches until it was told to stop; then also the lines that it
    said of errors."""
    said: list[str] = []
    command = [COMMAND, "--home", str(home), "ingest", "--watch", str(folder), *map(str, others)]
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        try:
            for line in process.stderr:
                if line.startswith("Watching."):
                    break
            yield process, said
        finally:
            process.send_signal(signal.SIGINT)
            try:
                said += process.communicate(timeout=SECONDS)[1].splitlines()
            finally:
                process.kill()


def names(home: Path) -> list[str]:
    try:
        with closing(Library(library_path(home))) as library:
            return [document.name for document in library.documents()]
    except NoLibrary:
        return []


def texts(home: Path) -> list[str]:
    try:
        with closing(Library(library_path(home))) as library:
            return [text for _, text in library.texts()]
    except NoLibrary:
        return []


def wait_until(is_so: Callable[[], bool]) -> None:
    until = time.monotonic() + SECONDS
    while not is_so():
        assert time.monotonic() < until, "it did not come about"
        time.sleep(0.2)


def test_the_library_follows_the_files(
    write_files: Callable[..., Path], home: Path, environment: dict[str, str]
) -> None:
    folder = write_files({"a.txt": WELL})
    with watching(folder, home, environment) as (process, _):
        wait_until(lambda: names(home) == ["a.txt"])
        write_files({"b.txt": WELL.replace("well", "barn"), "bad.pdf": b"no PDF"})
        wait_until(lambda: names(home) == ["a.txt", "b.txt"])
        (folder / "a.txt").rename(folder / "c.txt")
        wait_until(lambda: names(home) == ["b.txt", "c.txt"])
        for path in folder.iterdir():
            path.unlink()
        wait_until(lambda: names(home) == [])
        assert process.poll() is None
    assert process.returncode == 0


def test_a_failure_is_said_once_until_it_changes(
    write_files: Callable[..., Path], home: Path, environment: dict[str, str]
) -> None:
    folder = write_files({"a.txt": WELL, "bad.txt": b"", "bad.jsonl": b"oops"})
    with watching(folder, home, environment) as (_, said):
        wait_until(lambda: names(home) == ["a.txt"])
        for name in ("b.txt", "c.txt"):
            write_files({name: f"{WELL} {name}"})
            wait_until(lambda name=name: name in names(home))  # type: ignore[misc]
        write_files({"bad.txt": bytes(500), "d.txt": f"{WELL} d"})
        wait_until(lambda: "d.txt" in names(home))
    failed = [line.partition(f"{folder}/")[2][:25] for line in said if line.startswith("failed")]
    assert failed == [
        "bad.jsonl: line 1: not va",
        "bad.txt: the file is empt",
        "bad.txt: not text, or in ",
    ]


def test_a_folder_with_a_dot_in_its_name_comes_and_goes(
    write_files: Callable[..., Path], home: Path, environment: dict[str, str], tmp_path: Path
) -> None:
    folder = write_files({"a.txt": WELL, "notes.2011/b.txt": WELL.replace("well", "barn")})
    with watching(folder, home, environment):
        wait_until(lambda: names(home) == ["a.txt", "notes.2011/b.txt"])
        (folder / "notes.2011").rename(tmp_path / "elsewhere")
        wait_until(lambda: names(home) == ["a.txt"])
        (tmp_path / "elsewhere").rename(folder / "notes.2012")
        wait_until(lambda: names(home) == ["a.txt", "notes.2012/b.txt"])


def test_a_watched_folder_that_is_deleted_and_made_again_is_followed(
    write_files: Callable[..., Path], home: Path, environment: dict[str, str], tmp_path: Path
) -> None:
    folder = write_files({"a.txt": WELL})
    with watching(folder, home, environment) as (_, said):
        wait_until(lambda: names(home) == ["a.txt"])
        shutil.rmtree(folder)
        folder.mkdir()
        time.sleep(3)
        assert names(home) == ["a.txt"]  # a disk that is not mounted is an empty folder, too
        for name in ("b.txt", "c.txt"):
            write_files({name: f"{WELL} {name}"})
            wait_until(lambda name=name: name in names(home))  # type: ignore[misc]
        folder.rename(tmp_path / "elsewhere")
        time.sleep(3)
        assert names(home) == ["b.txt", "c.txt"]
        (tmp_path / "elsewhere").rename(folder)
        write_files({"d.txt": f"{WELL} d"})
        wait_until(lambda: names(home) == ["b.txt", "c.txt", "d.txt"])
    errors = [line.removeprefix(f"Error: {folder}: ")[:13] for line in said if "Error" in line]
    assert errors == ["no files in i", "there is no s"]


def test_a_folder_that_has_gone_holds_up_no_other(
    write_files: Callable[..., Path], home: Path, environment: dict[str, str], tmp_path: Path
) -> None:
    first = write_files({"one/a.txt": WELL, "two/b.txt": WELL.replace("well", "barn")}) / "one"
    with watching(first, home, environment, first.with_name("two")) as (_, said):
        wait_until(lambda: names(home) == ["a.txt", "b.txt"])
        shutil.rmtree(first)
        for name in ("c.txt", "d.txt"):  # what is wrong is said before the next pass
            write_files({f"two/{name}": f"{WELL} {name}"})
            wait_until(lambda name=name: name in names(home))  # type: ignore[misc]
        assert names(home) == ["a.txt", "b.txt", "c.txt", "d.txt"]
    assert f"Error: {first}: there is no such file or folder. Check the path." in said


def test_a_file_that_is_replaced_again_and_again_is_followed(
    write_files: Callable[..., Path], home: Path, environment: dict[str, str], tmp_path: Path
) -> None:
    file = write_files({"a.txt": WELL, "b.txt": WELL}) / "a.txt"
    with watching(file, home, environment):
        for words in ("first", "second", "third"):
            (tmp_path / "saved").write_text(f"{WELL} This is the {words}.")
            (tmp_path / "saved").replace(file)
            wait_until(lambda words=words: words in "".join(texts(home)))  # type: ignore[misc]
        assert names(home) == ["a.txt"]


def test_a_folder_that_is_not_there_is_said(
    home: Path, environment: dict[str, str], tmp_path: Path
) -> None:
    command = [COMMAND, "--home", str(home), "ingest", "--watch", str(tmp_path / "no")]
    result = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    said = f"Error: {tmp_path / 'no'}: there is no such file or folder. Check the path.\n"
    assert (result.returncode, result.stderr) == (2, said)
