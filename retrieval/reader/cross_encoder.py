"""Any sentence-transformers CrossEncoder as the reader, by name or folder."""

from collections.abc import Sequence
from threading import Lock

import numpy as np
from sentence_transformers import CrossEncoder
from torch.nn import Identity

from corpus.model import HashedPassage
from embeddings.encoder import FloatMatrix
from retrieval.errors import UnknownReader
from retrieval.reader.contract import CLIP, READINGS
from retrieval.reader.readings import leads

_BATCH = 32


class CrossEncoderReader:
    """Scores a question beside each sentence with its neighbours. Models of one score are meant:
    those that rank passages by how well they answer."""

    languages: frozenset[str] | None = None

    def __init__(self, name_or_folder: str, device: str | None = None) -> None:
        """Load a model; raises UnknownReader where there is none, or no network to fetch it."""
        # Its tokeniser fails at times where threads share it (huggingface/transformers#47085).
        self._alone = Lock()
        try:
            self._model = CrossEncoder(name_or_folder, device=device)
        except (OSError, ValueError, KeyError) as error:
            first_line = (str(error).strip().splitlines() or [""])[0]
            raise UnknownReader(
                f"The reader {name_or_folder!r} (PINCITE_READER) cannot be opened: "
                f"{first_line.rstrip('.')}. Give the name of a sentence-transformers CrossEncoder, "
                "or its folder."
            ) from error
        if self._model.num_labels != 1:
            raise UnknownReader(
                f"The reader {name_or_folder!r} (PINCITE_READER) gives {self._model.num_labels} "
                "scores a pair. Give a model that gives one: how well a text answers a question."
            )
        self.model_id = name_or_folder

    def read(self, question: str, passages: Sequence[HashedPassage]) -> list[FloatMatrix]:
        """The score stands for margin and span, since the model knows no spans."""
        pairs = [(question, text) for p in passages for text in _with_neighbours(p)]
        if not pairs:
            return [np.empty((0, len(READINGS)), np.float32) for _ in passages]
        with self._alone:
            logits = self._model.predict(
                pairs, batch_size=_BATCH, show_progress_bar=False, activation_fn=Identity()
            )
        margins = np.clip(np.asarray(logits, np.float32), -CLIP, CLIP)
        ends = np.cumsum([len(p.sentences) for p in passages])
        parts = np.split(margins, ends[:-1])
        return [np.stack([m, m, np.clip(leads(m), -CLIP, CLIP)], axis=1) for m in parts]


def _with_neighbours(passage: HashedPassage) -> list[str]:
    """Each sentence with the one before and the one after."""
    spans = passage.sentences
    last = len(spans) - 1
    return [
        passage.text[spans[max(i - 1, 0)][0] : spans[min(i + 1, last)][1]]
        for i in range(len(spans))
    ]
