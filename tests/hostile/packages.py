"""Zips, tars, and documents that are zips of XML, made to do harm. Name -> bytes."""

import io
import stat
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping

from tests.corpus.made_documents import CONTAINER, docx, epub, odt, zipped

_LAUGHS = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 12))
_ENTITIES = {
    "billion laughs": (f'<!DOCTYPE x [<!ENTITY l0 "ha ">{_LAUGHS}]>', "&l11;"),
    "quadratic": (f'<!DOCTYPE x [<!ENTITY a "{"a" * 50_000}">]>', "&a;" * 50_000),
    "loop": ('<!DOCTYPE x [<!ENTITY a "&b;"><!ENTITY b "&a;">]>', "&a;"),
    "outside": ('<!DOCTYPE x [<!ENTITY a SYSTEM "file://SECRET">]>', "&a;"),
    "parameter": ('<!DOCTYPE x [<!ENTITY % a SYSTEM "file://SECRET"> %a;]>', "well"),
    "network": ('<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">', "&a;"),
}
"""Declaration, and the words that use it."""
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_KINDS = (
    tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.BLKTYPE, tarfile.FIFOTYPE
)  # fmt: skip
_ODF = "urn:oasis:names:tc:opendocument:xmlns"


def documents(secret: str) -> Iterator[tuple[str, bytes]]:
    """XML that names itself, files or the network, in every place that XML is read from."""
    for name, (template, used) in _ENTITIES.items():
        declared = template.replace("SECRET", secret)
        word = (
            f'{declared}<w:document xmlns:w="{_WORD}"><w:body><w:p><w:r><w:t>{used}</w:t></w:r>'
            "</w:p></w:body></w:document>"
        )
        yield f"{name}.docx", zipped({"word/document.xml": word})
        text = (
            f'{declared}<o:document-content xmlns:o="{_ODF}:office:1.0" xmlns:t="{_ODF}:text:1.0">'
            f"<o:body><o:text><t:p>{used}</t:p></o:text></o:body></o:document-content>"
        )
        yield f"{name}.odt", zipped({"content.xml": text})
        page = f"<p>{used}</p>"
        yield (
            f"{name} page.epub",
            epub({"a.xhtml": page}, others={"OEBPS/a.xhtml": declared + page}),
        )
        yield (
            f"{name} list.epub",
            epub(
                {"a.xhtml": "<p>A well.</p>"},
                others={"META-INF/container.xml": declared + CONTAINER},
            ),
        )
    deep = "<text:list><text:list-item>" * 5000 + "<text:p>well</text:p>"
    yield "deep.odt", odt(deep + "</text:list-item></text:list>" * 5000)
    yield "deep.epub", epub({"a.xhtml": "<div>" * 50_000 + "A well."})
    yield "wide.epub", epub({f"{i}.xhtml": "" for i in range(5000)})
    yield "leads out.epub", epub({"../../../etc/passwd": "<p>A well.</p>"})
    yield "itself.epub", epub({"book.opf": "<p>A well.</p>"})
    yield "no container.epub", zipped({"mimetype": "application/epub+zip"})
    rights = '<encryption><x:EncryptionMethod xmlns:x="x" Algorithm="http://x/aes128-cbc"/>'
    yield (
        "rights.epub",
        epub(
            {"a.xhtml": "<p>A well.</p>"},
            others={"META-INF/encryption.xml": rights + "</encryption>"},
        ),
    )
    yield "bomb.docx", zipped({"word/document.xml": b" " * 200_000_000})
    yield "cut.docx", docx(["A well."])[:-400]
    yield "old.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4000)
    yield (
        "styles.docx",
        zipped(
            {
                "word/document.xml": f'<w:document xmlns:w="{_WORD}"><w:p><w:pPr><w:pStyle '
                'w:val="a"/></w:pPr><w:r><w:t>A well.</w:t></w:r></w:p></w:document>',
                "word/styles.xml": f'<w:styles xmlns:w="{_WORD}"><w:style w:styleId="a"><w:basedOn '
                'w:val="b"/></w:style><w:style w:styleId="b"><w:basedOn w:val="a"/></w:style>'
                "</w:styles>",
            }
        ),
    )
    yield "no text.odt", zipped({"content.xml": "<x/>"})
    yield (
        "sealed.odt",
        zipped({"META-INF/manifest.xml": "<m><encryption-data/></m>", "content.xml": "<x/>"}),
    )


def _zip(fill: Callable[[zipfile.ZipFile], object]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        fill(archive)
    return data.getvalue()


def _nested(depth: int) -> bytes:
    inner = zipped({"a.txt": "A well."})
    for _ in range(depth):
        inner = zipped({"a.zip": inner})
    return inner


def _overlapping() -> bytes:
    """Many entries of the directory that share one kernel, as David Fifield's bombs do."""
    kernel = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = kernel.compress(b"a" * 10_000_000) + kernel.flush()
    crc = zlib.crc32(b"a" * 10_000_000)
    fields = (0, 8, 0, 0, crc, len(packed), 10_000_000, 5, 0)
    local = b"PK\3\4" + struct.pack("<HHHHHIIIHH", 20, *fields) + b"a.txt" + packed
    entries = b"".join(
        b"PK\1\2"
        + struct.pack("<HHHHHHIIIHHHHHII", 20, 20, *fields[:-1], 0, 0, 0, 0, 0, 0)
        + f"{i:05}"[:1].encode()
        + b".txt"
        for i in range(500)
    )
    end = struct.pack("<HHHHIIH", 0, 0, 500, 500, len(entries), len(local), 0)
    return local + entries + b"PK\5\6" + end


def zips(secret: str) -> Iterator[tuple[str, bytes]]:
    """Bombs, names that lead out, links, lies."""
    yield "bomb.zip", zipped({"a.txt": b"a" * 200_000_000})
    yield "bombs.zip", zipped({f"{i}.txt": b"a" * 4_000_000 for i in range(50)})
    yield "nested.zip", _nested(50)
    yield "overlapping.zip", _overlapping()
    yield "many.zip", zipped({f"{i}.txt": "" for i in range(20_000)})
    for number, name in enumerate(
        ("../../up.txt", "/tmp/up.txt", "C:\\up.txt", "..\\up.txt", "a/../../up.txt", "//h/up.txt")
    ):
        yield f"name {number}.zip", zipped({name: "A well.", "good.txt": "A barn."})
    link = zipfile.ZipInfo("link.txt")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    yield "link.zip", _zip(lambda archive: archive.writestr(link, secret))
    device = zipfile.ZipInfo("device.txt")
    device.external_attr = (stat.S_IFCHR | 0o777) << 16
    yield "device.zip", _zip(lambda archive: archive.writestr(device, "x"))
    good = zipped({"a.txt": "A well was dug."})
    yield "locked.zip", good.replace(b"PK\1\2\x14\3\x14\0\0", b"PK\1\2\x14\3\x14\0\1", 1)
    yield "sum.zip", good.replace(struct.pack("<I", zlib.crc32(b"A well was dug.")), b"\0\0\0\0")
    yield "cut.zip", good[:-10]
    yield "headless.zip", good[30:]
    yield "method.zip", good.replace(b"\x08\0\0\0!\0", b"\x63\0\0\0!\0")
    yield "empty.zip", zipped({})
    yield "lines.zip", zipped({"../a\nfailed b.txt": "A well.", "c\nd.txt": ""})
    yield "control.zip", zipped({"a\x01\n\u202eb.txt": "A well.", "\ud7ff.txt": "A barn."})
    yield "sizes.zip", good.replace(struct.pack("<I", 15), struct.pack("<I", 2**31))
    yield "comment.zip", good[:-2] + b"\xff\xff" + b"PK\5\6" * 16_000


def _tar(*members: tuple[Mapping[str, object], bytes], mode: str = "") -> bytes:
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode=f"w:{mode}") as archive:  # type: ignore[call-overload]
        for fields, content in members:
            info = tarfile.TarInfo("a.txt")
            info.size = len(content)
            for name, value in fields.items():
                setattr(info, name, value)
            archive.addfile(info, io.BytesIO(content))
    return data.getvalue()


def tars(secret: str) -> Iterator[tuple[str, bytes]]:
    """Links, devices, names that lead out, bombs, lies."""
    good = _tar(({}, b"A well was dug."))
    for number, name in enumerate(("../up.txt", "/tmp/up.txt", "a/../../up.txt")):
        yield f"name {number}.tar", _tar(({"name": name}, b"A well."), ({}, b"A barn."))
    for kind in _KINDS:
        fields = {"type": kind, "linkname": secret, "devmajor": 1, "devminor": 5}
        yield f"kind {kind.decode()}.tar", _tar((fields, b""), ({}, b"A barn."))
    for mode in ("gz", "bz2", "xz"):
        yield f"bomb.tar.{mode}", _tar(({}, bytes(40_000_000)), mode=mode)
        yield f"cut.tar.{mode}", _tar(({}, b"A well was dug." * 999), mode=mode)[:-60]
    yield "hidden bomb.tgz", _tar(({"name": "a.bin"}, bytes(300_000_000)), mode="gz")
    yield "header.tar", _tar(({"pax_headers": {"comment": "x" * 5_000_000}}, b"A well."))
    yield "cut.tar", good[:520]
    yield "sum.tar", good[:10] + b"x" + good[11:]
    yield "size.tar", good[:124] + b"77777777777\0" + good[136:]
    yield "minus.tar", good[:124] + b"\xff" * 12 + good[136:]
    yield "zeros.tar", bytes(10_240)
    yield "deep.tar", _tar(({"name": "d/" * 5000 + "a.txt"}, b"A well."))
    yield "tar.tar.gz", _tar(({"name": "b.tar"}, _tar(({"name": "c.tar"}, good))), mode="gz")
