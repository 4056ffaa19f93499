"""Broken files of ten formats: each is read or named, and the next one is not affected.

PINCITE_MUTANTS says how many; the default is what CI can wait for, the figure is for 10,000.
"""

import os
import time
from collections import Counter
from pathlib import Path

import pytest

from corpus.errors import UnreadableFile
from corpus.model import Reading
from corpus.sandbox import Sandbox
from tests.hostile.mutants import mutants
from tests.hostile.test_hand_made import LONGEST

MUTANTS = int(os.environ.get("PINCITE_MUTANTS", "300"))
SEED = int(os.environ.get("PINCITE_SEED", "1"))


@pytest.mark.slow
def test_a_broken_file_is_read_or_named(tmp_path: Path) -> None:
    became: Counter[str] = Counter()
    slowest = 0.0
    with Sandbox() as sandbox:
        for end, content in mutants(MUTANTS, SEED):
            path = tmp_path / f"mutant{end}"
            path.write_bytes(content)
            started = time.monotonic()
            became[outcome(sandbox, path)] += 1
            slowest = max(slowest, time.monotonic() - started)
            assert [found.name for found in tmp_path.iterdir()] == [path.name]
            path.unlink()
    print(f"\n{dict(became)}, the slowest in {slowest:.1f} s")
    assert slowest < 3 * LONGEST  # by the clock, which other programs slow down
    assert became.total() == MUTANTS
    assert became["read"] > MUTANTS / 10  # else they are not mutants but noise
    assert became["named"] > MUTANTS / 10


def outcome(sandbox: Sandbox, path: Path) -> str:
    """`read`, `named`, or `crashed` where that took the process with it."""
    found: list[Reading | UnreadableFile] = []
    try:
        found.extend(sandbox.read(path))
    except UnreadableFile as error:
        found.append(error)
    said = [str(item) for item in found if isinstance(item, UnreadableFile)]
    assert [line for line in said if not line.startswith(f"{path}: ") or "\n" in line] == []
    if any("crashed" in line or "too long" in line for line in said):
        return "crashed"
    return "read" if any(isinstance(item, Reading) for item in found) else "named"
