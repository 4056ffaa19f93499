from corpus import errors
from corpus.scan import NothingToRead


def test_every_error_says_whose_mistake_it_is() -> None:
    mistakes = {
        name: kind.users_mistake
        for name, kind in vars(errors).items()
        if isinstance(kind, type) and issubclass(kind, errors.CorpusError)
    }
    assert mistakes == {
        "CorpusError": False,
        "UnreadableFile": True,
        "BadMetadata": True,
        "NotFetched": True,
        "LibraryError": False,
        "NoLibrary": True,
        "LibraryTooNew": True,
        "LibraryCorrupt": False,
        "LibraryBusy": True,
        "LibraryUnwritable": False,
        "UnknownDocument": True,
    }
    assert NothingToRead.users_mistake
