from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from corpus.fetching import Fetcher
from corpus.library import Library
from corpus.snapshots import Snapshots
from embeddings.packaged import PackagedEncoder
from retrieval.layout import library_path, web_path
from retrieval.refreshing import Refreshed
from retrieval.updating import Update
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
    fetcher = Fetcher(lambda address: str(address) == LOOPBACK)
    yield Snapshots(web_path(home), fetcher)
    fetcher.close()


@pytest.fixture
def refresh(
    home: Path, encoder: PackagedEncoder, snapshots: Snapshots
) -> Callable[..., list[Refreshed]]:
    def run(*urls: str) -> list[Refreshed]:
        with closing(Update(home, encoder)) as update:
            pages = list(update.refresh(snapshots, urls))
            update.finish()
        return pages

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
