"""Files made to do harm: each is read, or named with one line; nothing else happens."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from corpus.errors import UnreadableFile
from corpus.model import Reading
from corpus.readers import FORMATS
from corpus.sandbox import Sandbox
from tests.hostile import packages, texts

LONGEST = 30
"""Seconds of processor that a file may take."""
SECRET = "the key is under the third stone"
"""What stands in a file beside the hostile ones: it must never come out of any."""
Making = Callable[[str], Iterator[tuple[str, bytes]]]
KINDS: dict[Making, int] = {
    packages.documents: 35,
    packages.zips: 20,
    packages.tars: 20,
    texts.pdfs: 15,
    texts.pages: 20,
    texts.texts: 35,
}
"""Each makes files that point at the secret, so many at least."""


@pytest.mark.slow
@pytest.mark.parametrize("make", KINDS)
def test_files_made_to_do_harm_do_none(tmp_path: Path, make: Making) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text(SECRET)
    wrong: dict[str, str] = {}
    count = 0
    with Sandbox() as sandbox:
        for name, content in make(str(secret)):
            count += 1
            path = tmp_path / name
            path.write_bytes(content)
            for complaint in complaints(sandbox, path, len(content)):
                wrong[name] = complaint
            path.unlink()
            if list(tmp_path.iterdir()) != [secret]:
                wrong[name] = "wrote beside it"
    assert wrong == {}
    assert count >= KINDS[make]
    assert secret.read_text() == SECRET
    assert not Path("/tmp/up.txt").exists()  # where some of the names lead


def complaints(sandbox: Sandbox, path: Path, size: int) -> Iterator[str]:
    """What is wrong with how a file was read."""
    before = spent(sandbox)
    said = said_of(sandbox, path)
    if spent(sandbox) - before > LONGEST:
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


def spent(sandbox: Sandbox) -> float:
    """Seconds of processor that the child took so far: a busy machine makes no file slow. One
    that was ended had no more than its limit."""
    stat = Path(f"/proc/{sandbox.pid}/stat")
    if sandbox.pid is None or not stat.exists():
        return 0
    user, system = stat.read_text().rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


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
