"""The limits of the child process, which it sets for itself before it looks at any file."""

import ctypes
import os
import resource
import signal
import sys
from pathlib import Path

from corpus.sandbox.seccomp import give_up_rights

MEMORY = 2**30
"""Bytes of address space."""
SECONDS = 30
"""Between one sign of life and the next."""
_CPU_SECONDS = 2 * SECONDS
"""Where the parent is too busy to look at its clock."""
_OPEN_FILES = 64
_WRITTEN = 64 * 2**20
"""Bytes in one file of memory, which holds a member of an archive."""
_GROWN = MEMORY // 2
_PR_SET_PDEATHSIG = 1


def confine() -> None:
    """Give up what reading does not need; dies with the parent, and leaves Ctrl-C to it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.environ["OPENBLAS_NUM_THREADS"] = "1"  # else numpy starts threads, which it may not
    if sys.platform == "linux":
        parent = os.getppid()
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        if os.getppid() != parent:
            raise SystemExit
    _limit(resource.RLIMIT_AS, MEMORY)
    _limit(resource.RLIMIT_NOFILE, _OPEN_FILES)
    _limit(resource.RLIMIT_FSIZE, _WRITTEN)
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_NPROC, 0)
    give_up_rights()
    more_time()


def more_time() -> None:
    """Start the clock of the processor's time anew."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds = int(used.ru_utime + used.ru_stime) + _CPU_SECONDS
    _, most = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (_within(seconds, most), most))


def has_grown() -> bool:
    """Whether so much memory is in use that the next file would have too little."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[0])
    except OSError:
        return False
    return pages * resource.getpagesize() > _GROWN


def _limit(kind: int, value: int) -> None:
    _, most = resource.getrlimit(kind)
    value = _within(value, most)
    resource.setrlimit(kind, (value, value))


def _within(value: int, most: int) -> int:
    return value if most == resource.RLIM_INFINITY else min(value, most)
