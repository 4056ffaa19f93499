"""kill -9 during ingest: what was reported is in, the library opens, the next run completes.

PINCITE_KILLS says how often; the default is what CI can wait for.
"""

import os
import random
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from corpus.library import Library
from embeddings.packaged import PackagedEncoder
from retrieval.layout import library_path
from tests.acceptance.shell import ANSWERED, Shell

pytestmark = [pytest.mark.model, pytest.mark.slow]

KILLS = int(os.environ.get("PINCITE_KILLS", "3"))
FILES, RECORDS = 120, 480
SYLLABLES = ("ba", "de", "gi", "ko", "lu", "ma", "ne", "ri", "so", "tu", "va", "zo")

Contents = dict[str, tuple[str, list[tuple[str, int, int]]]]
"""Name of a document -> its text, and id, start and end of its passages."""


def town(number: int) -> str:
    """A name that stands in one document only."""
    a, b, c = number // 144, number // 12 % 12, number % 12
    return f"{SYLLABLES[a]}{SYLLABLES[b]}{SYLLABLES[c]}n".capitalize()


def sentence(number: int) -> str:
    return f"The lantern of {town(number)} burns at gate {number}."


def write_texts(folder: Path) -> Path:
    folder.mkdir()
    for number in range(FILES):
        text = f"---\nlanguage: en\n---\n{sentence(number)}\n"
        (folder / f"{number}.md").write_text(text)
    with (folder / "records.jsonl").open("w") as file:
        for number in range(FILES, FILES + RECORDS):
            file.write(f'{{"id": "{number}", "language": "en", "text": "{sentence(number)}"}}\n')
    return folder


def contents(home: Path) -> Contents:
    """All that a library holds, by name."""
    with closing(Library(library_path(home))) as library:
        assert library.damage() == ""
        return {
            document.name: (
                library.text(document.id),
                [(p.id, p.start, p.end) for p in library.passages_of(document.id)],
            )
            for document in library.documents()
        }


@dataclass(frozen=True)
class Undisturbed:
    """A run that nobody kills."""

    texts: Path
    contents: Contents
    seconds: float


@pytest.fixture(scope="module")
def undisturbed(
    tmp_path_factory: pytest.TempPathFactory, cache_home: Path, encoder: PackagedEncoder
) -> Undisturbed:
    place = tmp_path_factory.mktemp("undisturbed")
    texts = write_texts(place / "texts")
    environment = {"HOME": str(place), "XDG_CACHE_HOME": str(cache_home)}
    shell = Shell({**environment, "PINCITE_HOME": str(place / "home")}, place)
    started = time.perf_counter()
    assert shell("ingest", texts).returncode == 0
    return Undisturbed(texts, contents(shell.home), time.perf_counter() - started)


def killed(shell: Shell, texts: Path, seconds: float) -> list[int]:
    """Ingest, kill -9 after some time; the numbers of the documents that were reported."""
    reports = shell.folder / "reports"
    with reports.open("w") as file:
        process = shell.start("ingest", texts, stdout=file)
        time.sleep(seconds)
        process.kill()
        process.wait()
    whole_lines = reports.read_text().rpartition("\n")[0].splitlines()
    names = [line.split()[1] for line in whole_lines if line.startswith("added ")]
    return [int(name.removesuffix(".md")) for name in names]


@pytest.mark.parametrize("number", range(KILLS))
def test_what_was_reported_before_a_kill_is_in_and_the_next_run_completes(
    pincite: Shell, undisturbed: Undisturbed, number: int
) -> None:
    chance = random.Random(number)
    reported = killed(pincite, undisturbed.texts, chance.uniform(0, undisturbed.seconds))
    print(f"kill {number}: {len(reported)} of {FILES + RECORDS} were reported")
    if reported:
        quotes = "".join(f"{sentence(one)}\n" for one in reported)
        verified = pincite("verify", "--stdin", text=quotes)
        assert (verified.returncode, verified.stderr) == (ANSWERED, "")
        assert verified.stdout.count("exact ") == len(reported)
        one = chance.choice(reported)
        asked = pincite("ask", f"At which gate does the lantern of {town(one)} burn?")
        assert asked.returncode == ANSWERED
        assert f"1  “{sentence(one)}”" in asked.stdout
    assert pincite("ingest", undisturbed.texts).returncode == 0
    assert contents(pincite.home) == undisturbed.contents
    assert pincite("doctor").returncode == 0
