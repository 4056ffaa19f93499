"""EPUB: the chapters in reading order, with their title as landmark.

Tables of contents, scripts and pictures are not kept. Books with digital rights management are
named: their text is encrypted.
"""

import posixpath
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

from lxml import etree
from lxml.etree import _Element

from corpus.encoding import decode
from corpus.errors import UnreadableFile
from corpus.model import Reading, Source
from corpus.readers.binary_file import inspect_file
from corpus.readers.composing import Composition
from corpus.readers.markup import blocks, words_of
from corpus.readers.packaged import Package, opened, stated, stated_language

_FONTS = re.compile(r"idpf\.org/2008/embedding|ns\.adobe\.com/pdf/enc#RC")
"""What is done to fonts is no encryption of the text."""
_DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>")
_PAGES = ("application/xhtml+xml", "text/html")
_LONGEST_TITLE = 200


def read(path: Path) -> Iterator[Reading | None]:
    """Yield the one document of the file."""
    file = inspect_file(path)
    composition = Composition()
    with opened(path, "the program that made it") as package:
        _refuse_encrypted(package, path)
        root, book = _book(package, path)
        titles = _titles(package, root, book)
        for name in _spine(root, book):
            page = package.data(name)
            if page is not None and page.strip():
                _add_chapter(page, titles.get(name), f"{path}: {name} in it", composition)
            yield None
    yield composition.reading(str(path), source=_source(book), sha256=file.sha256, size=file.size)


def _refuse_encrypted(package: Package, path: Path) -> None:
    encryption = package.tree("META-INF/encryption.xml")
    methods = encryption.iterfind(".//{*}EncryptionMethod") if encryption is not None else ()
    if any(not _FONTS.search(method.get("Algorithm", "")) for method in methods):
        raise UnreadableFile(f"{path}: encrypted (digital rights management). Get it without.")


def _book(package: Package, path: Path) -> tuple[str, _Element]:
    """The package document, which lists everything, and the folder it is in."""
    container = package.tree("META-INF/container.xml")
    root = container.find(".//{*}rootfile") if container is not None else None
    name = root.get("full-path", "") if root is not None else ""
    book = package.tree(name)
    if book is None:
        raise UnreadableFile(f"{path}: not an EPUB book, whatever its name says.")
    return posixpath.dirname(name), book


def _items(root: str, book: _Element) -> dict[str, tuple[str, _Element]]:
    """Id -> member and entry of the manifest."""
    return {
        item.get("id", ""): (_member(root, item.get("href", "")), item)
        for item in book.iterfind("{*}manifest/{*}item")
    }


def _spine(root: str, book: _Element) -> Iterator[str]:
    """Members with text, in reading order, each once, without the table of contents."""
    items = _items(root, book)
    seen: set[str] = set()
    for reference in book.iterfind("{*}spine/{*}itemref"):
        name, item = items.get(reference.get("idref", ""), ("", None))
        if item is None or name in seen or item.get("media-type") not in _PAGES:
            continue
        seen.add(name)
        if "nav" not in item.get("properties", "").split():
            yield name


def _titles(package: Package, root: str, book: _Element) -> dict[str, str]:
    """Member -> the chapter that begins there, by the table of contents of EPUB 3, else 2."""
    titles: dict[str, str] = {}
    for name, item in _items(root, book).values():
        is_nav = "nav" in item.get("properties", "").split()
        if not is_nav and item.get("media-type") != "application/x-dtbncx+xml":
            continue
        tree = package.tree(name, recover=True)
        folder = posixpath.dirname(name)
        for place in tree.iter("{*}a", "{*}navPoint") if tree is not None else ():
            target = place.find("{*}content")
            href = place.get("href") or (target.get("src") if target is not None else None)
            label = place.find("{*}navLabel")
            title = words_of(place if label is None else label)[:_LONGEST_TITLE]
            if href and title:
                titles.setdefault(_member(folder, href), title)
    return titles


def _member(folder: str, href: str) -> str:
    return posixpath.normpath(posixpath.join(folder, unquote(href.partition("#")[0])))


def _add_chapter(page: bytes, title: str | None, name: str, composition: Composition) -> None:
    text = _DECLARATION.sub("", decode(page, name).text, count=1)
    tree = etree.fromstring(text, etree.HTMLParser(no_network=True))
    body = tree.find("body") if tree is not None else None
    found = [] if body is None else list(blocks(body))
    heading = next((block.text for block in found if block.kind == "heading"), None)
    label = title or (heading and heading[:_LONGEST_TITLE])
    if label:
        composition.mark(f"chapter “{label}”")
    for block in found:
        composition.add(block.text, block.kind, opens_paragraph=block.opens_paragraph)


def _source(book: _Element) -> Source:
    metadata = book.find("{*}metadata")
    published = stated(metadata, "date")
    return Source(
        title=stated(metadata, "title"),
        author=stated(metadata, "creator"),
        publisher=stated(metadata, "publisher"),
        published=published.partition("T")[0] if published else None,
        language=stated_language(metadata),
    )
