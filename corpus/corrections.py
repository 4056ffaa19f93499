"""What people state beside a file, brought together: it overrules what the file says of itself."""

import hashlib
from dataclasses import dataclass, replace
from pathlib import Path

from corpus.canonical import typed_name
from corpus.metadata import SECTION_SUFFIXES, SIDECAR_SUFFIXES, beside, read_table, sidecar_of
from corpus.model import Reading, Source
from corpus.section_file import StatedSections, sections_beside


@dataclass(frozen=True, slots=True)
class Corrections:
    """The metadata and the sections that are stated for one file."""

    source: Source
    sections: StatedSections | None

    @property
    def parted(self) -> str:
        """A key of the sections; empty: none are stated."""
        if self.sections is None:
            return ""
        return hashlib.sha256(repr(self.sections.sections).encode()).hexdigest()

    def applied_to(self, reading: Reading) -> Reading:
        """The reading as it is meant; raises BadMetadata where the sections do not fit its text."""
        source = reading.source.corrected_by(self.source)
        sections = self.sections.placed(reading) if self.sections else reading.sections
        return replace(reading, source=source, sections=sections)


def left_behind(origin: str, path: Path) -> list[str]:
    """The sidecars that still stand where a file was, and have none of their kind where it is."""
    return [
        sidecar.name
        for suffixes in (SIDECAR_SUFFIXES, SECTION_SUFFIXES)
        if (sidecar := beside(Path(origin), suffixes)) and beside(path, suffixes) is None
    ]


class CorrectionFiles:
    """Reads what stands beside files, the table of a folder once for all files in a row."""

    def __init__(self) -> None:
        self._folder: Path | None = None
        self._table: dict[str, Source] = {}

    def of(self, path: Path) -> Corrections:
        """What is stated for a file; raises BadMetadata."""
        if path.parent != self._folder:
            self._table = read_table(path.parent)
            self._folder = path.parent
        row = self._table.get(typed_name(path.name), Source())
        return Corrections(row.corrected_by(sidecar_of(path)), sections_beside(path))
