"""What can go wrong between a question and its answer."""

from typing import ClassVar


class RetrievalError(Exception):
    """Base of all errors of this package."""

    users_mistake: ClassVar[bool] = False
    """Something that the person can put right; else it is a failure of ours or of the machine."""


class QuoteNotVerbatim(RetrievalError):
    """A quote is not a slice of its document: a fault of ours, never shown as an answer."""


class BadQuestion(RetrievalError):
    """A question that cannot be asked; the message says how to ask."""

    users_mistake = True


class IndexUnwritable(RetrievalError):
    """The index has to be built and cannot be stored: no room, or no permission."""


class BadEvaluationSet(RetrievalError):
    """A set of questions that cannot be used; the message names file and line."""

    users_mistake = True


class UnknownReader(RetrievalError):
    """A reader that cannot be opened, or does not give what is needed."""

    users_mistake = True


class ReaderDamaged(RetrievalError):
    """The file of the packaged reader is missing or is not the one that was measured."""
