"""Office documents and books for tests, made by python-docx or by hand."""

import zipfile
from collections.abc import Mapping, Sequence
from io import BytesIO
from xml.sax.saxutils import escape

from docx import Document
from docx.document import Document as WordDocument

CONTAINER = (
    '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="OEBPS/book.opf"/></rootfiles></container>'
)
NAMESPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "text", "table", "meta")
)
DC = 'xmlns:dc="http://purl.org/dc/elements/1.1/"'


def zipped(members: Mapping[str, str | bytes]) -> bytes:
    """A zip with these members."""
    data = BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return data.getvalue()


def saved(document: WordDocument) -> bytes:
    """The bytes of a document of python-docx, which stamps its members with the time: made of
    members without one, they are the same in every run."""
    data = BytesIO()
    document.save(data)
    with zipfile.ZipFile(data) as archive:
        return zipped({name: archive.read(name) for name in archive.namelist()})


def docx(lines: Sequence[str], title: str = "", author: str = "") -> bytes:
    """A Word document; lines that begin with # are headings."""
    document = Document()
    document.core_properties.title = title
    document.core_properties.author = author
    for line in lines:
        if line.startswith("#"):
            document.add_heading(line[1:], level=1)
        else:
            document.add_paragraph(line)
    return saved(document)


def odt(body: str, meta: str = "") -> bytes:
    """An OpenDocument text; `body` is the XML of its blocks, `meta` of its properties."""
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": f"<office:document-content {NAMESPACES}><office:body><office:text>"
            f"{body}</office:text></office:body></office:document-content>",
            "meta.xml": f"<office:document-meta {NAMESPACES} {DC}><office:meta>{meta}"
            "</office:meta></office:document-meta>",
        }
    )


def odt_of(lines: Sequence[str]) -> bytes:
    """An OpenDocument text; lines that begin with # are headings."""
    return odt(
        "".join(
            f"<text:h>{escape(line[1:])}</text:h>"
            if line.startswith("#")
            else f"<text:p>{escape(line)}</text:p>"
            for line in lines
        )
    )


def epub(
    chapters: Mapping[str, str],
    metadata: str = "",
    titles: Mapping[str, str] | None = None,
    others: Mapping[str, str | bytes] | None = None,
) -> bytes:
    """A book: member -> the XHTML of its body; `titles` go into the table of contents."""
    items = "".join(
        f'<item id="i{i}" href="{name}" media-type="application/xhtml+xml"/>'
        for i, name in enumerate(chapters)
    )
    spine = "".join(f'<itemref idref="i{i}"/>' for i in range(len(chapters)))
    places = "".join(f'<li><a href="{n}#top">{t}</a></li>' for n, t in (titles or {}).items())
    return zipped(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": CONTAINER,
            "OEBPS/book.opf": f'<package xmlns="http://www.idpf.org/2007/opf" {DC}><metadata>'
            f'{metadata}</metadata><manifest>{items}<item id="nav" href="nav.xhtml" '
            'properties="nav" media-type="application/xhtml+xml"/></manifest>'
            f'<spine><itemref idref="nav"/>{spine}</spine></package>',
            "OEBPS/nav.xhtml": '<html xmlns="http://www.w3.org/1999/xhtml"><body><nav><ol>'
            f"{places}</ol></nav></body></html>",
            **{
                f"OEBPS/{name}": '<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html>'
                f'<html xmlns="http://www.w3.org/1999/xhtml"><body>{body}</body></html>'
                for name, body in chapters.items()
            },
            **(others or {}),
        }
    )
