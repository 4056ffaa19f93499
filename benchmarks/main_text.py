"""What Pincite would quote from real web pages, beside trafilatura's own text of the same pages.

    python benchmarks/main_text.py FOLDER

FOLDER is `tests` of a checkout of github.com/adbar/trafilatura, which has the pages (`eval`,
`cache`) and, in `evaldata.json`, stretches of each that belong to its main text and stretches that
do not. A stretch counts as found where it stands in the text, blank space aside: trafilatura's own
measure. None of that is part of this project.
"""

import json
import re
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import trafilatura

from corpus.errors import UnreadableFile
from corpus.model import Reading
from corpus.passages import passages
from corpus.readers.web_page import read

Text = Callable[[Path], str]


def by_trafilatura(path: Path, *, fast: bool) -> str:
    """As its benchmark calls it."""
    data = path.read_bytes()
    return trafilatura.extract(data, include_comments=False, fast=fast) or ""


def kept(path: Path) -> str:
    """All that is stored and belongs to the text, comments aside."""
    return _joined(path, ("text", "label", "heading", "listing"))


def shown(path: Path) -> str:
    """Text alone: neither headings nor labels."""
    return _joined(path, ("text",))


def quotable(path: Path) -> str:
    """The sentences that an answer may quote, each as it would stand in one."""
    reading = _reading(path)
    if reading is None:
        return ""
    made = passages(reading, reading.sha256, "en")
    spans = [span for passage in made for span in passage.sentences]
    return " ".join(reading.text[a:b] for a, b in spans if not _is_posted(reading, a))


def _joined(path: Path, kinds: tuple[str, ...]) -> str:
    reading = _reading(path)
    return " ".join(
        reading.text[part.start : part.end]
        for part in (reading.segments if reading else ())
        if part.kind in kinds and reading is not None and not _is_posted(reading, part.start)
    )


def _reading(path: Path) -> Reading | None:
    try:
        return next(read(path))
    except UnreadableFile:
        return None


def _is_posted(reading: Reading, offset: int) -> bool:
    return any(
        part.start <= offset < part.end and part.source.kind == "comment"
        for part in reading.sections or ()
    )


SYSTEMS: dict[str, Text] = {
    "trafilatura, fast": lambda path: by_trafilatura(path, fast=True),
    "trafilatura": lambda path: by_trafilatura(path, fast=False),
    "Pincite, kept": kept,
    "Pincite, text": shown,
    "Pincite, quotable sentences": quotable,
}


def main() -> None:
    folder = Path(sys.argv[1])
    pages = json.loads((folder / "evaldata.json").read_text(encoding="utf-8"))
    print(f"{len(pages)} pages; precision, recall, F1, pages a second of processor time")
    for name, text_of in SYSTEMS.items():
        counts: Counter[str] = Counter()
        began = time.process_time()
        for page in pages.values():
            counts += score(page, text_of(_file(folder, page["file"])))
        rate = len(pages) / (time.process_time() - began)
        precision = counts["found"] / (counts["found"] + counts["wrong"])
        recall = counts["found"] / counts["wanted"]
        f1 = 2 * precision * recall / (precision + recall)
        print(f"{name:28} {precision:.3f} {recall:.3f} {f1:.4f} {rate:6.0f}")


def _file(folder: Path, name: str) -> Path:
    in_cache = folder / "cache" / name
    return in_cache if in_cache.exists() else folder / "eval" / name


def score(page: dict[str, list[str]], text: str) -> Counter[str]:
    """How many stretches are wanted, found, and found though they are not main text."""
    there = _one_line(text)
    return Counter(
        wanted=len(page["with"]),
        found=sum(_one_line(words) in there for words in page["with"]),
        wrong=sum(_one_line(words) in there for words in page["without"]),
    )


def _one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


if __name__ == "__main__":
    main()
