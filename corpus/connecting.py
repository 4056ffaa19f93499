"""Connections to the web that lead where they say, and end in time.

Every address is checked after it was resolved, and the connection is made to the address that was
checked, so that a name which resolves anew cannot lead elsewhere.
"""

import socket
import ssl
import time
from collections.abc import Callable, Iterable
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Any

import httpcore

from corpus.errors import NotFetched

SECONDS = 60.0
"""For one page, from its name to its last byte."""
_GLOBAL_UNICAST = ip_network("2000::/3")
"""What of IPv6 is out on the internet (RFC 4291); Python calls more of it global."""
_TRANSLATED = ip_network("64:ff9b::/96")
"""IPv4 addresses behind NAT64 (RFC 6052)."""

Address = IPv4Address | IPv6Address


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


class Clock:
    """How long the page at hand may take yet."""

    def start(self) -> None:
        """A page begins."""
        self._until = time.monotonic() + SECONDS

    def left(self, most: float | None) -> float:
        """Seconds for the next step; raises ReadTimeout where none are left."""
        seconds = self._until - time.monotonic()
        if seconds <= 0:
            raise httpcore.ReadTimeout(f"not there after {SECONDS:g} seconds")
        return seconds if most is None else min(seconds, most)


class _TimedStream(httpcore.NetworkStream):
    """A connection on which a page has to arrive in time, however slowly its bytes drip."""

    def __init__(self, stream: httpcore.NetworkStream, clock: Clock) -> None:
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


class CheckedBackend(httpcore.NetworkBackend):
    """Connects to addresses that were checked, by number."""

    def __init__(self, may_reach: Callable[[Address], bool], clock: Clock) -> None:
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
