"""Real prose to encode: the sample library, and the English sentences of tests/quality."""

import json
import re
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[2]
_FEWEST_WORDS = 8


def sample_paragraphs() -> list[str]:
    """The paragraphs of the sample library, without front matter and headings."""
    bodies = [path.read_text().split("---", 2)[2] for path in sample_files()]
    return paragraphs_of("\n\n".join(bodies))


def sample_files() -> list[Path]:
    """The notes of the sample library."""
    return sorted((_ROOT / "corpus" / "sample").glob("*.md"))


def varied_paragraphs() -> list[str]:
    """Short texts about everything."""
    rows = map(json.loads, (_ROOT / "tests/quality/sentences.jsonl").read_text().splitlines())
    return [" ".join(row["sentences"]) for row in rows if row["lang"] == "en"]


def paragraphs_of(text: str) -> list[str]:
    """Its paragraphs of some length."""
    stripped = (paragraph.strip() for paragraph in text.split("\n\n"))
    return [paragraph for paragraph in stripped if len(paragraph.split()) > _FEWEST_WORDS]


def sentences_of(paragraphs: list[str]) -> list[str]:
    """Their sentences, roughly."""
    return [s for paragraph in paragraphs for s in re.split(r"(?<=[.!?]) ", paragraph)]
