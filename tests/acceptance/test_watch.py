"""`pincite ingest --watch` as a process: the library follows the files until Ctrl-C."""

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
    folder: Path, home: Path, environment: dict[str, str]
) -> Iterator[subprocess.Popen[str]]:
    """The command, from when it watches until it was told to stop."""
    command = [COMMAND, "--home", str(home), "ingest", "--watch", str(folder)]
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        try:
            for line in process.stderr:
                if line.startswith("Watching."):
                    break
            yield process
        finally:
            process.send_signal(signal.SIGINT)
            try:
                process.communicate(timeout=SECONDS)
            finally:
                process.kill()


def names(home: Path) -> list[str]:
    try:
        with closing(Library(library_path(home))) as library:
            return [document.name for document in library.documents()]
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
    with watching(folder, home, environment) as process:
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
