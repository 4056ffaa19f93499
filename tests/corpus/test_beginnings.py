from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.corrections import CorrectionFiles
from corpus.model import Reading
from corpus.readers import VERSIONS, reader_for
from corpus.rereading import file_fingerprint
from tests.contracts.packed import PACKED
from tests.contracts.samples import HTML, MHTML

Write = Callable[..., Path]
WELL = "The well was dug in spring."
BARE = f"<body><p>{WELL}</p></body>"
DISGUISED: dict[str, tuple[bytes, str]] = {
    "page.txt": (HTML.encode(), "web_page"),
    "page.csv": (HTML.encode(), "web_page"),
    "page.jsonl": (HTML.encode(), "web_page"),
    "page.mht": (HTML.encode(), "web_page"),
    "utf16.txt": (HTML.encode("utf-16"), "web_page"),
    "utf16be.md": (b"\xfe\xff" + HTML.encode("utf-16-be"), "web_page"),
    "marked.txt": (b"\xef\xbb\xbf\r\n" + HTML.encode(), "web_page"),
    "xhtml.txt": (b"<?xml version='1.0'?>\n<!-- a --><!-- b -->\n" + BARE.encode(), "web_page"),
    "saved.html": (MHTML.content, "mhtml"),
    "saved.txt": (MHTML.content, "mhtml"),
    "report.jsonl": (PACKED[".pdf"].content, "pdf"),
    "report.html": (PACKED[".pdf"].content, "pdf"),
}
"""Name -> what is in it, and its reader."""


def read(path: Path) -> Reading:
    reader = reader_for(path)
    assert reader is not None
    (found,) = (item for item in reader(path) if isinstance(item, Reading))
    return found


@pytest.mark.parametrize("name", DISGUISED)
def test_a_file_is_read_as_what_it_is_by_its_beginning(write_files: Write, name: str) -> None:
    content, module = DISGUISED[name]
    found = read(write_files({name: content}) / name)
    quotable = [found.text[a.start : a.end] for a in found.segments if a.kind == "text"]
    assert WELL in quotable
    assert "<" not in found.text
    assert found.version == VERSIONS[module]


@pytest.mark.parametrize(
    "text",
    [
        f"The tag <html> begins a page. {WELL}",
        f"<htmlx> is no tag. {WELL}",
        f"<b>Water</b> was found. {WELL}",
        f"Content: {WELL}\nContent-Type: text/plain",
        f"Ann: {WELL}\n\nContent-Type: multipart/related",
        f"%PDF is how such files begin. {WELL}",
        "<!-- -->" * 500 + WELL,
    ],
)
def test_text_that_speaks_of_other_formats_stays_text(write_files: Write, text: str) -> None:
    assert read(write_files({"a.txt": text}) / "a.txt").text == text


def test_mail_with_pictures_in_it_stays_mail(write_files: Write) -> None:
    found = read(write_files({"a.eml": b"Subject: Wells\n" + MHTML.content}) / "a.eml")
    assert found.source.kind == "e-mail"


def test_a_disguised_file_is_read_again_when_its_reader_became_better(
    write_files: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_files({"page.txt": HTML, "text.txt": WELL})
    paths = [folder / "page.txt", folder / "text.txt"]
    beside = CorrectionFiles().of(paths[0])
    before = [file_fingerprint(path, beside) for path in paths]
    monkeypatch.setitem(VERSIONS, "web_page", VERSIONS["web_page"] + 1)
    after = [file_fingerprint(path, beside) for path in paths]
    assert [a != b for a, b in zip(after, before, strict=True)] == [True, False]
