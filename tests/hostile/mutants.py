"""Good files with something broken in them: bytes, stretches, and members of packages."""

import random
import zipfile
from collections.abc import Iterator
from io import BytesIO

from tests.contracts.packed import PACKED
from tests.contracts.samples import WRITTEN
from tests.corpus.made_documents import zipped
from tests.corpus.made_pdf import book

FORMATS = (".pdf", ".docx", ".odt", ".epub", ".html", ".eml", ".srt", ".zip", ".tar.gz", ".mhtml")
_PACKAGES = (".docx", ".odt", ".epub", ".zip")
_TELLING = (
    b"\0", b"\xff", b"<", b">", b"&", b'"', b"-1", b"99999999999", b"]]>", b"\xff\xfe", b"%",
    b"../", b"<!DOCTYPE", b"obj", b"endstream", b"\n\n", b"PK\3\4", b"\x7f\xff\xff\xff",
)  # fmt: skip


def seeds() -> dict[str, bytes]:
    """A good file of each format."""
    known = {**WRITTEN, **PACKED}
    return {end: book(2, columns=2) if end == ".pdf" else known[end].content for end in FORMATS}


def mutants(count: int, seed: int) -> Iterator[tuple[str, bytes]]:
    """Suffix and bytes; the same for the same seed. Each format in turn."""
    chance = random.Random(seed)
    good = seeds()
    for i in range(count):
        end = FORMATS[i % len(FORMATS)]
        content = good[end]
        if end in _PACKAGES and chance.random() < 0.7:
            yield end, _with_broken_member(content, chance)
        else:
            yield end, _broken(content, chance)


def _with_broken_member(content: bytes, chance: random.Random) -> bytes:
    """The package in good order, and one member in it broken."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        members: dict[str, str | bytes] = {n: archive.read(n) for n in archive.namelist()}
    name = chance.choice(sorted(members))
    member = members[name]
    assert isinstance(member, bytes)
    members[name] = _broken(member, chance)
    return zipped(members)


def _broken(content: bytes, chance: random.Random) -> bytes:
    data = bytearray(content)
    for _ in range(chance.choice((1, 1, 2, 5, 20))):
        place = chance.randrange(len(data) + 1)
        length = chance.choice((1, 2, 8, 64, 512))
        kind = chance.randrange(6)
        if kind == 0:
            data[place : place + 1] = bytes([chance.randrange(256)])
        elif kind == 1:
            del data[place : place + length]
        elif kind == 2:
            data[place:place] = data[place : place + length] * chance.choice((1, 2, 50))
        elif kind == 3:
            data[place:place] = chance.choice(_TELLING)
        elif kind == 4:
            start = chance.randrange(len(data) + 1)
            data[place : place + length] = data[start : start + length]
        elif len(data) > 8:
            del data[chance.randrange(len(data) // 2, len(data)) :]
    return bytes(data)
