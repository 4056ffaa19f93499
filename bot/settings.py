"""What the surroundings decide: one frozen record, from the environment, checked at start."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import platformdirs


class BadSetting(Exception):
    """A setting that cannot be used; the message says which and what to do."""

    users_mistake = True


@dataclass(frozen=True, slots=True)
class Settings:
    """Where the library is, and with which model it is searched."""

    home: Path
    """Folder of the library, its vectors and its index."""
    cache: Path
    """Folder of exported models, shared by all homes; `XDG_CACHE_HOME` moves it."""
    model: str | None = None
    """Name or folder of a sentence-transformers model; None: the packaged one."""
    reader: str | None = None
    """Name or folder of a sentence-transformers CrossEncoder; None: the packaged reader."""


def read_settings(home: Path | None, environment: Mapping[str, str] = os.environ) -> Settings:
    """Settings from `--home`, PINCITE_HOME, PINCITE_MODEL and PINCITE_READER. Raises
    BadSetting."""
    chosen = home or environment.get("PINCITE_HOME") or platformdirs.user_data_dir("pincite")
    folder = Path(chosen).expanduser().absolute()
    if folder.exists() and not folder.is_dir():
        raise BadSetting(f"{folder} is a file; --home and PINCITE_HOME name a folder.")
    return Settings(
        home=folder,
        cache=Path(platformdirs.user_cache_dir("pincite")) / "models",
        model=environment.get("PINCITE_MODEL") or None,
        reader=environment.get("PINCITE_READER") or None,
    )
