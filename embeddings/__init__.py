"""Text -> unit vectors. Imports nothing of ours."""

import os

from embeddings.encoder import Encoder, PassageText, PassageVectors
from embeddings.errors import EmbeddingError, ModelFilesDamaged, ModelFilesMissing, UnknownModel

# Before anything imports ONNX Runtime, which else reports every run to Microsoft (from 1.32 on,
# telemetry_1ds.cc) and keeps a database of it in the person's cache folder.
os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")

__all__ = [
    "EmbeddingError",
    "Encoder",
    "ModelFilesDamaged",
    "ModelFilesMissing",
    "PassageText",
    "PassageVectors",
    "UnknownModel",
]
