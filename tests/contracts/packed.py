"""A file of every format that is no text: documents, books, archives; and subtitles."""

import io
import tarfile

from corpus.model import Source
from tests.contracts.samples import FRONT_MATTER, PAGE, Sample
from tests.corpus.made_documents import docx, epub, odt, odt_of, zipped
from tests.corpus.made_pdf import drawn

_LINES = ("#The well at noon", *PAGE.split("\n\n")[1:])
_WELL = "The well was dug in spring."


def _pdf(*lines: str) -> bytes:
    placed = [(60.0, 800.0 - 40 * i, 24 if i == 0 else 10, line) for i, line in enumerate(lines)]
    return drawn(placed, title="some title", author="some author")


def _book(*paragraphs: str) -> bytes:
    body = "".join(f"<p>{line}</p>" for line in paragraphs)
    return epub(
        {"one.xhtml": f"<h1>The well at noon</h1>{body}"},
        "<dc:title>some title</dc:title><dc:creator>some author</dc:creator>"
        "<dc:publisher>some house</dc:publisher><dc:date>2011</dc:date>"
        "<dc:language>en-GB</dc:language>",
    )


def _cues(*lines: str) -> str:
    return "".join(
        f"{i}\n00:00:{9 * i:02}.000 --> 00:00:{9 * i + 1:02}.000\n{line}\n\n"
        for i, line in enumerate(lines, start=1)
    )


def _tar(mode: str) -> bytes:
    """A tar with one member; `mode` says how it is compressed."""
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode=f"w:{mode}") as archive:  # type: ignore[call-overload]
        member = tarfile.TarInfo("wells/one.txt")
        member.size = len(_TEXT)
        archive.addfile(member, io.BytesIO(_TEXT))
    return data.getvalue()


_TEXT = (FRONT_MATTER + PAGE).encode()
_NOTE = (FRONT_MATTER + _WELL).encode()
_SUBTITLES = Sample(
    (FRONT_MATTER + _cues(*PAGE.replace("\n\n", "\n").split("\n"))).encode(),
    around=lambda text: _cues(*text.split("\n")),
)
_STATED = Source("some title", author="some author")
PACKED: dict[str, Sample] = {
    ".pdf": Sample(
        _pdf("The well at noon", _WELL, "Subscribe", "It was a dry year, said Ann."),
        _STATED,
        bad=b"",
        around=lambda text: _pdf(*text.split("\n")),
    ),
    ".docx": Sample(
        docx(_LINES, "some title", "some author"),
        _STATED,
        bad=b"",
        around=lambda text: docx(text.split("\n")),
    ),
    ".odt": Sample(
        odt(
            f"<text:h>The well at noon</text:h><text:p>{_WELL}</text:p><text:p>Subscribe</text:p>",
            "<dc:title>some title</dc:title><dc:creator>some author</dc:creator>",
        ),
        _STATED,
        bad=b"",
        around=lambda text: odt_of(text.split("\n")),
    ),
    ".epub": Sample(
        _book(*PAGE.split("\n\n")[1:]),
        Source("some title", "some house", "some author", "2011", language="en"),
        bad=b"",
        around=lambda text: _book(*text.split("\n")),
    ),
    ".srt": _SUBTITLES,
    ".vtt": _SUBTITLES,
    ".zip": Sample(
        zipped({"one.txt": _TEXT, "a.png": b"x", "two.md": _NOTE, ".hidden.txt": "no"}),
        lines=(1, 1),
        documents=(_TEXT, _NOTE),
        bad=b"",
        around=lambda text: zipped({"a.md": text}),
    ),
    **{
        suffix: Sample(_tar(mode), documents=(_TEXT,), bad=b"", around=str)
        for suffix, mode in {
            ".tar": "",
            ".tar.gz": "gz",
            ".tgz": "gz",
            ".tar.bz2": "bz2",
            ".tbz2": "bz2",
            ".tar.xz": "xz",
            ".txz": "xz",
        }.items()
    },
}
