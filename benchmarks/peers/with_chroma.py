"""Chroma, kept on disk, with its sentence-transformers function."""

# mypy: disable-error-code="import-not-found,import-untyped,unused-ignore"

from collections.abc import Callable
from pathlib import Path
from typing import Any

import chromadb
from chromadb.utils.embedding_functions import SentenceTransformerEmbeddingFunction
from peer import LIMIT, Found, Script, Texts, model_path


def load_model() -> Any:
    return SentenceTransformerEmbeddingFunction(model_name=model_path(), normalize_embeddings=True)


def ingest(model: Any, folder: Path, texts: Texts) -> None:
    _write(model, folder, texts, None)


def add(folder: Path, texts: Texts, vectors: Any) -> None:
    _write(load_model(), folder, texts, vectors)


def open_store(folder: Path) -> Callable[[str], Found]:
    client = chromadb.PersistentClient(str(folder))
    collection = client.get_collection("passages", embedding_function=load_model())

    def ask(question: str) -> Found:
        found = collection.query(query_texts=[question], n_results=LIMIT)
        return list(zip(found["ids"][0], found["documents"][0], strict=True))

    return ask


def _write(model: Any, folder: Path, texts: Texts, vectors: Any | None) -> None:
    client = chromadb.PersistentClient(str(folder))
    collection = client.create_collection("passages", embedding_function=model)
    names, bodies = list(texts), list(texts.values())
    step = client.get_max_batch_size()
    for first in range(0, len(names), step):
        some = slice(first, first + step)
        known = None if vectors is None else vectors[some]
        collection.add(ids=names[some], documents=bodies[some], embeddings=known)


if __name__ == "__main__":
    Script(load_model, ingest, add, open_store).run()
