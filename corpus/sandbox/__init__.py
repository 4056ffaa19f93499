"""Files that nobody vouches for are read in a child process that can do nothing else.

It has limits on memory, time and open files, no environment, and where Linux lets a process give
up its rights (`seccomp`) it can neither write a file, nor reach a network, nor start a program.
Documents come back over a pipe as JSON and are checked before they are believed.
"""

from corpus.sandbox.process import Sandbox, SandboxFailed

__all__ = ["Sandbox", "SandboxFailed"]
