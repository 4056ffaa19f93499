from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.errors import UnreadableFile
from corpus.model import Reading
from corpus.readers.subtitles import read

Write = Callable[..., Path]
Heard = Callable[[str, str], Reading]


@pytest.fixture
def heard(write_files: Write) -> Heard:
    def one(name: str, content: str) -> Reading:
        (found,) = read(write_files({name: content}) / name)
        return found

    return one


def cue(start: str, end: str, *lines: str) -> str:
    return "\n".join((f"{start} --> {end}", *lines, "", ""))


def test_cues_are_joined_to_sentences_and_each_has_its_time(heard: Heard) -> None:
    found = heard(
        "a.srt",
        "1\n"
        + cue("00:12:03,000", "00:12:05,500", "The well was", "<i>dug</i> in spring")
        + "2\n"
        + cue("00:12:05,600", "00:12:08,000", "by the village. {\\an8}Nobody asked."),
    )
    assert found.text == "The well was dug in spring by the village. Nobody asked."
    assert [(found.text[m.start :][:6], m.label) for m in found.landmarks] == [
        ("The we", "00:12:03"),
        ("dug in", "00:12:03"),
        ("by the", "00:12:05"),
    ]


def test_silence_and_another_speaker_open_paragraphs(heard: Heard) -> None:
    found = heard(
        "a.srt",
        cue("00:00:01,000", "00:00:02,000", "It was dry.", "- Was it?", "BO: It was.")
        + cue("00:00:10,000", "00:00:12,000", "Then it rained."),
    )
    assert found.text == "It was dry.\n\n- Was it?\n\nBO: It was.\n\nThen it rained."


def test_webvtt_names_its_speakers_and_its_title(heard: Heard) -> None:
    found = heard(
        "a.vtt",
        "WEBVTT - The harbour talk\n\nNOTE not said\n\nSTYLE\n::cue {}\n\n"
        + cue("00:01.000", "00:02.000 align:start", "<v.loud Ann B.>It was <c.x>dry</c> &amp; hot.")
        + cue("00:02.500", "00:03.000", "<v Bo>[laughs]", "<v Bo>Not here.")
        + cue("01:00:00.000", "01:00:01.000", "♪ music ♪"),
    )
    assert found.text == "Ann B.:\n\nIt was dry & hot.\n\nBo:\n\nNot here."
    assert [part.kind for part in found.segments] == ["label", "text", "label", "text"]
    assert found.source.title == "The harbour talk"
    assert [mark.label for mark in found.landmarks] == ["00:00:01", "00:00:02"]


def test_lines_that_roll_are_said_once(heard: Heard) -> None:
    found = heard(
        "a.vtt",
        "WEBVTT\n\n"
        + cue("00:01.000", "00:02.000", "the well was dug")
        + cue("00:02.000", "00:03.000", "the well was dug", "in spring and")
        + cue("00:03.000", "00:04.000", "in spring and", "never closed."),
    )
    assert found.text == "the well was dug in spring and never closed."


def test_a_blank_line_in_a_subrip_cue_loses_nothing(heard: Heard) -> None:
    found = heard("a.srt", f"1\n{cue('00:00:01,0', '00:00:02,0', 'It was', '', 'dry.')}")
    assert found.text == "It was dry."


def test_a_file_without_cues_is_named(write_files: Write) -> None:
    path = write_files({"a.srt": "Just some words.\n"}) / "a.srt"
    with pytest.raises(UnreadableFile, match="no text in it"):
        list(read(path))


def test_a_cue_of_invisible_characters_has_no_place_in_the_text(heard: Heard) -> None:
    found = heard(
        "a.srt",
        "1\n"
        + cue("00:00:01,000", "00:00:02,000", "The\u200b well was dug")
        + "2\n"
        + cue("00:00:03,000", "00:00:04,000", "\u200b")
        + "3\n"
        + cue("00:00:05,000", "00:00:06,000", "by hand."),
    )
    assert found.text == "The well was dug by hand."
    assert [(found.text[m.start :], m.label) for m in found.landmarks] == [
        ("The well was dug by hand.", "00:00:01"),
        ("by hand.", "00:00:05"),
    ]
