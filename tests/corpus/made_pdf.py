"""PDF files for tests and benchmarks: sentences that tell their page, set as a book or a journal
sets them."""

from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path

from reportlab.pdfgen.canvas import Canvas

WIDTH, HEIGHT = 595, 842  # A4, in points
_SUBJECTS = "The warden,A ferryman,The tall clerk,Our neighbour,The second cook,An old teacher"
_VERBS = "counted,repaired,described,photographed,remembered,inventoried,refurbished"
_OBJECTS = "the lanterns,forty barrels,the municipal archive,a consignment of timber,the windmills"
_PLACES = "near the harbour,behind the granary,in the neighbouring parish,below the observatory"


def sentences(page: int, count: int) -> list[str]:
    """Sentences that stand on this page alone."""
    parts = [words.split(",") for words in (_SUBJECTS, _VERBS, _OBJECTS, _PLACES)]
    made = []
    for i in range(count):
        n = page * 31 + i * 7
        subject, verb, thing, place = (
            words[(n + 3 * k) % len(words)] for k, words in enumerate(parts)
        )
        made.append(f"{subject} {verb} {thing} {place} in entry {i + 1} of ledger {page}.")
    return made


def wrapped(text: str, width: int) -> Iterator[str]:
    """Lines of so many characters; long words are divided by a hyphen."""
    line = ""
    for word in text.split():
        while len(line) + len(word) > width:
            room = width - len(line) - 1
            if len(word) >= 8 and word.isalpha() and room >= 4:
                cut = min(room, len(word) - 3)
                line, word = line + word[:cut] + "-", word[cut:]
            yield line.rstrip()
            line = ""
        line += word + " "
    yield line.rstrip()


def book(pages: int, *, columns: int = 1, interleaved: bool = False, title: str = "") -> bytes:
    """A book with running heads and page numbers; `interleaved` draws columns line by line."""
    data = BytesIO()
    canvas = Canvas(data, pagesize=(WIDTH, HEIGHT), invariant=True)
    if title:
        canvas.setTitle(title)
        canvas.setAuthor("Ann Archer")
    for page in range(1, pages + 1):
        canvas.setFont("Times-Italic", 9)
        canvas.drawString(60, 800, "A History of the Harbour")
        canvas.drawCentredString(WIDTH / 2, 40, str(page))
        if page % 10 == 1:
            canvas.setFont("Times-Bold", 16)
            canvas.drawString(60, 770, f"The Winter of Ledger {page}")
        canvas.setFont("Times-Roman", 10)
        for x, y, line in _placed(page, columns, interleaved):
            canvas.drawString(x, y, line)
        canvas.showPage()
    canvas.save()
    return data.getvalue()


def _placed(page: int, columns: int, interleaved: bool) -> Iterator[tuple[float, float, str]]:
    said = sentences(page, 14 * columns)
    width = 90 // columns - 4 * (columns - 1)
    placed = []
    for column in range(columns):
        y = 740.0
        for start in range(0, 14, 5):
            paragraph = " ".join(said[14 * column :][start : min(start + 5, 14)])
            for line in wrapped(paragraph, width):
                placed.append((60 + column * (WIDTH - 100) / columns, y, line))
                y -= 12
            y -= 8
    return iter(sorted(placed, key=lambda p: (-p[1], p[0])) if interleaved else placed)


def drawn(
    lines: Sequence[tuple[float, float, int, str]],
    *,
    title: str = "",
    author: str = "",
    password: str | None = None,
) -> bytes:
    """One page with lines at (x, y, size)."""
    data = BytesIO()
    canvas = Canvas(data, pagesize=(WIDTH, HEIGHT), invariant=True, encrypt=password)
    canvas.setTitle(title)
    canvas.setAuthor(author)
    for x, y, size, line in lines:
        canvas.setFont("Times-Roman", size)
        canvas.drawString(x, y, line)
    canvas.save()
    return data.getvalue()


def scanned(path: Path, pages: Sequence[bool]) -> Path:
    """A file whose pages are pictures without text, where true."""
    canvas = Canvas(str(path), pagesize=(WIDTH, HEIGHT), invariant=True)
    for number, is_picture in enumerate(pages, start=1):
        if is_picture:
            from PIL import Image
            from reportlab.lib.utils import ImageReader

            canvas.drawImage(ImageReader(Image.new("L", (60, 80), 200)), 40, 40, 500, 700)
        else:
            canvas.drawString(60, 700, sentences(number, 1)[0])
        canvas.showPage()
    canvas.save()
    return path
