"""`NAME.sections.yaml` beside a file: its sections as a person corrects them.

A section is told by its first words, so that it can be written by hand, and goes to where the next
one begins. What stands before the first belongs to none.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import yaml

from corpus.errors import BadMetadata
from corpus.metadata import FIELDS, SECTION_SUFFIXES, beside, read_yaml, source_from
from corpus.model import Reading, Section, Source

_HEAD = """\
# The sections of {name}, as Pincite found them. Correct them here, then run `pincite ingest` again.
# `begins` has the first words of a section; it goes to where the next one begins. Where these words
# stand several times, `occurrence: 2` means the second. The other fields say whose it is, where
# that is not what is known of the whole file ('': it has none): {fields}.
"""
_FEWEST_WORDS, _MOST_WORDS = 8, 24
"""Words by which a section is told: as few as stand once, else the fewest and their occurrence."""


@dataclass(frozen=True, slots=True)
class StatedSection:
    """A section as a person wrote it down."""

    begins: str
    occurrence: int | None
    source: Source


@dataclass(frozen=True, slots=True)
class StatedSections:
    """What `NAME.sections.yaml` says; no sections: the file is all of one source."""

    file: str
    sections: tuple[StatedSection, ...]

    def placed(self, reading: Reading) -> tuple[Section, ...]:
        """The sections in the text, in order. Raises BadMetadata where first words are not there,
        or stand several times and it is not said which is meant."""
        if reading.record is not None and self.sections:
            raise BadMetadata(
                f"{self.file}: the file beside it holds many documents, each of one source. "
                "Remove this one."
            )
        starts = {}
        for number, stated in enumerate(self.sections, start=1):
            start = self._place(number, stated, reading.text)
            if start in starts:
                raise BadMetadata(f"{self._name(number, stated)} begins where another does.")
            starts[start] = stated.source
        borders = [*sorted(starts), len(reading.text)]
        return tuple(Section(start, end, starts[start]) for start, end in pairwise(borders))

    def _place(self, number: int, stated: StatedSection, text: str) -> int:
        places = list(_places(stated.begins, text))
        if not places:
            raise BadMetadata(
                f"{self._name(number, stated)}: these words do not stand in the text. Copy the "
                "first words of the section from it."
            )
        if stated.occurrence is None and len(places) > 1:
            raise BadMetadata(
                f"{self._name(number, stated)}: these words stand {len(places)} times. Add the "
                "words that follow, or say which is meant, such as `occurrence: 2`."
            )
        chosen = stated.occurrence or 1
        if chosen > len(places):
            raise BadMetadata(
                f"{self._name(number, stated)}: `occurrence: {chosen}`, but these words stand "
                f"{_times(len(places))}."
            )
        return places[chosen - 1]

    def _name(self, number: int, stated: StatedSection) -> str:
        return f"{self.file}: section {number} ({stated.begins!r})"


def sections_beside(path: Path) -> StatedSections | None:
    """What `NAME.sections.yaml` beside a file states; None: there is none. Raises BadMetadata."""
    sidecar = beside(path, SECTION_SUFFIXES)
    if sidecar is None:
        return None
    rows = read_yaml(sidecar)
    if rows is None:
        rows = []
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise BadMetadata(
            f"{sidecar}: expected a list of sections, such as `- begins: first words of it`; "
            f"the other fields are occurrence, {', '.join(FIELDS)}."
        )
    stated = (_stated(row, f"{sidecar}: section {n}") for n, row in enumerate(rows, start=1))
    return StatedSections(str(sidecar), tuple(stated))


def write_sections(path: Path, text: str, sections: Sequence[Section]) -> Path:
    """Write the sections of a file down beside it, to be corrected; returns where.

    Raises BadMetadata where that was done before, and OSError.
    """
    known = beside(path, SECTION_SUFFIXES)
    if known is not None:
        raise BadMetadata(f"{known} is there already. Correct it, or remove it first.")
    rows = [
        _row(section, text)
        for section in _without_gaps(sections, len(text))
        if text[section.start : section.end].split()
    ]
    head = _HEAD.format(name=path.name, fields=", ".join(FIELDS))
    body = yaml.safe_dump(rows, allow_unicode=True, sort_keys=False, width=1000)
    sidecar = path.with_name(path.name + SECTION_SUFFIXES[0])
    with sidecar.open("x", encoding="utf-8") as file:
        file.write(f"{head}\n{body}")
    return sidecar


def _without_gaps(sections: Sequence[Section], length: int) -> Iterator[Section]:
    """The sections, and what stands behind one and belongs to none: it is the whole file's."""
    for section, following in pairwise((*sections, Section(length, length, Source()))):
        yield section
        if section.end < following.start:
            yield Section(section.end, following.start, Source())


def _stated(row: dict[Any, Any], name: str) -> StatedSection:
    begins, occurrence = row.get("begins"), row.get("occurrence")
    if not isinstance(begins, str) or not begins.strip():
        raise BadMetadata(f"{name}: `begins` is missing. Give it the first words of the section.")
    if occurrence is not None and not re.fullmatch("[1-9][0-9]{0,5}", str(occurrence)):
        raise BadMetadata(f"{name}: `occurrence` must be a number from 1.")
    which = None if occurrence is None else int(str(occurrence))
    none = dict.fromkeys((field for field in FIELDS if row.get(field) == ""), "")
    source = replace(source_from(row, name), **none)
    return StatedSection(" ".join(begins.split()), which, source)


def _row(section: Section, text: str) -> dict[str, str | int]:
    words = text[section.start : section.end].split(None, _MOST_WORDS)[:_MOST_WORDS]
    start = text.index(words[0], section.start)
    fewest = min(_FEWEST_WORDS, len(words))
    tried = [" ".join(words[:count]) for count in range(fewest, len(words) + 1)]
    once = next((begins for begins in tried if len(list(_places(begins, text))) == 1), None)
    row: dict[str, str | int] = {"begins": once or tried[0]}
    if once is None:
        row["occurrence"] = list(_places(tried[0], text)).index(start) + 1
    stated = {name: getattr(section.source, name) for name in FIELDS}
    return row | {name: value for name, value in stated.items() if value is not None}


def _places(words: str, text: str) -> Iterator[int]:
    """Where words stand with any white space between them."""
    pattern = r"\s+".join(map(re.escape, words.split()))
    for match in re.finditer(f"(?={pattern})", text):
        yield match.start()


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"
