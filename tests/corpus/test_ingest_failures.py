import os
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from corpus.ingest import Change, Ingest
from corpus.library import Library
from corpus.readers.text_file import MAX_BYTES
from corpus.scan import scan
from corpus.writer import LibraryWriter
from tests.corpus.making import BARN, KOLODEZ, WELL, Run

Write = Callable[..., Path]
BringIn = Callable[..., Run]
Open = Callable[[], Library]

BAD_FILES: dict[str, tuple[bytes, str]] = {
    "empty.txt": (b"", "the file is empty; nothing to quote"),
    "blank.md": (b" \n\r\n\t\n", "the file is empty; nothing to quote"),
    "empty.jsonl": (b"\n", "the file is empty; nothing to quote"),
    "binary.txt": (bytes(range(256)) * 8, "not text"),
    "short.txt": (b"hello\0", "not text"),
    "report.txt": (b"%PDF-1.7 \n", "not a PDF document, or damaged"),
    "letter.txt": (b"{\\rtf1 It rained.}", "not text but an RTF document. Save it as .docx"),
    "front.txt": (b"---\ntitle: a: b\n---\n" + WELL.encode(), "line 2 front matter"),
    "lines.jsonl": (b"not JSON", "line 1: not valid JSON"),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_file_that_cannot_be_read_is_named_and_the_others_go_on(
    write_files: Write, bring_in: BringIn, open_library: Open, name: str
) -> None:
    content, said = BAD_FILES[name]
    folder = write_files({name: content, "a.txt": WELL, "z.txt": BARN})
    run = bring_in(folder)
    assert sorted(run.report) == sorted([("added", "a.txt"), ("failed", name), ("added", "z.txt")])
    (detail,) = run.failures
    assert detail.startswith(f"{folder / name}: {said}")
    assert "\n" not in detail
    assert run.counts == {"added": 2, "failed": 1, "passages": 2}
    assert {document.name for document in open_library().documents()} == {"a.txt", "z.txt"}


def test_a_file_that_failed_is_tried_again(write_files: Write, bring_in: BringIn) -> None:
    folder = write_files({"a.txt": b"", "b.txt": WELL})
    bring_in(folder)
    assert bring_in(folder).report == [("failed", "a.txt")]
    assert bring_in(write_files({"a.txt": BARN})).report == [("added", "a.txt")]


def test_a_document_stays_in_while_its_file_cannot_be_read(
    write_files: Write, bring_in: BringIn, open_library: Open
) -> None:
    folder = write_files({"a.txt": WELL})
    bring_in(folder)
    assert bring_in(write_files({"a.txt": b""})).report == [("failed", "a.txt")]
    assert open_library().text(open_library().find("a.txt").id) == WELL


def test_a_file_that_goes_while_others_are_read_is_named(
    write_files: Write, path: Path, open_library: Open
) -> None:
    folder = write_files({"a.txt": WELL, "b.txt": BARN})
    with closing(LibraryWriter(path)) as writer:
        found = scan([folder], writer.root_above)
        (folder / "a.txt").unlink()
        failed, added = Ingest(writer, lambda _: None).run(found)
    assert failed.kind == "failed"
    assert failed.detail.startswith(f"{folder / 'a.txt'}: No such file or directory.")
    assert added == Change("added", "b.txt", passages=1)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_named(
    write_files: Write, bring_in: BringIn, open_library: Open
) -> None:
    folder = write_files({"a.txt": WELL, "b.txt": BARN})
    bring_in(folder)
    (folder / "a.txt").chmod(0)
    (said,) = bring_in(folder).failures
    assert said.startswith(f"{folder / 'a.txt'}: ")
    assert "permission" in said
    assert open_library().document_count() == 2


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="needs Linux")
def test_a_file_whose_bytes_do_not_come_is_named(write_files: Write, bring_in: BringIn) -> None:
    folder = write_files({"b.txt": BARN})
    (folder / "a.txt").symlink_to("/proc/self/mem")  # opens, but its first byte cannot be read
    run = bring_in(folder)
    assert run.report == [("failed", "a.txt"), ("added", "b.txt")]
    assert run.failures[0].startswith(f"{folder / 'a.txt'}: Input/output error.")


def test_a_file_too_large_to_hold_is_named(write_files: Write, bring_in: BringIn) -> None:
    folder = write_files({"a.txt": WELL})
    with (folder / "huge.txt").open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    (said,) = bring_in(folder).failures
    assert said.startswith(f"{folder / 'huge.txt'}: 32 MB in one text file; the limit is 32 MB.")


def test_a_record_too_large_to_hold_is_named_and_the_next_is_read(
    write_files: Write, bring_in: BringIn
) -> None:
    record = b'{"id": 2, "text": "The barn burned down."}\n'
    folder = write_files({"a.jsonl": b" " * (MAX_BYTES + 9) + b"\n" + record})
    run = bring_in(folder)
    assert run.report == [("failed", "a.jsonl"), ("added", "2")]
    assert run.failures == [f"{folder / 'a.jsonl'}: line 1: longer than 32 MB. Split this record."]


def test_a_name_that_is_not_utf8_is_named_and_the_others_go_on(
    write_files: Write, bring_in: BringIn
) -> None:
    folder = write_files({"b.txt": BARN})
    try:
        Path(os.fsdecode(bytes(folder) + b"/caf\xe9.txt")).write_text(WELL)
    except OSError:
        pytest.skip("this file system takes UTF-8 alone")
    run = bring_in(folder)
    assert sorted(run.report) == [("added", "b.txt"), ("failed", "caf\ufffd.txt")]
    assert run.failures == [f"{folder}/caf\ufffd.txt: the name is not UTF-8. Rename it."]


def test_a_bad_table_fails_the_files_of_its_folder_alone(
    write_files: Write, bring_in: BringIn
) -> None:
    folder = write_files({"a.txt": WELL, "bad/b.txt": BARN, "bad/sources.csv": "name,title\n"})
    run = bring_in(folder)
    assert run.report == [("failed", "bad/b.txt"), ("added", "a.txt")]
    assert run.failures[0].startswith(f"{folder}/bad/sources.csv: the first line must name")


def test_a_bad_sidecar_fails_its_file(write_files: Write, bring_in: BringIn) -> None:
    folder = write_files({"a.txt": WELL, "a.meta.yaml": "title: a: b", "b.txt": BARN})
    assert bring_in(folder).report == [("failed", "a.txt"), ("added", "b.txt")]


def test_strange_characters_in_metadata_are_stored(
    write_files: Write, bring_in: BringIn, open_library: Open
) -> None:
    record = '{"id": "\\ud83d x", "title": "\\ud83d \\u0000", "text": "The barn burned \\ud83d."}'
    bring_in(write_files({"a.jsonl": record, "b.txt": f'---\ntitle: "\\uD83D"\n---\n{WELL}'}))
    titles = {document.name: document.source.title for document in open_library().documents()}
    assert titles == {"\ufffd x": "\ufffd", "b.txt": "\ufffd"}


class Stop(Exception):
    """An encoder that fails."""


def test_what_could_not_be_encoded_is_not_in_and_comes_with_the_next_run(
    write_files: Write, path: Path, bring_in: BringIn, open_library: Open
) -> None:
    def fail(_: object) -> None:
        raise Stop

    folder = write_files({"a.txt": WELL, "b.txt": KOLODEZ})
    with closing(LibraryWriter(path)) as writer:
        run = Ingest(writer, fail).run(scan([folder], writer.root_above))
        with pytest.raises(Stop):
            list(run)
    assert open_library().document_count() == 0
    assert bring_in(folder).report == [("added", "a.txt"), ("added", "b.txt")]
