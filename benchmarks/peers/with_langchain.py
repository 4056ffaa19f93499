"""LangChain's FAISS store with its sentence-transformers embeddings."""

# mypy: disable-error-code="import-not-found,import-untyped,unused-ignore"

from collections.abc import Callable
from pathlib import Path
from typing import Any

from langchain_community.vectorstores import FAISS
from langchain_huggingface import HuggingFaceEmbeddings
from peer import LIMIT, Found, Script, Texts, model_path


def load_model() -> Any:
    return HuggingFaceEmbeddings(
        model_name=model_path(), encode_kwargs={"normalize_embeddings": True}
    )


def ingest(model: Any, folder: Path, texts: Texts) -> None:
    FAISS.from_texts(list(texts.values()), model, _names(texts)).save_local(str(folder))


def add(folder: Path, texts: Texts, vectors: Any) -> None:
    pairs = zip(texts.values(), vectors.tolist(), strict=True)
    FAISS.from_embeddings(pairs, load_model(), _names(texts)).save_local(str(folder))


def open_store(folder: Path) -> Callable[[str], Found]:
    store = FAISS.load_local(str(folder), load_model(), allow_dangerous_deserialization=True)

    def ask(question: str) -> Found:
        found = store.similarity_search(question, k=LIMIT)
        return [(document.metadata["name"], document.page_content) for document in found]

    return ask


def _names(texts: Texts) -> list[dict[str, str]]:
    return [{"name": name} for name in texts]


if __name__ == "__main__":
    Script(load_model, ingest, add, open_store).run()
