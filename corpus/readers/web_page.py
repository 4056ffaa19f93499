"""Web pages: the main text by trafilatura, and the posts of threads and comments by their author.

Menus, teasers and notices around the text are left out: the page as it stands in the file is what
`pincite verify --all` reads again.
"""

import hashlib
import logging
import re
from collections.abc import Iterator
from pathlib import Path

import trafilatura
from lxml.etree import _Element
from trafilatura.metadata import extract_metadata

from corpus.canonical import one_line
from corpus.encoding import Decoded
from corpus.errors import UnreadableFile
from corpus.model import Reading, Source
from corpus.readers.composing import Composition
from corpus.readers.markup import Block, blocks
from corpus.readers.text_file import decode_whole, read_whole
from corpus.readers.threads import Post, names_many_authors, posts_of

_HEAD = 4096
"""Bytes in which a page says what encoding it is in, and characters in which where it is from."""
_CHARSET = re.compile(rb"""<meta[^>]{1,200}?charset\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE)
_TAG = re.compile(r"<(?:[a-zA-Z][^<>]*|!doctype[^<>]*)>", re.IGNORECASE)
_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d+\)(\S+)\s*-->")
_TELLING = 25
"""Characters of a post by which a paragraph that holds them is known to be made of posts."""
_AS_STATED = {"extensive_search": False, "original_date": True}
"""For htmldate: no dates guessed from the text."""

for _library in ("trafilatura", "htmldate", "courlan", "readability"):
    logging.getLogger(_library).addHandler(logging.NullHandler())  # they speak to standard error


def read(path: Path) -> Iterator[Reading]:
    """Yield the one document of the file."""
    data = read_whole(path)
    yield page_reading(decode_whole(data, str(path), charset_in(data)), data, str(path))


def charset_in(data: bytes) -> str | None:
    """The encoding that a page says it is in."""
    charset = _CHARSET.search(data[:_HEAD])
    return charset.group(1).decode() if charset else None


def page_reading(page: Decoded, data: bytes, name: str, url: str | None = None) -> Reading:
    """A page's main text and posts; `data` is what it was read from. Raises UnreadableFile."""
    tree = _tree(page.text)
    if tree is None:
        raise UnreadableFile(f"{name}: no web page: there is no markup in it. Save it as .txt.")
    saved_from = _SAVED_FROM.search(page.text, 0, _HEAD)
    source = _source(tree, url or (saved_from.group(1) if saved_from else None))
    posts = posts_of(tree, source.url)
    composition = Composition()
    _add_main_text(tree, posts, composition)
    _add_posts(posts, composition)
    return composition.reading(
        name,
        source=source,
        sha256=hashlib.sha256(data).hexdigest(),
        encoding=page.encoding,
        damaged=page.damaged,
        size=len(data),
    )


def _tree(text: str) -> _Element | None:
    """The page; a piece of one is taken too, mere words are not."""
    if not _TAG.search(text):
        return None
    whole: _Element | None = trafilatura.load_html(text)
    if whole is None:
        whole = trafilatura.load_html(f"<html><body><div>{text}</div></body></html>")
    return whole


def _source(tree: _Element, url: str | None) -> Source:
    """What the page's own metadata states. Where several people are marked as authors in the page,
    its own is the one whom its head names."""
    stated = extract_metadata(tree, url, _AS_STATED)
    authors = (stated.author or "").split("; ")
    head = _head_of(tree).casefold()
    if names_many_authors(tree) and not all(author.casefold() in head for author in authors):
        authors = []
    fields = {
        "title": stated.title,
        "publisher": stated.sitename,
        "author": ", ".join(authors),
        "published": stated.date,
        "url": stated.url or url,
    }
    return Source(**{key: one_line(value or "") or None for key, value in fields.items()})


def _head_of(tree: _Element) -> str:
    """All that a page says of itself for programs."""
    said = [element.get("content", "") for element in tree.iter("meta")]
    scripts = tree.iter("script")
    said += [one.text or "" for one in scripts if one.get("type") == "application/ld+json"]
    return "\n".join(said)


def _add_main_text(tree: _Element, posts: list[Post], composition: Composition) -> None:
    """The main text, less what is shown as a post of its own."""
    posted = [one_line(block.text) for post in posts for block in post.blocks]
    telling, every = [words for words in posted if len(words) >= _TELLING], "\n".join(posted)
    if len(main := _main_blocks(tree)) == 1 and not posts:
        main = _taken_apart(main[0], tree)
    for block in main:
        words = one_line(block.text)
        if words not in every and not any(post in words for post in telling):
            composition.add(block.text, block.kind, opens_paragraph=block.opens_paragraph)


def _main_blocks(tree: _Element) -> list[Block]:
    found = trafilatura.bare_extraction(tree, include_comments=False)
    body = getattr(found, "body", None)
    return list(blocks(trafilatura.baseline(tree)[0] if body is None else body))


def _taken_apart(main: Block, tree: _Element) -> list[Block]:
    """The blocks of a page without paragraphs, of which all words were run together."""
    words = _letters(main)
    found = [block for block in blocks(tree) if _letters(block) in words]
    return found if "".join(map(_letters, found)) == words else [main]


def _letters(block: Block) -> str:
    return "".join(block.text.split())


def _add_posts(posts: list[Post], composition: Composition) -> None:
    for number, post in enumerate(posts, start=1):
        with composition.section(post.source):
            composition.mark(f"{post.source.kind} {number}")
            for block in post.blocks:
                composition.add(block.text, block.kind, opens_paragraph=block.opens_paragraph)
