"""txtai with the text of the passages kept in its own database."""

# mypy: disable-error-code="import-not-found,import-untyped,unused-ignore"

from collections.abc import Callable
from pathlib import Path
from typing import Any

from peer import LIMIT, Found, Script, Texts, model_path
from txtai import Embeddings


def load_model() -> Any:
    return Embeddings(path=model_path(), content=True)


def ingest(model: Any, folder: Path, texts: Texts) -> None:
    model.index(texts.items())
    model.save(str(folder))


def add(folder: Path, texts: Texts, vectors: Any) -> None:
    """txtai takes vectors from outside as a function of the text; asked, it uses the model."""
    known = dict(zip(texts.values(), vectors, strict=True))
    embeddings = Embeddings(
        method="external", transform=lambda some: [known[text] for text in some], content=True
    )
    embeddings.index(texts.items())
    del embeddings.config["method"], embeddings.config["transform"]
    embeddings.config["path"] = model_path()
    embeddings.save(str(folder))


def open_store(folder: Path) -> Callable[[str], Found]:
    embeddings = Embeddings()
    embeddings.load(str(folder))

    def ask(question: str) -> Found:
        return [(row["id"], row["text"]) for row in embeddings.search(question, LIMIT)]

    return ask


if __name__ == "__main__":
    Script(load_model, ingest, add, open_store).run()
