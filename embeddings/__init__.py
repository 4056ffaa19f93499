"""Text -> unit vectors. Imports nothing of ours."""

from embeddings.encoder import Encoder, PassageText, PassageVectors
from embeddings.errors import EmbeddingError, ModelFilesDamaged, ModelFilesMissing, UnknownModel

__all__ = [
    "EmbeddingError",
    "Encoder",
    "ModelFilesDamaged",
    "ModelFilesMissing",
    "PassageText",
    "PassageVectors",
    "UnknownModel",
]
