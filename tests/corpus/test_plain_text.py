from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.errors import UnreadableFile
from corpus.readers.plain_text import read
from corpus.readers.text_file import MAX_BYTES, read_text_file
from tests.corpus.making import KOLODEZ, WELL

Write = Callable[..., Path]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (f"---\ntitle: Stated\n---\nThe first line\n\n{WELL}", "Stated"),
        (f"The first line\n\n{WELL}", "The first line"),
        (f"---\nkind: news\n---\n\nThe  first\tline\n\n{WELL}", "The first line"),
        (f"The first line\n{WELL}", "The first line"),
        (f"Subscribe\n\nThe second line\n\n{WELL}", None),
        (f"{WELL}\n\nThe last line", None),
        (f"{'well' * 38}\n\n{WELL}", None),  # too long for a title
    ],
)
def test_the_title_is_stated_or_a_short_first_line(
    write_files: Write, text: str, title: str | None
) -> None:
    (found,) = read(write_files({"a.txt": text}) / "a.txt")
    assert found.source.title == title


def test_how_a_file_was_decoded_is_told(write_files: Write) -> None:
    folder = write_files(
        {
            "legacy.txt": f"{KOLODEZ} Вода стояла высоко.".encode("koi8-r"),
            "torn.txt": KOLODEZ.encode() + b" \xff.",
            "marked.txt": WELL.encode("utf-16"),
        }
    )
    found = {path.name: next(read(path)) for path in folder.iterdir()}
    assert {name: (r.encoding, r.damaged) for name, r in found.items()} == {
        "legacy.txt": ("koi8-r", 0),
        "torn.txt": ("utf-8", 1),
        "marked.txt": ("utf-16-le", 0),
    }


def test_lines_that_go_on_are_one_segment(write_files: Write) -> None:
    wrapped = "The well was dug in spring by the whole village,\r\nand nobody asked for money."
    (found,) = read(write_files({"a.txt": wrapped}) / "a.txt")
    assert [found.text[part.start : part.end] for part in found.segments] == [found.text]


def test_the_largest_file_is_read_and_a_larger_one_is_not(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b" " * (MAX_BYTES - 6) + b"A well")
    assert read_text_file(path).size == MAX_BYTES
    with path.open("ab") as file:
        file.write(b".")
    with pytest.raises(UnreadableFile, match=r"a\.txt: 32 MB .* Split it, or make it JSON Lines"):
        read_text_file(path)
