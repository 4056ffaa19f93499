"""Zip and tar, compressed or not: every member in a format that is read is a document.

A member is read from a file in memory, by the reader of its own format; nothing is unpacked to
disk. Members with names that lead elsewhere, links and devices are refused by name, and so is an
archive that holds far more than its size, or archives in archives in archives.
"""

import lzma
import os
import re
import shutil
import stat
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path, PurePosixPath
from typing import IO, Any, Self, cast

from corpus.canonical import typed_name
from corpus.errors import UnreadableFile
from corpus.metadata import is_sidecar
from corpus.model import Reading
from corpus.readers import FORMATS, Reader, damaged, format_of, reader_for
from corpus.readers.binary_file import MOST_TIMES, most_inside, refuse_blank

_DEEPEST = 2
"""Archives in each other."""
_MOST_MEMBERS = 100_000
_LARGEST_MEMBER = 48 * 2**20
"""Bytes; it has to fit in memory beside what its reader makes of it."""
_BROKEN = (
    tarfile.TarError,
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    RuntimeError,  # of which a compression that zipfile does not know is a kind
    ValueError,
)
"""What the standard library raises for archives that are damaged or of an unknown kind."""
_DAMAGED_HEADER = (cast(Any, tarfile).InvalidHeaderError, cast(Any, tarfile).TruncatedHeaderError)
_ENCRYPTED, _UTF8 = 0x1, 0x800  # flag bits of a zip member
_CYRILLIC = ("cp866", "cp1251")
_WORD = re.compile(r"[a-zA-Z\x80-\U0010ffff]+")
_CYRILLIC_WORD = re.compile("[Ѐ-ӿ№]+")
_UNPACK = "Unpack it, if you trust it, and ingest the folder."
_OWN_FORMATS = {end for end, module in FORMATS.items() if module == "archives"}

Item = Reading | UnreadableFile | None


@dataclass(frozen=True, slots=True)
class _Member:
    """One entry, as the archive states it."""

    name: str
    size: int
    place: int
    """Bytes of the archive up to its end, or nearly."""
    refusal: str | None
    """Why it cannot be read, whatever is in it."""
    stands_alone: bool
    """Whether the others can be read where this one is damaged."""
    open: Callable[[], IO[bytes] | None]


def read(path: Path, depth: int = 1) -> Iterator[Item]:
    """Yield the documents of all members, and an error in the place of each that is none."""
    allowed = most_inside(path)
    count = done = 0
    is_empty = True
    try:
        for member in _members(path):
            count += 1
            allowed -= member.size
            if count > _MOST_MEMBERS or allowed < 0:
                limit = (
                    f"{_MOST_MEMBERS:,} files" if allowed >= 0 else f"{MOST_TIMES} times its size"
                )
                raise UnreadableFile(f"{path}: more than {limit} in it. Unpack it yourself.")
            for item in _documents(member, path, depth):
                is_empty = is_empty and item is None
                if isinstance(item, Reading):
                    item = replace(item, size=max(1, member.place - done))
                    done = max(done, member.place)
                yield item
    except _BROKEN as error:
        raise UnreadableFile(
            f"{path}: damaged, or no archive of the kind that its name says. Pack it again."
        ) from error
    if is_empty:
        raise UnreadableFile(f"{path}: nothing in it in a format that is read. {_UNPACK}")


def _documents(member: _Member, path: Path, depth: int) -> Iterator[Item]:
    name = typed_name(member.name)
    where = f"{path}: {name}"
    inside = Path(name)
    refusal = member.refusal
    end = format_of(inside)
    if refusal is None:
        if end is None or is_sidecar(inside) or any(p[0] in "._" for p in inside.parts if p):
            return
        if end in _OWN_FORMATS and depth >= _DEEPEST:
            refusal = "an archive in an archive in an archive"
        elif member.size > _LARGEST_MEMBER:
            refusal = f"larger than {_LARGEST_MEMBER // 2**20} MB"
    if refusal is not None:
        yield UnreadableFile(f"{where}: {refusal}. {_UNPACK}")
        return
    try:
        with _in_memory(member) as held:
            for item in _documents_of(held, inside, depth):
                yield _named(item, name, str(held), where)
    except (*_BROKEN, OSError) as error:
        is_of_the_disk = isinstance(error, OSError) and error.errno is not None
        if is_of_the_disk or not member.stands_alone:
            raise
        yield damaged(where, error)


def _documents_of(held: Path, inside: Path, depth: int) -> Iterator[Item]:
    """What the reader for its name makes of a member."""
    try:
        reader = cast(Reader, reader_for(inside))
        yield from read(held, depth + 1) if format_of(inside) in _OWN_FORMATS else reader(held)
    except UnreadableFile as error:
        yield error
    except Exception as error:  # noqa: BLE001 - as for a file of its own
        yield damaged(held, error)


def _named(item: Item, name: str, held: str, where: str) -> Item:
    """What a reader gives or says, by the name of the member."""
    if isinstance(item, Reading):
        return replace(item, record=name if item.record is None else f"{name}/{item.record}")
    if isinstance(item, UnreadableFile):
        return UnreadableFile(str(item).replace(held, where, 1))
    return None


@contextmanager
def _in_memory(member: _Member) -> Iterator[Path]:
    """The member's bytes under a path, for as long as it is read."""
    with _memory_file() as file:
        source = member.open()
        if source is not None:
            with source:
                shutil.copyfileobj(source, file)
        file.flush()
        file.seek(0)
        yield Path(f"/dev/fd/{file.fileno()}")


def _memory_file() -> IO[bytes]:
    if hasattr(os, "memfd_create"):
        return os.fdopen(os.memfd_create("member"), "w+b")
    return tempfile.TemporaryFile()


def _members(path: Path) -> Iterator[_Member]:
    refuse_blank(path)
    with path.open("rb") as file:
        is_zip = file.read(2) == b"PK"
        file.seek(0)
        yield from _zip_members(file) if is_zip else _tar_members(file)


def _zip_members(file: IO[bytes]) -> Iterator[_Member]:
    with zipfile.ZipFile(file) as archive:
        place, encoding = 0, _name_encoding(archive.infolist())
        for info in archive.infolist():
            place += info.compress_size
            if info.is_dir():
                continue
            mode = info.external_attr >> 16
            yield _Member(
                name=_zip_name(info, encoding),
                size=info.file_size,
                place=place,
                refusal=_refusal(info.filename, mode)
                or ("encrypted" if info.flag_bits & _ENCRYPTED else None),
                stands_alone=True,
                open=partial(archive.open, info),
            )


def _name_encoding(members: list[zipfile.ZipInfo]) -> str:
    """Of the names that do not tell theirs: a Russian one of Windows, where that makes each word
    with a letter beyond ASCII Cyrillic throughout, in all of them; else that of the first PCs."""
    for encoding in _CYRILLIC:
        pairs = ((_zip_name(info, encoding), _zip_name(info, "cp437")) for info in members)
        words = _WORD.findall("\n".join(name for name, other in pairs if name != other))
        if all(word.isascii() or _CYRILLIC_WORD.fullmatch(word) for word in words):
            return encoding
    return "cp437"


def _zip_name(info: zipfile.ZipInfo, encoding: str) -> str:
    """The name, also where UTF-8 is used and not declared, as many programs do."""
    if info.flag_bits & _UTF8:
        return info.filename
    data = info.filename.encode("cp437")
    try:
        return data.decode("utf-8")
    except UnicodeError:
        return data.decode(encoding, errors="replace")


class _TarHeader(tarfile.TarInfo):
    """What stands before a member; the standard library takes a damaged one for the end."""

    @classmethod
    def fromtarfile(cls, tarfile_: tarfile.TarFile) -> Self:
        try:
            return super().fromtarfile(tarfile_)
        except _DAMAGED_HEADER as error:
            raise tarfile.ReadError(str(error)) from error


def _tar_members(file: IO[bytes]) -> Iterator[_Member]:
    with tarfile.open(fileobj=file, mode="r|*", tarinfo=_TarHeader) as archive:
        for info in archive:
            if info.isdir():
                continue
            yield _Member(
                name=info.name,
                size=info.size,
                place=file.tell(),
                refusal=_refusal(info.name, _mode(info)),
                stands_alone=False,
                open=partial(archive.extractfile, info),
            )
            cast(Any, archive).members = []  # else all headers stay in memory


def _mode(info: tarfile.TarInfo) -> int:
    if info.issym() or info.islnk():
        return stat.S_IFLNK
    return stat.S_IFREG if info.isreg() else stat.S_IFIFO


def _refusal(name: str, mode: int) -> str | None:
    """Why a member is not read, by its name and kind of file; 0 is no kind."""
    if stat.S_ISLNK(mode):
        return "a link to another file"
    if stat.S_IFMT(mode) not in (0, stat.S_IFREG):
        return "a device or pipe, not a file"
    parts = PurePosixPath(name.replace("\\", "/"))
    if parts.is_absolute() or ".." in parts.parts or re.match(r"[A-Za-z]:", name):
        return "its name leads out of the archive"
    return None
