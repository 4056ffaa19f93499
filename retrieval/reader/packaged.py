"""The reader that ships with the program, in 8 bits, run by ONNX Runtime; CARD.md says what it
is, what it learnt from and how good it is."""

import hashlib
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import onnxruntime

from corpus.model import HashedPassage
from embeddings.encoder import FloatMatrix
from retrieval.errors import ReaderDamaged
from retrieval.reader.readings import sentence_readings
from retrieval.reader.tokens import Cutter, Tokens

MODEL = Path(__file__).with_name("reader.onnx")
SHA256 = "af7e5a9751f53144362a4411dd43e775b1be45a95ad68c947eb97094eaee5dc7"
SIZE = 22_786_966
"""Of MODEL; in bytes."""


class PackagedReader:
    """MiniLM with four scores a token."""

    model_id = f"reader-{SHA256[:12]}"
    languages: frozenset[str] | None = frozenset({"en"})

    def __init__(self, tokenizer: Path, model: Path = MODEL) -> None:
        """`tokenizer` is the tokenizer.json of the packaged encoder. Raises ReaderDamaged; a
        question does not wait for checksums, so only the size is looked at (`is_sound` looks at
        all)."""
        if not model.is_file() or model.stat().st_size != SIZE:
            raise ReaderDamaged(
                f"{model} is missing or damaged.\nInstall Pincite again, or bring back the file."
            )
        self._cutter = Cutter(tokenizer)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(
            model, options, providers=["CPUExecutionProvider"]
        )
        self._workers = ThreadPoolExecutor(_processors())

    def read(self, question: str, passages: Sequence[HashedPassage]) -> list[FloatMatrix]:
        """One input a passage: a batch would change the numbers, and is no faster on a CPU."""
        inputs = [self._cutter.tokens(question, p.text, p.sentences) for p in passages]
        scores = self._workers.map(self._scores, inputs)
        return [
            sentence_readings(rows, tokens, len(passage.sentences))
            for rows, tokens, passage in zip(scores, inputs, passages, strict=True)
        ]

    def _scores(self, tokens: Tokens) -> FloatMatrix:
        ids = np.array([tokens.ids], np.int32)
        segments = np.array([tokens.segments], np.int32)
        feeds = {"input_ids": ids, "segment_ids": segments, "mask": np.ones_like(ids)}
        scores: FloatMatrix = self._session.run(None, feeds)[0][0]
        return scores


def is_sound(model: Path = MODEL) -> bool:
    """Tell whether the file is the one that was measured."""
    return model.is_file() and hashlib.sha256(model.read_bytes()).hexdigest() == SHA256


def _processors() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
