"""Which library reads a PDF? Books whose sentences are known, in three layouts.

Counted are the sentences that come out word for word, line ends being spaces and divided words
whole again: what a reader can do with the library's text and no more. `pincite` is
`corpus/readers/pdf.py`. Install what is to be compared (pdfminer.six, pypdf, pdfplumber) beside
Pincite; what is missing is left out.
"""

import argparse
import importlib
import io
import re
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from corpus.model import Reading
from tests.corpus.made_pdf import book, sentences

LAYOUTS: dict[str, dict[str, Any]] = {
    "one column": {},
    "two columns": {"columns": 2},
    "two, drawn across": {"columns": 2, "interleaved": True},
}


def pincite(data: bytes) -> str:
    from corpus.readers.pdf import read

    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(data)
        file.flush()
        return "".join(item.text for item in read(Path(file.name)) if isinstance(item, Reading))


def pypdfium2(data: bytes) -> str:
    document = importlib.import_module("pypdfium2").PdfDocument(data)
    return "\n".join(page.get_textpage().get_text_range() for page in document)


def pdfminer(data: bytes) -> str:
    return str(importlib.import_module("pdfminer.high_level").extract_text(io.BytesIO(data)))


def pypdf(data: bytes) -> str:
    reader = importlib.import_module("pypdf").PdfReader(io.BytesIO(data))
    return "\n".join(page.extract_text() for page in reader.pages)


def pdfplumber(data: bytes) -> str:
    with importlib.import_module("pdfplumber").open(io.BytesIO(data)) as document:
        return "\n".join(page.extract_text() for page in document.pages)


CANDIDATES: list[Callable[[bytes], str]] = [pincite, pypdfium2, pdfminer, pypdf, pdfplumber]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=40)
    pages = parser.parse_args().pages
    print("| library | layout | sentences found | ms a page |\n|---|---|---|---|")
    for candidate in CANDIDATES:
        for name, layout in LAYOUTS.items():
            data = book(pages, **layout)
            count = 14 * layout.get("columns", 1)
            wanted = [said for page in range(1, pages + 1) for said in sentences(page, count)]
            started = time.process_time()
            try:
                text = candidate(data)
            except ImportError:
                break
            spent = (time.process_time() - started) / pages * 1000
            text = " ".join(re.sub(r"[-\ufffe\x02\xad]\s*\n\s*|[\ufffe\x02]", "", text).split())
            found = sum(said in text for said in wanted) / len(wanted)
            print(f"| {candidate.__name__} | {name} | {found:.1%} | {spent:.1f} |")


if __name__ == "__main__":
    main()
