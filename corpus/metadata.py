"""Who published a document: YAML front matter, a sidecar, or one table for a folder.

Later statements overrule earlier ones: front matter, then the folder's `sources.csv`, then the
file's own `NAME.meta.yaml`, because the sidecars are what a person writes to correct a file.
"""

import csv
import datetime
import re
from dataclasses import fields
from pathlib import Path
from typing import Any

import yaml

from corpus.errors import BadMetadata
from corpus.model import Source

TABLE = "sources.csv"
SIDECAR_SUFFIXES = (".meta.yaml", ".meta.yml")
FIELDS = tuple(f.name for f in fields(Source))

_FRONT_MATTER = re.compile(
    r"---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE
)
_MAX_FRONT_MATTER = 64 * 1024
"""Characters; what is longer is text that begins with a rule, not metadata."""
_MAX_VALUE = 2000
"""Characters in one field; a citation line holds no more."""


def is_sidecar(path: Path) -> bool:
    """Tell whether the file holds metadata of other files."""
    return path.name == TABLE or path.name.endswith(SIDECAR_SUFFIXES)


def split_front_matter(text: str, name: str) -> tuple[Source, int]:
    """The metadata at the head of canonical text, and the offset at which the text begins.

    Raises BadMetadata with the line, counted in the file, where the YAML goes wrong.
    """
    match = _FRONT_MATTER.match(text, 0, _MAX_FRONT_MATTER)
    if match is None:
        return Source(), 0
    try:
        stated = yaml.safe_load(match.group(1))
    except yaml.YAMLError as error:
        raise BadMetadata(_yaml_message(name, "front matter", error, first_line=2)) from error
    if stated is None:
        return Source(), match.end()
    if not isinstance(stated, dict):  # a rule, some text, another rule
        return Source(), 0
    return source_from(stated, name), match.end()


def source_from(stated: dict[Any, Any], name: str) -> Source:
    """Take the fields of a citation from a mapping; other keys are left alone."""
    return Source(**{key: _as_text(stated[key], key, name) for key in FIELDS if key in stated})


def sidecar_of(path: Path) -> Source:
    """What `NAME.meta.yaml` beside the file states; NAME with or without its suffix."""
    for stem in (path.name, path.stem):
        for suffix in SIDECAR_SUFFIXES:
            sidecar = path.with_name(stem + suffix)
            if sidecar.is_file():
                return _read_sidecar(sidecar)
    return Source()


def _read_sidecar(sidecar: Path) -> Source:
    try:
        stated = yaml.safe_load(sidecar.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        raise BadMetadata(_yaml_message(str(sidecar), "YAML", error, first_line=1)) from error
    except (OSError, UnicodeDecodeError) as error:
        raise BadMetadata(f"{sidecar}: cannot be read as UTF-8 text ({error}).") from error
    if stated is None:
        return Source()
    if not isinstance(stated, dict):
        raise BadMetadata(
            f"{sidecar}: expected lines such as `title: ...`; the fields are {', '.join(FIELDS)}."
        )
    return source_from(stated, str(sidecar))


def read_table(folder: Path) -> dict[str, Source]:
    """What the folder's `sources.csv` states, by the name in its `file` column."""
    table = folder / TABLE
    if not table.is_file():
        return {}
    try:
        with table.open(encoding="utf-8-sig", newline="") as lines:
            rows = csv.DictReader(lines, strict=True)
            if "file" not in (rows.fieldnames or ()):
                raise BadMetadata(
                    f"{table}: the first line must name the columns, `file` and any of "
                    f"{', '.join(FIELDS)}."
                )
            return {
                row["file"]: source_from({k: v for k, v in row.items() if v}, f"{table}")
                for row in rows
                if row["file"]
            }
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise BadMetadata(f"{table}: cannot be read as CSV in UTF-8 ({error}).") from error


def _as_text(value: object, key: str, name: str) -> str | None:
    """A field as one line of text; YAML gives years as numbers and days as dates."""
    if value is None or value == "":
        return None
    if isinstance(value, list) and all(isinstance(v, str) for v in value):
        value = ", ".join(value)
    if isinstance(value, datetime.datetime):
        value = value.isoformat(timespec="minutes")
    if isinstance(value, datetime.date | int) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str) or len(value) > _MAX_VALUE:
        raise BadMetadata(f"{name}: `{key}` must be one short line of text.")
    return " ".join(value.split())


def _yaml_message(name: str, what: str, error: yaml.YAMLError, first_line: int) -> str:
    mark = getattr(error, "problem_mark", None)
    line = f" line {mark.line + first_line}" if mark else ""
    problem = getattr(error, "problem", None) or "not valid YAML"
    return f"{name}:{line} {what} cannot be understood ({problem}). Put values with `:` in quotes."
