"""What can go wrong with a model; every message says what to do."""

from typing import ClassVar


class EmbeddingError(Exception):
    """Base of all errors of this package."""

    users_mistake: ClassVar[bool] = False
    """Something that the person can put right; else it is a failure of ours or of the machine."""


class UnknownModel(EmbeddingError):
    """No model of this name or in this folder can be opened."""

    users_mistake = True


class ModelFilesMissing(EmbeddingError):
    """A package or file that the model needs is not installed."""


class VectorsLost(EmbeddingError):
    """The file of kept vectors was damaged and has been begun anew; the next try makes them."""


class ModelFilesDamaged(EmbeddingError):
    """A model file does not have the checksum that it must have."""
