"""Small web pages of made-up words: how many a second are read, and what memory that takes.

python benchmarks/web_pages.py [PAGES]
"""

import random
import resource
import sys
import tempfile
from pathlib import Path

from corpus.cutting import cut_document
from corpus.model import Reading
from corpus.sandbox import Sandbox

_SYLLABLES = ("ba", "de", "gi", "ko", "lu", "ma", "ne", "ri", "so", "tu", "va", "zo")
_ROUNDS = 10


def processor_seconds() -> float:
    """Of this process and of those that it started and that have ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    chance = random.Random(1)
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder, f"{number}.html") for number in range(count)]
        for path in paths:
            path.write_text(_page(chance), encoding="utf-8")
        began, passages = processor_seconds(), 0
        print("pages  a second of a processor  MB of this process and of the reader's at most")
        with Sandbox() as sandbox:
            for number, path in enumerate(paths, start=1):
                for item in sandbox.read(path):
                    if isinstance(item, Reading):
                        passages += len(cut_document(item, item.source).passages)
                if number % (count // _ROUNDS) == 0:
                    rate = number / (processor_seconds() - began)
                    print(f"{number:5} {rate:9.0f}  {_now():.0f}  {_children():.0f}", flush=True)
    print(f"{passages:,} passages")


def _now() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 2**20


def _children() -> float:
    """Of those that have ended."""
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def _page(chance: random.Random) -> str:
    title = _words(chance, 5)
    paragraphs = "".join(f"<p>{_sentences(chance)}</p>" for _ in range(8))
    links = "".join(f"<li><a href='/{n}'>{_words(chance, 2)}</a></li>" for n in range(20))
    return (
        f"<!doctype html><html><head><title>{title}</title><meta name=author content='Ann Lee'>"
        f"</head><body><nav><ul>{links}</ul></nav><article><h1>{title}</h1>{paragraphs}</article>"
        f"<footer>{_words(chance, 8)}</footer></body></html>"
    )


def _sentences(chance: random.Random) -> str:
    return " ".join(f"{_words(chance, 12).capitalize()}." for _ in range(4))


def _words(chance: random.Random, count: int) -> str:
    return " ".join("".join(chance.choices(_SYLLABLES, k=3)) for _ in range(count))


if __name__ == "__main__":
    main()
