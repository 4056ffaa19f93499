import os
from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.scan import NothingToRead, is_under, printable, scan

Write = Callable[..., Path]
FILES = {
    "b.txt": "Text.",
    "A.MD": "Text.",
    "deep/er/c.jsonl": "{}",
    ".hidden.txt": "Text.",
    ".git/d.txt": "Text.",
    "sources.csv": "file,title",
    "b.txt.meta.yaml": "title: B",
    "page.wpd": "<p>",
    "photo.JPG": b"\xff",
    "scan.jpg": b"\xff",
    "Makefile": "all:",
}


def nowhere(_: str) -> str | None:
    return None


def names(*paths: Path, root_above: Callable[[str], str | None] = nowhere) -> list[str]:
    return [file.name for file in scan(paths, root_above).files]


def test_files_of_known_formats_are_found_in_order(write_files: Write) -> None:
    found = scan([write_files(FILES)], nowhere)
    assert [file.name for file in found.files] == ["A.MD", "b.txt", "deep/er/c.jsonl"]
    assert found.size == 5 + 5 + 2
    assert {file.root for file in found.files} == {str(found.paths[0])}


def test_other_formats_are_counted_and_sidecars_are_not(write_files: Write) -> None:
    assert scan([write_files(FILES)], nowhere).skipped == {".jpg": 2, ".wpd": 1, "no suffix": 1}


def test_what_is_named_twice_is_read_once(write_files: Write) -> None:
    folder = write_files(FILES)
    assert names(folder / "b.txt", folder, folder / "b.txt") == ["A.MD", "b.txt", "deep/er/c.jsonl"]


def test_a_single_file_is_named_by_its_folder(write_files: Write) -> None:
    assert names(write_files(FILES) / "deep" / "er" / "c.jsonl") == ["c.jsonl"]


def test_below_a_folder_of_an_earlier_ingest_names_stay(write_files: Write) -> None:
    folder = write_files(FILES)
    assert names(folder / "deep", root_above=lambda _: str(folder)) == ["deep/er/c.jsonl"]
    assert names(folder / "b.txt", root_above=lambda _: str(folder.parent)) == ["texts/b.txt"]


def test_a_file_has_one_path_however_it_is_reached(
    write_files: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_files(FILES)
    monkeypatch.chdir(folder / "deep")
    ways = [Path(".."), Path("../deep/.."), folder / "deep" / "..", folder]
    found = [scan([way], nowhere) for way in ways]
    assert {one.files for one in found} == {found[-1].files}
    assert {one.paths for one in found} == {(folder,)}


def test_a_link_keeps_its_own_name(write_files: Write, tmp_path: Path) -> None:
    folder = write_files(FILES)
    (folder / "link.txt").symlink_to(folder / "page.wpd")
    (tmp_path / "texts-too").symlink_to(folder)
    assert "link.txt" in names(folder)
    other = tmp_path / "texts-too"
    assert {file.root for file in scan([other], nowhere).files} == {str(other)}


def test_links_to_folders_are_not_followed(write_files: Write) -> None:
    folder = write_files({"b.txt": "Text."})
    (folder / "again").symlink_to(folder)
    assert names(folder) == ["b.txt"]


@pytest.mark.parametrize("make", ["link to nothing", "pipe"])
def test_what_cannot_be_read_like_a_file_is_passed_over(write_files: Write, make: str) -> None:
    folder = write_files({"b.txt": "Text."})
    if make == "pipe":
        os.mkfifo(folder / "a.txt")
    else:
        (folder / "a.txt").symlink_to(folder / "gone.txt")
    assert names(folder) == ["b.txt"]


def test_a_path_that_does_not_exist_is_named_as_it_was_given() -> None:
    with pytest.raises(NothingToRead, match=r"^no/such: there is no such file or folder\."):
        names(Path("no/such"))


def test_a_folder_with_nothing_to_read_says_what_it_has(write_files: Write, tmp_path: Path) -> None:
    folder = write_files({"page.wpd": "<p>", "b.xls": b"x", "c.xls": b"x"})
    (tmp_path / "empty").mkdir()
    with pytest.raises(NothingToRead, match=r"texts: only 2 \.xls, 1 \.wpd.* are \.txt, \.text"):
        names(folder)
    with pytest.raises(NothingToRead, match=r"empty: no files"):
        names(tmp_path / "empty")


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("page.wpd", r"page\.wpd: \.wpd is not a format that is read \(\.txt, .*\)\. Save it"),
        ("Makefile", r"Makefile: a name without suffix is not a format that is read"),
        ("sources.csv", r"sources\.csv: holds metadata of other files"),
        ("b.txt.meta.yaml", r"b\.txt\.meta\.yaml: holds metadata of other files"),
    ],
)
def test_a_file_that_is_no_document_is_refused(write_files: Write, name: str, message: str) -> None:
    with pytest.raises(NothingToRead, match=message):
        names(write_files(FILES) / name)


@pytest.mark.parametrize(
    ("path", "folder", "expected"),
    [
        ("/texts/a.txt", "/texts", True),
        ("/texts/a.txt", "/texts/", True),
        ("/texts", "/texts", True),
        ("/texts-too/a.txt", "/texts", False),
        ("/", "/texts", False),
        ("/a.txt", "/", True),
    ],
)
def test_what_lies_below_a_folder(path: str, folder: str, expected: bool) -> None:
    assert is_under(path, folder) == expected


def test_a_name_that_is_not_utf8_can_be_printed() -> None:
    assert printable(os.fsdecode(b"caf\xe9.txt")) == "caf\ufffd.txt"
    assert printable(Path("құдық.txt")) == "құдық.txt"


def test_what_a_browser_saved_with_a_page_is_passed_over(write_files: Write) -> None:
    folder = write_files(
        {
            "page.html": "Text.",
            "page_files/advertisement.html": "Text.",
            "old.htm": "Text.",
            "old.files/frame.htm": "Text.",
            "other_files/a.txt": "Text.",
        }
    )
    assert [file.name for file in scan([folder], nowhere).files] == [
        "old.htm",
        "other_files/a.txt",
        "page.html",
    ]


def test_a_folder_may_be_said_to_be_empty(write_files: Write) -> None:
    folder = write_files({"a.wpd": "Text."})
    assert scan([folder], nowhere, may_be_empty=True).files == ()
