"""PDFs, pages and text files made to do harm. Name -> bytes."""

import base64
import json
import random
import zlib
from collections.abc import Iterator

from tests.corpus.made_pdf import book, drawn

_HTML = b"<!doctype html><html><body>"
_WELL = "The well was dug in spring."


def _pdf(*objects: str | bytes, trailer: str = "/Root 1 0 R") -> bytes:
    """A PDF with these objects, numbered from 1."""
    data = b"%PDF-1.7\n"
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(len(data))
        body = content.encode() if isinstance(content, str) else content
        data += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    start = len(data)
    size = len(objects) + 1
    head = f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer <</Size {size} {trailer}>>\n"
    return data + f"{head}startxref\n{start}\n%%EOF\n".encode()


_CATALOG, _PAGES = "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>"
_PAGE = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R>>"


def _stream(data: bytes, more: str = "") -> bytes:
    return b"<<%s/Length %d>>stream\n" % (more.encode(), len(data)) + data + b"\nendstream"


def pdfs(_: str) -> Iterator[tuple[str, bytes]]:
    """Loops, bombs, lies about sizes."""
    good = book(3)
    yield "cut.pdf", good[: len(good) // 2]
    yield "tail.pdf", good[len(good) // 2 :]
    yield "locked.pdf", drawn([(60, 700, 10, _WELL)], password="sesame")
    yield "no pages.pdf", _pdf(_CATALOG, "<</Type/Pages/Kids[]/Count 0>>")
    yield "page loop.pdf", _pdf(_CATALOG, "<</Type/Pages/Kids[2 0 R 2 0 R]/Count 9>>")
    yield "count.pdf", _pdf(_CATALOG, "<</Type/Pages/Kids[3 0 R]/Count 99999999>>", _PAGE, "<<>>")
    yield "minus.pdf", _pdf(_CATALOG, "<</Type/Pages/Kids[3 0 R]/Count -1>>", _PAGE, "<<>>")
    yield "itself.pdf", _pdf("1 0 R", trailer="/Root 1 0 R/Prev 9")
    yield "deep.pdf", _pdf(_CATALOG, _PAGES, "[" * 100_000 + "]" * 100_000)
    bomb = bytes(200_000_000)
    for _turn in range(3):
        bomb = zlib.compress(bomb, 9)
    filters = "/Filter[/FlateDecode/FlateDecode/FlateDecode]"
    yield "bomb.pdf", _pdf(_CATALOG, _PAGES, _PAGE, _stream(bomb, filters))
    words = zlib.compress(b"BT /F1 9 Tf 9 9 Td (well) Tj ET " * 2_000_000, 9)
    yield "words.pdf", _pdf(_CATALOG, _PAGES, _PAGE, _stream(words, "/Filter/FlateDecode"))
    yield "length.pdf", _pdf(_CATALOG, _PAGES, _PAGE, "<</Length 99999999999>>stream\nx")
    box = "<</Type/Page/Parent 2 0 R/MediaBox[-1e38 -1e38 1e38 1e38]/Contents 4 0 R>>"
    yield "box.pdf", _pdf(_CATALOG, _PAGES, box, _stream(b"1e38 0 0 1e38 0 0 cm"))
    form = _stream(b"/F Do", "/Type/XObject/Subtype/Form/Resources<</XObject<</F 4 0 R>>>>")
    yield "form loop.pdf", _pdf(_CATALOG, _PAGES, _PAGE, form)
    script = "<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(while\\(1\\){})>>>>"
    yield "script.pdf", _pdf(script, _PAGES, _PAGE, _stream(b""))
    launch = "<</Type/Catalog/Pages 2 0 R/OpenAction<</S/Launch/F(/bin/sh)>>>>"
    yield "launch.pdf", _pdf(launch, _PAGES, _PAGE, _stream(b""))
    yield "header.pdf", b"%PDF-1.7\n" + bytes(5000)


def pages(secret: str) -> Iterator[tuple[str, bytes]]:
    """HTML, whole and in e-mails."""
    yield "deep.html", _HTML + b"<div>" * 100_000 + _WELL.encode()
    yield "tables.html", _HTML + b"<table><tr><td>" * 20_000 + _WELL.encode()
    yield "open.html", _HTML + b"<p <p <p '\"" * 100_000
    yield "attribute.html", _HTML + b'<p title="' + b"a" * 8_000_000 + b'">A well.'
    yield "entities.html", _HTML + b"<p>" + b"&amp;&#99999999;&#xD800;&nosuch;" * 100_000
    yield "nul.html", _HTML + b"<p>A well\0 was dug.\0</p>" * 1000
    yield "charset.html", _HTML + b"<meta charset=utf-7><p>+ADw-script+AD4-alert(1)</p>"
    yield (
        "unknown.html",
        _HTML + b"<meta charset='\xff\xfe no such'><p>The well was dug in spring.</p>",
    )
    yield "script.html", _HTML + b"<script>while(1){}</script>" * 1000
    yield (
        "laughs.xhtml",
        (b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><html><body>&b;</body></html>'),
    )
    yield (
        "secret.xhtml",
        (f'<!DOCTYPE x [<!ENTITY a SYSTEM "file://{secret}">]><p>&a; well</p>').encode(),
    )
    yield "comment.html", _HTML + b"<!--" * 100_000 + b"--><p>A well."
    yield (
        "data.html",
        _HTML + b'<img src="data:x;base64,' + b"A" * 4_000_000 + b'"><p>A well.',
    )
    border = "".join(
        f"Content-Type: multipart/mixed; boundary=b{i}\n\n--b{i}\n" for i in range(900)
    )
    yield "parts.eml", b"From: a@b\n" + border.encode() + b"\nA well."
    yield "header.eml", b"Subject: " + b"=?utf-8?q?a?= " * 100_000 + b"\n\nA well."
    yield "lines.eml", b"From: a\n" + b" a\n" * 500_000 + b"\nA well."
    body = base64.b64encode(b"\xff" * 5_000_000)
    yield (
        "body.eml",
        b"From: a@b\nContent-Transfer-Encoding: base64\nContent-Type: text/html\n\n" + body,
    )
    yield (
        "unknown.eml",
        b"From: a@b\nContent-Type: text/plain; charset=nosuch\n\nA well \xff was dug.",
    )
    yield "empty.mbox", b"From a\n" * 50_000
    yield "parts.mhtml", border.encode() + b"\n<p>A well."


def texts(secret: str) -> Iterator[tuple[str, bytes]]:
    """Encodings that are none, nesting, and patterns that some expressions cannot bear."""
    chance = random.Random(7)
    yield "odd.txt", _WELL.encode("utf-16-le")[:-1]
    yield "overlong.txt", b"A well\xc0\x80\xe0\x80\x80\xf8\x88\x80\x80\x80 was dug. " * 100
    yield "surrogates.txt", b"A well \xed\xa0\xbd\xed\xb8\x80 was dug. " * 100
    yield "marks.txt", ("e" + "\u0301" * 100_000 + " was dug.").encode()
    yield "directions.txt", ("\u202e\u200f\u200e" * 50_000 + _WELL).encode()
    yield "spaces.txt", b" " * 3_000_000 + b"x"
    yield "dots.txt", b"a. " * 200_000
    yield "brackets.txt", b"([{<\"'" * 200_000
    yield "laughs.md", b"---\na: &a [x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a]\ntitle: *b\n---\nA well."
    yield "yaml.md", b"---\n" + b"[" * 20_000 + b"\n---\nA well."
    yield "quotes.md", b">" * 50_000 + b" A well."
    yield "links.md", b"[" * 50_000 + b"](" * 50_000
    yield "stars.md", b"*a _b " * 50_000
    yield "ticks.md", b"".join(b"`" * i + b" " for i in range(1500))
    yield (
        "include.rst",
        (f".. include:: {secret}\n.. raw:: html\n   :file: {secret}\n\nA well.").encode(),
    )
    yield "table.rst", f".. csv-table::\n   :file: {secret}\n\nA well.".encode()
    yield "substitution.rst", b".. |a| replace:: |b|\n.. |b| replace:: |a|\n\nA |a| well."
    yield "deep.rst", b"".join(b" " * i + b"- a\n\n" for i in range(400))
    yield "deep.jsonl", b"[" * 100_000
    yield "number.jsonl", b'{"id": 1, "text": "A well.", "n": ' + b"9" * 1_000_000 + b"}"
    yield "deep.json", b'{"messages": ' + b"[" * 100_000
    yield "types.json", json.dumps({"name": [], "messages": [1, None, {"text": [{}, 3]}]}).encode()
    yield "quote.csv", b'a,b\n"' + b"x" * 5_000_000
    yield "columns.csv", b"a," * 500_000 + b"\n" + b"1," * 500_000
    yield "times.srt", b"1\n99:99:99,999 --> 00:00:00,000\nA well.\n\n" * 2000
    yield "tags.srt", b"1\n00:00:01,000 --> 00:00:02,000\n" + b"<i" * 500_000
    yield "arrows.vtt", b"WEBVTT\n\n" + b"00:01.000 --> " * 200_000
    yield "voices.vtt", b"WEBVTT\n\n00:01.000 --> 00:02.000\n" + b"<v " * 300_000
    for end in ("txt", "pdf", "docx", "odt", "epub", "html", "zip", "tar", "eml", "csv", "srt"):
        yield f"noise.{end}", chance.randbytes(50_000)
