"""WiCE's claims and the web pages that they cite -> a set of questions with known answers."""

import json
import re
from collections.abc import Sequence
from pathlib import Path

BEGINNING = 120
"""Characters of a supporting sentence that a quote must hold: sentences are cut in other places
here, and a quote may end before a long one does."""


def made_set(claims: Path, folder: Path) -> Path:
    """Write `corpus/`, a file a page, and `questions.jsonl`: every claim that its page supports,
    at least in part, answered by the beginnings of the supporting sentences."""
    corpus = folder / "corpus"
    corpus.mkdir(parents=True)
    pages: dict[tuple[str, ...], str] = {}
    questions = []
    for line in claims.read_text(encoding="utf-8").splitlines():
        claim = json.loads(line)
        sentences = [" ".join(sentence.split()) for sentence in claim["evidence"]]
        name = pages.setdefault(tuple(sentences), f"{len(pages):04}.txt")
        (corpus / name).write_text(_page(sentences), encoding="utf-8")
        supporting = sorted({i for group in claim["supporting_sentences"] for i in group})
        if supporting:
            questions.append(
                {
                    "id": claim["meta"]["id"],
                    "question": claim["claim"],
                    "type": "answerable",
                    "answers": [sentences[i][:BEGINNING].strip() for i in supporting],
                    "document": name,
                }
            )
    text = "".join(json.dumps(question) + "\n" for question in questions)
    (folder / "questions.jsonl").write_text(text, encoding="utf-8")
    return folder


def _page(sentences: Sequence[str]) -> str:
    """A title line, then paragraphs: headings alone, and runs of sentences."""
    title = re.sub(r"^\(meta data\) TITLE: *", "", sentences[0])
    paragraphs, begins = [title], True
    for sentence in (s for s in sentences[1:] if s):
        if sentence.startswith("#") or begins:
            paragraphs.append(sentence)
        else:
            paragraphs[-1] += " " + sentence
        begins = sentence.startswith("#") or len(paragraphs[-1]) > 400
    return "\n\n".join(paragraphs) + "\n"
