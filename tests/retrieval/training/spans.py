"""A tiny training file in the form of the open sets; its words are ours."""

import gzip
import json
from pathlib import Path
from typing import Any

from tests.retrieval.notes import notes


def row(set_name: str, number: int, **changed: Any) -> dict[str, Any]:
    """A question about the note of this number, which answers it."""
    text = notes(number + 1)[number]
    maker = text[text.index("drawn by ") + 9 : text.index(" and opened")]
    return {
        "set": set_name,
        "id": f"{set_name}-{number}",
        "title": f"Letter {number // 4}",
        "question": f"Who drew {text[: text.index(' was drawn')].lower()}?",
        "context": text,
        "answers": [{"text": maker, "start": text.index(maker)}],
        "impossible": False,
        **changed,
    }


def write(path: Path, rows: list[dict[str, Any]]) -> Path:
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(r, ensure_ascii=False) + "\n" for r in rows)
    return path
