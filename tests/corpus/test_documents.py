"""Word, OpenDocument and EPUB: what is kept of them, and what is not."""

from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document
from docx.oxml import parse_xml

from corpus.errors import UnreadableFile
from corpus.model import Reading
from corpus.readers import reader_for
from tests.corpus.made_documents import epub, odt, saved, zipped
from tests.corpus.making import BARN, WELL

Write = Callable[..., Path]
ReadOne = Callable[[str, bytes], Reading]
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


@pytest.fixture
def read_one(write_files: Write) -> ReadOne:
    def one(name: str, content: bytes) -> Reading:
        path = write_files({name: content}) / name
        reader = reader_for(path)
        assert reader is not None
        (found,) = [item for item in reader(path) if item is not None]
        assert isinstance(found, Reading)
        return found

    return one


def parts(reading: Reading) -> list[tuple[str, str]]:
    return [(reading.text[part.start : part.end], part.kind) for part in reading.segments]


def test_word_headings_tables_and_changes_as_accepted(read_one: ReadOne) -> None:
    document = Document()
    document.core_properties.title, document.core_properties.language = "Wells", "en-GB"
    document.add_heading("On wells", level=0)
    document.add_heading("The first", level=2)
    paragraph = document.add_paragraph("It was ")
    paragraph._p.append(parse_xml(f"<w:ins {_W}><w:r><w:t>never </w:t></w:r></w:ins>"))
    paragraph._p.append(parse_xml(f"<w:del {_W}><w:r><w:delText>often </w:delText></w:r></w:del>"))
    paragraph.add_run("dry,\tthey said.")
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "1911", "seven metres deep"
    document.add_paragraph(WELL, style="List Bullet")
    document.sections[0].header.paragraphs[0].text = "a header"
    found = read_one("a.docx", saved(document))
    assert parts(found) == [
        ("On wells", "heading"),
        ("The first", "heading"),
        ("It was never dry, they said.", "text"),
        ("1911 | seven metres deep", "text"),
        (WELL, "text"),
    ]
    assert (found.source.title, found.source.language) == ("Wells", "en")


def test_word_footnotes_stand_at_the_end_and_are_named(read_one: ReadOne) -> None:
    found = read_one(
        "a.docx",
        zipped(
            {
                "word/document.xml": f"<w:document {_W}><w:body><w:p><w:r><w:t>{WELL}</w:t>"
                '<w:footnoteReference w:id="2"/></w:r></w:p></w:body></w:document>',
                "word/footnotes.xml": f'<w:footnotes {_W}><w:footnote w:id="0" w:type="separator">'
                '<w:p/></w:footnote><w:footnote w:id="2"><w:p><w:r><w:t>Parish book, page 7.'
                "</w:t></w:r></w:p></w:footnote></w:footnotes>",
            }
        ),
    )
    assert found.text == f"{WELL}\n\nParish book, page 7."
    assert [(mark.start, mark.label) for mark in found.landmarks] == [(len(WELL) + 2, "footnote 2")]


def test_odt_spaces_lists_tables_notes_and_no_comments(read_one: ReadOne) -> None:
    note = "<text:note><text:note-body><text:p>Parish book.</text:p></text:note-body></text:note>"
    comment = "<office:annotation><text:p>no</text:p></office:annotation>"
    deleted = "<text:tracked-changes><text:p>gone</text:p></text:tracked-changes>"
    row = "".join(
        f"<table:table-cell><text:p>{cell}</text:p></table:table-cell>" for cell in ("1911", "7 m")
    )
    found = read_one(
        "a.odt",
        odt(
            f"{deleted}<text:h>Wells</text:h><text:p>It{comment} was<text:s/><text:span>dry{note}"
            "</text:span>, they said.</text:p><text:list><text:list-item><text:p>One well was "
            "closed.</text:p></text:list-item></text:list><table:table><table:table-row>"
            f"{row}</table:table-row></table:table>",
            "<dc:title>Wells</dc:title><meta:initial-creator>Ann</meta:initial-creator>"
            "<dc:creator>Bo</dc:creator><dc:date>2011-12-16</dc:date>",
        ),
    )
    assert [words for words, _ in parts(found)] == [
        "Wells",
        "It was dry, they said.",
        "One well was closed.",
        "1911 | 7 m",
        "Parish book.",
    ]
    assert parts(found)[0] == ("Wells", "heading")
    assert (found.source.title, found.source.author) == ("Wells", "Ann")
    assert found.source.published is None
    assert [mark.label for mark in found.landmarks] == ["footnote 1"]


def test_chapters_come_in_reading_order_with_their_title(read_one: ReadOne) -> None:
    found = read_one(
        "a.epub",
        epub(
            {
                "one.xhtml": f"<h1>The&nbsp;well</h1><p>{WELL}</p><script>no</script>",
                "text/two.xhtml": f"<p>{BARN}</p>",
            },
            "<dc:title>Two stories</dc:title><dc:creator>Ann</dc:creator><dc:creator>Bo"
            "</dc:creator><dc:date>2011-12-16T00:00:00Z</dc:date><dc:language>kk</dc:language>",
            {"text/two.xhtml": "The <i>barn</i>"},
        ),
    )
    assert parts(found) == [("The well", "heading"), (WELL, "text"), (BARN, "text")]
    assert [(found.text[mark.start :][:8], mark.label) for mark in found.landmarks] == [
        ("The well", "chapter “The well”"),
        (BARN[:8], "chapter “The barn”"),
    ]
    source = found.source
    assert (source.title, source.author) == ("Two stories", "Ann, Bo")
    assert (source.published, source.language) == ("2011-12-16", "kk")


ENCRYPTED = (
    "<encryption><EncryptionMethod Algorithm='http://www.w3.org/2001/04/xmlenc#aes128-cbc'/>"
)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.docx", b"\xd0\xcf\x11\xe0" + bytes(600), "encrypted, or in an old format."),
        ("a.docx", zipped({"a.xml": "<a/>"}), "not a Word document"),
        ("a.docx", zipped({"word/document.xml": "<a>"}), "word/document.xml in it is damaged"),
        ("a.odt", zipped({"content.xml": "<a/>"}), "not a text document"),
        ("a.odt", zipped({"META-INF/manifest.xml": "<m><encryption-data/></m>"}), "encrypted."),
        ("a.epub", zipped({"a": ""}), "not an EPUB book"),
        ("a.epub", epub({}, others={"META-INF/encryption.xml": f"{ENCRYPTED}</encryption>"}),
         "encrypted (digital rights management)."),
        ("a.epub", epub({"a.xhtml": ""}), "no text in it"),
        ("a.odt", b"not a zip", "damaged, or not what its name says."),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_named(
    write_files: Write, name: str, content: bytes, said: str
) -> None:
    path = write_files({name: content}) / name
    reader = reader_for(path)
    assert reader is not None
    with pytest.raises(UnreadableFile) as failure:
        list(reader(path))
    assert str(failure.value).startswith(f"{path}: {said}")


def test_a_font_that_is_scrambled_is_no_encryption(read_one: ReadOne) -> None:
    fonts = ENCRYPTED.replace("www.w3.org/2001/04/xmlenc#aes128-cbc", "www.idpf.org/2008/embedding")
    book = epub(
        {"a.xhtml": f"<p>{WELL}</p>"}, others={"META-INF/encryption.xml": f"{fonts}</encryption>"}
    )
    assert read_one("a.epub", book).text == WELL
