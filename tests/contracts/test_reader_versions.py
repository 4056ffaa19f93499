"""A library takes what a better reader makes of a file, because the reader's version is raised."""

import json
from pathlib import Path

import pytest

from corpus.corrections import CorrectionFiles
from corpus.readers import FORMATS, VERSIONS, version_of
from corpus.rereading import file_fingerprint
from tests.contracts.reader_digests import KEPT, digests


def test_every_reader_has_a_version() -> None:
    assert VERSIONS.keys() == set(FORMATS.values())


def test_what_comes_out_of_a_reader_changes_with_its_version_alone() -> None:
    """If this fails on purpose, raise `corpus.readers.VERSIONS` of the reader, and run
    `python -m tests.contracts.reader_digests`."""
    assert digests() == json.loads(KEPT.read_text())


def test_files_of_a_raised_version_are_read_again_and_archives_with_any(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = [tmp_path / name for name in ("a.md", "a.txt", "a.zip")]
    for path in paths:
        path.write_text("The well was dug in spring.")
    beside = CorrectionFiles().of(paths[0])
    before = [file_fingerprint(path, beside) for path in paths]
    monkeypatch.setitem(VERSIONS, "plain_text", VERSIONS["plain_text"] + 1)
    after = [file_fingerprint(path, beside) for path in paths]
    assert [a != b for a, b in zip(after, before, strict=True)] == [False, True, True]
    assert version_of(Path("a.tar.gz")) == sum(VERSIONS.values())
