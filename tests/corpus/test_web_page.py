from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.errors import UnreadableFile
from corpus.model import Reading
from corpus.readers.web_page import read
from tests.corpus.making import BARN, WELL

Write = Callable[..., Path]
LONG = "The village drank from it for forty years, and nobody asked to be paid for the work. " * 4
ARTICLE = (
    "<article><h1>The well</h1><p>The well was dug in spring.</p>"
    f"<h2>After</h2><p>In summer it ran dry.</p><p>{LONG}</p></article>"
)
COMMENTS = """<ol>
<li class="comment" id="c1"><cite class="fn">Bob</cite><time datetime="2024-05-04T09:30:00+02:00">
yesterday</time><div class="comment-content"><p>I carried stones for it.</p></div>
<ol><li class="comment" id="c2"><cite class="fn">Eve</cite><div class="comment-content">
<blockquote>I carried stones for it.</blockquote><p>You did not carry one.</p></div></li></ol></li>
<li class="comment"><div class="comment-content"><p>Nobody knows who says it.</p></div></li></ol>"""
FORUM = """<html><head><link rel=canonical href="https://forum.example/t/7"></head><body>
<div itemscope itemtype="https://schema.org/DiscussionForumPosting"><span itemprop="author">
<span itemprop="name">Ann</span></span><time itemprop="datePublished" datetime="2024-05-03"></time>
<div itemprop="text"><p>Is the well still dry in May?</p></div></div>
<article class="message" id="post-8"><a class="username">Bob</a><div class="bbWrapper">It has been
full since Friday morning.</div></article></body></html>"""


def reading(write_files: Write, page: str | bytes) -> Reading:
    (found,) = read(write_files({"page.html": page}) / "page.html")
    return found


def parts(found: Reading, kind: str) -> list[str]:
    return [found.text[a.start : a.end] for a in found.segments if a.kind == kind]


def test_menus_are_left_out_and_headings_kept(write_files: Write) -> None:
    page = (
        f"<html><body><nav><ul><li><a href=/>Home</a></li></ul></nav>{ARTICLE}"
        "<footer>All rights reserved</footer></body></html>"
    )
    found = reading(write_files, page)
    assert parts(found, "heading") == ["The well", "After"]
    assert parts(found, "text")[:2] == ["The well was dug in spring.", "In summer it ran dry."]
    assert "Home" not in found.text
    assert "rights" not in found.text


def test_a_page_without_paragraphs_is_not_run_together(write_files: Write) -> None:
    found = reading(
        write_files,
        f"<body><nav>Home</nav><div><b>The well</b>{WELL[8:]}</div><div>Ann</div><div>{BARN}</div>",
    )
    assert found.text == f"{WELL}\n\nAnn\n\n{BARN}"
    assert [part.kind for part in found.segments] == ["text", "label", "text"]


@pytest.mark.parametrize("in_head", [True, False])
def test_the_author_of_one_post_is_not_that_of_the_page(write_files: Write, in_head: bool) -> None:
    posts = "".join(
        f"<div class='topic'><span class=author>{name}</span><p>{words}</p></div>"
        for name, words in (("Ann Hale", WELL), ("Bob Wills", BARN))
    )
    head = "<head><meta name=author content='Ann Hale'></head>" if in_head else ""
    found = reading(write_files, f"<html>{head}<body>{posts}</body></html>")
    assert found.source.author == ("Ann Hale" if in_head else None)


def test_the_author_of_a_page_may_be_marked_twice(write_files: Write) -> None:
    author = "<span class=author>{}Ann Hale</span>"
    page = f"<body>{author.format('By ')}{ARTICLE}{author.format('')}</body>"
    assert reading(write_files, page).source.author == "Ann Hale"


def test_the_head_of_a_post_and_a_signature_are_not_what_it_says(write_files: Write) -> None:
    found = reading(
        write_files,
        '<div class="has-profile"><a class="username">Bob</a><div class="postbody">'
        '<p class="author">by <a class="username">Bob</a> » 3 May 2024</p>'
        '<div class="content">It is full.<br>It was dry.</div>'
        '<div class="signature">Bob lives here.<br>He drinks water.</div></div></div>',
    )
    assert parts(found, "text") == ["It is full.", "It was dry."]
    assert parts(found, "label") == ["by Bob » 3 May 2024"]
    assert parts(found, "furniture") == ["Bob lives here.", "He drinks water."]


def test_comments_belong_to_who_wrote_them(write_files: Write) -> None:
    head = "<html><head><link rel=canonical href='https://paper.example/well'></head><body>"
    found = reading(write_files, f"{head}{ARTICLE}{COMMENTS}</body></html>")
    said = [
        (s.source.author, s.source.published, s.source.url, found.text[s.start : s.end])
        for s in found.sections or ()
    ]
    page = "https://paper.example/well"
    assert said == [
        ("Bob", "2024-05-04 09:30", f"{page}#c1", "I carried stones for it."),
        ("Eve", "", f"{page}#c2", "You did not carry one."),
    ]
    assert [mark.label for mark in found.landmarks] == ["comment 1", "comment 2"]
    assert found.text.count("I carried stones") == 1
    assert "Nobody knows" not in found.text


def test_the_posts_of_a_forum_are_all_of_it(write_files: Write) -> None:
    found = reading(write_files, FORUM)
    assert [
        (s.source.author, s.source.kind, s.source.url, found.text[s.start : s.end])
        for s in found.sections or ()
    ] == [
        ("Ann", "post", None, "Is the well still dry in May?"),
        (
            "Bob",
            "post",
            "https://forum.example/t/7#post-8",
            "It has been full since Friday morning.",
        ),
    ]
    assert found.text.startswith("Is the well still dry in May?")


@pytest.mark.parametrize(
    ("charset", "declared"), [("cp1251", "windows-1251"), ("utf-8", "windows-1251"), ("utf-8", "?")]
)
def test_the_declared_encoding_counts_where_it_can_be_true(
    write_files: Write, charset: str, declared: str
) -> None:
    page = f"<html><head><meta charset={declared}></head><body><p>Колодец вырыли весной.</p></body>"
    found = reading(write_files, page.encode(charset))
    assert (found.text, found.encoding) == ("Колодец вырыли весной.", charset)


def test_where_a_page_was_saved_from_is_kept(write_files: Write) -> None:
    mark = "<!-- saved from url=(0024)https://paper.example/a -->\n"
    assert (
        reading(write_files, f"{mark}<html><body>{ARTICLE}</body></html>").source.url
        == "https://paper.example/a"
    )


def test_marks_for_line_breaks_are_no_part_of_words(write_files: Write) -> None:
    page = "<html><body><p>The vil\u00adlage\u200b well was dug in spring.</p></body></html>"
    assert reading(write_files, page).text == "The village well was dug in spring."


def test_tables_stand_row_by_row(write_files: Write) -> None:
    table = "<table><tr><th>year</th><th>depth</th></tr><tr><td>1911</td><td>7 m</td></tr></table>"
    found = reading(
        write_files, f"<html><body><article><p>{LONG}</p>{table}</article></body></html>"
    )
    kinds = {found.text[part.start : part.end]: part.kind for part in found.segments}
    assert (kinds["year | depth"], kinds["1911 | 7 m"]) == ("listing", "text")


def test_code_is_part_of_the_page_and_no_words_to_quote(write_files: Write) -> None:
    code = "<pre><code>dig(well) # It is deep.\ndig(barn)</code></pre>"
    found = reading(write_files, f"<html><body><article><p>{LONG}</p>{code}</article></body>")
    kinds = {found.text[part.start : part.end]: part.kind for part in found.segments}
    assert kinds["dig(well) # It is deep. dig(barn)"] == "listing"


def test_words_without_markup_are_no_page(write_files: Write) -> None:
    with pytest.raises(UnreadableFile, match=r"no web page: there is no markup"):
        reading(write_files, "The well was dug in spring. 1 < 2")
