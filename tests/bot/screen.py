"""A terminal for a command, and what stands on it."""

import os
import pty
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_STYLE = re.compile("\x1b\\[([0-9;]*)m")
_CONTROL = re.compile("\x1b\\[[0-9;?]*[A-Za-z]")


@dataclass(frozen=True, slots=True)
class Screen:
    """All that a command wrote to a terminal, and to the pipe beside it."""

    raw: str
    piped: str
    status: int

    @property
    def text(self) -> str:
        """What a person reads, without styles and movements."""
        return _CONTROL.sub("", self.raw)

    @property
    def codes(self) -> set[int]:
        """The styles that are used: 1 bold, 2 dim, 7 reverse, 30 and more: colours."""
        return {
            int(code) for style in _STYLE.findall(self.raw) for code in style.split(";") if code
        }

    @property
    def has_escapes(self) -> bool:
        return "\x1b" in self.raw


def on_terminal(
    command: Sequence[str | Path], environment: Mapping[str, str], piped: str = ""
) -> Screen:
    """Run a command with a terminal for its output; `piped` names a stream that has none."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE if piped == "stdout" else theirs,
        stderr=subprocess.PIPE if piped == "stderr" else theirs,
        env={"TERM": "xterm", **environment},
    )
    os.close(theirs)
    written = b""
    while part := _read(ours):
        written += part
    os.close(ours)
    out, errors = process.communicate(timeout=60)
    beside = (out or b"") + (errors or b"")
    return Screen(written.decode().replace("\r\n", "\n"), beside.decode(), process.returncode)


def show_on_terminal(code: str, environment: Mapping[str, str]) -> Screen:
    """Run a few lines of Python on a terminal."""
    return on_terminal([sys.executable, "-c", code], environment)


def _read(descriptor: int) -> bytes:
    try:
        return os.read(descriptor, 65536)
    except OSError:  # Linux: the other end is closed
        return b""
