"""The composition root: settings -> the objects that do the work. Each import waits until what
it brings is needed, because a question on the command line waits for every one of them."""

# ruff: noqa: PLC0415

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from bot.settings import Settings

if TYPE_CHECKING:
    from corpus.library import Library
    from corpus.snapshots import Snapshots
    from embeddings.encoder import Encoder
    from retrieval.answering import Answerer
    from retrieval.reader.contract import Reader
    from retrieval.updating import Update

    Models = tuple[Encoder, Reader]

Say = Callable[[str], None]


def open_encoder(settings: Settings, say: Say) -> "Encoder":
    """The model that the settings name. Raises EmbeddingError."""
    if settings.model is None:
        from embeddings.packaged import PackagedEncoder

        return PackagedEncoder(settings.cache, say)
    try:
        from embeddings.transformer import TransformerEncoder
    except ModuleNotFoundError as error:
        from embeddings.errors import ModelFilesMissing

        raise ModelFilesMissing(
            f"The model {settings.model!r} (PINCITE_MODEL) needs {error.name}, which is not "
            "installed. Install it with: pip install sentence-transformers"
        ) from error

    return TransformerEncoder(settings.model)


def open_reader(settings: Settings, say: Say) -> "Reader":
    """The reader that the settings name. Raises EmbeddingError or UnknownReader."""
    if settings.reader is None:
        from embeddings.packaged import ensure_tokenizer
        from retrieval.reader.packaged import PackagedReader

        return PackagedReader(ensure_tokenizer(settings.cache, say))
    from retrieval.reader.cross_encoder import CrossEncoderReader

    return CrossEncoderReader(settings.reader)


def open_models(settings: Settings, say: Say) -> "Models":
    """The encoder and the reader. Raises EmbeddingError, UnknownReader or ReaderDamaged."""
    return open_encoder(settings, say), open_reader(settings, say)


def open_home(home: Path, models: "Models", say: Say) -> "Answerer":
    """The library of a home, answered with these models. Raises LibraryError."""
    from retrieval import home as homes

    encoder, reader = models
    return homes.open_answerer(home, encoder, say, reader)


def open_answerer(settings: Settings, say: Say) -> "Answerer":
    """Everything that a question needs. Raises LibraryError or what `open_models` raises."""
    open_library(settings).close()  # a missing library is said before a model is made ready
    return open_home(settings.home, open_models(settings, say), say)


def open_update(settings: Settings, say: Say) -> "Update":
    """Everything that changes a library. Raises LibraryError or EmbeddingError."""
    from retrieval.updating import Update

    return Update(settings.home, open_encoder(settings, say))


def open_snapshots(settings: Settings) -> "Snapshots":
    """The pages that were fetched from the web, and the way to fetch more."""
    from corpus.fetching import Fetcher
    from corpus.snapshots import Snapshots
    from retrieval.layout import web_path

    return Snapshots(web_path(settings.home).absolute(), Fetcher())


def open_library(settings: Settings) -> "Library":
    """The library alone, for reading. Raises LibraryError."""
    from corpus.library import Library
    from retrieval.layout import library_path

    return Library(library_path(settings.home))
