"""The parent's side: starts the child process, asks it for files, ends it when it misbehaves."""

import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Any, cast

from corpus.errors import CorpusError, UnreadableFile
from corpus.model import Reading
from corpus.sandbox import wire
from corpus.sandbox.limits import SECONDS

MAX_RATIO = 100
"""Characters that come out of a file, for each byte of it."""
_FREE_CHARACTERS = 2**20
"""Small files may say more than that."""
_LONGEST_READING = 300
"""Seconds in which a document must be there, whatever the signs of life."""
_LONGEST_REASON = 2000
_START_SECONDS = 60
_MEND = ". It may be damaged: open it and save it again."
_TOO_LONG = "reading it takes too long. It may be damaged: open it and save it again, or split it."
_START = "import sys; sys.path[:] = sys.argv[1:]; from corpus.sandbox.child import main; main()"


class SandboxFailed(CorpusError):
    """The process that reads files cannot be started."""


class _Lost(Exception):
    """The child has ended, or must be."""


class Sandbox:
    """Reads files in a child process, which is started when the first file comes.

    One reader at a time, from the thread that opened it: the child dies with that thread.
    """

    def __init__(self, seconds: float = SECONDS) -> None:
        """`seconds` may pass without a sign of life."""
        self._seconds = seconds
        self._child: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> "Sandbox":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def pid(self) -> int | None:
        """The child's process id; None: there is none."""
        return None if self._child is None else self._child.pid

    def close(self) -> None:
        """End the child, if there is one."""
        if self._child is not None:
            self._child.kill()
            self._child.communicate()
            self._child = None

    def read(self, path: Path) -> Iterator[Reading | UnreadableFile]:
        """Yield the documents of a file, and an error in the place of a record that is none.

        Raises UnreadableFile where the file cannot be read, or not to its end; OSError as opening
        it does; SandboxFailed.
        """
        allowed = _FREE_CHARACTERS + MAX_RATIO * path.stat().st_size
        failure: Exception | None = None
        leaves = True  # also where the caller stops half-way: the child is in the midst of it
        child = self._running()
        try:
            _ask(child, path)
            for kind, values in self._messages(child):
                if kind == wire.END:
                    leaves = values[0]
                item = _item(kind, values, path)
                if isinstance(item, _Failure):
                    failure = item.error
                elif item is not None:
                    allowed -= len(item.text) if isinstance(item, Reading) else 0
                    if allowed < 0:
                        raise _Lost(f"more than {MAX_RATIO} times its size came out. Unpack it.")
                    yield item
        except (_Lost, wire.BadMessage, LookupError, TypeError, AttributeError) as error:
            reason = str(error) if isinstance(error, _Lost) else "its reader went wrong" + _MEND
            raise UnreadableFile(f"{path}: {reason}") from error
        finally:
            if leaves:
                self.close()
        if failure is not None:
            raise failure

    def _running(self) -> "subprocess.Popen[bytes]":
        if self._child is not None and self._child.poll() is None:
            return self._child
        self.close()
        self._child = subprocess.Popen(  # noqa: S603 - this very Python
            [sys.executable, "-I", "-c", _START, *map(os.path.abspath, sys.path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
            env={},
        )
        try:
            wire.unpack(_receive(self._child, time.monotonic() + _START_SECONDS))  # it is ready
        except (_Lost, wire.BadMessage) as error:
            self.close()
            raise SandboxFailed(
                f"The process that reads files does not start ({error}). Run `pincite doctor`."
            ) from error
        return self._child

    def _messages(self, child: "subprocess.Popen[bytes]") -> Iterator[tuple[str, list[Any]]]:
        """What the child says of one file, to the end; raises _Lost."""
        kind = ""
        waiting_since = time.monotonic()
        while kind != wire.END:
            patience = min(time.monotonic() + self._seconds, waiting_since + _LONGEST_READING)
            kind, values = wire.unpack(_receive(child, patience))
            yield kind, values
            if kind != wire.ALIVE:
                waiting_since = time.monotonic()


@dataclass(frozen=True, slots=True)
class _Failure:
    """The whole file cannot be read."""

    error: UnreadableFile | OSError


def _item(kind: str, values: list[Any], path: Path) -> Reading | UnreadableFile | _Failure | None:
    if kind == wire.READING:
        return wire.reading(values[0])
    if kind == wire.REFUSED:
        return UnreadableFile(_reason(values[0]))
    if kind == wire.UNREADABLE:
        return _Failure(UnreadableFile(_reason(values[0])))
    if kind == wire.NO_ACCESS:
        return _Failure(OSError(values[0], _reason(values[1]), str(path)))
    return None


def _reason(said: str) -> str:
    """One line, of bounded length, whatever a library has put into its message."""
    return " ".join(said[:_LONGEST_REASON].splitlines())


def _ask(child: "subprocess.Popen[bytes]", path: Path) -> None:
    name = os.fsencode(path)
    try:
        cast("IO[bytes]", child.stdin).write(wire.HEADER.pack(len(name)) + name)
    except BrokenPipeError as error:
        raise _Lost(_why_ended(child)) from error


def _receive(child: "subprocess.Popen[bytes]", until: float) -> bytes:
    """The next message; `until` is a time of the monotonic clock."""
    (length,) = wire.HEADER.unpack(_receive_bytes(child, wire.HEADER.size, until))
    if length > wire.MAX_MESSAGE:
        raise _Lost(f"a document of more than {wire.MAX_MESSAGE // 2**20} MB. Split it.")
    return _receive_bytes(child, length, until)


def _receive_bytes(child: "subprocess.Popen[bytes]", length: int, until: float) -> bytes:
    source = cast("IO[bytes]", child.stdout).fileno()
    poll = select.poll()
    poll.register(source, select.POLLIN)
    received = bytearray()
    while len(received) < length:
        if not poll.poll(max(0, until - time.monotonic()) * 1000):
            raise _Lost(_TOO_LONG)
        part = os.read(source, min(length - len(received), 2**20))
        if not part:
            raise _Lost(_why_ended(child))
        received += part
    return bytes(received)


def _why_ended(child: "subprocess.Popen[bytes]") -> str:
    status = child.wait()
    if status == -signal.SIGXCPU:
        return _TOO_LONG
    cause = signal.Signals(-status).name if status < 0 else f"exit status {status}"
    return f"its reader crashed on it ({cause})" + _MEND
