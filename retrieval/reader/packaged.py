"""The reader that ships with the program, in 8 bits, run by ONNX Runtime; CARD.md says what it
is, what it learnt from and how good it is."""

import hashlib
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

from corpus.model import HashedPassage
from embeddings.encoder import FloatMatrix
from embeddings.running import open_session, processors, weights_of
from retrieval.errors import ReaderDamaged
from retrieval.reader.readings import sentence_readings
from retrieval.reader.tokens import Cutter, Tokens

FOLDER = Path(__file__).parent
MODEL = "reader.onnx"
WEIGHTS = weights_of(Path(MODEL)).name
FILES = {
    MODEL: (132_188, "f5966ef5259703d3baac2de69fcdd547f1d9b6410ab158736c8dbaab53f24c0d"),
    WEIGHTS: (22_659_840, "ecbc480af2d9ba7be23705514503e710f4fb55727ee60283fe8829ca653ceb44"),
}
"""The network and its weights: bytes and SHA-256."""


class PackagedReader:
    """MiniLM with four scores a token."""

    model_id = f"reader-{FILES[WEIGHTS][1][:12]}"
    languages: frozenset[str] | None = frozenset({"en"})

    def __init__(self, tokenizer: Path, folder: Path = FOLDER) -> None:
        """`tokenizer` is the tokenizer.json of the packaged encoder. Raises ReaderDamaged; a
        question does not wait for checksums, so only sizes are looked at (`damaged` looks at
        all)."""
        for name, (size, _) in FILES.items():
            path = folder / name
            if not path.is_file() or path.stat().st_size != size:
                raise ReaderDamaged(
                    f"{path} is missing or damaged.\nInstall Pincite again, or bring back the file."
                )
        self._cutter = Cutter(tokenizer)
        self._session = open_session(folder / MODEL)
        self._workers = ThreadPoolExecutor(processors())

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


def damaged(folder: Path = FOLDER) -> Path | None:
    """The first file that is not the one that was measured."""
    for name, (_, sum_) in FILES.items():
        path = folder / name
        if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != sum_:
            return path
    return None
