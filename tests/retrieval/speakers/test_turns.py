"""Interviews: who speaks, where names with colons take turns, and what was asked."""

import pytest

from tests.retrieval.speakers.test_speaker import named, said

INTERVIEW = (
    "The fire, ten years on\n\n"
    "BRASK TIMES: When did the mill burn?\n"
    "Lind: At night, in March. We were asleep.\n\n"
    "The bells woke us. The watchman told us that it was too late.\n"
    "BRASK TIMES: Was anybody hurt?\n"
    "Lind: Nobody. [Note: two men were treated for burns.]\n"
)


@pytest.mark.parametrize(
    ("quote", "expected"),
    [
        ("At night, in March.", ("Lind", "", "When did the mill burn?")),
        ("We were asleep.", ("Lind", "", "When did the mill burn?")),
        ("The bells woke us.", ("Lind", "", "When did the mill burn?")),
        ("The watchman told us that it was too late.", ("Lind", "", "When did the mill burn?")),
        ("Was anybody hurt?", ("BRASK TIMES", "", "")),
        ("Nobody.", ("Lind", "", "Was anybody hurt?")),
        ("[Note: two men were treated for burns.]", None),
        ("two men were treated for burns.", None),
    ],
)
def test_an_interview_says_who_speaks_and_what_was_asked(
    quote: str, expected: tuple[str, str, str] | None
) -> None:
    assert said(INTERVIEW, quote) == expected


def test_names_in_bold_take_turns_like_others() -> None:
    bold = INTERVIEW.replace("BRASK TIMES:", "\n**BRASK TIMES:**").replace("Lind:", "\n**Lind:**")
    assert said(bold, "We were asleep.") == ("Lind", "", "When did the mill burn?")
    assert said(bold, "**Lind:** At night, in March.") == ("Lind", "", "When did the mill burn?")
    assert said(bold, "Was anybody hurt?") == ("BRASK TIMES", "", "")


VOICES = (
    "Voices of the town\n\nRuth Amadi, miller, Brask:\n\n– I was asleep. The bells woke me.\n\n"
    "I ran to the harbour.\n\nOle Lind:\n\n“Nobody came to help.”\n\n"
    "The board met again in May.\n\nWhat comes next\n\nThe mill is to be rebuilt."
)


@pytest.mark.parametrize(
    ("quote", "expected"),
    [
        ("– I was asleep.", ("Ruth Amadi", "miller, Brask", "")),
        ("I ran to the harbour.", ("Ruth Amadi", "miller, Brask", "")),
        ("“Nobody came to help.”", ("Ole Lind", "", "")),
        ("The board met again in May.", None),
        ("The mill is to be rebuilt.", None),
        ("Ole Lind:", None),
    ],
)
def test_a_line_that_names_a_speaker_holds_until_their_words_end(
    quote: str, expected: tuple[str, str, str] | None
) -> None:
    assert said(VOICES, quote) == expected


def test_questions_and_answers_without_names_name_nobody() -> None:
    text = "Q: When did it burn?\nA: In March.\nQ: Who saw it?\nA: Ole Lind said he did.\n"
    assert named(text, "In March.") is None
    assert named(text, "Ole Lind said he did.") is None


def test_a_list_with_colons_is_no_interview() -> None:
    text = (
        "Address: Mill Lane 4\nPhone: 12 34\nAddress: Harbour 1\nPhone: 56 78\nHours: from nine\n"
    )
    assert named(text, "Harbour 1") is None


BARE = INTERVIEW + "\nWhat came of the watchman?\n\nHe left. Nobody saw him again.\n"


@pytest.mark.parametrize(
    "quote", ["What came of the watchman?", "He left.", "Nobody saw him again."]
)
def test_a_question_that_nobody_is_named_for_ends_a_turn(quote: str) -> None:
    assert named(BARE, quote) is None
    assert named(BARE, "Nobody.") == "Lind"


ALONE = (
    "Marta Ilic:\n\nHow many trains left?\n\nIvo Kralj:\n\nOnly three left. I saw them.\n\n"
    "Marta Ilic:\n\nWho said so?\n\nIvo Kralj:\n\nThe army did.\n"
)


def test_names_on_lines_of_their_own_take_turns() -> None:
    assert said(ALONE, "I saw them.") == ("Ivo Kralj", "", "How many trains left?")
    assert said(ALONE, "Who said so?") == ("Marta Ilic", "", "")


def test_labels_on_lines_of_their_own_do_not() -> None:
    text = "Related Stories:\n\nThe mill burned.\n\nPhoto Gallery:\n\nIt is open.\n\n"
    assert named(text + "Related Stories:\n\nThe bridge fell.\n", "The bridge fell.") is None
