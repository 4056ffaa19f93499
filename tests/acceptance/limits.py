"""Run a command under a limit: `python limits.py privileges|size COMMAND...`.

A script of its own, because a process with threads must not run Python between fork and exec.
"""

import ctypes
import os
import resource
import sys

_PR_CAPBSET_DROP = 24
_CAP_DAC_OVERRIDE, _CAP_DAC_READ_SEARCH = 1, 2


def without_privileges() -> None:
    """Permissions bind the command even where the tests run as root."""
    if os.geteuid() == 0:
        library = ctypes.CDLL(None, use_errno=True)
        for capability in (_CAP_DAC_OVERRIDE, _CAP_DAC_READ_SEARCH):
            if library.prctl(_PR_CAPBSET_DROP, capability, 0, 0, 0):
                raise OSError(ctypes.get_errno(), "root keeps its privileges")


def no_file_above_900_kilobytes() -> None:
    """The system refuses to write more into one file, as a disk without room does."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (900 * 1024, 900 * 1024))


if __name__ == "__main__":
    {"privileges": without_privileges, "size": no_file_above_900_kilobytes}[sys.argv[1]]()
    os.execv(sys.argv[2], sys.argv[2:])
