"""Sentences whose speakers were labelled by reading, to measure `retrieval.speakers.speaker`.

`speakers.json` has where each sentence stands, and every name by which the text calls who says it,
as offsets; the words are in the evaluation sets. The sentences were drawn at random before any rule
was written: 218 from all texts (three in four of them with a reporting verb, "according to", a
quotation mark, a dash or a colon), then 124 with a reporting verb or "according to", and were
shared out at random: six in ten for writing the rules, the others for measuring them.

Some names stand only outside the sentence's paragraph (`far`), or are no speaker's ("official
data"): giving one is right, giving none is no miss. Print the figures of both halves with:
python -m tests.quality.said FOLDER
"""

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from corpus.canonical import canonical_text
from retrieval.speakers.phrases import Span
from retrieval.speakers.speaker import AFTER, BEFORE, speaker_of
from tests.quality.glued import web_pages

LABELS = Path(__file__).with_name("speakers.json")


@dataclass(slots=True)
class Counts:
    """Speakers named, over sentences."""

    sentences: int = 0
    right: int = 0
    wrong: int = 0
    missed: int = 0
    roles_right: int = 0
    roles_wrong: int = 0
    not_verbatim: int = 0
    """Sentences that are not what was labelled."""

    @property
    def precision(self) -> float:
        return self.right / max(1, self.right + self.wrong)

    @property
    def recall(self) -> float:
        return self.right / max(1, self.right + self.missed)


def documents(folder: Path) -> Iterator[tuple[str, str, str]]:
    """Name, canonical text and language of everything that sentences were drawn from."""
    for name in ("zhanaozen", "squad2-a", "xquad-ru"):
        for path in sorted((folder / name / "corpus").glob("*.txt")):
            language = "ru" if name == "xquad-ru" else "en"
            yield f"{name}/{path.name}", canonical_text(path.read_text(encoding="utf-8")), language
    for line in (folder / "conflicts" / "questions.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        for number, found in enumerate(row["docs"]):
            yield f"conflicts/{row['id']}/{number}", canonical_text(found["text"]), "en"
    for number, page in enumerate(web_pages(folder / "wice" / "claims.jsonl", raw=True)):
        yield f"wice/{number}", canonical_text("\n\n".join(page.paragraphs)), "en"


def measured(folder: Path, *, tuning: bool) -> Counts:
    """How well speakers are named in one half of the sentences."""
    texts = {name: (text, language) for name, text, language in documents(folder)}
    counts = Counts()
    for label in json.loads(LABELS.read_text(encoding="utf-8")):
        if label["tuning"] == tuning:
            _count(counts, label, *texts[label["document"]])
    return counts


def _count(counts: Counts, label: dict[str, object], text: str, language: str) -> None:
    start, end = int(str(label["start"])), int(str(label["end"]))
    names: list[Span] = label["names"]  # type: ignore[assignment]
    role: Span | None = label["role"]  # type: ignore[assignment]
    first = max(0, start - BEFORE)
    near = text[first : end + AFTER]
    found = speaker_of(near, start - first, end - first, language)
    counts.sentences += 1
    counts.not_verbatim += sha256(text[start:end].encode()).hexdigest()[:16] != label["sha256"]
    is_missable = bool(names) and not label["far"]
    if found is None:
        counts.missed += is_missable
    elif any(_same(near[slice(*found.name)], text[slice(*name)]) for name in names):
        counts.right += is_missable
        if found.role and is_missable:
            is_right = bool(role and _same(near[slice(*found.role)], text[slice(*role)]))
            counts.roles_right += is_right
            counts.roles_wrong += not is_right
    else:
        counts.wrong += 1
        counts.missed += is_missable


def _same(one: str, other: str) -> bool:
    """Whether two names share at least half the words of the longer."""
    first, second = set(one.lower().split()), set(other.lower().split())
    return 2 * len(first & second) >= max(len(first), len(second))


if __name__ == "__main__":
    for name, is_tuning in (("written on", True), ("held out", False)):
        print(f"{name}: {measured(Path(sys.argv[1]), tuning=is_tuning)}")
