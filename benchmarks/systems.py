"""Pincite and its peers behind one face: each does the same things, as whole processes."""

import json
import os
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from environments import TORCH, Peer
from processes import Failed, Finished, run

HERE = Path(__file__).resolve().parent


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that was answered in an open process."""

    milliseconds: float
    found: tuple[str, ...]
    """Names of the documents in the answer."""


@dataclass(frozen=True, slots=True)
class Ingested:
    """Passages that were encoded and stored."""

    passages_per_second: float
    process: Finished


class System(Protocol):
    """Something that stores passages and finds them again."""

    name: str

    def prepare(self, passages: Path, vectors: Path) -> Finished:
        """Store all passages, to be asked later."""
        ...

    def ask(self, question: str) -> Finished:
        """One question to what was prepared, in a process of its own."""
        ...

    def ask_all(self, questions: Path) -> list[Asked]:
        """Every question in one process."""
        ...

    def ingest(self, passages: Path) -> Ingested:
        """Encode and store passages, apart from what was prepared."""
        ...

    def disk_mb(self) -> float:
        """What was prepared, in millions of bytes."""
        ...


class Pincite:
    """The real commands."""

    name = "Pincite"

    def __init__(self, work: Path, environment: dict[str, str]) -> None:
        """Raises Failed where the command is not installed beside this interpreter."""
        self.command = Path(sys.executable).with_name("pincite")
        if not self.command.exists():
            raise Failed(f"{self.command} is missing. Make it with: make setup")
        self.work = work
        self.home = work / "pincite"
        self.environment = environment

    def run(self, home: Path, *arguments: str | Path, stdin: Path | None = None) -> Finished:
        """A command on a home; a refusal is an answer."""
        command: list[str | Path] = [self.command, "--home", home, *arguments]
        return run(command, self.environment, stdin, accepted=(0, 1))

    def prepare(self, passages: Path, vectors: Path) -> Finished:
        """Ingest for real, and leave the vectors for the peers."""
        emptied(self.home)
        finished = self.run(self.home, "ingest", passages)
        export: list[str | Path] = [
            sys.executable,
            HERE / "exported_vectors.py",
            self.home,
            vectors,
        ]
        run(export, self.environment)
        return finished

    def ask(self, question: str) -> Finished:
        return self.run(self.home, "ask", question)

    def ask_all(self, questions: Path) -> list[Asked]:
        finished = self.run(self.home, "ask", "--jsonl", stdin=questions)
        return [
            Asked(row["elapsed_ms"], tuple(q["document"]["name"] for q in row["quotes"]))
            for row in _rows(finished)
        ]

    def ingest(self, passages: Path) -> Ingested:
        """The whole command, its start included."""
        finished = self.run(emptied(self.work / "pincite-sample"), "ingest", passages)
        return Ingested(_lines(passages) / finished.seconds, finished)

    def disk_mb(self) -> float:
        return _size_mb(self.home)


class OtherSystem:
    """A peer's script, run in the peer's environment."""

    def __init__(self, peer: Peer, python: Path, work: Path, environment: dict[str, str]) -> None:
        self.name = peer.name
        self._peer = peer
        self._command = [python, HERE / "peers" / peer.script]
        self._folder = work / Path(peer.script).stem
        self._environment = environment

    def prepare(self, passages: Path, vectors: Path) -> Finished:
        return self._run("add", passages, vectors, emptied(self._folder))

    def ask(self, question: str) -> Finished:
        return self._run("ask", self._folder, question)

    def ask_all(self, questions: Path) -> list[Asked]:
        finished = self._run("lines", self._folder, questions)
        return [Asked(row["ms"], tuple(row["found"])) for row in _rows(finished)]

    def ingest(self, passages: Path) -> Ingested:
        """Without the imports and the loading of the model."""
        folder = emptied(self._folder.with_name(f"{self._folder.name}-sample"))
        finished = self._run("ingest", passages, folder)
        (row,) = _rows(finished)
        return Ingested(_lines(passages) / row["seconds"], finished)

    def disk_mb(self) -> float:
        return _size_mb(self._folder)

    def versions(self) -> dict[str, str]:
        """Installed versions by package."""
        packages = [line.partition("==")[0] for line in (TORCH, *self._peer.requirements)]
        found: dict[str, str] = json.loads(self._run("versions", *packages).output)
        return found

    def _run(self, *arguments: str | Path) -> Finished:
        return run([*self._command, *arguments], self._environment)


def surroundings(work: Path) -> dict[str, str]:
    """The same for all: no graphics card, no network for models, a cache of their own."""
    return {
        **os.environ,
        "CUDA_VISIBLE_DEVICES": "",
        "HF_HUB_OFFLINE": "1",
        "ANONYMIZED_TELEMETRY": "False",
        "NO_COLOR": "1",
        "XDG_CACHE_HOME": str(work / "cache"),
    }


def emptied(folder: Path) -> Path:
    """The folder, there and empty."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def _rows(finished: Finished) -> Iterator[dict[str, Any]]:
    return (json.loads(line) for line in finished.output.splitlines() if line.startswith("{"))


def _lines(path: Path) -> int:
    with path.open("rb") as file:
        return sum(1 for _ in file)


def _size_mb(folder: Path) -> float:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / 1e6
