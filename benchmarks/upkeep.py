"""What only Pincite is asked: files that did not change, memory as folders grow, and what a
question imports."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from processes import Finished, run
from systems import Pincite, emptied

HEAVY = ("torch", "transformers", "sentence_transformers")
WORDS_IN_FILE = 40
SMALL_SHARE = 10
"""Memory is compared with what a folder or file ten times smaller takes."""

_IMPORTED = re.compile(r"^import time:\s*\d+ \|\s*\d+ \|\s*([\w.]+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Upkeep:
    """What was measured."""

    files: int
    unchanged: list[Finished]
    """`ingest` of a folder that is in already."""
    folder: tuple[Finished, Finished]
    """`ingest` of a tenth of the folder, and of all of it."""
    lines: tuple[Finished, Finished]
    """`ingest` of a tenth of the JSON Lines file, and of all of it."""
    modules: int
    heavy: tuple[str, ...]
    """Those of HEAVY that a question imports."""


def measure_upkeep(
    pincite: Pincite,
    passages: Path,
    prepared: Finished,
    files: int,
    repeats: int,
    say: Callable[[str], None],
) -> Upkeep:
    """`prepared` is the ingest of all passages, which was measured before."""
    rows = [json.loads(line) for line in passages.read_text().splitlines()]
    work = pincite.work
    small = work / "tenth.jsonl"
    small.write_text("".join(json.dumps(row) + "\n" for row in rows[: len(rows) // SMALL_SHARE]))
    lines = pincite.run(emptied(work / "pincite-tenth"), "ingest", small)
    say(f"ingest of {len(rows) // SMALL_SHARE:,} JSON Lines: {lines.peak_mb:.0f} MB")

    texts = [" ".join(row["text"].split()[:WORDS_IN_FILE]) for row in rows]
    both = []
    for count in (files // SMALL_SHARE, files):
        folder = emptied(work / f"files-{count}")
        for number in range(count):
            body = texts[number % len(texts)]
            (folder / f"{number:05}.txt").write_text(f"Note {number}. {body}\n")
        home = emptied(work / "pincite-files")
        both.append(pincite.run(home, "ingest", folder))
        say(f"ingest of {count:,} files: {both[-1].seconds:.1f} s, {both[-1].peak_mb:.0f} MB")
    unchanged = [pincite.run(home, "ingest", folder) for _ in range(repeats)]
    say(f"again, unchanged: {unchanged[-1].seconds:.1f} s")

    modules = _imported_by_a_question(pincite)
    return Upkeep(
        files=files,
        unchanged=unchanged,
        folder=(both[0], both[1]),
        lines=(lines, prepared),
        modules=len(modules),
        heavy=tuple(name for name in HEAVY if name in modules),
    )


def _imported_by_a_question(pincite: Pincite) -> set[str]:
    asked = run(
        [pincite.command, "--home", pincite.home, "ask", "Who closes the socket?"],
        {**pincite.environment, "PYTHONPROFILEIMPORTTIME": "1"},
        accepted=(0, 1),
    )
    return set(_IMPORTED.findall(asked.errors))
