"""What every reader promises, whatever the format."""

import hashlib
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.canonical import canonical_text
from corpus.errors import UnreadableFile
from corpus.metadata import FIELDS
from corpus.model import Reading, Source
from corpus.readers import FORMATS, reader_for

Write = Callable[..., Path]
STATED = {name: f"some {name}" for name in FIELDS}
KINDS = {"text", "heading", "label", "furniture"}
PAGE = """The well at noon

The well was dug in spring.\r\n\tNobody asked to be paid for it.

Subscribe

Құдықты көктемде бүкіл ауыл қазды. It was cafe\u0301 talk, 🙂 said Ann.
"""
FRONT_MATTER = "---\n" + "".join(f"{key}: {value}\n" for key, value in STATED.items()) + "---\n"
TEXT = (FRONT_MATTER + PAGE).encode()
MARKDOWN = (
    FRONT_MATTER
    + "# The well\n\n> Dug in *spring*,\n> by all.\n\n- one\n  - two wells\n\n"
    + "| year | depth |\n|---|---|\n| 1911 | 7 m |\n\n<b>raw</b>\n\n[home](/) [news](/n)\n\n"
    + "```\ncode\n```\n\n***\n\n"
    + PAGE
).encode()
RECORDS = b"".join(
    json.dumps(record).encode() + b"\n\n"
    for record in (
        {"_id": "first", "text": PAGE, **STATED},
        {"id": 2, "text": "The barn burned down.", "metadata": STATED},
        {"text": "\u202aNobody\0 came.", "metadata": {"title": "nested"}, **STATED},
    )
)
SAMPLES: dict[str, bytes] = {
    ".txt": TEXT,
    ".text": TEXT,
    ".md": MARKDOWN,
    ".markdown": MARKDOWN,
    ".jsonl": RECORDS,
    ".ndjson": RECORDS,
}
LINES: dict[str, list[int]] = {".jsonl": [1, 3, 5], ".ndjson": [1, 3, 5]}
"""Where the documents of a sample begin; elsewhere it is one document."""

every_format = pytest.mark.parametrize("suffix", FORMATS)


def read(path: Path) -> Iterator[Reading | UnreadableFile | None]:
    reader = reader_for(path)
    assert reader is not None
    return reader(path)


def readings(path: Path) -> list[Reading]:
    return [item for item in read(path) if isinstance(item, Reading)]


def refusals(path: Path) -> list[str]:
    """What is said of a file that holds no document; fails where one comes out."""
    said = []
    try:
        for item in read(path):
            assert isinstance(item, UnreadableFile), item
            said.append(str(item))
    except UnreadableFile as error:
        said.append(str(error))
    return said


@pytest.fixture
def sample(suffix: str, write_files: Write) -> Path:
    return write_files({f"sample{suffix}": SAMPLES[suffix]}) / f"sample{suffix}"


def check_segments(reading: Reading) -> None:
    reached = 0
    for part in reading.segments:
        assert reached <= part.start < part.end <= len(reading.text)
        assert reading.text[part.start : part.end] == reading.text[part.start : part.end].strip()
        assert part.kind in KINDS
        reached = part.end


def test_there_is_a_sample_of_every_format() -> None:
    assert SAMPLES.keys() == FORMATS.keys()


@every_format
def test_a_reader_is_found_by_suffix_in_any_case(suffix: str) -> None:
    assert reader_for(Path(f"b{suffix}")) is not None
    assert reader_for(Path("folder.d", f"a{suffix.upper()}")) is reader_for(Path(f"b{suffix}"))
    assert reader_for(Path(f"a{suffix}.bak")) is None


@every_format
def test_the_text_is_canonical(sample: Path) -> None:
    found = readings(sample)
    assert len(found) == len(LINES.get(sample.suffix, [1]))
    for reading in found:
        assert reading.text.strip()
        assert reading.text == canonical_text(reading.text)


@every_format
def test_segments_are_slices_in_order_without_blank_space_around(sample: Path) -> None:
    for reading in readings(sample):
        assert "text" in {part.kind for part in reading.segments}
        check_segments(reading)


@every_format
def test_what_is_stated_is_kept_field_by_field(sample: Path) -> None:
    for reading in readings(sample):
        assert reading.source == Source(**STATED)


@every_format
def test_the_id_is_the_hash_of_the_bytes_that_were_read(sample: Path) -> None:
    content = sample.read_bytes()
    parts = content.splitlines() if sample.suffix in LINES else [content]
    expected = [hashlib.sha256(part).hexdigest() for part in parts if part]
    assert [reading.sha256 for reading in readings(sample)] == expected


@every_format
def test_documents_know_the_line_on_which_they_begin(sample: Path) -> None:
    assert [r.line for r in readings(sample)] == LINES.get(sample.suffix, [1])


@every_format
def test_documents_know_how_many_bytes_they_are(sample: Path) -> None:
    found = readings(sample)
    blank = sum(line == b"\n" for line in sample.read_bytes().splitlines(keepends=True))
    between = blank if sample.suffix in LINES else 0
    assert sum(reading.size for reading in found) + between == sample.stat().st_size


@every_format
def test_metadata_is_no_part_of_what_is_quoted(sample: Path) -> None:
    for reading in readings(sample):
        words = [reading.text[part.start : part.end] for part in reading.segments]
        assert not [part for part in words if any(value in part for value in STATED.values())]
        body = len(FRONT_MATTER) if reading.text.startswith(FRONT_MATTER) else 0
        assert reading.segments[0].start >= body


@every_format
def test_a_sentence_is_quotable_text_and_a_notice_is_not(sample: Path) -> None:
    reading = readings(sample)[0]
    kinds = {reading.text[part.start : part.end]: part.kind for part in reading.segments}
    assert kinds["Subscribe"] == "furniture"
    assert [kind for words, kind in kinds.items() if "The well was dug" in words] == ["text"]


@every_format
@pytest.mark.parametrize("content", [b"", b" \n\r\n\t", b"\xef\xbb\xbf", b"\xef\xbb\xbf\n"])
def test_an_empty_file_is_refused_by_name(suffix: str, write_files: Write, content: bytes) -> None:
    path = write_files({f"empty{suffix}": content}) / f"empty{suffix}"
    assert refusals(path) == [f"{path}: the file is empty; nothing to quote."]


@every_format
@pytest.mark.parametrize("content", [bytes(range(256)) * 8, bytes(500), b"%PDF-1.7\n1 0 obj\n"])
def test_binary_data_is_refused_by_name(suffix: str, write_files: Write, content: bytes) -> None:
    path = write_files({f"binary{suffix}": content}) / f"binary{suffix}"
    said = refusals(path)
    assert said
    assert all(line.startswith(f"{path}: ") and line.count("\n") == 0 for line in said)


@every_format
def test_a_file_that_is_gone_is_an_error_of_the_system(suffix: str, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        list(read(tmp_path / f"gone{suffix}"))


@every_format
def test_what_is_stated_must_be_text(suffix: str, write_files: Write) -> None:
    bad = (
        b'{"text": "It rained.", "title": {"a": 1}}'
        if suffix in LINES
        else b"---\ntitle: {a: 1}\n---\nIt rained.\n"
    )
    path = write_files({f"bad{suffix}": bad}) / f"bad{suffix}"
    (said,) = refusals(path)
    assert said.startswith(f"{path}: ")
    assert said.endswith(": `title` must be one short line of text.")


PIECES = ["# ", "- ", "1. ", "> ", "\n", "\n\n", "| a | b |\n|---|---|\n", "    ", "```\n", "word ",
          "A sentence is here. ", "[x](y) ", "***", "---\n", "<b>", "<!--", "===\n", "\t", "\u00a0",
          "&amp;", "\\", "·", "Menu\n", "\u3000", "水很深。", "  \n", "`", "a: x\n"]  # fmt: skip


@every_format
@given(st.lists(st.sampled_from(PIECES), max_size=20).map("".join))
def test_whatever_stands_in_a_file_segments_are_slices_in_order(
    suffix: str, write_files: Write, text: str
) -> None:
    record: Any = json.dumps({"text": text}) if suffix in LINES else text
    path = write_files({f"any{suffix}": record}) / f"any{suffix}"
    try:
        found = readings(path)
    except UnreadableFile:
        return
    for reading in found:
        check_segments(reading)
