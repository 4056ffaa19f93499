"""The posts of a forum and the comments under an article: whose each is, when, and where.

Recognised by the marks that forum and weblog programs give to what their readers write: items of
schema.org, and the class names of WordPress, phpBB, XenForo, vBulletin, Discourse and their like.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import combinations
from urllib.parse import urljoin

from lxml.etree import _Element

from corpus.canonical import canonical_text, one_line
from corpus.model import Source
from corpus.readers.markup import Block, blocks, words_of

_COMMENT_TYPES = ("/Comment", "/UserComments")
_POST_TYPES = ("/DiscussionForumPosting", "/SocialMediaPosting", "/Question", "/Answer")
_COMMENT_NAMES = frozenset("comment comment-item comment-wrapper comment_item reply".split())
_POST_NAMES = frozenset(
    "crawler-post forum-post has-profile message postbit postbitlegacy postcontainer post_wrapper"
    " topic-post".split()
)
_AUTHOR_NAMES = re.compile(
    r"(?:comment|post|message|topic|user)?[-_]{0,2}(?:author|username|user-name|user_name|poster)"
    r"(?:[-_]{0,2}(?:name|link|title))?|fn|creator|nickname",
)
_BODY_NAMES = re.compile(
    r"(?:comment|post|message|reply|topic|entry)[-_]{0,2}(?:body|content|text|copy)"
    r"|postbody|bbwrapper|cooked|content|postcontent",
)
_SIGNATURE_NAMES = frozenset("signature message-signature post-signature postsignature sig".split())
_AUTHOR_PROPERTIES = frozenset({"author", "creator"})
_BODY_PROPERTIES = frozenset({"text", "commentText", "articleBody"})
_LONGEST_NAME = 80
"""Characters; what is longer is no name."""


@dataclass(frozen=True, slots=True)
class Post:
    """What one person wrote at one time."""

    source: Source
    blocks: tuple[Block, ...]


def names_many_authors(tree: _Element) -> bool:
    """Tell whether a page marks several people as author: of posts, or of what it leads to."""
    marked = {name.casefold() for element in tree.iter("*") if (name := _author(element))}
    return any(one not in other and other not in one for one, other in combinations(marked, 2))


def posts_of(tree: _Element, page_url: str | None) -> list[Post]:
    """The posts or comments of a page, in order; empty where it has none that name an author."""
    containers = [element for element in tree.iter("*") if _kind(element) is not None]
    inside = set(containers)
    found = (_post(container, inside, page_url) for container in containers)
    return [post for post in found if post is not None]


def _post(container: _Element, containers: set[_Element], page_url: str | None) -> Post | None:
    own = list(_own(container, containers))
    author = next((name for element in own if (name := _author(element))), None)
    body = next(filter(_is_body, own), None)
    if author is None or body is None:
        return None
    date = next((date for element in own if (date := _date(element))), "")  # not the page's
    anchor = container.get("id")
    source = Source(
        author=author,
        published=date,
        url=urljoin(page_url, f"#{anchor}") if page_url and anchor else None,
        kind=_kind(container),
    )
    written = [block for block in blocks(body) if not block.quotes]
    beside = [(words_of(element), kind) for element in own if (kind := _kind_beside(element))]
    for i, block in enumerate(written):
        kind = next((kind for words, kind in beside if one_line(block.text) in words), block.kind)
        written[i] = replace(block, kind=kind)
    return Post(source, tuple(written)) if written else None


def _kind_beside(element: _Element) -> str | None:
    """What it is, if it stands beside what is said: a line that names the writer, a signature."""
    if _names(element) & _SIGNATURE_NAMES:
        return "furniture"
    return "label" if _author(element) else None


def _own(container: _Element, containers: set[_Element]) -> Iterator[_Element]:
    """What stands in a post and not in one within it, such as a reply to it."""
    waiting = list(reversed(container))
    while waiting:
        element = waiting.pop()
        if element in containers:
            continue
        yield element
        waiting.extend(reversed(element))


def _kind(element: _Element) -> str | None:
    """`comment` or `post`, where the element is marked as one."""
    types, names = element.get("itemtype", ""), _names(element)
    if types.endswith(_COMMENT_TYPES) or names & _COMMENT_NAMES:
        return "comment"
    return "post" if types.endswith(_POST_TYPES) or names & _POST_NAMES else None


def _names(element: _Element) -> frozenset[str]:
    return frozenset(element.get("class", "").lower().split())


def _author(element: _Element) -> str | None:
    names = _names(element)
    is_author = element.get("itemprop") in _AUTHOR_PROPERTIES or element.get("rel") == "author"
    if not is_author and not any(map(_AUTHOR_NAMES.fullmatch, names)):
        return None
    inner = element.find(".//*[@itemprop='name']")
    text = element.get("content") or words_of(element if inner is None else inner)
    return text if 0 < len(text) <= _LONGEST_NAME else None


def _is_body(element: _Element) -> bool:
    if element.get("itemprop") in _BODY_PROPERTIES:
        return True
    return any(map(_BODY_NAMES.fullmatch, _names(element)))


def _date(element: _Element) -> str | None:
    stated = element.get("datetime") if element.tag == "time" else None
    if element.get("itemprop") in ("datePublished", "dateCreated"):
        stated = stated or element.get("content") or element.get("datetime")
    return _minute(stated) if stated else None


def _minute(stamp: str) -> str:
    """An ISO date, with its time as far as the minute."""
    match = re.match(r"(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d))?", stamp.strip())
    return " ".join(filter(None, match.groups())) if match else canonical_text(stamp.strip())[:40]
