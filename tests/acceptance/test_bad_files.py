"""What a file gets that cannot be read: one line that says what to do; the others go on."""

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from corpus.readers import FORMATS
from embeddings.packaged import PackagedEncoder
from tests.acceptance.shell import ANSWERED, MISTAKE, SAMPLE, Result, Shell, complaint

pytestmark = pytest.mark.model

MEGABYTE = 2**20
RECORD = '{"id": "kept", "text": "The lighthouse keeper counted nine ships at noon."}\n'

BAD_FILES = {
    "empty.txt": (b"", "the file is empty; nothing to quote."),
    "blank.md": (b" \n\n\t\n", "the file is empty; nothing to quote."),
    "empty.jsonl": (b"", "the file is empty; nothing to quote."),
    "binary.txt": (bytes(range(256)) * 40, "Save it as "),
    "document.txt": (b"{\\rtf1 plain words}", "not text but an RTF document. Save it as .docx"),
    "nul.txt": (b"A lamp \x00 was lit.\n", "Save it as UTF-8."),
    "metadata.md": (
        b"---\nkind: news\ntitle: a: b\n---\nA lamp was lit.\n",
        "line 3 front matter cannot be understood (mapping values are not allowed here). Put "
        "values with `:` in quotes.",
    ),
    "field.md": (
        b"---\ntitle: [1, {a: 2}]\n---\nA lamp was lit.\n",
        "`title` must be one short line of text.",
    ),
    "broken.jsonl": (b"{broken\n", "line 1: not valid JSON ("),
    "list.jsonl": (b"\n[1, 2]\n", 'line 2: expected an object such as {"id": ..., "text": ...}.'),
    "no-text.jsonl": (b'{"id": "a"}\n', "line 1: `text` is missing or empty."),
    "id.jsonl": (b'{"id": [], "text": "x"}\n', "line 1: the id must be text or a whole number."),
    "latin.jsonl": (b'{"id": "a", "text": "caf\xe9"}\n', "line 1: not UTF-8 ("),
    "raw-nul.jsonl": (b'{"id": "a", "text": "a \x00 b"}\n', "line 1: not valid JSON ("),
    "twice.jsonl": (
        RECORD.encode() * 2,
        "line 2: the id 'kept' stands twice in this file; the first one is kept. Give every "
        "record an id of its own.",
    ),
}
"""Name -> content, and what is said of it."""

LARGE_FILES = {
    "large.txt": "200 MB in one text file; the limit is 32 MB. Split it, or make it JSON Lines, "
    "which may be of any size.",
    "large.jsonl": "line 1: longer than 32 MB. Split this record.",
    "long-line.txt": "50 MB in one text file; the limit is 32 MB.",
    "long-line.jsonl": "line 2: longer than 32 MB. Split this record.",
}


@dataclass(frozen=True)
class Run:
    """An ingest of a folder with every bad file and a good one."""

    shell: Shell
    folder: Path
    result: Result

    def said_of(self, name: str) -> list[str]:
        start = f"failed   {self.folder / name}: "
        lines = self.result.stderr.splitlines()
        return [line.removeprefix(start) for line in lines if line.startswith(start)]


@pytest.fixture(scope="module")
def run(
    tmp_path_factory: pytest.TempPathFactory,
    cache_home: Path,
    sample_home: Path,
    encoder: PackagedEncoder,
) -> Iterator[Run]:
    """One ingest for all files: none may stop it."""
    place = tmp_path_factory.mktemp("bad")
    shutil.copytree(sample_home, place / "home")
    folder = place / "texts"
    folder.mkdir()
    for name, (content, _) in BAD_FILES.items():
        (folder / name).write_bytes(content)
    for name in ("large.txt", "large.jsonl"):
        with (folder / name).open("wb") as file:
            file.truncate(200 * MEGABYTE)
    long_line = "x" * (50 * MEGABYTE)
    (folder / "long-line.txt").write_text(long_line)
    record = json.dumps({"id": "long", "text": long_line})
    (folder / "long-line.jsonl").write_text(
        f"{RECORD.replace('kept', 'before')}{record}\n{RECORD.replace('kept', 'after')}"
    )
    (folder / "good.txt").write_text("The harbour master wrote seven letters in May.\n")
    shell = Shell(
        {"HOME": str(place), "XDG_CACHE_HOME": str(cache_home), "PINCITE_HOME": f"{place}/home"},
        place,
    )
    yield Run(shell, folder, shell("ingest", folder))
    shutil.rmtree(folder)


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_bad_file_gets_one_line_that_says_what_to_do(run: Run, name: str) -> None:
    (said,) = run.said_of(name)
    assert BAD_FILES[name][1] in said


@pytest.mark.parametrize("name", LARGE_FILES)
def test_a_file_or_line_that_is_too_large_is_said_with_its_limit(run: Run, name: str) -> None:
    (said,) = run.said_of(name)
    assert said.startswith(LARGE_FILES[name])


def test_nothing_else_is_said_and_the_status_is_the_persons_mistake(run: Run) -> None:
    lines = run.result.stderr.splitlines()
    assert run.result.returncode == MISTAKE
    assert len(lines) == len(BAD_FILES) + len(LARGE_FILES)
    assert all(line.startswith("failed   ") for line in lines)
    assert run.result.stdout.splitlines()[-1] == (f"4 added, {len(lines)} failed; 4 new passages.")


def test_good_files_and_records_beside_bad_ones_are_in_and_nothing_is_lost(run: Run) -> None:
    names = run.shell.names()
    assert {"good.txt", "kept", "before", "after"} < set(names)
    assert len(names) == 4 + len(list(SAMPLE.iterdir()))
    assert run.shell("ask", "Who wrote seven letters in May?").returncode == ANSWERED


def test_a_bad_table_is_said_once_for_its_folder(pincite: Shell) -> None:
    (pincite.folder / "texts").mkdir()
    for name in ("a.txt", "b.txt", "sources.csv"):
        (pincite.folder / "texts" / name).write_text("The lamp was lit.\n")
    result = pincite("ingest", "texts")
    assert result.stdout == "2 failed; 0 new passages.\n"
    assert "sources.csv: the first line must name the columns" in complaint(result)


def test_a_missing_path_is_said_and_no_library_is_filled(pincite: Shell) -> None:
    result = pincite("ingest", "nowhere.txt")
    assert result.returncode == MISTAKE
    assert complaint(result) == (
        "Error: nowhere.txt: there is no such file or folder. Check the path."
    )


@pytest.mark.parametrize(
    ("names", "found"), [((), "no files"), (("a.jpg", "b.jpg", "c"), "only 2 .jpg, 1 no suffix")]
)
def test_a_folder_without_readable_files_is_said_with_what_is_in_it(
    pincite: Shell, names: tuple[str, ...], found: str
) -> None:
    folder = pincite.folder / "pictures"
    folder.mkdir()
    for name in names:
        (folder / name).touch()
    result = pincite("ingest", folder)
    assert result.returncode == MISTAKE
    assert complaint(result) == (
        f"Error: {folder}: {found} in it; the formats that are read are {', '.join(FORMATS)}."
    )


def test_an_unknown_suffix_is_said_with_those_that_are_read(pincite: Shell) -> None:
    (pincite.folder / "scan.tiff").write_text("not read")
    result = pincite("ingest", "scan.tiff")
    assert result.returncode == MISTAKE
    assert complaint(result).endswith(
        f".tiff is not a format that is read ({', '.join(FORMATS)}). Save it as one of these."
    )


def test_other_formats_in_a_folder_are_counted_and_passed_over(pincite: Shell) -> None:
    folder = pincite.folder / "mixed"
    folder.mkdir()
    (folder / "a.txt").write_text("The tide came in at six.\n")
    (folder / "b.png").write_text("not read")
    result = pincite("ingest", folder)
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.splitlines()[-1] == (
        "1 added; 1 new passages. Skipped other formats: 1 .png."
    )


def test_damaged_utf8_is_read_and_said(pincite: Shell) -> None:
    (pincite.folder / "cafe.txt").write_bytes(
        "The café \udcff is open at five.\n".encode(errors="surrogateescape")
    )
    result = pincite("ingest", "cafe.txt")
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.startswith("added    cafe.txt (1 damaged characters)\n")
    assert pincite("verify", "is open at five").returncode == ANSWERED


def test_a_lone_nul_byte_in_a_long_text_is_read_as_a_space(pincite: Shell) -> None:
    text = "The pier was painted white. " * 40
    (pincite.folder / "pier.md").write_text(f"{text}The gate\x00was painted green.\n")
    assert pincite("ingest", "pier.md").returncode == 0
    assert pincite("verify", "The gate was painted green.").returncode == ANSWERED


def test_a_legacy_encoding_is_read_and_said(pincite: Shell) -> None:
    text = "Поезд на Актау отправляется в семь часов утра каждый вторник.\n"
    (pincite.folder / "train.txt").write_bytes(text.encode("cp1251"))
    result = pincite("ingest", "train.txt")
    assert result.stdout.startswith("added    train.txt (read as cp1251)\n")
    assert pincite("verify", text.strip()).returncode == ANSWERED


def test_a_file_that_turned_bad_keeps_its_document(pincite: Shell) -> None:
    file = pincite.folder / "note.txt"
    file.write_text("The bridge was closed on Monday.\n")
    pincite("ingest", file)
    file.write_bytes(bytes(range(256)) * 40)
    assert pincite("ingest", file).returncode == MISTAKE
    assert pincite("verify", "The bridge was closed on Monday.").returncode == ANSWERED
