"""Which files an ingest means: found under the paths given, in a stable order."""

import os
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.canonical import typed_name
from corpus.errors import CorpusError
from corpus.metadata import is_sidecar
from corpus.readers import FORMATS, format_of


class NothingToRead(CorpusError):
    """A path does not exist, or holds no file in a format that is read."""

    users_mistake = True


@dataclass(frozen=True, slots=True)
class Candidate:
    """A file to read."""

    path: Path
    """Absolute."""
    root: str
    """The folder that was ingested; the document's name is relative to it."""
    size: int

    @property
    def name(self) -> str:
        """Path relative to the root, with `/` on every system, as people type it."""
        return typed_name(self.path.relative_to(self.root).as_posix())


@dataclass(frozen=True, slots=True)
class Scan:
    """What was found under the paths of one ingest."""

    paths: tuple[Path, ...]
    files: tuple[Candidate, ...]
    """Also folders that may not be looked into: reading them fails, and says so."""
    skipped: Counter[str]
    """Suffix of files that are not read -> how many."""

    @property
    def size(self) -> int:
        """Bytes of all files together."""
        return sum(file.size for file in self.files)


def scan(
    paths: Sequence[Path],
    root_above: Callable[[str], str | None],
    *,
    may_be_empty: bool = False,
) -> Scan:
    """Find the files; raises NothingToRead for a path that gives none.

    Hidden files, sidecars, other formats and what was saved with a page are passed over; links to
    folders are not followed.
    `root_above` names the folder of an earlier ingest that a path lies in, so that its documents
    keep their names. `may_be_empty`: a folder is believed to have lost its last file.
    """
    files: dict[Path, Candidate] = {}
    skipped: Counter[str] = Counter()
    for given in paths:
        path = _absolute(given)
        if _is_file(path, given):
            _require_reader(path)
            root = root_above(str(path)) or str(path.parent)
            files[path] = Candidate(path, root, path.stat().st_size)
        elif path.is_dir():
            root = root_above(str(path)) or str(path)
            before = len(files)
            for file in _walk(path):
                if format_of(file) is None and not file.is_dir():
                    skipped[printable(file.suffix).lower() or "no suffix"] += 1
                else:
                    files[file] = Candidate(file, root, file.stat().st_size)
            if len(files) == before and not may_be_empty:
                raise NothingToRead(_nothing_in(path, skipped))
        else:
            raise NothingToRead(f"{given}: there is no such file or folder. Check the path.")
    ordered = tuple(files[path] for path in sorted(files))
    return Scan(tuple(map(_absolute, paths)), ordered, skipped)


def _absolute(path: Path) -> Path:
    """The one name by which the library knows a file; links keep theirs."""
    return path.resolve() if ".." in path.parts else path.absolute()


def _is_file(path: Path, given: Path) -> bool:
    try:
        return path.is_file()
    except OSError as error:
        raise NothingToRead(f"{given}: {error.strerror}. Check its permissions.") from error


def _walk(folder: Path) -> Iterator[Path]:
    """All files, and the folders whose files may not be seen."""
    closed: list[str] = []
    for parent, folders, names in os.walk(folder, onerror=lambda e: closed.append(e.filename)):
        folders[:] = sorted(
            name for name in folders if not (name.startswith(".") or _is_of_page(name, names))
        )
        for name in sorted(names):
            path = Path(parent, name)
            try:
                if not name.startswith(".") and not is_sidecar(path) and path.is_file():
                    yield path
            except PermissionError:
                closed.append(parent)
                break
    yield from map(Path, closed)


def _is_of_page(folder: str, beside: list[str]) -> bool:
    """Whether a browser saved it with a page: its pictures, frames and advertisements."""
    stem = folder.removesuffix("_files").removesuffix(".files")
    return stem != folder and any(f"{stem}{end}" in beside for end in (".html", ".htm"))


def _require_reader(path: Path) -> None:
    if is_sidecar(path):
        raise NothingToRead(f"{path}: holds metadata of other files; ingest those instead.")
    if format_of(path) is None:
        raise NothingToRead(
            f"{path}: {path.suffix or 'a name without suffix'} is not a format that is read "
            f"({', '.join(FORMATS)}). Save it as one of these."
        )


def _nothing_in(folder: Path, skipped: Counter[str]) -> str:
    others = ", ".join(f"{count} {suffix}" for suffix, count in skipped.most_common(5))
    found = f"only {others}" if others else "no files"
    return f"{folder}: {found} in it; the formats that are read are {', '.join(FORMATS)}."


def printable(name: str | Path) -> str:
    """A file name for people; bytes of it that are not UTF-8 become U+FFFD."""
    return os.fsencode(name).decode(errors="replace")


def why_unreadable(path: Path, error: OSError | UnicodeEncodeError) -> str:
    """What to say of a file that the system does not give."""
    shown = printable(path)
    if isinstance(error, UnicodeEncodeError):
        return f"{shown}: the name is not UTF-8. Rename it."
    if isinstance(error, PermissionError | IsADirectoryError):  # a folder, in place of its files
        return f"{shown}: no permission to read it. Check its permissions."
    return f"{shown}: {error.strerror or error}. Try again."


def is_under(path: str, folder: str) -> bool:
    """Tell whether a path is the folder or lies below it."""
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)
