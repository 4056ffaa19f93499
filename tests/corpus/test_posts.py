"""Posts, messages and quotes in them: where each begins, and whose it is."""

import pytest

from tests.corpus.test_sections import HARBOUR, cited, found, page, said


def test_posts_and_quotes_in_them_have_their_authors() -> None:
    text = page(
        "birch, Jan 6, 2022 at 10:05 AM, #1\nThe northern quay needs new cranes.",
        "quayside, Jan 6, 2022 at 11:15 AM, #2",
        "birch said: ↑\nThe northern quay needs new cranes.\nClick to expand...",
        "It does, and it needs a fence as well.",
        "birch, Jan 7, 2022 at 9:00 AM, #3\nA fence would stop the ships.",
    )
    assert cited(text) == [
        ("post", "birch", "birch, Jan 6"),
        ("post", "quayside", "quayside, Ja"),
        ("quote", "birch", "birch said: "),
        ("post", "quayside", "It does, and"),
        ("post", "birch", "birch, Jan 7"),
    ]


def test_quotes_inside_quotes_end_where_they_are_closed() -> None:
    text = page(
        '[quote="quayside"]',
        '[quote="birch"]The quay needs cranes.[/quote]',
        "It needs a fence as well.",
        "[/quote]",
        "Neither of you has been there for years.",
    )
    assert [(kind, author) for kind, author, _ in cited(text)[:3]] == [
        ("quote", "quayside"),
        ("quote", "birch"),
        ("quote", "quayside"),
    ]
    assert cited(text)[-1][2] == "Neither of y"


def test_marked_lines_below_wrote_are_the_quote() -> None:
    text = page(
        "Originally posted by birch",
        "> The northern quay needs cranes.\n> It always did.",
        "Nobody asked the drivers.",
    )
    assert [kind for kind, _, _ in cited(text)] == ["quote", "article"]


FORUM_HEADS = [f"posted by {who} on 5 February 2013 at 14:02" for who in ("birch", "rowan", "elm")]


@pytest.mark.parametrize(
    ("quoting", "expected"),
    [
        (  # the marks say how deep: what is no deeper than `birch wrote` is birch's again
            "birch wrote:\n> Anna Keller wrote:\n>> It was the utility.\n> It was at nine.\nNo.",
            [("quote", "birch"), ("quote", "Anna Keller"), ("quote", "birch"), ("post", "rowan")],
        ),
        (  # where marks stand before "wrote" too, nobody knows whose the last quoted line is
            "> birch wrote:\n>> elm wrote:\n>> It was the utility.\n> It was at nine.\nNo.",
            [("quote", "birch"), ("quote", "elm"), ("quote", None), ("post", "rowan")],
        ),
        ("> It was at nine.\nNo.", [("quote", None), ("post", "rowan")]),
        (
            'Quote from: Anna Keller\n"It was at nine."\nBoth of you are wrong.',
            [("quote", "Anna Keller"), ("post", "rowan")],
        ),
        ("On Tuesday the mayor said:\nIt was at nine.", []),
    ],
)
def test_quoted_lines_of_a_post_are_whose_they_are(
    quoting: str, expected: list[tuple[str, str | None]]
) -> None:
    first, second, third = FORUM_HEADS
    text = page(f"{first}\nThe power went.", f"{second}\n{quoting}", f"{third}\nMine did not.")
    found_posts = [(kind, author) for kind, author, _ in cited(text)]
    assert found_posts == [("post", "birch"), ("post", "rowan"), *expected, ("post", "elm")]


@pytest.mark.parametrize(
    ("stamp", "published"),
    [("[05.03.2019, 21:14:05] ", "05.03.2019"), ("3/5/19, 9:14\u202fPM - ", "3/5/19")],
)
def test_messages_that_a_phone_exported_are_posts_however_long(stamp: str, published: str) -> None:
    lines = (
        "Anna K.: The power went at nine",
        f"Tom: {HARBOUR[0]}",
        "Tom left",
        "+7 701 555 01: No.",
        "Tom: Yes.",
    )
    text = "\n".join(f"{stamp}{line}" for line in lines)
    assert [said(text, s.author) for s in found(text)] == [
        "Anna K.",
        "Tom",
        None,
        "+7 701 555 01",
        "Tom",
    ]
    assert {said(text, s.published) for s in found(text)} == {published}
    assert {s.kind for s in found(text)} == {"post"}


def test_a_chronicle_has_no_posts() -> None:
    told = ("Police: two are hurt.", "Ministry: nobody is.", "Hospital: ten are.", "The end.")
    text = "\n".join(f"16.12.2011, 1{n}:00 - {line}" for n, line in enumerate(told))
    assert [s.author for s in found(text)] == [None]


def test_pieces_between_rules_that_quote_each_other_are_posts() -> None:
    one = "The northern quay has needed new cranes for as long as I can remember."
    two = "Nobody who drives them was asked, and that is the pity of it."
    text = "\n \n.\n".join((one, f"{one}\n{two}", f"{two}\nThen ask them yourself.", "I will.\n"))
    assert [kind for kind, _, _ in cited(text)] == [
        "post",
        "quote",
        "post",
        "quote",
        "post",
        "post",
    ]
    assert [s.repeats for s in found(text)] == [None, 0, None, text.find(two), None, None]


def test_speech_that_an_article_introduces_is_no_quote_of_a_post() -> None:
    text = page(HARBOUR[0], "Anna Keller said:", "“The cranes come too late.”", *HARBOUR[1:])
    assert [kind for kind, _, _ in cited(text)] == ["article"]
