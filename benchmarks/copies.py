"""Are copies found, and only copies? Planted copies among real passages, and speed on many.

    python benchmarks/copies.py FOLDER [--many 100000]

FOLDER holds text files (say, an evaluation set's corpus); its passages are copied with a share of
their words replaced, dropped or added. Precision counts pairs of different passages that are
joined, among passages of the same file, which are about the same event.
"""

import argparse
import random
import time
from itertools import combinations
from pathlib import Path

from corpus.cutting import cut_document
from corpus.model import Reading
from corpus.origins import FEWEST_WORDS, origins, signature
from corpus.readers import reader_for

SHARES = (0.0, 0.05, 0.1, 0.15, 0.2, 0.3)


def passages(folder: Path) -> list[list[str]]:
    """The passages of every file that are long enough to be copies."""
    found = []
    for path in sorted(folder.rglob("*")):
        reader = reader_for(path) if path.is_file() else None
        for reading in reader(path) if reader else ():
            if isinstance(reading, Reading):
                cut = cut_document(reading, reading.source)
                texts = [reading.text[p.start : p.end] for p in cut.passages]
                found.append([t for t in texts if len(t.split()) >= 2 * FEWEST_WORDS])
    return found


def edited(text: str, share: float, words: list[str], chance: random.Random) -> str:
    """The text with a share of its words replaced (6 in 10), dropped (2) or added (2)."""
    made = text.split()
    for _ in range(round(len(made) * share)):
        place, kind = chance.randrange(len(made)), chance.random()
        if kind < 0.6:
            made[place] = chance.choice(words)
        elif kind < 0.8:
            del made[place]
        else:
            made.insert(place, chance.choice(words))
    return " ".join(made)


def joined(texts: list[str]) -> dict[int, int]:
    """Origins by position."""
    return origins(((i, signature(text)) for i, text in enumerate(texts)), texts.__getitem__)


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--many", type=int, default=100_000)
    arguments = parser.parse_args()
    chance = random.Random(1)
    files = passages(arguments.folder)
    texts = [text for file in files for text in file]
    words = [word for text in texts for word in text.split()]
    print(f"{len(texts)} passages of {len(files)} files\n")
    print("| words edited | copies found |\n|---|---|")
    for share in SHARES:
        copies = [edited(text, share, words, chance) for text in texts]
        found = joined(texts + copies)
        hits = sum(found.get(i, i) == found.get(i + len(texts), -1) for i in range(len(texts)))
        print(f"| {share:.0%} | {hits / len(texts):.4f} |", flush=True)
    alone = joined(texts)
    pairs = [(a, b) for a, b in combinations(sorted(alone), 2) if alone[a] == alone[b]]
    print(f"\n{len(pairs)} pairs of the {len(texts)} passages are joined; read them:")
    for a, b in pairs[:20]:
        print(f"- {texts[a][:100]!r}\n  {texts[b][:100]!r}")
    many = [
        edited(texts[i % len(texts)], 0.9 * (i >= len(texts)), words, chance)
        for i in range(arguments.many)
    ]
    started = time.perf_counter()
    signed = [(i, signature(text)) for i, text in enumerate(many)]
    between = time.perf_counter()
    origins(signed, many.__getitem__)
    ended = time.perf_counter()
    print(
        f"\n{len(many):,} passages: signatures {between - started:.1f} s, "
        f"origins {ended - between:.1f} s"
    )


if __name__ == "__main__":
    main()
