"""How fast files are read before encoding, in how much memory, and whether pages are right.

A PDF of 1,000 pages with 100 quotes whose page is known, and 10,000 small web pages, go through
the child process into passages: all that ingest does save for encoding and writing.
"""

import argparse
import os
import random
import re
import resource
import tempfile
import time
from bisect import bisect_right
from collections.abc import Iterator
from pathlib import Path

from corpus.cutting import cut_document
from corpus.model import Reading
from corpus.sandbox import Sandbox
from tests.contracts.samples import HTML
from tests.corpus.made_pdf import book

QUOTES = 100


def readings(sandbox: Sandbox, path: Path) -> list[Reading]:
    return [item for item in sandbox.read(path) if isinstance(item, Reading)]


def quotes(reading: Reading) -> Iterator[tuple[str, str | None]]:
    """Every sentence that may be quoted, and the landmark that its citation shows."""
    starts = [mark.start for mark in reading.landmarks]
    for passage in cut_document(reading, reading.source).passages:
        for start, end in passage.sentences:
            at = bisect_right(starts, start)
            yield reading.text[start:end], reading.landmarks[at - 1].label if at else None


def spent() -> float:
    """Seconds of processor that this process and the children it has ended took so far."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def pdf(pages: int, folder: Path) -> None:
    path = folder / "book.pdf"
    path.write_bytes(book(pages, columns=2))
    started, before = time.perf_counter(), spent()
    with Sandbox() as sandbox:
        (reading,) = readings(sandbox, path)
        seconds = time.perf_counter() - started
        said = [(words, label) for words, label in quotes(reading) if words.endswith(".")]
    processor = spent() - before
    sample = random.Random(1).sample(said, QUOTES)
    right = sum(
        label == f"page {found[1]}"
        for words, label in sample
        if (found := re.search(r"ledger (\d+)\.$", words))
    )
    took = f"{seconds:.1f} s ({processor:.1f} s of processor)"
    print(f"| a PDF of {pages:,} pages | {took} | {right} of {QUOTES} pages right |")


def web_pages(count: int, folder: Path) -> None:
    for i in range(count):
        (folder / f"{i}.html").write_text(HTML.replace("The well", f"The well {i}"))
    started, before = time.perf_counter(), spent()
    most: list[int] = []
    with Sandbox() as sandbox:
        for i in range(count):
            for reading in readings(sandbox, folder / f"{i}.html"):
                cut_document(reading, reading.source)
            if i % (count // 10) == count // 20:
                most.append(memory(sandbox))
    seconds, processor = time.perf_counter() - started, spent() - before
    flat = ", ".join(f"{size // 2**20}" for size in most)
    rate = f"{count / seconds:.0f} a second ({count / processor:.0f} a second of processor)"
    print(f"| {count:,} web pages | {rate} | MB in the child: {flat} |")


def memory(sandbox: Sandbox) -> int:
    """Bytes that the child has in use."""
    if sandbox.pid is None:
        return 0
    pages = int(Path(f"/proc/{sandbox.pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=1000)
    parser.add_argument("--files", type=int, default=10_000)
    given = parser.parse_args()
    print("| what | time | and |\n|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        pdf(given.pages, Path(folder))
        web_pages(given.files, Path(folder))
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"| this process | | {own} MB at most |")


if __name__ == "__main__":
    main()
