from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from corpus.connecting import Address
from corpus.database import is_being_written
from corpus.fetching import Fetcher
from corpus.library import Library
from corpus.snapshots import Snapshots
from embeddings.packaged import PackagedEncoder
from retrieval import refreshing
from retrieval.layout import library_path, web_path
from retrieval.refreshing import Refreshed
from retrieval.updating import Update
from tests.corpus.made_pdf import drawn, scanned, sentences
from tests.corpus.making import WELL
from tests.corpus.site import LOOPBACK, Site, serving

pytestmark = pytest.mark.model

PAGE = (
    "<html><head><title>The well</title></head><body><p>The well has been dry since Monday, says"
    " the council.</p><p>Water comes by cart until the rains.</p></body></html>"
)


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as one:
        yield one


@pytest.fixture
def snapshots(home: Path) -> Iterator[Snapshots]:
    def may_reach(address: Address) -> bool:
        """And nobody holds the library while a site is waited for."""
        assert not is_being_written(library_path(home))
        return str(address) == LOOPBACK

    fetcher = Fetcher(may_reach)
    yield Snapshots(web_path(home), fetcher)
    fetcher.close()


@pytest.fixture
def refresh(
    home: Path, encoder: PackagedEncoder, snapshots: Snapshots
) -> Callable[..., list[Refreshed]]:
    def run(*urls: str) -> list[Refreshed]:
        return list(refreshing.refresh(home, snapshots, urls, lambda: Update(home, encoder)))

    return run


def test_a_fetched_page_is_named_by_its_site_and_says_when(
    site: Site, snapshots: Snapshots, home: Path, ingest: Callable[..., object]
) -> None:
    url = site.put("/news/well", PAGE)
    ingest(snapshots.add(url)[0])
    with closing(Library(library_path(home))) as library:
        (document,) = library.documents()
        assert document.name.startswith("127.0.0.1-")
        assert "/news-well-" in document.name
        assert document.source.title == "The well"
        assert document.source.url == url
        assert document.source.fetched == sidecar_time(snapshots)


def sidecar_time(snapshots: Snapshots) -> str:
    (sidecar,) = snapshots.folder.glob("*/*.meta.yaml")
    (line,) = [line for line in sidecar.read_text().splitlines() if line.startswith("fetched")]
    return line.partition(": ")[2].strip("'")


def test_a_page_that_changed_says_which_sentences_are_gone(
    site: Site,
    snapshots: Snapshots,
    home: Path,
    ingest: Callable[..., object],
    refresh: Callable[..., list[Refreshed]],
) -> None:
    url = site.put("/a", PAGE)
    other = site.put("/b", PAGE.replace("well", "barn"))
    ingest(*(snapshots.add(one)[0] for one in (url, other)))
    assert {page.status for page in refresh()} == {"unchanged"}

    site.put("/a", PAGE.replace("dry since Monday", "full since Friday"))
    site.put("/b", "gone", 404)
    gone = "The well has been dry since Monday, says the council."
    assert refresh(url) == [Refreshed(url, "changed", gone=(gone,))]
    (failed,) = refresh(other)
    assert (failed.status, "It is gone" in failed.detail) == ("failed", True)
    with closing(Library(library_path(home))) as library:
        texts = [text for _, text in library.texts()]
    assert sorted("full since Friday" in text for text in texts) == [False, True]
    assert any("The barn has been dry" in text for text in texts)


def test_a_page_of_which_a_part_cannot_be_read_is_in_and_says_so(
    site: Site,
    snapshots: Snapshots,
    home: Path,
    tmp_path: Path,
    refresh: Callable[..., list[Refreshed]],
) -> None:
    pdf = "application/pdf"
    snapshots.add(site.put("/a", drawn([(60, 700, 10, WELL)]), Content_Type=pdf))
    refresh()
    partly = scanned(tmp_path / "partly.pdf", [False, True]).read_bytes()
    site.put("/a", partly, Content_Type=pdf)
    (page,) = refresh()
    assert (page.status, len(page.gone)) == ("changed", 2)
    assert "page 2: a picture" in page.detail
    with closing(Library(library_path(home))) as library:
        assert [text for _, text in library.texts()] == [sentences(1, 1)[0]]
    (again,) = refresh()
    assert (again.status, again.detail) == ("unchanged", page.detail)
    site.put("/a", b"%PDF-1.7 no more of it", Content_Type=pdf)
    (broken,) = refresh()
    assert broken.status == "failed"


def test_what_a_killed_run_has_fetched_is_put_in_by_the_next(
    site: Site,
    snapshots: Snapshots,
    home: Path,
    ingest: Callable[..., object],
    refresh: Callable[..., list[Refreshed]],
) -> None:
    url = site.put("/a", PAGE)
    ingest(snapshots.add(url)[0])
    site.put("/a", PAGE.replace("by cart", "by train"))
    snapshots.add(url)  # and no more
    (page,) = refresh()
    assert (page.status, page.gone) == ("changed", ("Water comes by cart until the rains.",))
    with closing(Library(library_path(home))) as library:
        (document,) = library.documents()
        assert "by train" in library.text(document.id)


def test_pages_of_one_site_fail_each_for_itself(
    site: Site, snapshots: Snapshots, refresh: Callable[..., list[Refreshed]]
) -> None:
    for name in ("/a", "/b"):
        snapshots.add(site.put(name, PAGE))
    refresh()
    site.put("/a", PAGE.replace("well", "barn"))
    site.put("/b", bytes(500))
    assert {page.url[-1]: page.status for page in refresh()} == {"a": "changed", "b": "failed"}


def test_a_page_says_when_it_was_last_found_unchanged(
    site: Site,
    snapshots: Snapshots,
    home: Path,
    ingest: Callable[..., object],
    refresh: Callable[..., list[Refreshed]],
) -> None:
    path, _ = snapshots.add(site.put("/a", PAGE))
    sidecar = path.with_name(path.name + ".meta.yaml")
    sidecar.write_text(sidecar.read_text().replace(sidecar_time(snapshots), "2011-12-16 10:00"))
    ingest(path)
    assert [page.status for page in refresh()] == ["unchanged"]
    with closing(Library(library_path(home))) as library:
        (document,) = library.documents()
        assert document.source.fetched == sidecar_time(snapshots) != "2011-12-16 10:00"


def test_a_page_of_another_type_takes_the_place_of_the_last(
    site: Site, snapshots: Snapshots, home: Path, refresh: Callable[..., list[Refreshed]]
) -> None:
    snapshots.add(site.put("/a", PAGE))
    refresh()
    site.put("/a", WELL, Content_Type="text/plain")
    assert [page.status for page in refresh()] == ["changed"]
    with closing(Library(library_path(home))) as library:
        assert [text for _, text in library.texts()] == [WELL]
