"""What every reader promises, whatever the format."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.canonical import canonical_text
from corpus.errors import UnreadableFile
from corpus.model import Reading
from corpus.readers import FORMATS, reader_for
from tests.contracts.packed import PACKED
from tests.contracts.samples import FRONT_MATTER, STATED, WRITTEN, Sample

Write = Callable[..., Path]
SAMPLES = WRITTEN | PACKED
KINDS = {"text", "heading", "label", "listing", "furniture"}

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
def sample(suffix: str) -> Sample:
    return SAMPLES[suffix]


@pytest.fixture
def found(suffix: str, sample: Sample, write_files: Write) -> list[Reading]:
    """What a reader makes of the sample."""
    return readings(write_files({f"sample{suffix}": sample.content}) / f"sample{suffix}")


def check_segments(reading: Reading) -> None:
    reached = 0
    for part in reading.segments:
        assert reached <= part.start < part.end <= len(reading.text)
        assert reading.text[part.start : part.end] == reading.text[part.start : part.end].strip()
        assert part.kind in KINDS
        reached = part.end
    reached = 0
    for section in reading.sections or ():
        assert reached <= section.start < section.end <= len(reading.text)
        reached = section.end
    starts = [landmark.start for landmark in reading.landmarks]
    assert starts == sorted(set(starts))
    assert all(0 <= start < len(reading.text) for start in starts)


def test_there_is_a_sample_of_every_format() -> None:
    assert SAMPLES.keys() == FORMATS.keys()


@every_format
def test_a_reader_is_found_by_suffix_in_any_case(suffix: str) -> None:
    assert reader_for(Path(f"b{suffix}")) is not None
    assert reader_for(Path("folder.d", f"a{suffix.upper()}")) is reader_for(Path(f"b{suffix}"))
    assert reader_for(Path(f"a{suffix}.bak")) is None


@every_format
def test_the_text_is_canonical(sample: Sample, found: list[Reading]) -> None:
    assert len(found) == len(sample.lines)
    for reading in found:
        assert reading.text.strip()
        assert reading.text == canonical_text(reading.text)


@every_format
def test_segments_are_slices_in_order_without_blank_space_around(found: list[Reading]) -> None:
    for reading in found:
        assert "text" in {part.kind for part in reading.segments}
        check_segments(reading)


@every_format
def test_what_is_stated_is_kept_field_by_field(sample: Sample, found: list[Reading]) -> None:
    for reading in found:
        assert reading.source == sample.source


@every_format
def test_the_id_is_the_hash_of_the_bytes_that_were_read(
    sample: Sample, found: list[Reading]
) -> None:
    if sample.documents != ():  # where a document is put together from many pieces
        assert [reading.sha256 for reading in found] == sample.ids


@every_format
def test_documents_know_the_line_on_which_they_begin(sample: Sample, found: list[Reading]) -> None:
    assert [reading.line for reading in found] == list(sample.lines)


@every_format
def test_documents_know_how_many_bytes_they_are(sample: Sample, found: list[Reading]) -> None:
    sizes = sum(reading.size for reading in found)
    assert (
        sizes == len(sample.content) if sample.documents is None else sizes <= len(sample.content)
    )
    assert all(reading.size > 0 for reading in found)


@every_format
def test_metadata_is_no_part_of_what_is_quoted(found: list[Reading]) -> None:
    for reading in found:
        words = [reading.text[part.start : part.end] for part in reading.segments]
        assert not [part for part in words if any(value in part for value in STATED.values())]
        body = len(FRONT_MATTER) if reading.text.startswith(FRONT_MATTER) else 0
        assert reading.segments[0].start >= body


@every_format
def test_a_sentence_is_quotable_text_and_a_notice_is_not(found: list[Reading]) -> None:
    reading = found[0]
    kinds = {reading.text[part.start : part.end]: part.kind for part in reading.segments}
    assert kinds.get("Subscribe") != "text"
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
def test_what_is_stated_must_be_text(suffix: str, sample: Sample, write_files: Write) -> None:
    if not sample.bad:
        return
    path = write_files({f"bad{suffix}": sample.bad}) / f"bad{suffix}"
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
    content = SAMPLES[suffix].around(text)
    path = write_files({f"any{suffix}": content}) / f"any{suffix}"
    try:
        found = readings(path)
    except UnreadableFile:
        return
    for reading in found:
        check_segments(reading)
