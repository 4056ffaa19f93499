"""The pages of a home that were fetched from the web, as files beside which their metadata lies.

A page is a file like any other to the rest of Pincite. What a page said before it changed stays in
the hidden folder `.earlier`, so that what was quoted from it can be looked up.
"""

import fcntl
import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import yaml

from corpus.encoding import known_encoding
from corpus.errors import NotFetched
from corpus.fetching import Fetched, Fetcher
from corpus.metadata import SIDECAR_SUFFIXES, read_fields
from corpus.readers import FORMATS

_SUFFIXES = {
    "text/html": ".html",
    "application/xhtml+xml": ".xhtml",
    "text/plain": ".txt",
    "text/markdown": ".md",
    "text/csv": ".csv",
    "text/tab-separated-values": ".tsv",
    "text/vtt": ".vtt",
    "application/pdf": ".pdf",
    "application/epub+zip": ".epub",
    "application/x-ndjson": ".jsonl",
    "application/jsonl": ".jsonl",
    "message/rfc822": ".eml",
    "application/vnd.oasis.opendocument.text": ".odt",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
}
"""Media type -> the suffix by which it is read."""
_VAGUE = frozenset({"", "text/plain", "application/octet-stream", "binary/octet-stream"})
"""Media types of servers that do not know; the address says more."""
_EARLIER, _LOCK = ".earlier", ".lock"
_LONGEST_NAME = 60
_MARK = "\ufeff".encode()


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A page as it was when it was fetched."""

    url: str
    """As the person gave it."""
    path: Path
    """The file that is read."""
    known: dict[str, str]
    """Headers that ask the server only for what has changed since."""


class Snapshots:
    """All fetched pages of a home."""

    def __init__(self, folder: Path, fetcher: Fetcher) -> None:
        """`folder` is made with the first page."""
        self.folder = folder
        self._fetcher = fetcher

    def __iter__(self) -> Iterator[Snapshot]:
        return self._called("*")

    def _called(self, pattern: str) -> Iterator[Snapshot]:
        """Those whose file has such a name."""
        for sidecar in sorted(self.folder.glob(f"[!.]*/{pattern}{SIDECAR_SUFFIXES[0]}")):
            path = sidecar.with_name(sidecar.name.removesuffix(SIDECAR_SUFFIXES[0]))
            stated = read_fields(sidecar)
            if path.is_file() and stated.get("asked"):
                known = {"If-None-Match": "etag", "If-Modified-Since": "modified"}
                sent = {name: str(stated[key]) for name, key in known.items() if stated.get(key)}
                yield Snapshot(str(stated["asked"]), path, sent)

    def add(self, url: str) -> tuple[Path, bool]:
        """Fetch a page, or fetch it anew; its file, and whether its bytes are new. Raises
        NotFetched, and then leaves all as it was."""
        last = self._last(url)
        answer = self._fetcher.fetch(url, last.known if last else None)
        with self._writing():
            last = self._last(url)  # another process may have fetched it meanwhile
            if last is not None and answer.status == 304:
                self._note(last.path, url, answer, last.known)
                return last.path, False
            return self._keep(url, answer, last)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / _LOCK).open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def _last(self, url: str) -> Snapshot | None:
        return next((one for one in self._called(f"*-{_key(url)}.*") if one.url == url), None)

    def _keep(self, url: str, answer: Fetched, last: Snapshot | None) -> tuple[Path, bool]:
        """Put a page in the place of the last one; its file, and whether its bytes are new."""
        path = self._place(url, answer)
        content = _content(answer, path.suffix)
        is_new = last is None or last.path.read_bytes() != content
        if last is not None and is_new:
            self._keep_earlier(last)
        path.parent.mkdir(parents=True, exist_ok=True)
        partial = path.with_name(f".{path.name}.partial")
        partial.write_bytes(content)
        partial.replace(path)  # first: with the note alone, the server would say: nothing new
        self._note(path, url, answer, {})
        if last is not None and last.path != path:  # it is of another type now
            last.path.unlink()
            _sidecar(last.path).unlink()
        return path, is_new

    def _place(self, url: str, answer: Fetched) -> Path:
        """HOST/NAME, by the address that was asked for: the same one has the same file."""
        suffix = _suffix(answer)
        if suffix not in FORMATS:
            kind = answer.headers.get("content-type", "no type")
            raise NotFetched(f"{url}: {kind} is not a format that is read. Save it as one that is.")
        host, _, rest = url.partition("://")[2].partition("/")
        words = re.sub(r"[^\w]+", "-", rest.rpartition(".")[0] if suffix in rest else rest)
        name = words.strip("-")[-_LONGEST_NAME:].strip("-") or "index"
        folder = self.folder / re.sub(r"[^\w.-]+", "-", host).lower()
        return folder / f"{name}-{_key(url)}{suffix}"

    def _note(self, path: Path, url: str, answer: Fetched, known: dict[str, str]) -> None:
        """Write what is known of a page beside it; later, a person may correct it there."""
        sidecar = _sidecar(path)
        stated = (read_fields(sidecar) if sidecar.is_file() else {}) | {
            "url": answer.url,
            "asked": url,
            "fetched": datetime.now(UTC).strftime("%Y-%m-%d %H:%M"),
            "etag": answer.headers.get("etag", known.get("If-None-Match", "")),
            "modified": answer.headers.get("last-modified", known.get("If-Modified-Since", "")),
        }
        partial = sidecar.with_name(f".{sidecar.name}.partial")
        partial.write_text(
            yaml.safe_dump(stated, allow_unicode=True, sort_keys=False), encoding="utf-8"
        )
        partial.replace(sidecar)

    def _keep_earlier(self, last: Snapshot) -> None:
        """Keep what the page said until now, under the time at which it was fetched."""
        moment = re.sub(r"\D+", "-", str(read_fields(_sidecar(last.path)).get("fetched")))
        place = self.folder / _EARLIER / last.path.parent.name
        place.mkdir(parents=True, exist_ok=True)
        content = last.path.read_bytes()
        mark = hashlib.sha256(content).hexdigest()[:8]  # a page may change twice in a minute
        (place / f"{last.path.stem}-{moment}-{mark}{last.path.suffix}").write_bytes(content)


def _key(url: str) -> str:
    return hashlib.sha256(url.encode()).hexdigest()[:8]


def _sidecar(path: Path) -> Path:
    return path.with_name(path.name + SIDECAR_SUFFIXES[0])


def _suffix(answer: Fetched) -> str:
    kind = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
    stated = Path(answer.url.partition("?")[0]).suffix.lower()
    if kind in _VAGUE and stated in FORMATS:
        return stated
    return _SUFFIXES.get(kind, "")


def _content(answer: Fetched, suffix: str) -> bytes:
    """The bytes of the page; in UTF-8 where only the server says what encoding they are in."""
    charset = re.search(r"charset=[\"']?([\w.:-]+)", answer.headers.get("content-type", ""))
    encoding = known_encoding(charset.group(1)) if charset else None
    is_text = suffix in (".html", ".xhtml", ".txt", ".md", ".csv", ".tsv")
    if encoding is None or not is_text or answer.content.startswith(_MARK):
        return answer.content
    try:
        return _MARK + answer.content.decode(encoding).encode()
    except ValueError:
        return answer.content
