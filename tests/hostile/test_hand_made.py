"""Files made to do harm: each is read, or named with one line; nothing else happens."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from corpus.errors import UnreadableFile
from corpus.model import Reading
from corpus.readers import FORMATS
from corpus.sandbox import Sandbox
from tests.hostile import packages, texts

LONGEST = 30
"""Seconds that a file may take."""
SECRET = "the key is under the third stone"
"""What stands in a file beside the hostile ones: it must never come out of any."""
Making = Callable[[str], Iterator[tuple[str, bytes]]]
KINDS: list[Making] = [
    packages.documents,
    packages.zips,
    packages.tars,
    texts.pdfs,
    texts.pages,
    texts.texts,
]
"""Each makes files that point at the secret."""


def test_there_are_a_hundred_of_them() -> None:
    assert len({name for make in KINDS for name, _ in make("secret")}) > 150


@pytest.mark.slow
@pytest.mark.parametrize("make", KINDS)
def test_files_made_to_do_harm_do_none(tmp_path: Path, make: Making) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text(SECRET)
    wrong: dict[str, str] = {}
    with Sandbox() as sandbox:
        for name, content in make(str(secret)):
            path = tmp_path / name
            path.write_bytes(content)
            for complaint in complaints(sandbox, path, len(content)):
                wrong[name] = complaint
            path.unlink()
            if list(tmp_path.iterdir()) != [secret]:
                wrong[name] = "wrote beside it"
    assert wrong == {}
    assert secret.read_text() == SECRET
    assert not Path("/tmp/up.txt").exists()  # where some of the names lead


def complaints(sandbox: Sandbox, path: Path, size: int) -> Iterator[str]:
    """What is wrong with how a file was read."""
    started = time.monotonic()
    said = said_of(sandbox, path)
    if time.monotonic() - started > LONGEST:
        yield "too slow"
    if not said:
        yield "nothing said"
    for item in said:
        if isinstance(item, Reading):
            if SECRET in item.text:
                yield "the secret is out"
            if len(item.text) > 100 * size + 2**20:
                yield "too much came out"
        elif not item.startswith(f"{path}: ") or "\n" in item:
            yield item


def said_of(sandbox: Sandbox, path: Path) -> list[Reading | str]:
    """What comes of a file: readings, and one line for each failure."""
    found: list[Reading | str] = []
    try:
        found.extend(i if isinstance(i, Reading) else str(i) for i in sandbox.read(path))
    except UnreadableFile as error:
        found.append(str(error))
    return found


@pytest.mark.slow
@pytest.mark.parametrize("end", FORMATS)
def test_one_line_of_a_gigabyte_is_refused(tmp_path: Path, end: str) -> None:
    path = tmp_path / f"line{end}"
    with path.open("wb") as file:
        file.write(b"PK" if end == ".zip" else b"A well ")
        file.truncate(2**30)  # of zeros that take no room
    with Sandbox() as sandbox:
        (said,) = said_of(sandbox, path)
    assert isinstance(said, str)
    assert said.startswith(f"{path}: ")
