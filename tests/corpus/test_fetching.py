import socket
import time
from collections.abc import Iterator
from contextlib import suppress
from ipaddress import ip_address
from threading import Thread

import pytest

from corpus import connecting, fetching
from corpus.connecting import Address, is_public
from corpus.errors import NotFetched
from corpus.fetching import Fetcher
from tests.corpus.site import LOOPBACK, Site, serving


def loopback_too(address: Address) -> bool:
    return str(address) == LOOPBACK or is_public(address)


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as one:
        yield one


@pytest.fixture
def fetcher() -> Iterator[Fetcher]:
    one = Fetcher(loopback_too)
    yield one
    one.close()


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("93.184.215.14", True),
        ("2606:2800:21f:cb07:6820:80da:af6b:8b2c", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("::1", False),
        ("::", False),
        ("fe80::1", False),
        ("fd00::1", False),
        ("ff02::1", False),
        ("::ffff:127.0.0.1", False),
        ("::ffff:169.254.169.254", False),
        ("64:ff9b::a9fe:a9fe", False),
        ("64:ff9b::5db8:d70e", True),
        ("2002:7f00:1::", False),
        ("2001:0:4136:e378:8000:63bf:3fff:fdd2", False),
        ("::127.0.0.1", False),
        ("64:ff9b:1::a9fe:a9fe", False),
        ("fec0::1", False),
        ("2002:5db8:d70e::", True),
    ],
)
def test_only_addresses_of_the_internet_are_public(address: str, expected: bool) -> None:
    assert is_public(ip_address(address)) is expected


def test_a_page_is_fetched_with_its_headers(site: Site, fetcher: Fetcher) -> None:
    url = site.put("/well?a=1", "<p>Dry.</p>", ETag='"1"')
    answer = fetcher.fetch(url + "#top")
    assert (answer.status, answer.content) == (200, b"<p>Dry.</p>")
    assert answer.headers["etag"] == '"1"'
    path, sent = site.asked[-1]
    assert path == "/well?a=1"
    assert sent["Host"] == site.address.removeprefix("http://")
    assert sent["User-Agent"].startswith("Pincite/")
    assert sent["Accept-Encoding"] == "identity"
    assert fetcher.fetch(url, {"If-None-Match": '"1"'}).status == 304


def test_a_page_inside_ones_own_network_is_refused_and_not_asked_for(site: Site) -> None:
    fetcher = Fetcher()
    for host in (LOOPBACK, "localhost"):
        with pytest.raises(NotFetched, match="inside a private network"):
            fetcher.fetch(site.put("/", "secret").replace(LOOPBACK, host))
    assert site.asked == []


def test_a_redirect_to_another_network_is_refused(site: Site, fetcher: Fetcher) -> None:
    url = site.put("/", "", 302, Location="http://169.254.169.254/latest/meta-data/")
    with pytest.raises(NotFetched, match=r"169\.254\.169\.254 lies inside a private network"):
        fetcher.fetch(url)


@pytest.mark.parametrize(
    "target", ["file:///etc/passwd", "ftp://x.example/", "gopher://x", "//", "http://[::1"]
)
def test_a_redirect_out_of_the_web_is_refused(site: Site, fetcher: Fetcher, target: str) -> None:
    with pytest.raises(NotFetched):
        fetcher.fetch(site.put("/", "", 301, Location=target))


def test_redirects_are_followed_and_end(site: Site, fetcher: Fetcher) -> None:
    site.put("/new", "<p>Here.</p>")
    moved = fetcher.fetch(site.put("/old", "", 308, Location="/new"))
    assert (moved.url, moved.content) == (f"{site.address}/new", b"<p>Here.</p>")
    with pytest.raises(NotFetched, match="redirected more than 5 times"):
        fetcher.fetch(site.put("/loop", "", 302, Location="/loop"))


def test_the_connection_is_made_to_the_address_that_was_checked(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name that resolves anew, to somewhere else, between the check and the connection."""
    answers = iter([LOOPBACK, LOOPBACK, "10.0.0.1"])
    resolve = socket.getaddrinfo

    def rebinding(host: str, *rest: object, **named: object) -> object:
        return resolve(host if host == LOOPBACK else next(answers), *rest, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(socket, "getaddrinfo", rebinding)
    fetcher = Fetcher(loopback_too)
    url = site.put("/", "<p>One.</p>").replace(LOOPBACK, "rebinding.example")
    assert fetcher.fetch(url).content == b"<p>One.</p>"
    assert site.asked[-1][1]["Host"].startswith("rebinding.example:")
    with pytest.raises(NotFetched, match=r"10\.0\.0\.1"):
        fetcher.fetch(url)
    fetcher.close()


def test_one_bad_address_among_several_refuses_the_name(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    kind = (socket.AF_INET, socket.SOCK_STREAM, 6, "")
    both = [(*kind, (LOOPBACK, 80)), (*kind, ("192.168.0.1", 80))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: both)
    with pytest.raises(NotFetched, match=r"192\.168\.0\.1"):
        Fetcher(loopback_too).fetch(site.put("/", "").replace(LOOPBACK, "two.example"))


def test_robots_are_respected(site: Site, fetcher: Fetcher) -> None:
    site.put("/robots.txt", "User-agent: *\nDisallow: /private/*.html\nAllow: /\n")
    assert fetcher.fetch(site.put("/open.html", "a")).content == b"a"
    with pytest.raises(NotFetched, match=r"robots\.txt asks programs not to fetch it"):
        fetcher.fetch(site.put("/private/b.html", "b"))
    assert [path for path, _ in site.asked] == ["/robots.txt", "/open.html"]


def test_of_endless_robots_the_beginning_counts(site: Site, fetcher: Fetcher) -> None:
    site.put("/robots.txt", b"User-agent: *\nDisallow: /private\n" + b"# so it is\n" * 60_000)
    assert fetcher.fetch(site.put("/open", "a")).content == b"a"
    with pytest.raises(NotFetched, match="asks programs not to"):
        fetcher.fetch(site.put("/private", "b"))


@pytest.mark.parametrize("target", ["http://[::1", "http://169.254.169.254/"])
def test_where_robots_lead_is_checked(site: Site, fetcher: Fetcher, target: str) -> None:
    site.put("/robots.txt", "", 302, Location=target)
    with pytest.raises(NotFetched):
        fetcher.fetch(site.put("/a", "a"))


@pytest.mark.parametrize("stated", ['"\xe9"', '"ж"'])
def test_what_a_site_called_its_page_is_sent_back_whatever_it_is(
    site: Site, fetcher: Fetcher, stated: str
) -> None:
    assert fetcher.fetch(site.put("/a", "a"), {"If-None-Match": stated}).content == b"a"


def test_a_site_that_says_nothing_is_new_unasked_has_no_page(site: Site, fetcher: Fetcher) -> None:
    with pytest.raises(NotFetched, match="the site answers 304"):
        fetcher.fetch(site.put("/a", "", 304))


@pytest.mark.parametrize(("status", "is_allowed"), [(404, True), (403, True), (503, False)])
def test_a_site_without_robots_allows_all_and_one_that_is_down_nothing(
    site: Site, fetcher: Fetcher, status: int, is_allowed: bool
) -> None:
    site.put("/robots.txt", "x", status)
    url = site.put("/a", "a")
    if is_allowed:
        assert fetcher.fetch(url).content == b"a"
    else:
        with pytest.raises(NotFetched, match=r"robots\.txt: the site answers 503"):
            fetcher.fetch(url)


def test_a_page_that_is_too_large_or_too_slow_is_given_up(
    site: Site, fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching, "MAX_BYTES", 1000)
    with pytest.raises(NotFetched, match="larger than"):
        fetcher.fetch(site.put("/large", b"x" * 2000))
    monkeypatch.setattr(connecting, "SECONDS", -1.0)
    with pytest.raises(NotFetched, match="not there after"):
        fetcher.fetch(site.put("/slow", "x"))


def test_a_site_that_drips_its_headers_is_given_up(
    fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connecting, "SECONDS", 0.5)
    with socket.create_server((LOOPBACK, 0)) as server:

        def drip() -> None:
            connection, _ = server.accept()
            with connection, suppress(OSError):
                connection.sendall(b"HTTP/1.1 200 OK\r\n")
                for number in range(50):
                    connection.sendall(f"X-{number}: a\r\n".encode())
                    time.sleep(0.1)

        thread = Thread(target=drip)
        thread.start()
        begun = time.monotonic()
        with pytest.raises(NotFetched, match=r"timed out|not there after"):
            fetcher.fetch(f"http://{LOOPBACK}:{server.getsockname()[1]}/")
        assert time.monotonic() - begun < 3
        thread.join()


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("http://", "no page of the web"),
        ("http://ann:secret@x.example/", "password"),
        ("http://[::1", "not an address"),
        ("http://x.example:99999/", "Check"),
        ("http://nobody.invalid/", "no such site, or no network"),
    ],
)
def test_an_address_that_is_none_is_told(fetcher: Fetcher, url: str, said: str) -> None:
    with pytest.raises(NotFetched, match=said):
        fetcher.fetch(url)


@pytest.mark.parametrize(("status", "said"), [(404, "It is gone"), (500, "the site answers 500")])
def test_what_a_site_answers_instead_is_said(
    site: Site, fetcher: Fetcher, status: int, said: str
) -> None:
    with pytest.raises(NotFetched, match=said):
        fetcher.fetch(site.put("/a", "x", status))


def test_a_site_without_a_good_certificate_is_refused(site: Site, fetcher: Fetcher) -> None:
    with pytest.raises(NotFetched):
        fetcher.fetch(site.put("/", "x").replace("http:", "https:"))
