"""sentence-transformers and FAISS, as a person would put them together."""

# mypy: disable-error-code="import-not-found,import-untyped,unused-ignore"

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import faiss
from peer import LIMIT, Found, Script, Texts, model_path
from sentence_transformers import SentenceTransformer


def load_model() -> Any:
    return SentenceTransformer(model_path())


def ingest(model: Any, folder: Path, texts: Texts) -> None:
    add(folder, texts, model.encode(list(texts.values()), normalize_embeddings=True))


def add(folder: Path, texts: Texts, vectors: Any) -> None:
    index = faiss.IndexFlatIP(vectors.shape[1])
    index.add(vectors)
    faiss.write_index(index, str(folder / "index.faiss"))
    (folder / "texts.json").write_text(json.dumps(list(texts.items())))


def open_store(folder: Path) -> Callable[[str], Found]:
    model = load_model()
    index = faiss.read_index(str(folder / "index.faiss"))
    texts = json.loads((folder / "texts.json").read_text())

    def ask(question: str) -> Found:
        _, rows = index.search(model.encode([question], normalize_embeddings=True), LIMIT)
        return [tuple(texts[row]) for row in rows[0]]

    return ask


if __name__ == "__main__":
    Script(load_model, ingest, add, open_store).run()
