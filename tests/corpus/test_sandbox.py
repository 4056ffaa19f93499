"""The process that reads files: what it gives back, and that what befalls it befalls one file."""

import os
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from corpus.errors import UnreadableFile
from corpus.model import Reading
from corpus.readers import reader_for
from corpus.sandbox import Sandbox
from tests.corpus.making import BARN, QUDYQ, WELL

Write = Callable[..., Path]
RECORD = '{"id": %d, "title": "The %d. well", "text": "' + WELL + '"}\n'


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as opened:
        yield opened


def pid_of(sandbox: Sandbox) -> int:
    assert sandbox.pid is not None
    return sandbox.pid


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.txt", f"---\ntitle: A well\n---\nThe well\n\n{WELL}\n\n{QUDYQ} 🙂\n"),
        ("a.txt", f"Колодец: {WELL}".encode("cp1251")),
        ("a.md", f"# Well\n\n- {WELL}\n\n{BARN}\n"),
        ("a.jsonl", RECORD % (1, 1) + "oops\n" + RECORD % (2, 2)),
    ],
)
def test_what_comes_out_is_what_the_reader_gives(
    sandbox: Sandbox, write_files: Write, name: str, content: str | bytes
) -> None:
    path = write_files({name: content}) / name
    reader = reader_for(path)
    assert reader is not None
    assert list(map(repr, sandbox.read(path))) == list(map(repr, reader(path)))


def test_one_process_reads_many_files(sandbox: Sandbox, write_files: Write) -> None:
    folder = write_files({f"{i}.txt": f"{WELL} {i}" for i in range(20)})
    pids = set()
    for i in range(20):
        (found,) = sandbox.read(folder / f"{i}.txt")
        assert isinstance(found, Reading)
        assert found.text == f"{WELL} {i}"
        pids.add(pid_of(sandbox))
    assert len(pids) == 1


def test_a_process_that_dies_fails_its_file_after_what_it_gave(
    sandbox: Sandbox, write_files: Write
) -> None:
    records = "".join(RECORD % (i, i) for i in range(100_000))
    folder = write_files({"a.jsonl": records, "b.txt": BARN})
    found = sandbox.read(folder / "a.jsonl")
    first = next(found)
    assert isinstance(first, Reading)
    os.kill(pid_of(sandbox), signal.SIGKILL)
    with pytest.raises(UnreadableFile) as failure:
        list(found)
    assert str(failure.value) == (
        f"{folder / 'a.jsonl'}: its reader crashed on it (SIGKILL). It may be damaged: open it "
        "and save it again."
    )
    (other,) = sandbox.read(folder / "b.txt")
    assert isinstance(other, Reading)
    assert other.text == BARN


def test_a_process_that_died_between_files_is_replaced(
    sandbox: Sandbox, write_files: Write
) -> None:
    folder = write_files({"a.txt": WELL, "b.txt": BARN})
    list(sandbox.read(folder / "a.txt"))
    os.kill(pid_of(sandbox), signal.SIGKILL)
    assert sandbox._child is not None
    sandbox._child.wait()
    (found,) = sandbox.read(folder / "b.txt")
    assert isinstance(found, Reading)


def test_a_caller_that_stops_half_way_gets_the_next_file_whole(
    sandbox: Sandbox, write_files: Write
) -> None:
    records = "".join(RECORD % (i, i) for i in range(1000))
    folder = write_files({"a.jsonl": records, "b.txt": BARN})
    stopped = sandbox.read(folder / "a.jsonl")
    next(stopped)
    stopped.close()  # type: ignore[attr-defined]
    (found,) = sandbox.read(folder / "b.txt")
    assert isinstance(found, Reading)
    assert found.text == BARN


def test_what_takes_too_long_fails_alone(write_files: Write) -> None:
    folder = write_files({"slow.md": "- " * 400_000 + WELL, "b.txt": BARN})
    with Sandbox(seconds=0.3) as sandbox:
        started = time.monotonic()
        with pytest.raises(UnreadableFile) as failure:
            list(sandbox.read(folder / "slow.md"))
        assert time.monotonic() - started < 20
        assert str(failure.value).startswith(f"{folder / 'slow.md'}: reading it takes too long.")
    with Sandbox() as sandbox:
        assert len(list(sandbox.read(folder / "b.txt"))) == 1


@pytest.mark.slow
def test_what_needs_too_much_memory_fails_alone(write_files: Write) -> None:
    record = '{"text": "x", "empty": [' + "[[]]," * 6_500_000 + "0]}"
    folder = write_files({"a.jsonl": record, "b.txt": BARN})
    with Sandbox(seconds=200) as sandbox:
        with pytest.raises(UnreadableFile) as failure:
            list(sandbox.read(folder / "a.jsonl"))
        assert str(failure.value) == (
            f"{folder / 'a.jsonl'}: reading it takes more than 1 GB of memory. Split it."
        )
        assert len(list(sandbox.read(folder / "b.txt"))) == 1


def test_a_file_that_is_gone_is_an_error_of_the_system(sandbox: Sandbox, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        list(sandbox.read(tmp_path / "gone.txt"))


def test_errors_of_the_system_come_through_as_they_are(sandbox: Sandbox, tmp_path: Path) -> None:
    folder = tmp_path / "folder.txt"
    folder.mkdir()
    with pytest.raises(IsADirectoryError) as failure:
        list(sandbox.read(folder))
    assert failure.value.filename == str(folder)


def test_nothing_is_started_before_a_file_comes_or_left_after(write_files: Write) -> None:
    path = write_files({"a.txt": WELL}) / "a.txt"
    with Sandbox() as sandbox:
        assert sandbox.pid is None
        list(sandbox.read(path))
        pid = pid_of(sandbox)
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="needs Linux")
def test_the_process_has_no_environment(sandbox: Sandbox, write_files: Write) -> None:
    list(sandbox.read(write_files({"a.txt": WELL}) / "a.txt"))
    assert Path(f"/proc/{pid_of(sandbox)}/environ").read_bytes() == b""
