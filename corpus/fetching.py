"""Pages from the web: within limits, as the site allows, and never from inside one's own network.

Redirects are followed one by one, and each is checked as the first address was.
"""

import ssl
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from importlib.metadata import version

import httpcore
import httpx
from protego import Protego

from corpus.connecting import Address, CheckedBackend, Clock, is_public
from corpus.errors import NotFetched

MAX_BYTES = 32 * 1024 * 1024
"""Of one page: what the readers of text take."""
_WAIT = 10.0
"""Seconds for a connection, or for the next bytes."""
_MOST_REDIRECTS = 5
_ROBOTS_BYTES = 512 * 1024
"""Of robots.txt, the rest of which does not count; RFC 9309 asks for at least 500 KiB."""
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_AGENT = "Pincite"
_LAST_PORT = 65535


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a server answered."""

    url: str
    """Where it was found in the end, after redirects."""
    status: int
    headers: dict[str, str]
    """By name in lower case."""
    content: bytes


class Fetcher:
    """Fetches pages, one after the other."""

    def __init__(self, may_reach: Callable[[Address], bool] = is_public) -> None:
        """`may_reach` says which addresses may be connected to."""
        self._clock = Clock()
        self._pool = httpcore.ConnectionPool(
            ssl_context=ssl.create_default_context(),
            network_backend=CheckedBackend(may_reach, self._clock),
            max_connections=1,
        )
        self._robots: dict[str, Protego] = {}

    def close(self) -> None:
        """Close the connections that are kept."""
        self._pool.close()

    def fetch(self, url: str, known: Mapping[str, str] | None = None) -> Fetched:
        """A page; `known` are headers such as If-None-Match. Raises NotFetched, also for every
        status but 200 and 304."""
        given, asked = url, known or {}
        self._clock.start()
        for _ in range(_MOST_REDIRECTS + 1):
            target = _checked_url(url, given)
            self._require_leave(target)
            answer = self._get(target, asked)
            if answer.status not in _REDIRECTS:
                return _good(answer, given, may_be_known=bool(asked))
            url = _location(target, answer, given)
        raise NotFetched(
            f"{given}: redirected more than {_MOST_REDIRECTS} times. Open it yourself."
        )

    def _require_leave(self, target: httpx.URL) -> None:
        """Ask the site's robots.txt; a site without one allows everything."""
        site = str(target.copy_with(raw_path=b"/robots.txt", fragment=None))
        if site not in self._robots:
            there = httpx.URL(site)
            answer = self._get(there, {}, beginning=_ROBOTS_BYTES)
            for _ in range(_MOST_REDIRECTS):
                if answer.status not in _REDIRECTS:
                    break
                there = _checked_url(_location(there, answer, site), site)
                answer = self._get(there, {}, beginning=_ROBOTS_BYTES)
            self._robots[site] = Protego.parse(_rules(answer, site))
        if not self._robots[site].can_fetch(str(target), _AGENT):
            raise NotFetched(
                f"{target}: the site's robots.txt asks programs not to fetch it. Save the page in "
                "your browser and ingest the file."
            )

    def _get(
        self, target: httpx.URL, headers: Mapping[str, str], beginning: int | None = None
    ) -> Fetched:
        """What a server answers: all of it, or so many bytes."""
        sent: dict[bytes | str, bytes | str] = {
            "Host": target.netloc.decode(),
            "User-Agent": f"{_AGENT}/{version('pincite')}",
            "Accept-Encoding": "identity",  # nothing that unpacks to more than was sent
        }
        sent |= {name: value.encode("latin-1", "replace") for name, value in headers.items()}
        waits = {"timeout": dict.fromkeys(("connect", "read", "write", "pool"), _WAIT)}
        try:
            with self._pool.stream(
                "GET", str(target.copy_with(fragment=None)), headers=sent, extensions=waits
            ) as answer:
                content = _limited(answer.iter_stream(), target, beginning)
                return Fetched(str(target), answer.status, _named(answer.headers), content)
        except (httpcore.NetworkError, httpcore.TimeoutException, httpcore.ProtocolError) as error:
            reason = str(error) or type(error).__name__
            raise NotFetched(f"{target}: {reason}. Check the address, or try again.") from error


def _checked_url(url: str, given: str) -> httpx.URL:
    try:
        target = httpx.URL(url)
        if (target.port or 0) > _LAST_PORT:
            raise httpx.InvalidURL(f"there is no port {target.port}")
    except (httpx.InvalidURL, ValueError) as error:
        raise NotFetched(f"{given}: not an address ({error}). Check it.") from error
    if target.scheme not in ("http", "https") or not target.host:
        raise NotFetched(f"{given}: {url} is no page of the web (http or https). Check it.")
    if target.userinfo:
        raise NotFetched(f"{given}: an address with a password in it is not fetched. Remove it.")
    return target


def _location(target: httpx.URL, answer: Fetched, given: str) -> str:
    """Where a redirect leads."""
    try:
        return str(target.join(answer.headers.get("location", "")))
    except (httpx.InvalidURL, ValueError) as error:
        raise NotFetched(
            f"{given}: redirected to what is no address ({error}). Open it in your browser."
        ) from error


def _limited(parts: Iterable[bytes], target: httpx.URL, beginning: int | None) -> bytes:
    content = bytearray()
    for part in parts:
        content += part
        if beginning is not None and len(content) > beginning:
            return bytes(content[:beginning])
        if len(content) > MAX_BYTES:
            raise NotFetched(
                f"{target}: larger than {MAX_BYTES / 2**20:g} MB. Save it and ingest that."
            )
    return bytes(content)


def _named(headers: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    return {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in headers}


def _rules(answer: Fetched, site: str) -> str:
    """As RFC 9309 has it: none where the site has none, and nothing allowed while it is down."""
    if answer.status >= 500:
        raise NotFetched(
            f"{site}: the site answers {answer.status}, and does not say what programs may fetch. "
            "Try again later, or save the page in your browser and ingest the file."
        )
    return answer.content.decode(errors="replace") if answer.status == 200 else ""


def _good(answer: Fetched, given: str, *, may_be_known: bool) -> Fetched:
    if answer.status != 200 and not (answer.status == 304 and may_be_known):
        advice = "It is gone." if answer.status in (404, 410) else "Open it in your browser."
        raise NotFetched(f"{given}: the site answers {answer.status}. {advice}")
    return answer
