from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest

from corpus.connecting import Address
from corpus.errors import BadMetadata, NotFetched
from corpus.fetching import Fetcher
from corpus.metadata import sidecar_of
from corpus.readers.web_page import read
from corpus.snapshots import Snapshots
from tests.corpus.site import LOOPBACK, Site, serving

DRY = "<html><body><p>The well has been dry since Monday, says the council.</p></body></html>"
WET = DRY.replace("dry", "wet")


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as one:
        yield one


@pytest.fixture
def snapshots(tmp_path: Path) -> Iterator[Snapshots]:
    fetcher = Fetcher(lambda address: str(address) == LOOPBACK)
    yield Snapshots(tmp_path / "web", fetcher)
    fetcher.close()


def test_a_page_is_kept_byte_for_byte_with_its_address_and_time(
    site: Site, snapshots: Snapshots
) -> None:
    url = site.put("/news/the well.html?id=7", DRY)
    path, is_new = snapshots.add(url)
    assert (path.read_bytes(), is_new) == (DRY.encode(), True)
    assert path.parent.parent == snapshots.folder
    assert path.suffix == ".html"
    stated = sidecar_of(path)
    assert stated.url == url.replace(" ", "%20")
    assert stated.fetched is not None
    assert len(stated.fetched) == len("2024-05-03 12:03")
    assert [one.url for one in snapshots] == [url]


def test_every_address_has_one_file_and_no_two_share_one(site: Site, snapshots: Snapshots) -> None:
    urls = [
        site.put(unquote(path), DRY).replace("/../../", "/..%2F..%2F")
        for path in ("/", "/a?b=1", "/a?b=2", "/..%2F..%2Fup", "/é", "/" + "a" * 200)
    ]
    paths = [snapshots.add(url)[0] for url in urls]
    assert len(set(paths)) == len(urls)
    assert [snapshots.add(url)[0] for url in urls] == paths
    assert all(path.is_relative_to(snapshots.folder.resolve()) for path in map(Path.resolve, paths))


def test_what_a_page_said_before_is_kept(site: Site, snapshots: Snapshots) -> None:
    path, _ = snapshots.add(site.put("/a", DRY))
    assert snapshots.add(site.put("/a", DRY)) == (path, False)
    assert snapshots.add(site.put("/a", WET)) == (path, True)
    assert path.read_text() == WET
    assert snapshots.add(site.put("/a", DRY + DRY)) == (path, True)  # within the same minute
    earlier = snapshots.folder.glob(".earlier/*/*.html")
    assert {one.read_text() for one in earlier} == {DRY, WET}


def test_a_page_is_asked_for_only_if_it_changed(site: Site, snapshots: Snapshots) -> None:
    url = site.put("/a", DRY, ETag='"1"')
    path, _ = snapshots.add(url)
    assert snapshots.add(url) == (path, False)
    assert site.asked[-1][1]["If-None-Match"] == '"1"'
    assert snapshots.add(url) == (path, False)
    assert site.asked[-1][1]["If-None-Match"] == '"1"'


def test_a_page_that_another_process_fetches_at_the_same_time_is_kept_once(
    site: Site, snapshots: Snapshots
) -> None:
    url = site.put("/a", DRY)
    snapshots.add(url)

    def another(_: Address) -> bool:
        site.put("/a", DRY, Content_Type="text/plain")
        snapshots.add(url)
        site.put("/a", WET)
        return True

    path, is_new = Snapshots(snapshots.folder, Fetcher(another)).add(url)
    assert (path.read_text(), path.suffix, is_new) == (WET, ".html", True)
    assert [one.path for one in snapshots] == [path]


def test_a_page_that_is_gone_stays_as_it_was(site: Site, snapshots: Snapshots) -> None:
    path, _ = snapshots.add(site.put("/a", DRY))
    with pytest.raises(NotFetched, match="It is gone"):
        snapshots.add(site.put("/a", "gone", 410))
    assert path.read_text() == DRY


def test_what_a_person_states_beside_a_page_stays(site: Site, snapshots: Snapshots) -> None:
    path, _ = snapshots.add(site.put("/a", DRY))
    sidecar = path.with_name(path.name + ".meta.yaml")
    sidecar.write_text(sidecar.read_text() + "author: [Ann Lee, Bo Li]\npublisher:\n")
    snapshots.add(site.put("/a", WET))
    assert (sidecar_of(path).author, sidecar_of(path).publisher) == ("Ann Lee, Bo Li", None)
    sidecar.write_text("a: [")
    with pytest.raises(BadMetadata, match="cannot be understood"):
        list(snapshots)
    sidecar.write_text("- a")
    with pytest.raises(BadMetadata, match="expected lines such as"):
        list(snapshots)


def test_a_page_that_becomes_another_type_has_one_file(site: Site, snapshots: Snapshots) -> None:
    first, _ = snapshots.add(site.put("/a", DRY))
    second, _ = snapshots.add(site.put("/a", "Dry.", Content_Type="text/plain"))
    assert (first.suffix, second.suffix, first.exists()) == (".html", ".txt", False)
    assert [one.path for one in snapshots] == [second]


@pytest.mark.parametrize(
    ("path", "kind", "suffix"),
    [
        ("/a", "text/html; charset=utf-8", ".html"),
        ("/a.md", "text/plain", ".md"),
        ("/a", "text/plain", ".txt"),
        ("/a.pdf", "application/octet-stream", ".pdf"),
        ("/a.pdf", "text/html", ".html"),
        ("/a", "Application/PDF", ".pdf"),
    ],
)
def test_the_type_decides_how_a_page_is_read(
    site: Site, snapshots: Snapshots, path: str, kind: str, suffix: str
) -> None:
    assert snapshots.add(site.put(path, "x", Content_Type=kind))[0].suffix == suffix


def test_a_type_that_is_not_read_is_refused(site: Site, snapshots: Snapshots) -> None:
    with pytest.raises(NotFetched, match="image/png is not a format that is read"):
        snapshots.add(site.put("/a.png", "x", Content_Type="image/png"))
    assert list(snapshots) == []


def test_an_encoding_that_only_the_server_states_is_not_lost(
    site: Site, snapshots: Snapshots
) -> None:
    page = "<html><body><p>Колодец высох ещё в понедельник.</p></body></html>"
    url = site.put("/a", page.encode("cp866"), Content_Type="text/html; charset=cp866")
    (reading,) = read(snapshots.add(url)[0])
    assert reading.text == "Колодец высох ещё в понедельник."


@pytest.mark.parametrize("charset", ["punycode", "hex", "no-such"])
def test_an_encoding_that_is_none_of_texts_is_left_to_the_reader(
    site: Site, snapshots: Snapshots, charset: str
) -> None:
    url = site.put("/a", DRY, Content_Type=f"text/html; charset={charset}")
    assert snapshots.add(url)[0].read_text() == DRY


def test_what_is_wrong_beside_one_page_does_not_keep_others_out(
    site: Site, snapshots: Snapshots
) -> None:
    path, _ = snapshots.add(site.put("/a", DRY))
    path.with_name(path.name + ".meta.yaml").write_text("a: [")
    assert snapshots.add(site.put("/b", WET))[0].read_text() == WET
