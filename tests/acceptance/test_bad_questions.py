"""What an odd question gets: an answer where there is one, else one line that says what to do."""

import json

import pytest

from tests.acceptance.shell import ANSWERED, MISTAKE, REFUSED, Shell, complaint

pytestmark = pytest.mark.model

BLOCK = "the block on Twitter ended on December 18"

ODD_QUESTIONS = (
    "🔥 When did the block on Twitter end? 🔥👩‍👩‍👧",
    'NEAR("When did" the block) on Twitter AND end* OR NOT stems:block ^(',
    "\"When\" did the 'block' on “Twitter” end?",
    "When did the block on Twitter end?; DROP TABLE passages; --",
    "When did the block on Twitter end \u202eנגמר מתי\u202c?",
    "When did the block\x00 on Twitter\x1b[31m end?",
    "\ud800 When did the block on Twitter end?",
    "When did the block on Twitter end? " + "x " * 480,
)
"""Each asks for the same."""


def test_odd_characters_in_a_question_do_not_keep_it_from_its_answer(with_sample: Shell) -> None:
    lines = "".join(json.dumps({"question": question}) + "\n" for question in ODD_QUESTIONS)
    result = with_sample("ask", "--jsonl", text=lines)
    answers = [json.loads(line) for line in result.stdout.splitlines()]
    assert (result.returncode, result.stderr) == (ANSWERED, "")
    assert len(answers) == len(ODD_QUESTIONS)
    missed = [a["question"] for a in answers if BLOCK not in json.dumps(a["quotes"])]
    assert missed == []


@pytest.mark.parametrize("question", ["", "   ", "?!", "🔥🔥", '"" * ()'])
def test_a_question_without_words_is_no_question(with_sample: Shell, question: str) -> None:
    result = with_sample("ask", question)
    assert (result.returncode, result.stdout) == (MISTAKE, "")
    assert complaint(result) == (
        'Error: There are no words in the question. Ask, for example: pincite ask "Who said so?"'
    )


def test_a_question_of_ten_thousand_characters_is_too_long(with_sample: Shell) -> None:
    result = with_sample("ask", "why " * 2500)
    assert (result.returncode, result.stdout) == (MISTAKE, "")
    assert complaint(result) == (
        "Error: The question has 9,999 characters; the limit is 1,000. Ask in a sentence or two."
    )


def test_bytes_that_are_no_text_do_not_break_a_question(with_sample: Shell) -> None:
    result = with_sample("ask", b"\xff When did the block on Twitter end? \xc3\x28")
    assert (result.returncode, result.stderr) == (ANSWERED, "")
    assert BLOCK in result.stdout


def test_a_question_in_right_to_left_text_finds_its_answer(pincite: Shell) -> None:
    answer = "הספינה הלבנה יצאה מהנמל בשעה שבע בבוקר."
    other = "הרכבת לעיר הדרומית מתעכבת בכל חורף בגלל השלג."
    (pincite.folder / "ships.txt").write_text(f"{answer}\n\n{other}\n")
    pincite("ingest", "ships.txt")
    (found,) = pincite.rows("ask", "--json", "מתי יצאה הספינה הלבנה מהנמל?")
    assert found["quotes"][0]["text"] == answer


def test_emoji_are_quoted_as_they_stand(pincite: Shell) -> None:
    text = "The mayor 👩🏽‍⚖️ opened the fair 🎡 with 12 lanterns 🏮."
    (pincite.folder / "fair.txt").write_text(f"{text}\n")
    pincite("ingest", "fair.txt")
    (found,) = pincite.rows("ask", "--json", "Who opened the fair 🎡?")
    assert found["quotes"][0]["text"] == text
    assert pincite("verify", text).returncode == ANSWERED


def test_search_takes_any_question_too(with_sample: Shell) -> None:
    assert with_sample("search", 'NEAR("block" Twitter*').returncode == ANSWERED
    assert with_sample("search", "").returncode == MISTAKE


def test_a_question_to_a_library_without_passages_is_refused(pincite: Shell) -> None:
    (pincite.folder / "menu.txt").write_text("…\n\n•\n")
    pincite("ingest", "menu.txt")
    result = pincite("ask", "Who was there?")
    assert (result.returncode, result.stderr) == (REFUSED, "")
    assert result.stdout == "No answer: nothing in the library is about this.\n"
