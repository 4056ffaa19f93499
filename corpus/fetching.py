"""Pages from the web: within limits, as the site allows, and never from inside one's own network.

Every address is checked after it was resolved, and the connection is made to the address that was
checked, so that a name which resolves anew cannot lead elsewhere. Redirects are followed one by
one and checked in the same way.
"""

import socket
import ssl
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Any

import httpcore
import httpx
from protego import Protego

from corpus.errors import CorpusError

MAX_BYTES = 32 * 1024 * 1024
"""Of one page: what the readers of text take."""
SECONDS = 60.0
"""For one page, from its name to its last byte."""
_WAIT = 10.0
"""Seconds for a connection, or for the next bytes."""
_MOST_REDIRECTS = 5
_ROBOTS_BYTES = 512 * 1024
"""Of robots.txt, the rest of which does not count; RFC 9309 asks for at least 500 KiB."""
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_GLOBAL_UNICAST = ip_network("2000::/3")
"""What of IPv6 is out on the internet (RFC 4291); Python calls more of it global."""
_TRANSLATED = ip_network("64:ff9b::/96")
"""IPv4 addresses behind NAT64 (RFC 6052)."""
_AGENT = "Pincite"
_LAST_PORT = 65535

Address = IPv4Address | IPv6Address


class NotFetched(CorpusError):
    """A page that could not be had; the message says why and what to do."""

    users_mistake = True


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a server answered."""

    url: str
    """Where it was found in the end, after redirects."""
    status: int
    headers: dict[str, str]
    """By name in lower case."""
    content: bytes


def is_public(address: Address) -> bool:
    """Tell whether an address is out on the internet: no private, loopback, link-local or other
    special one, also not inside an IPv6 address."""
    if isinstance(address, IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if address in _TRANSLATED:
            inner = IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None or address.teredo is not None:
            return inner is not None and is_public(inner)
        if address not in _GLOBAL_UNICAST:
            return False
    return address.is_global and not address.is_multicast


class Fetcher:
    """Fetches pages, one after the other."""

    def __init__(self, may_reach: Callable[[Address], bool] = is_public) -> None:
        """`may_reach` says which addresses may be connected to."""
        self._clock = _Clock()
        self._pool = httpcore.ConnectionPool(
            ssl_context=ssl.create_default_context(),
            network_backend=_CheckedBackend(may_reach, self._clock),
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


class _Clock:
    """How long the page at hand may take yet."""

    def start(self) -> None:
        """A page begins."""
        self._until = time.monotonic() + SECONDS

    def left(self, most: float | None) -> float:
        """Seconds for the next step; raises ReadTimeout where none are left."""
        seconds = self._until - time.monotonic()
        if seconds <= 0:
            raise httpcore.ReadTimeout(f"not there after {SECONDS:.0f} seconds")
        return seconds if most is None else min(seconds, most)


class _TimedStream(httpcore.NetworkStream):
    """A connection on which a page has to arrive in time, however slowly its bytes drip."""

    def __init__(self, stream: httpcore.NetworkStream, clock: _Clock) -> None:
        self._stream = stream
        self._clock = clock

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._clock.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._clock.left(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        seconds = self._clock.left(timeout)
        return _TimedStream(
            self._stream.start_tls(ssl_context, server_hostname, seconds), self._clock
        )

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class _CheckedBackend(httpcore.NetworkBackend):
    """Connects to addresses that were checked, by number."""

    def __init__(self, may_reach: Callable[[Address], bool], clock: _Clock) -> None:
        self._may_reach = may_reach
        self._clock = clock
        self._network = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,  # noqa: ARG002 - none are ever asked for
    ) -> httpcore.NetworkStream:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise httpcore.ConnectError("there is no such site, or no network") from error
        numbers = list(dict.fromkeys(str(entry[4][0]).partition("%")[0] for entry in found))
        refused = [number for number in numbers if not self._may_reach(ip_address(number))]
        if refused:
            raise NotFetched(
                f"{host}: its address {refused[0]} lies inside a private network; only public "
                "pages are fetched. Save the page and ingest the file."
            )
        for number in numbers:
            try:
                seconds = self._clock.left(timeout)
                stream = self._network.connect_tcp(number, port, seconds, local_address)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                if number == numbers[-1]:
                    raise
            else:
                return _TimedStream(stream, self._clock)
        raise httpcore.ConnectError("its name has no address")


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
            f"{site}: the site answers {answer.status}, and so does not say what programs may fetch. "
            "Try again later, or save the page in your browser and ingest the file."
        )
    return answer.content.decode(errors="replace") if answer.status == 200 else ""


def _good(answer: Fetched, given: str, *, may_be_known: bool) -> Fetched:
    if answer.status != 200 and not (answer.status == 304 and may_be_known):
        advice = "It is gone." if answer.status in (404, 410) else "Open it in your browser."
        raise NotFetched(f"{given}: the site answers {answer.status}. {advice}")
    return answer
