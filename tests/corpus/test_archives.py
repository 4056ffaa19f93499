import hashlib
import io
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.errors import UnreadableFile
from corpus.library import Library
from corpus.model import Reading
from corpus.readers.archives import read
from tests.corpus.made_documents import docx, zipped
from tests.corpus.making import BARN, WELL, Run

Write = Callable[..., Path]
RECORDS = f'{{"id": "one", "text": "{WELL}"}}\noops\n'


def found_in(path: Path) -> dict[str | None, Reading]:
    items = [item for item in read(path) if isinstance(item, Reading)]
    return {item.record: item for item in items}


def said_of(path: Path) -> list[str]:
    return [str(item) for item in read(path) if isinstance(item, UnreadableFile)]


def test_members_are_documents_by_their_own_readers(write_files: Write) -> None:
    files: dict[str, str | bytes] = {
        "notes/a.md": f"# Well\n\n{WELL}",
        "b.docx": docx([BARN]),
        "c.jsonl": RECORDS,
        "inner.zip": zipped({"d.txt": WELL}),
        "picture.png": b"x",
        ".hidden.txt": WELL,
        "__MACOSX/a.md": WELL,
        "sources.csv": "file,title\n",
    }
    path = write_files({"a.zip": zipped(files)}) / "a.zip"
    found = found_in(path)
    assert list(found) == ["notes/a.md", "b.docx", "c.jsonl/one", "inner.zip/d.txt"]
    assert found["notes/a.md"].source.title == "Well"
    assert found["notes/a.md"].sha256 == hashlib.sha256(f"# Well\n\n{WELL}".encode()).hexdigest()
    assert found["b.docx"].text == BARN
    assert said_of(path) == [f"{path}: c.jsonl: line 2: not valid JSON (Expecting value: line 1 "
                             "column 1 (char 0))."]  # fmt: skip


def tar_of(texts: dict[str, str], mode: str = "") -> bytes:
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode=f"w:{mode}") as archive:  # type: ignore[call-overload]
        for name, text in texts.items():
            member = tarfile.TarInfo(name)
            member.size = len(text)
            archive.addfile(member, io.BytesIO(text.encode()))
    return data.getvalue()


@pytest.mark.parametrize("mode", ["", "gz", "bz2", "xz"])
def test_tars_are_read_however_they_are_compressed(tmp_path: Path, mode: str) -> None:
    path = tmp_path / f"a.tar.{mode}"
    path.write_bytes(tar_of({"a.txt": WELL, "b/c.txt": BARN}, mode))
    assert {name: one.text for name, one in found_in(path).items()} == {
        "a.txt": WELL,
        "b/c.txt": BARN,
    }


def test_what_must_not_be_read_is_refused_by_name_and_the_rest_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.tar"
    with tarfile.open(path, "w") as archive:
        for name, kind in {
            "../up.txt": tarfile.REGTYPE,
            "/abs.txt": tarfile.REGTYPE,
            "link.txt": tarfile.SYMTYPE,
            "hard.txt": tarfile.LNKTYPE,
            "pipe.txt": tarfile.FIFOTYPE,
            "good.txt": tarfile.REGTYPE,
        }.items():
            member = tarfile.TarInfo(name)
            member.type, member.linkname = kind, "/etc/passwd"
            member.size = len(WELL) if kind == tarfile.REGTYPE else 0
            archive.addfile(member, io.BytesIO(WELL.encode()))
    unpack = "Unpack it, if you trust it, and ingest the folder."
    assert said_of(path) == [
        f"{path}: ../up.txt: its name leads out of the archive. {unpack}",
        f"{path}: /abs.txt: its name leads out of the archive. {unpack}",
        f"{path}: link.txt: a link to another file. {unpack}",
        f"{path}: hard.txt: a link to another file. {unpack}",
        f"{path}: pipe.txt: a device or pipe, not a file. {unpack}",
    ]
    assert list(found_in(path)) == ["good.txt"]


def test_a_member_that_cannot_be_read_fails_alone(write_files: Write) -> None:
    files: dict[str, str | bytes] = {
        "a.docx": b"PK broken",
        "b.txt": b"",
        "c.pdf": b"%PDF-",
        "d.txt": WELL,
    }
    path = write_files({"a.zip": zipped(files)}) / "a.zip"
    assert list(found_in(path)) == ["d.txt"]
    assert [line.removeprefix(f"{path}: ").split(": ")[0] for line in said_of(path)] == [
        "a.docx", "b.txt", "c.pdf",
    ]  # fmt: skip


def unknown_compression(data: bytearray, header: int) -> None:
    data[header + 8 : header + 10] = b"\x63\x00"
    entry = data.index(b"PK\x01\x02", data.index(b"PK\x01\x02"))
    data[entry + 10 : entry + 12] = b"\x63\x00"


def other_words(data: bytearray, header: int) -> None:
    data[header + 45] ^= 0xFF


def no_header(data: bytearray, header: int) -> None:
    data[header + 2 : header + 4] = b"no"


@pytest.mark.parametrize("damage", [unknown_compression, other_words, no_header])
@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2])
def test_a_member_of_a_zip_that_cannot_be_unpacked_fails_alone(
    tmp_path: Path, damage: Callable[[bytearray, int], None], method: int
) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", method) as archive:
        archive.writestr("a.txt", WELL)
        archive.writestr("b.txt", BARN)
    data = bytearray(path.read_bytes())
    damage(data, 0)
    path.write_bytes(data)
    assert list(found_in(path)) == ["b.txt"]
    (said,) = said_of(path)
    assert said.startswith(f"{path}: a.txt: damaged")


def test_a_tar_is_read_up_to_its_damage(write_files: Write) -> None:
    data = bytearray(tar_of({"a.txt": WELL, "b.txt": BARN, "c.txt": WELL}))
    data[1024:1536] = b"x" * 512  # the header of the second
    path = write_files({"a.tar": bytes(data)}) / "a.tar"
    items = read(path)
    first = next(items)
    assert isinstance(first, Reading)
    assert first.record == "a.txt"
    with pytest.raises(UnreadableFile, match="damaged"):
        next(items)


def test_bombs_and_archives_in_archives_in_archives_are_refused(write_files: Write) -> None:
    deep = zipped({"b.zip": zipped({"c.zip": zipped({"d.txt": WELL})}), "good.txt": BARN})
    folder = write_files({"a.zip": deep, "bomb.zip": zipped({"a.txt": b"a" * 10_000_000})})
    assert list(found_in(folder / "a.zip")) == ["good.txt"]
    assert said_of(folder / "a.zip")[0].startswith(
        f"{folder / 'a.zip'}: b.zip: c.zip: an archive in an archive in an archive."
    )
    with pytest.raises(UnreadableFile, match="more than 100 times its size in it"):
        list(read(folder / "bomb.zip"))


def test_names_in_utf8_that_do_not_say_so_are_right(write_files: Write) -> None:
    data = zipped({"колодец.txt": WELL})
    raw = data.replace(b"\x00\x08", b"\x00\x00")  # the flag that says UTF-8
    path = write_files({"a.zip": raw}) / "a.zip"
    assert list(found_in(path)) == ["колодец.txt"]


@pytest.mark.parametrize(
    ("names", "encoding"),
    [
        (["ё.txt"], "cp866"),
        (["Отчёт №7 (final).txt", "notes/b.txt"], "cp866"),
        (["Колодец.txt", "рыба.txt"], "cp1251"),
        (["à la carte.txt", "Übung 1.txt"], "cp437"),
        (["café ½.txt"], "cp437"),
        (["plain.txt"], "cp437"),
    ],
)
def test_names_in_an_old_encoding_are_right(
    write_files: Write, names: list[str], encoding: str
) -> None:
    data = zipped({"x" * len(name): f"{WELL} {name}" for name in names})
    for name in names:  # the longest first, as programs write them that know no UTF-8
        data = data.replace(b"x" * len(name), name.encode(encoding))
    path = write_files({"a.zip": data}) / "a.zip"
    assert list(found_in(path)) == names


def test_a_name_that_says_utf8_does_not_decide_about_the_others(write_files: Write) -> None:
    data = zipped({"井.txt": WELL, "xxxxxxx.txt": BARN})
    data = data.replace(b"xxxxxxx", "колодец".encode("cp866"))
    path = write_files({"a.zip": data}) / "a.zip"
    assert list(found_in(path)) == ["井.txt", "колодец.txt"]


def test_the_documents_of_an_archive_come_and_go_with_it(
    write_files: Write, bring_in: Callable[..., Run], open_library: Callable[[], Library]
) -> None:
    folder = write_files({"a.zip": zipped({"a.txt": WELL, "b.txt": BARN})})
    assert bring_in(folder).report == [("added", "a.txt"), ("added", "b.txt")]
    assert open_library().text(open_library().find("b.txt").id) == BARN
    assert bring_in(folder).counts == {"unchanged": 2}
    write_files({"a.zip": zipped({"a.txt": WELL})})
    assert bring_in(folder).report == [("removed", "b.txt")]
