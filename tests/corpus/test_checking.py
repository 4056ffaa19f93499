import json
from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.canonical import canonical_text
from corpus.checking import ABSENT, CHANGED, EXACT, bytes_of, check_files
from corpus.library import Library
from tests.corpus.making import BARN, KOLODEZ, WELL, Run

Write = Callable[..., Path]
BringIn = Callable[..., Run]
Open = Callable[[], Library]


def statuses(library: Library) -> dict[str, str]:
    checks = list(check_files(library))
    assert len({(check.path, check.name) for check in checks}) == len(checks)
    return {check.name: check.status for check in checks}


def lines(**texts: str) -> str:
    return "".join(json.dumps({"id": key, "text": text}) + "\n" for key, text in texts.items())


def test_every_file_is_held_against_the_library(
    write_files: Write, bring_in: BringIn, open_library: Open
) -> None:
    names = ["same.txt", "other.txt", "gone.txt", "binary.txt", "renamed.md", "space.txt"]
    folder = write_files(dict.fromkeys(names, WELL))
    for number, name in enumerate(names):
        (folder / name).write_text(f"{WELL} Number {number}.")
    bring_in(folder)
    (folder / "other.txt").write_text(BARN)
    (folder / "gone.txt").unlink()
    (folder / "binary.txt").write_bytes(bytes(500))
    (folder / "renamed.md").rename(folder / "renamed.txt")
    (folder / "space.txt").write_bytes((folder / "space.txt").read_bytes() + b" ")
    assert statuses(open_library()) == {
        "same.txt": EXACT,
        "other.txt": CHANGED,
        "gone.txt": ABSENT,
        "binary.txt": ABSENT,
        "renamed.md": ABSENT,
        "space.txt": CHANGED,
    }


def test_every_record_of_a_file_is_checked(
    write_files: Write, bring_in: BringIn, open_library: Open
) -> None:
    folder = write_files({"a.jsonl": lines(one=WELL, two=BARN, three=KOLODEZ)})
    bring_in(folder)
    write_files({"a.jsonl": "not JSON\n" + lines(three=KOLODEZ, two=WELL, four=BARN)})
    assert statuses(open_library()) == {"one": ABSENT, "two": CHANGED, "three": EXACT}


def test_of_records_with_one_id_the_first_is_meant(
    write_files: Write, bring_in: BringIn, open_library: Open
) -> None:
    bring_in(write_files({"a.jsonl": lines(one=WELL) + lines(one=BARN)}))
    assert statuses(open_library()) == {"one": EXACT}


def test_a_file_that_reads_the_same_in_another_encoding_is_exact(
    write_files: Write, bring_in: BringIn, open_library: Open
) -> None:
    text = f"{KOLODEZ} {KOLODEZ.upper()}\r\n"
    folder = write_files({"a.txt": text.encode("cp1251")})
    bring_in(folder)
    write_files({"a.txt": text.replace("\r\n", "\n").encode("utf-16")})
    assert statuses(open_library()) == {"a.txt": EXACT}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251", "koi8-r"])
def test_the_bytes_of_a_quote_give_the_quote_back(
    write_files: Write, bring_in: BringIn, open_library: Open, encoding: str
) -> None:
    text = f"Колодец\r\n\r\n{KOLODEZ}\r\n\tВода в нём стояла высоко, а верёвка была короткой.\r\n"
    folder = write_files({"a.txt": text.encode(encoding)})
    bring_in(folder)
    library = open_library()
    document = library.find("a.txt")
    start, end = library.passages_of(document.id)[0].sentences[1]
    place = bytes_of(document, start, end)
    assert place is not None
    quoted = (folder / "a.txt").read_bytes()[slice(*place)].decode(document.encoding)
    assert canonical_text(quoted) == library.text(document.id, start, end)
    assert quoted == "Никто не просил за это денег."


def test_the_bytes_of_what_front_matter_precedes_are_counted_in_the_file(
    write_files: Write, bring_in: BringIn, open_library: Open
) -> None:
    folder = write_files({"a.md": f"---\ntitle: Құдық\n---\n# Well\n\n> {WELL}\n"})
    bring_in(folder)
    document = open_library().find("a.md")
    (passage,) = open_library().passages_of(document.id)
    place = bytes_of(document, passage.start, passage.end)
    assert place is not None
    assert (folder / "a.md").read_bytes()[slice(*place)] == WELL.encode()


def test_bytes_that_are_not_those_of_the_document_are_not_given(
    write_files: Write, bring_in: BringIn, open_library: Open
) -> None:
    folder = write_files({"a.txt": WELL, "b.jsonl": lines(one=BARN)})
    bring_in(folder)
    library = open_library()
    document = library.find("a.txt")
    assert bytes_of(document, 0, 8) == (0, 8)
    assert bytes_of(library.find("one"), 0, 8) is None
    (folder / "a.txt").write_text(WELL + "\n")
    assert bytes_of(document, 0, 8) is None
    (folder / "a.txt").unlink()
    assert bytes_of(document, 0, 8) is None


def test_bytes_that_depend_on_those_before_them_are_not_given(
    write_files: Write, bring_in: BringIn, open_library: Open
) -> None:
    text = (
        "井戸は春に村のみんなで掘ったもので、だれもお金を求めませんでした。綱はいつも短すぎました。"
    )
    bring_in(write_files({"a.txt": text.encode("iso2022_jp")}))
    document = open_library().find("a.txt")
    assert open_library().text(document.id) == text
    assert bytes_of(document, 0, 8) is None
