"""What a document is called: by its file, and by the id of its record where it is one of many."""

from collections.abc import Callable
from pathlib import Path

from corpus.model import Reading
from corpus.scan import Candidate


def name_of(file: Candidate, reading: Reading) -> str:
    """The name that is short and says enough where no other file has it."""
    if reading.record is None:
        return file.name
    return f"{file.name}/{reading.record}" if reading.is_numbered else reading.record


def free_name(file: Candidate, reading: Reading, is_taken: Callable[[str], bool]) -> str:
    """The first name that no document of another file has: files of two folders, members of two
    archives and records with ids of their own may be called the same."""
    record = "" if reading.record is None else f"/{reading.record}"
    places = (file.name, f"{Path(file.root).name}/{file.name}", str(file.path))
    names = (name_of(file, reading), *(f"{place}{record}" for place in places))
    return next((name for name in names if not is_taken(name)), names[-1])
