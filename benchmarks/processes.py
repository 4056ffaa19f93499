"""Runs a command and says what it cost. Only the standard library, and little in memory: on
Linux the peak of a child begins with what its parent had."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

_BYTES_OF_MAXRSS = 1 if sys.platform == "darwin" else 1024


class Failed(Exception):
    """A command that ended as it should not; the message has its last lines."""


@dataclass(frozen=True, slots=True)
class Finished:
    """A whole process, from its start to its end."""

    seconds: float
    cpu_seconds: float
    peak_mb: float
    """Resident memory at its highest, in millions of bytes."""
    output: str
    errors: str


def run(
    command: Sequence[str | Path],
    environment: Mapping[str, str],
    stdin: Path | None = None,
    accepted: Sequence[int] = (0,),
) -> Finished:
    """Run to the end. Raises Failed where the exit status is not an accepted one."""
    with (
        tempfile.TemporaryFile() as output,
        tempfile.TemporaryFile() as errors,
        (stdin or Path(os.devnull)).open("rb") as given,
    ):
        started = time.perf_counter()
        process = subprocess.Popen(
            command, env=environment, stdin=given, stdout=output, stderr=errors
        )
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        said = [_content(output), _content(errors)]
    if process.returncode not in accepted:
        last = "\n".join("".join(said).splitlines()[-8:])
        line = " ".join(map(str, command))
        raise Failed(f"Exit status {process.returncode} from: {line}\n{last}")
    return Finished(
        seconds=seconds,
        cpu_seconds=usage.ru_utime + usage.ru_stime,
        peak_mb=usage.ru_maxrss * _BYTES_OF_MAXRSS / 1e6,
        output=said[0],
        errors=said[1],
    )


def _content(file: BinaryIO) -> str:
    file.seek(0)
    return file.read().decode(errors="replace")
