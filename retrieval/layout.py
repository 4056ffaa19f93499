"""Where things are in the folder of a library (its home)."""

from pathlib import Path


def library_path(home: Path) -> Path:
    """The library: the one file that cannot be made again."""
    return home / "library.db"


def vectors_path(home: Path) -> Path:
    """Vectors by model and text; safe to delete."""
    return home / "vectors.db"


def web_path(home: Path) -> Path:
    """Pages that were fetched; what quotes from them can be checked against."""
    return home / "web"


def index_path(home: Path) -> Path:
    """Generations of the index; safe to delete."""
    return home / "index"
