"""Which library reads the text of a file whose encoding is not known?

The folder holds one UTF-8 text per language, named by its code (`ru.txt`, `zh-hant.txt`).
Stretches of each are written in the encodings used for the language, and every candidate must
give back exactly the same text. `--procedure package.module:decode_bytes` adds a function of
yours: bytes -> (text, encoding, lost characters); it raises ValueError for what is no text.
"""

import argparse
import gzip
import importlib
import random
import resource
import subprocess
import sys
import time
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

CODE_PAGES = {
    "en": "cp1252 mac-roman",
    "ru": "cp1251 koi8-r iso8859-5 cp866 mac-cyrillic",
    "uk": "cp1251 koi8-u iso8859-5 cp1125 mac-cyrillic",
    "kk": "kz1048",
    "tr": "cp1254 iso8859-9",
    "de": "cp1252 latin-1 iso8859-15 cp850 mac-roman",
    "es": "cp1252 latin-1 iso8859-15 cp850 mac-roman",
    "fr": "cp1252 latin-1 iso8859-15 cp850 mac-roman",
    "pl": "cp1250 iso8859-2 cp852",
    "el": "cp1253 iso8859-7",
    "he": "cp1255",
    "ar": "cp1256",
    "ja": "cp932 euc-jp",
    "zh": "gb18030",
    "zh-hant": "big5",
    "ko": "cp949",
}
MARKED = {
    "utf-8": b"",
    "utf-8 marked": b"\xef\xbb\xbf",
    "utf-16-le marked": b"\xff\xfe",
    "utf-16-be marked": b"\xfe\xff",
    "utf-32-le marked": b"\xff\xfe\0\0",
    "utf-32-be marked": b"\0\0\xfe\xff",
}
UNMARKED = ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")
PLAIN = str.maketrans("“”„«»‘’ʼ–—‑\xa0", '"""""\'\'\'--- ', "\u200e\u200f")  # typing of old
MAX_LETTERS_LOST = 0.01  # a code page without the language's letters was not used for it


class Sample(NamedTuple):
    """Bytes, and the text they must give (None: they are no text)."""

    kind: str
    language: str
    encoding: str
    data: bytes
    text: str | None


class Candidate(NamedTuple):
    """A module, and how it reads bytes: text, or None where it finds no encoding."""

    module: str
    read: Callable[[Any, bytes], str | None]


def by_name(name: Callable[[Any, bytes], str | None]) -> Callable[[Any, bytes], str | None]:
    """Reads with the encoding that `name` names."""

    def read(module: Any, data: bytes) -> str | None:
        encoding = name(module, data)
        return data.decode(encoding) if encoding else None

    return read


def utf8_or_western(_: Any, data: bytes) -> str:
    """The simplest rule there is, to compare with."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252")


def normalizer(module: Any, data: bytes) -> str | None:
    """The best match of charset-normalizer."""
    best = module.from_bytes(data).best()
    return None if best is None else str(best)


CANDIDATES = {
    "utf-8, else cp1252": Candidate("codecs", utf8_or_western),
    "charset-normalizer": Candidate("charset_normalizer", normalizer),
    "chardet": Candidate("chardet", by_name(lambda m, data: m.detect(data)["encoding"])),
    "chardet, supersets": Candidate(
        "chardet", by_name(lambda m, data: m.detect(data, prefer_superset=True)["encoding"])
    ),
    "cchardet": Candidate("cchardet", by_name(lambda m, data: m.detect(data)["encoding"])),
    "chardetng-py": Candidate(
        "chardetng_py", by_name(lambda m, data: m.detect(data, allow_utf8=True))
    ),
}


def procedure(name: str) -> Candidate:
    """A function of ours, named `package.module:function`."""
    module, function = name.split(":")
    return Candidate(module, lambda m, data: str(getattr(m, function)(data)[0]))


def stretches(text: str, length: int, count: int) -> Iterator[str]:
    """Evenly spaced stretches of a text; a short text is one stretch."""
    count = max(1, min(count, len(text) // length))
    step = max(0, len(text) - length) // count
    for number in range(count):
        yield text[number * step : number * step + length]


@cache
def writable(char: str, encoding: str) -> bool:
    """The character survives the way there and back."""
    try:
        return char.encode(encoding).decode(encoding) == char
    except UnicodeError:
        return False


def as_written_in(text: str, encoding: str) -> str | None:
    """The text as a person would have typed it in that code page; None: it lacks the letters."""
    lost = sum(char.isalpha() and not writable(char, encoding) for char in text)
    if lost > MAX_LETTERS_LOST * len(text):
        return None
    typed = (char if writable(char, encoding) else char.translate(PLAIN) for char in text)
    written = "".join(char for part in typed for char in part if writable(char, encoding))
    return None if written.isascii() else written


def text_samples(language: str, text: str, english: str) -> Iterator[Sample]:
    """One stretch in every encoding used for its language, whole and damaged."""
    for name, mark in MARKED.items():
        yield Sample("UTF", language, name, mark + text.encode(name.split()[0]), text)
    for name in UNMARKED:
        yield Sample("UTF-16/32 unmarked", language, name, text.encode(name), text)
    if not text.isascii():
        damaged = bytearray(text.encode())
        for place in range(len(damaged) // 3, len(damaged), max(len(damaged) // 3, 2000)):
            damaged[place] = 0xFF
        data = bytes(damaged)
        yield Sample("UTF-8 damaged", language, "utf-8", data, data.decode(errors="replace"))
    for page in CODE_PAGES.get(language, "").split():
        if written := as_written_in(text, page):
            yield Sample("code page", language, page, written.encode(page), written)
            capitals = written.upper()
            if as_written_in(capitals, page) == capitals != written:
                yield Sample("capitals", language, page, capitals.encode(page), capitals)
            words = " ".join(written.split()[:5])[:60]
            mixed = f"{english[:1000]} {words} {english[1000:2000]}"
            if not words.isascii():
                yield Sample("five words in English", language, page, mixed.encode(page), mixed)


def binary_samples() -> Iterator[Sample]:
    """Things that are no text, made here or found in the running Python."""
    noise = random.Random(0)
    packed = zlib.compress(b"".join(b"%d\n" % noise.randrange(10**6) for _ in range(5000)))
    made = {
        "png": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\1\0\0\0\1\0\x08\2\0\0\0" + packed,
        "gzip": gzip.compress(packed, mtime=0),
        "pdf": b"%PDF-1.7\n1 0 obj\n<</Filter/FlateDecode>>\nstream\n" + packed + b"\nendstream\n",
        "program": Path(sys.executable).resolve().read_bytes()[:100_000],
        "bytecode": b"".join(sorted(path.read_bytes() for path in _compiled())[:3]),
    }
    made |= {f"noise {size}": noise.randbytes(size) for size in (100, 500, 5000, 50_000)}
    for name, data in made.items():
        for size in (500, len(data)):
            yield Sample("binary", "", name, data[:size], None)


def _compiled() -> list[Path]:
    return sorted(Path(argparse.__file__).parent.glob("__pycache__/*.pyc"))[:20]


def all_samples(folder: Path, lengths: list[int], count: int) -> Iterator[Sample]:
    """Every sample, always the same ones in the same order."""
    texts = {path.stem: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.txt"))}
    texts = {language: text for language, text in texts.items() if language in CODE_PAGES}
    if not texts:
        sys.exit(f"no texts in {folder}: put files such as en.txt and ru.txt there")
    english = texts.get("en", "nothing but plain words here, ").encode("ascii", "ignore").decode()
    for language, text in texts.items():
        for length in lengths:
            for stretch in stretches(text, length, max(1, min(count, 40_000 // length))):
                yield from text_samples(language, stretch, english)
    yield from binary_samples()


def verdict(read: Callable[[bytes], str | None], sample: Sample) -> str:
    """Right, refused, or wrong: another text than was written."""
    try:
        text = read(sample.data)
    except (ValueError, LookupError):  # not decodable, or no encoding of that name
        text = None
    if text is None or sample.text is None:
        return "right" if text == sample.text else "refused" if text is None else "wrong"
    return "right" if text.removeprefix("\ufeff") == sample.text else "wrong"


def cost_of_start(name: str, candidate: Candidate) -> tuple[float, float]:
    """Milliseconds and MiB of the import and first reading, in a process of its own (best of 5)."""
    command = [sys.executable, __file__, "--start", name, candidate.module]
    runs = [subprocess.run(command, capture_output=True, text=True, check=True) for _ in range(5)]
    milliseconds, mebibytes = zip(*(map(float, run.stdout.split()) for run in runs), strict=True)
    return min(milliseconds), min(mebibytes)


def start(name: str, module: str) -> None:
    """Print what `cost_of_start` asks for; memory only where /proc tells it."""
    size, clock = resident(), time.perf_counter()
    candidate = CANDIDATES.get(name) or procedure(name)
    candidate.read(importlib.import_module(module), "вначале было слово".encode("cp1251"))
    print((time.perf_counter() - clock) * 1000, (resident() - size) / 2**20)


def resident() -> int:
    """Bytes of memory in use now (0 where there is no /proc)."""
    pages = Path("/proc/self/statm")
    return int(pages.read_text().split()[1]) * resource.getpagesize() if pages.exists() else 0


def measure(name: str, candidate: Candidate, samples: list[Sample], pages: bool) -> str:
    """One row of the table; with `pages`, then the share right of each encoding."""
    module = importlib.import_module(candidate.module)
    tally: Counter[tuple[str, str]] = Counter()
    by_page: Counter[tuple[str, str, str]] = Counter()
    seconds = size = 0.0
    for sample in samples:
        start = time.perf_counter()
        result = verdict(lambda data: candidate.read(module, data), sample)
        if sample.kind == "code page" and len(sample.data) >= 5000:
            seconds += time.perf_counter() - start
            size += len(sample.data)
        tally[sample.kind, result] += 1
        by_page[sample.language, sample.encoding, result] += sample.kind == "code page"
    kinds = list(dict.fromkeys(sample.kind for sample in samples))
    totals = {k: sum(n for (kind, _), n in tally.items() if kind == k) for k in kinds}
    cells = [_share(tally[k, "right"], totals[k]) for k in kinds]
    cells.append(str(sum(n for (_, result), n in tally.items() if result == "wrong")))
    cells.append(f"{seconds * 1e9 / size:.0f}" if size else "-")
    cells += [f"{cost:.0f}" for cost in cost_of_start(name, candidate)]
    lines = [f"| {name} | " + " | ".join(cells) + " |"]
    if pages:
        for language, encoding in dict.fromkeys((lang, enc) for lang, enc, _ in by_page):
            counts = [by_page[language, encoding, r] for r in ("right", "refused", "wrong")]
            if sum(counts):
                lines.append(f"    {language} {encoding}: {_share(counts[0], sum(counts))}")
    return "\n".join(lines)


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.3f}" if whole else "-"


def main() -> None:
    """Measure every candidate that is installed."""
    if sys.argv[1:2] == ["--start"]:
        start(*sys.argv[2:])
        return
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, help="texts to encode: en.txt, ru.txt, ...")
    parser.add_argument("--lengths", type=int, nargs="+", default=[100, 500, 5000, 50_000])
    parser.add_argument("--samples", type=int, default=20, help="stretches per text and length")
    parser.add_argument("--procedure", metavar="MODULE:FUNCTION", help="a function to add")
    parser.add_argument("--pages", action="store_true", help="show every code page as well")
    arguments = parser.parse_args()
    candidates = dict(CANDIDATES)
    if arguments.procedure:
        candidates[arguments.procedure] = procedure(arguments.procedure)
    samples = list(all_samples(arguments.folder, arguments.lengths, arguments.samples))
    kinds = Counter(sample.kind for sample in samples)
    heads = [f"{kind} ({count})" for kind, count in kinds.items()]
    print("| candidate | " + " | ".join(heads) + " | wrong | ms/MB | start ms | start MiB |")
    print("|---" * (len(heads) + 5) + "|")
    for name, candidate in candidates.items():
        try:
            importlib.import_module(candidate.module)
        except ImportError:
            print(f"| {name} | skipped: not installed |")
            continue
        print(measure(name, candidate, samples, arguments.pages), flush=True)


if __name__ == "__main__":
    main()
