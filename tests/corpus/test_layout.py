import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.canonical import canonical_text
from corpus.layout import segments

pages = st.lists(
    st.sampled_from(
        ["The barn burned down.", "the rope is", "short words here", "Menu", "Subscribe", "By Ann",
         "What is needed:", "- two pumps", "12:30", "·", "A" * 50, "Колодец", "\n", "\n", "\n\n",
         " ", "\u00a0", "\u3000", "\t"]
    ),
    max_size=25,
).map(lambda parts: canonical_text("".join(parts)))  # fmt: skip


def laid_out(text: str) -> list[tuple[str, str]]:
    return [(part.kind, text[part.start : part.end]) for part in segments(text)]


@given(pages)
def test_segments_are_in_order_trimmed_and_leave_out_nothing(text: str) -> None:
    reached = 0
    for part in segments(text):
        assert reached <= part.start < part.end <= len(text)
        assert text[reached : part.start].strip() == ""
        assert text[part.start : part.end] == text[part.start : part.end].strip()
        reached = part.end
    assert text[reached:].strip() == ""


@given(pages)
def test_no_segment_reaches_across_an_empty_line(text: str) -> None:
    for part in segments(text):
        assert all(line.strip() for line in text[part.start : part.end].split("\n"))


def test_a_page_is_told_apart() -> None:
    page = (
        "The well at noon\n\nBy Ann Hale\n\nThe well was dug in spring. Nobody paid.\n\n"
        "343 shares\n\n·\n\nSubscribe\n\nWhat is needed:\n- two pumps and a rope"
    )
    assert laid_out(page) == [
        ("heading", "The well at noon"),
        ("label", "By Ann Hale"),
        ("text", "The well was dug in spring. Nobody paid."),
        ("furniture", "343 shares"),
        ("furniture", "·"),
        ("furniture", "Subscribe"),
        ("label", "What is needed:"),
        ("text", "- two pumps and a rope"),
    ]


def test_short_lines_in_a_row_are_a_menu_and_the_last_may_head_the_text() -> None:
    menu = "News\n\nSport\n\nShop\n\nWeather\n\nThe barn fire\n\nThe barn burned down."
    assert [kind for kind, _ in laid_out(menu)] == [*["furniture"] * 4, "heading", "text"]


def test_fewer_short_lines_are_headings() -> None:
    page = "News\n\nSport\n\nThe barn fire\n\nThe barn burned down."
    assert [kind for kind, _ in laid_out(page)] == ["heading", "heading", "heading", "text"]


def test_a_short_line_that_comes_again_and_again_is_furniture() -> None:
    page = (
        "Valley Paper\n\nIt burned.\n\nValley Paper\n\nNobody came.\n\nValley Paper\n\nIt rained."
    )
    assert {kind for kind, line in laid_out(page) if line == "Valley Paper"} == {"furniture"}


def test_a_sentence_that_comes_again_and_again_is_not() -> None:
    assert laid_out("It was dry.\n\nIt was dry.\n\nIt was dry.") == [("text", "It was dry.")] * 3


def test_wrapped_lines_are_one_segment_until_a_full_stop() -> None:
    text = (
        "The well was dug by the whole village in the\nspring, and nobody asked\nfor money.\n"
        "It stands there still."
    )
    first, second = laid_out(text)
    assert first == ("text", text[: text.index("It stands") - 1])
    assert second == ("text", "It stands there still.")
    assert [part.opens_paragraph for part in segments(text)] == [True, False]


TITLE = "A second well is to be dug below the old village mill"


def test_a_long_title_is_not_joined_to_the_text_right_below_it() -> None:
    assert len(TITLE) > 45
    text = f"{TITLE}\n{'The council of the village agreed on it in the spring. ' * 4}"
    assert [part for _, part in laid_out(text)] == [TITLE, text[len(TITLE) + 1 :].strip()]


@pytest.mark.parametrize(
    "below", ["> The power was cut at nine.", "Anna: at nine.", "birch wrote:"]
)
def test_the_date_and_time_of_a_post_are_not_joined_to_what_stands_below(below: str) -> None:
    head = "posted by Greta_W on 5 February 2013 at 15:10"
    assert [part for _, part in laid_out(f"{head}\n{below}")] == [head, below]


def test_a_full_line_is_wrapped_though_a_name_begins_the_next() -> None:
    rows = (
        "The council agreed in the spring that a second well will be dug, and that",
        "Ann Hale, who dug the first one together with her uncle, will be asked to",
        "Corvane once more. It is not known whether she will come there.",
    )
    long = "\n\n" + "A line of the next paragraph is much longer than all of these are. " * 5
    assert laid_out("\n".join(rows) + long)[0] == ("text", "\n".join(rows))


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Ann: Did you see the barn burn that night?", "text"),
        ("NURSE:", "label"),
        ("14 May 2011", "label"),
        ("Updated at 12:40", "label"),
        ("от Анны Орловой", "label"),
        ("The barn and the well", "heading"),
        ("the barn and the well", "text"),  # no heading begins with a small letter
        ("the well", "label"),
        ("What the village paid for the well in the year of the drought", "text"),
        ("1. The rope is short", "text"),
        ("水很深。", "text"),
        ("水", "heading"),
    ],
)
def test_the_kind_of_a_line_that_stands_alone(line: str, kind: str) -> None:
    assert laid_out(f"{line}\n\nThe barn burned down.")[0] == (kind, line)


def test_a_heading_heads_something() -> None:
    assert laid_out("The barn burned down.\n\nThe last line")[-1] == ("label", "The last line")


def test_reading_begins_where_it_is_told_to() -> None:
    text = "title: x\n---\nThe barn burned down."
    assert [(part.start, part.kind) for part in segments(text, 13)] == [(13, "text")]


@pytest.mark.parametrize("line", ["ab\n", "word " * 10 + "\n", "ab\n\n", "\n", "7" * 60 + "\n"])
def test_lines_without_end_take_time_in_proportion(line: str) -> None:
    started = time.process_time()
    segments(line * (30_000 // len(line)))
    assert time.process_time() - started < 4
