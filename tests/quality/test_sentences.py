"""Where sentences end, on hand-written paragraphs (`sentences.jsonl`; benchmarks/sentences.py has
the rules by which they were written, and compares other splitters on them)."""

import json
from itertools import accumulate
from pathlib import Path

from corpus.sentences import sentence_spans

GOLD = Path(__file__).with_name("sentences.jsonl")
FLOOR = 0.975
"""F1 of boundaries; .981 was reached."""


def test_sentences_end_where_people_say_they_do() -> None:
    right = wrong = missed = 0
    for line in GOLD.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        text, gold = _joined(row["sentences"], row.get("joiner", " "))
        found = {start for start, _ in sentence_spans(text, row["lang"])} - {0}
        right += len(gold & found)
        wrong += len(found - gold)
        missed += len(gold - found)
    assert right > 300
    assert 2 * right / (2 * right + wrong + missed) >= FLOOR


def _joined(sentences: list[str], joiner: str | list[str]) -> tuple[str, set[int]]:
    """The paragraph, and the offsets at which its sentences begin, but the first."""
    joiners = [joiner] * (len(sentences) - 1) if isinstance(joiner, str) else joiner
    pieces = [a + b for a, b in zip(sentences, [*joiners, ""], strict=True)]
    return "".join(pieces), set(accumulate(len(piece) for piece in pieces[:-1]))
