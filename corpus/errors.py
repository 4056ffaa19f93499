"""What can go wrong with files and the library; every message says what to do."""

from typing import ClassVar


class CorpusError(Exception):
    """Base of all errors of this package."""

    users_mistake: ClassVar[bool] = False
    """Something that the person can put right; else it is a failure of ours or of the machine."""


class UnreadableFile(CorpusError):
    """One file cannot become a document; the others go on."""

    users_mistake = True


class BadMetadata(UnreadableFile):
    """Front matter or a sidecar that cannot be understood; the message names file and line."""


class NotFetched(CorpusError):
    """A page that could not be had; the message says why and what to do."""

    users_mistake = True


class LibraryError(CorpusError):
    """The library file itself cannot be used."""


class NoLibrary(LibraryError):
    """There is no library at this place yet."""

    users_mistake = True


class LibraryTooNew(LibraryError):
    """Written by a later version of Pincite."""

    users_mistake = True


class LibraryCorrupt(LibraryError):
    """SQLite cannot read the file, or it is not a library."""


class LibraryBusy(LibraryError):
    """Another process is writing; the message says which."""

    users_mistake = True


class LibraryUnwritable(LibraryError):
    """The disk is full, or permission to write is missing."""


class UnknownDocument(CorpusError):
    """No document of the library answers to this name or id."""

    users_mistake = True
