"""When a file is read again: with its bytes, what stands beside it, and how documents are made."""

import hashlib
from pathlib import Path

from corpus.canonical import CANONICAL_VERSION
from corpus.corrections import Corrections
from corpus.model import Reading
from corpus.passages import PASSAGES_VERSION
from corpus.readers import version_of
from corpus.sections import SECTIONS_VERSION

_MADE = f"{CANONICAL_VERSION}.{SECTIONS_VERSION}.{PASSAGES_VERSION}"
"""Of how text is made canonical, parted and cut."""


def file_fingerprint(path: Path, corrections: Corrections) -> str:
    """Of everything that a file's documents are made from; raises OSError."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    version = f"{_MADE}.{version_of(path)}"
    return hashlib.sha256(f"{digest}\n{corrections}\n{version}".encode()).hexdigest()


def document_version(reading: Reading) -> str:
    """Of all that a stored document went through; one of another version is stored anew."""
    return f"{_MADE}.{reading.version}"
