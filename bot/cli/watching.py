"""`ingest --watch`: a pass over the files whenever some of them have changed."""

import signal
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from threading import Event
from types import FrameType

from watchfiles import Change
from watchfiles import watch as changes
from watchfiles.main import FileChange

from bot.cli.main import say
from bot.settings import Settings
from corpus.errors import CorpusError
from corpus.metadata import is_sidecar
from corpus.readers import format_of
from corpus.scan import NothingToRead, is_under

_STILL_MS = 1000
"""Changes that follow one another faster are one."""
_TICK_MS = 500
_AGAIN = 10.0
"""Seconds after which a pass is tried again that could not be made: another one was writing."""


def watch(
    settings: Settings, paths: Sequence[Path], bring_in: Callable[[Sequence[Path], bool], object]
) -> None:
    """Bring in the files, and then what changes, until Ctrl-C; no error of a pass ends it. Raises
    NothingToRead for a path that is not there.

    `bring_in` is given the paths that are there, and told whether a folder may have lost its last
    file: not before one was there, or a disk that is not mounted would empty the library.
    """
    if missing := _what_is_missing(paths):
        raise NothingToRead(missing)
    given = [path.absolute() for path in paths]
    # Programs put a new file in the place of the old one: who watches the old one sees no more.
    folders = {path if path.is_dir() else path.parent for path in given}

    stopped = Event()

    def stop(_: int, __: FrameType | None) -> None:
        stopped.set()  # Python drops what is raised while it clears away an object
        raise KeyboardInterrupt

    signal.signal(signal.SIGINT, stop)
    say("Watching. Ctrl-C ends it.")
    matters = _what_matters(given, str(settings.home.absolute()))
    said = ""
    try:
        while not stopped.is_set():
            due, has_been_in = 0.0, False
            for seen in _changes_until_replaced(
                folders, matters, stopped, recursive=not folders.isdisjoint(given)
            ):
                if seen or time.monotonic() > due:
                    wrong = _what_is_wrong(bring_in, paths, may_be_empty=has_been_in)
                    due = time.monotonic() + _AGAIN if wrong else float("inf")
                    wrong = wrong or _what_is_missing(paths)
                    if wrong and wrong != said:
                        say(f"Error: {wrong}")
                    said, has_been_in = wrong, has_been_in or not wrong
    except KeyboardInterrupt:
        pass
    say("Stopped watching. What was reported is in.")


def _what_matters(given: Sequence[Path], home: str) -> Callable[[Change, str], bool]:
    """Tells whether a change may be one of the documents."""

    def matters(change: Change, name: str) -> bool:
        path = Path(name)
        is_read = format_of(path) is not None or is_sidecar(path)
        was_folder = change == Change.deleted  # perhaps; its files are not named
        if path.name.startswith(".") or not (is_read or was_folder or path.is_dir()):
            return False
        is_given = any(is_under(name, str(one)) for one in given) or is_sidecar(path)
        return is_given and not is_under(name, home)

    return matters


def _changes_until_replaced(
    folders: set[Path],
    matters: Callable[[Change, str], bool],
    stopped: Event,
    *,
    recursive: bool,
) -> Iterator[set[FileChange]]:
    """Changes below the folders, or none at every tick, until one of them goes, comes or is
    another one of the same name: those that watch see nothing of that one."""
    watched = _identities(folders)
    for seen in changes(
        *watched,
        recursive=recursive,
        watch_filter=matters,
        debounce=_STILL_MS,
        rust_timeout=_TICK_MS,
        yield_on_timeout=True,
        stop_event=stopped,
    ):
        is_gone = any((Change.deleted, str(folder)) in seen for folder in watched)
        if is_gone or _identities(folders) != watched:
            return
        yield seen


def _identities(folders: set[Path]) -> dict[Path, tuple[int, int]]:
    """Those of the folders that are there, each with what tells it from a later one."""
    found = {}
    for folder in folders:
        with suppress(OSError):
            status = folder.stat()
            found[folder] = (status.st_dev, status.st_ino)
    return found


def _what_is_missing(paths: Sequence[Path]) -> str:
    """What to say of a path that is not there; nothing: all are."""
    missing = [path for path in paths if not path.exists()]
    return f"{missing[0]}: there is no such file or folder. Check the path." if missing else ""


def _what_is_wrong(
    bring_in: Callable[[Sequence[Path], bool], object], paths: Sequence[Path], *, may_be_empty: bool
) -> str:
    """Make a pass over the paths that are there; returns why it could not be made, or nothing."""
    try:
        if there := [path for path in paths if path.exists()]:
            bring_in(there, may_be_empty)
    except (CorpusError, OSError) as error:
        return str(error)
    return ""
