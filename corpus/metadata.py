"""Who published a document: YAML front matter, a sidecar, or one table for a folder.

Later statements overrule earlier ones: front matter, then the folder's `sources.csv`, then the
file's own `NAME.meta.yaml`, because the sidecars are what a person writes to correct a file.
"""

import csv
import re
from dataclasses import fields
from pathlib import Path
from typing import Any

import yaml

from corpus.canonical import one_line, typed_name
from corpus.errors import BadMetadata
from corpus.model import Source

TABLE = "sources.csv"
SIDECAR_SUFFIXES = (".meta.yaml", ".meta.yml")
SECTION_SUFFIXES = (".sections.yaml", ".sections.yml")
FIELDS = tuple(f.name for f in fields(Source))

_FRONT_MATTER = re.compile(
    r"---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE
)
_MAX_FRONT_MATTER = 64 * 1024
"""Characters; what is longer is text that begins with a rule, not metadata."""
_DELIMITERS = ",;\t"
_MAX_VALUE = 2000
"""Characters in one field; a citation line holds no more."""


class _AsWritten(yaml.SafeLoader):
    """YAML without its numbers, dates and truth values: `no` is a language, `010` a title."""


_AsWritten.yaml_implicit_resolvers = {
    first: [rule for rule in rules if rule[0] == "tag:yaml.org,2002:null"]
    for first, rules in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def _load(text: str) -> Any:
    return yaml.load(text, _AsWritten)  # noqa: S506 - it is a SafeLoader


def is_sidecar(path: Path) -> bool:
    """Tell whether the file holds metadata of other files."""
    return path.name == TABLE or path.name.endswith((*SIDECAR_SUFFIXES, *SECTION_SUFFIXES))


def split_front_matter(text: str, name: str) -> tuple[Source, int]:
    """The metadata at the head of canonical text, and the offset at which the text begins.

    Raises BadMetadata with the line, counted in the file, where the YAML goes wrong.
    """
    match = _FRONT_MATTER.match(text, 0, _MAX_FRONT_MATTER)
    if match is None:
        return Source(), 0
    try:
        stated = _load(match.group(1))
    except (yaml.YAMLError, ValueError, RecursionError) as error:
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
    sidecar = beside(path, SIDECAR_SUFFIXES)
    return source_from(read_fields(sidecar), str(sidecar)) if sidecar else Source()


def read_fields(sidecar: Path) -> dict[Any, Any]:
    """What a `NAME.meta.yaml` states, other keys too; raises BadMetadata."""
    stated = read_yaml(sidecar)
    if stated is None:
        return {}
    if not isinstance(stated, dict):
        raise BadMetadata(
            f"{sidecar}: expected lines such as `title: ...`; the fields are {', '.join(FIELDS)}."
        )
    return stated


def beside(path: Path, suffixes: tuple[str, ...]) -> Path | None:
    """The sidecar of a file with one of these endings in the place of its suffix, or after it."""
    names = (stem + suffix for stem in (path.name, path.stem) for suffix in suffixes)
    return next((path.with_name(name) for name in names if path.with_name(name).is_file()), None)


def read_yaml(sidecar: Path) -> Any:
    """What a sidecar holds; raises BadMetadata, with the line."""
    try:
        return _load(sidecar.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise BadMetadata(f"{sidecar}: cannot be read as UTF-8 text ({error}).") from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise BadMetadata(_yaml_message(str(sidecar), "YAML", error, first_line=1)) from error


def read_table(folder: Path) -> dict[str, Source]:
    """What the folder's `sources.csv` states, by the name in its `file` column."""
    table = folder / TABLE
    if not table.is_file():
        return {}
    try:
        with table.open(encoding="utf-8-sig", newline="") as lines:
            delimiter = max(_DELIMITERS, key=lines.readline().count)  # as Excel has it, by country
            lines.seek(0)
            return _read_rows(csv.DictReader(lines, delimiter=delimiter, strict=True), table)
    except (OSError, UnicodeDecodeError) as error:
        raise BadMetadata(
            f"{table}: cannot be read as UTF-8 text ({error}). Save it as UTF-8."
        ) from error


def _read_rows(rows: "csv.DictReader[str]", table: Path) -> dict[str, Source]:
    stated = {}
    try:
        if "file" not in (rows.fieldnames or ()):
            raise BadMetadata(
                f"{table}: the first line must name the columns, `file` and any of "
                f"{', '.join(FIELDS)}."
            )
        for row in rows:
            if row["file"]:
                given = {key: value for key, value in row.items() if value}
                stated[typed_name(row["file"])] = source_from(
                    given, f"{table}: line {rows.line_num}"
                )
    except csv.Error as error:
        line = rows.reader.line_num
        raise BadMetadata(f"{table}: line {line}: not good CSV ({error}).") from error
    return stated


def _as_text(value: object, key: str, name: str) -> str | None:
    """A field as one line of text; JSON may give years as numbers."""
    if value is None or value == "":
        return None
    if isinstance(value, list) and all(isinstance(v, str) for v in value):
        value = ", ".join(value)
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str) or len(value) > _MAX_VALUE:
        raise BadMetadata(f"{name}: `{key}` must be one short line of text.")
    return one_line(value) or None


def _yaml_message(name: str, what: str, error: Exception, first_line: int) -> str:
    mark = getattr(error, "problem_mark", None)
    line = f" line {mark.line + first_line}" if mark else ""
    problem = getattr(error, "problem", None) or "not valid YAML"
    return f"{name}:{line} {what} cannot be understood ({problem}). Put values with `:` in quotes."
