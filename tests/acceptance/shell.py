"""The command `pincite` as a person runs it: a process of its own, its streams and its status."""

import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PINCITE = Path(sys.executable).with_name("pincite")
SAMPLE = ROOT / "corpus" / "sample"
LIMITS = Path(__file__).with_name("limits.py")
SAMPLE_QUESTIONS = Path(__file__).with_name("sample_questions.jsonl")

ANSWERED, REFUSED, MISTAKE, FAILURE = range(4)

Result = subprocess.CompletedProcess[str]


@dataclass(frozen=True, slots=True)
class Shell:
    """Runs `pincite` with one environment, in one folder."""

    environment: Mapping[str, str]
    folder: Path
    before: tuple[str | Path, ...] = ()
    """What stands before the command."""

    @property
    def variables(self) -> dict[str, str]:
        """Of a command: it runs the code that the tests are in, whatever is installed."""
        return {"PYTHONPATH": str(ROOT), **self.environment}

    @property
    def home(self) -> Path:
        return Path(self.environment["PINCITE_HOME"])

    def at(self, home: Path) -> "Shell":
        """The same shell, with another library."""
        return self.having(PINCITE_HOME=str(home))

    def having(self, **variables: str) -> "Shell":
        """The same shell, with other variables."""
        return replace(self, environment={**self.environment, **variables})

    def limited(self, limit: str) -> "Shell":
        """The same shell, under a limit of limits.py."""
        return replace(self, before=(sys.executable, LIMITS, limit))

    def __call__(self, *arguments: str | Path | bytes, text: str = "") -> Result:
        """Run a command to its end."""
        return subprocess.run(
            [*self.before, PINCITE, *arguments],
            cwd=self.folder,
            env=self.variables,
            input=text,
            capture_output=True,
            encoding="utf-8",
            timeout=300,
            check=False,
        )

    def start(self, *arguments: str | Path, **options: Any) -> "subprocess.Popen[str]":
        """Start a command and go on."""
        return subprocess.Popen(
            [*self.before, PINCITE, *arguments],
            cwd=self.folder,
            env=self.variables,
            encoding="utf-8",
            **options,
        )

    def rows(self, *arguments: str | Path, text: str = "") -> list[dict[str, Any]]:
        """The JSON objects that a command prints, one a line."""
        return [json.loads(line) for line in self(*arguments, text=text).stdout.splitlines()]

    def names(self) -> list[str]:
        """The names of all documents of the library."""
        return [row["name"] for row in self.rows("sources", "--json")]


def complaint(result: Result) -> str:
    """The one line on standard error."""
    lines = result.stderr.splitlines()
    assert len(lines) == 1, result.stderr
    return lines[0]
