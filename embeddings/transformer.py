"""Any sentence-transformers model, by name or folder, for users with a network, a GPU, or
documents in languages that the packaged model does not know."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from threading import Lock

import numpy as np
from sentence_transformers import SentenceTransformer

from embeddings.encoder import FloatMatrix, PassageText, PassageVectors, unit_rows
from embeddings.errors import UnknownModel

_BATCH = 32
_PASSAGES_AT_ONCE = 64
_FINGERPRINTED = ("config.json", "modules.json", "sentence_bert_config.json", "tokenizer.json")


class TransformerEncoder:
    """A model with its own prompts for questions and passages, on a GPU where there is one.

    Each sentence is encoded by itself: not every model pools its tokens by their mean.
    """

    languages: frozenset[str] | None = None

    def __init__(self, name_or_folder: str, device: str | None = None) -> None:
        """Load a model; raises UnknownModel where there is none, or no network to fetch it."""
        # Its tokeniser fails at times where threads share it (huggingface/transformers#47085).
        self._alone = Lock()
        try:
            self._model = SentenceTransformer(name_or_folder, device=device)
        except (OSError, ValueError, KeyError) as error:
            first_line = (str(error).strip().splitlines() or [""])[0]
            raise UnknownModel(
                f"The model {name_or_folder!r} (PINCITE_MODEL) cannot be opened: {first_line} "
                "Give the name of a sentence-transformers model, or its folder."
            ) from error
        self.model_id = f"{name_or_folder}@{_fingerprint(self._model, name_or_folder)}"

    @cached_property
    def dimensions(self) -> int:
        """Length of every vector."""
        return int(self._encode([""], None).shape[1])

    def encode_questions(self, questions: Sequence[str]) -> FloatMatrix:
        """Shape (len(questions), dimensions), in order."""
        return self._encode(list(questions), self._prompt("query"))

    def encode_passages(self, passages: Iterable[PassageText]) -> Iterator[PassageVectors]:
        """One result a passage, in order."""
        some: list[PassageText] = []
        for passage in passages:
            some.append(passage)
            if len(some) == _PASSAGES_AT_ONCE:
                yield from self._encode_some(some)
                some = []
        if some:
            yield from self._encode_some(some)

    def _encode_some(self, passages: Sequence[PassageText]) -> Iterator[PassageVectors]:
        texts = [p.text for p in passages]
        texts += [p.text[start:end] for p in passages for start, end in p.sentences]
        rows = self._encode(texts, self._prompt("document", "passage"))
        first = len(passages)
        for i, passage in enumerate(passages):
            last = first + len(passage.sentences)
            yield PassageVectors(rows[i], rows[first:last])
            first = last

    def _encode(self, texts: list[str], prompt: str | None) -> FloatMatrix:
        if not texts:
            return np.empty((0, self.dimensions), np.float32)
        with self._alone:
            rows = self._model.encode(
                texts, prompt_name=prompt, batch_size=_BATCH, show_progress_bar=False
            )
        return unit_rows(np.asarray(rows, np.float32))

    def _prompt(self, *names: str) -> str | None:
        """The first of these prompts that the model has."""
        return next((name for name in names if self._model.prompts.get(name)), None)


def _fingerprint(model: SentenceTransformer, name_or_folder: str) -> str:
    """Of the weights' first numbers and shapes, and of the configuration of a local folder."""
    digest = hashlib.sha256(repr(sorted(model.prompts.items())).encode())
    for name, weight in sorted(model.state_dict().items()):
        head = weight.flatten()[:64].float().cpu().numpy().tobytes()
        digest.update(f"{name}{tuple(weight.shape)}".encode() + head)
    for name in _FINGERPRINTED:
        path = Path(name_or_folder) / name
        if path.is_file():
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
