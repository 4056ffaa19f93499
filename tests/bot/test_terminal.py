"""Styles and progress for people; plain lines for programs and for those who want no colour."""

import json
from pathlib import Path

import pytest

from tests.acceptance.shell import PINCITE, SAMPLE, Shell
from tests.bot.screen import Screen, on_terminal, show_on_terminal

pytestmark = pytest.mark.model

QUESTION = "When did the block on Twitter end?"
KEY = (
    "Twitter and some Russian and Kyrgyz news sites were blocked that evening; the block on "
    "Twitter ended on December 18."
)
BOLD, DIM, FIRST_COLOUR = 1, 2, 30
WIDE = {"COLUMNS": "400"}


def seen(shell: Shell, *arguments: str | Path, piped: str = "", **variables: str) -> Screen:
    """A command on a terminal."""
    return on_terminal([PINCITE, *arguments], {**shell.environment, **variables}, piped)


def test_a_person_sees_the_key_sentence_bold_and_the_source_dim(with_sample: Shell) -> None:
    screen = seen(with_sample, "ask", QUESTION, **WIDE)
    assert f"\x1b[1m{KEY}\x1b[0m" in screen.raw
    assert "\x1b[2m   — Global Voices on the first days" in screen.raw
    assert screen.status == 0


def test_a_person_and_a_program_are_given_the_same_words(with_sample: Shell) -> None:
    assert seen(with_sample, "ask", QUESTION, **WIDE).text == with_sample("ask", QUESTION).stdout


def test_a_narrow_terminal_breaks_lines_between_words_only(with_sample: Shell) -> None:
    screen = seen(with_sample, "ask", QUESTION, COLUMNS="40")
    assert max(map(len, screen.text.splitlines())) <= 40
    assert KEY in " ".join(screen.text.split())


def test_a_table_that_would_break_its_words_is_a_paragraph_a_row(with_sample: Shell) -> None:
    narrow = seen(with_sample, "sources", COLUMNS="40").text
    assert "name: 02-global-voices-first-days.md\ntitle: Global Voices on the first days" in narrow
    assert max(map(len, narrow.splitlines())) <= 40
    assert "name: " not in seen(with_sample, "sources", COLUMNS="80").text


def test_a_program_is_given_no_escapes(with_sample: Shell) -> None:
    for command in (["ask", QUESTION], ["sources"], ["search", QUESTION], ["doctor"]):
        assert "\x1b" not in with_sample.having(TERM="xterm")(*command).stdout


def test_a_dumb_terminal_is_given_no_escapes(with_sample: Shell) -> None:
    for command in (["ask", QUESTION], ["ingest", SAMPLE], ["sources"]):
        screen = seen(with_sample, *command, TERM="dumb")
        assert screen.status == 0
        assert not screen.has_escapes


def test_no_color_takes_the_colours_and_leaves_the_emphasis(with_sample: Shell) -> None:
    asked = seen(with_sample, "ask", QUESTION, NO_COLOR="1")
    assert asked.codes == {0, BOLD, DIM}
    for command in (["sources"], ["--home", with_sample.folder / "other", "ingest", SAMPLE]):
        screen = seen(with_sample, *command, NO_COLOR="1")
        assert screen.status == 0
        assert {code for code in screen.codes if code >= FIRST_COLOUR} == set()


def test_a_place_is_lit_up_in_its_surroundings(with_sample: Shell) -> None:
    screen = seen(with_sample, "show", "02-global-voices-first-days.md", "1651-1692", **WIDE)
    assert "\x1b[1;7mthe block on Twitter ended on December 18\x1b[0m" in screen.raw
    assert KEY in screen.text


def test_a_person_sees_a_table_with_a_head_and_a_program_rows_with_tabs(
    with_sample: Shell,
) -> None:
    head, first, *_ = seen(with_sample, "sources", **WIDE).text.splitlines()
    piped = with_sample("sources").stdout.splitlines()
    assert head.split() == ["name", "title", "by", "published", "kind", "language", "length"]
    assert first.split() == piped[0].replace("\t", " ").split()
    assert len(piped) == len(list(SAMPLE.iterdir()))


def test_ingest_shows_how_far_it_is_and_no_line_for_each_document(pincite: Shell) -> None:
    screen = seen(pincite, "ingest", SAMPLE, **WIDE)
    assert screen.status == 0
    for words in ("Reading", "Indexing", "100%", "8 added; "):
        assert words in screen.text
    assert "added    01-the-diplomat" not in screen.text
    assert max(screen.codes) >= FIRST_COLOUR


def test_the_progress_of_a_piped_ingest_is_beside_its_report(pincite: Shell) -> None:
    screen = seen(pincite, "ingest", SAMPLE, piped="stdout", **WIDE)
    assert "Reading" in screen.text
    assert "Reading" not in screen.piped
    assert screen.piped.startswith("added    01-the-diplomat-ten-years-after.md\n")


def test_no_progress_is_shown_where_no_terminal_is(pincite: Shell) -> None:
    assert pincite.having(TERM="xterm")("ingest", SAMPLE).stderr == ""


@pytest.mark.parametrize(
    "text",
    [
        "[bold]not[/bold] :smile: {x} \\[red] <b>",
        "https://example.org/a?b=[1]&c=2 12:30 'x' None True 0xff",
        "Двадцать шесть зданий — «сожжены»; 13,5 тыс. человек.",
        "השער נסגר בשעה שבע. 👩🏽‍⚖️ ǅ",
    ],
)
def test_a_quote_is_unchanged_on_a_terminal(environment: dict[str, str], text: str) -> None:
    code = (
        "from bot.cli.terminal import show_lines; from bot.render import Span; import json;"
        f"show_lines([(Span(json.loads({json.dumps(text)!r}), 'key'),)])"
    )
    assert show_on_terminal(code, {**environment, **WIDE}).text == f"{text}\n"
