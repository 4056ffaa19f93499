"""Where sections begin, and whose they are, on texts of our own."""

import random
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.layout import segments
from corpus.sections import SectionSpans, sections

HARBOUR = (
    "The harbour company has ordered four new cranes for the northern quay. Each crane lifts "
    "ninety tonnes, twice what the old ones could, and the first is due on a barge in autumn.",
    "Dock workers had asked for the cranes since a cable snapped over the quay two winters ago. "
    "Nobody was hurt, but the company closed the berth and ships waited outside the harbour.",
    "The cranes are driven from a cabin on the quay, with screens in the place of windows. The "
    "company says that drivers of the old cranes will be trained, and that no berth will close.",
    "Ships that carry grain will still be emptied by the old crane at the southern berth. The "
    "harbour company wants to sell that crane, but has found no buyer for it so far.",
)
BEES = (
    "Beekeepers in the valley lost a third of their hives to mites during the mild winter. A "
    "colony that is weak in spring gathers little nectar, and honey will be scarce this summer.",
    "Mites breed in the sealed brood, where neither smoke nor acid reaches them. Keepers "
    "therefore cage the queen for three weeks, so that every hive is without brood for a time.",
    "Some keepers breed colonies that bite the mites off each other. Such bees need no acid, yet "
    "a queen that mates with drones of the next valley soon loses the gift.",
    "The honey of the valley comes from lime trees and clover. Keepers sell it at the gate, and "
    "a jar costs twice what it did before the mites came to the hives.",
)
GLACIER = (
    "Surveyors drilled through the glacier and reached gravel under two hundred metres of ice. "
    "The core shows ash from an eruption, so the ice at the bottom must be older than the village.",
    "The glacier has drawn back nine hundred metres since the surveyors' hut was built. Meltwater "
    "now gathers in a lake behind the moraine, and the village watches its level every night.",
)
TALK = (
    "When did you first climb the tower?",
    "I was eleven. My uncle wound the clock every Friday, and one day his knee gave out on the "
    "stairs, so I carried the crank up and turned it while he shouted from below.",
    "Was the clock ever wrong?",
    "Only once, in the great frost. The oil went stiff and the hands stood for a whole morning, "
    "and half the town came late to a wedding, the bride included.",
    "Who will wind it after you?",
    "Nobody has to. They mean to put in a motor next spring, and I shall sit on the bench across "
    "the square and listen whether it keeps time as well as I did.",
    "Will you miss the stairs?",
    "My knees will not. But from the last landing you see both rivers, and I have never found "
    "that view anywhere else, although I looked for it on three continents.",
)


def found(text: str) -> tuple[SectionSpans, ...]:
    return sections(text, segments(text))


def said(text: str, span: tuple[int, int] | None) -> str | None:
    return None if span is None else text[slice(*span)]


def cited(text: str) -> list[tuple[str | None, ...]]:
    """Kind, author and the first words of each section."""
    return [(s.kind, said(text, s.author), text[s.start : s.end].strip()[:12]) for s in found(text)]


def page(*paragraphs: str) -> str:
    return "\n\n".join(paragraphs) + "\n"


def test_two_articles_are_two_sections_with_their_own_source() -> None:
    text = page(
        "Four new cranes for the northern quay\nBy Anna Keller\n4 March 2015",
        *HARBOUR,
        "Share this article\nFacebook\nTwitter",
        "Mites empty the hives of the valley | The Valley Post",
        "Tom Ashdown, 12 May 2016",
        *BEES,
    )
    first, second = found(text)
    assert said(text, first.title) == "Four new cranes for the northern quay"
    assert said(text, first.author) == "Anna Keller"
    assert said(text, first.published) == "4 March 2015"
    assert first.publisher is None
    assert said(text, second.title) == "Mites empty the hives of the valley"
    assert said(text, second.author) == "Tom Ashdown"
    assert said(text, second.published) == "12 May 2016"
    assert said(text, second.publisher) == "The Valley Post"
    assert text[second.start :].startswith("Mites empty")


def test_articles_without_titles_are_told_apart_by_their_words() -> None:
    choose = random.Random(7)
    topics = [
        sorted({word for text in topic for word in text.split()}) for topic in (HARBOUR, BEES)
    ]
    first, second = (
        [" ".join(choose.choices(t, k=90)).capitalize() + "." for _ in range(5)] for t in topics
    )
    text = page(*first, *second)
    assert [s.start for s in found(text)] == [0, text.find(second[0])]


def test_one_article_with_sub_headings_is_one_section() -> None:
    text = page(
        "Four new cranes for the northern quay",
        *HARBOUR[:2],
        "Screens for windows",
        HARBOUR[2],
        "The old crane",
        HARBOUR[3],
    )
    (only,) = found(text)
    assert (only.start, only.end, only.kind) == (0, len(text), "article")


def test_menus_and_buttons_stay_outside_the_article_that_begins() -> None:
    text = page(*HARBOUR, "Print\nE-mail\nShare", "Mites empty the hives\n4 May 2014", *BEES)
    assert text[found(text)[1].start :].startswith("Mites empty")


def test_a_by_line_below_the_lead_is_still_of_the_title_above_it() -> None:
    text = page(
        *HARBOUR,
        "What the mites left in the valley\nA winter that was too mild has cost the keepers dear.",
        "Marta Lind\n17 January 2018\nShare this",
        *BEES,
    )
    second = found(text)[1]
    assert said(text, second.title) == "What the mites left in the valley"
    assert said(text, second.author) == "Marta Lind"
    assert said(text, second.published) == "17 January 2018"


def test_a_title_that_repeats_and_a_source_line_are_read() -> None:
    text = page(
        "The Valley Post\nNews",
        "Mites empty the hives of the valley",
        "Mites empty the hives of the valley",
        *BEES,
        "Source: The Beekeeper's Almanac",
    )
    (only,) = found(text)
    assert said(text, only.title) == "Mites empty the hives of the valley"
    assert said(text, only.publisher) == "The Beekeeper's Almanac"


@pytest.mark.parametrize(
    ("line", "author", "published"),
    [
        ("By Anna Keller and Tom Ashdown, staff writers", "Anna Keller and Tom Ashdown", None),
        ("Автор: Анна Келлер, 4 марта 2015 года", "Анна Келлер", "4 марта 2015"),
        ("Опубликовано 02.11.2014 в 14:05", None, "02.11.2014"),
        ("2011 жылғы 16 желтоқсан", None, "2011 жылғы 16 желтоқсан"),
        ("Von Anna Keller, 4. März 2015", "Anna Keller", "4. März 2015"),
        ("Por Ana Beltrán, 4 de marzo de 2015", "Ana Beltrán", "4 de marzo de 2015"),
        ("Yazan: Ayşe Demir", "Ayşe Demir", None),
        ("Записал Тимур Сагиев, 12 мая 2016", "Тимур Сагиев", "12 мая 2016"),
        ("Сұхбаттасқан Тимур Сағиев, 2016 жылғы 12 мамыр", "Тимур Сағиев", "2016 жылғы 12 мамыр"),
        ("**Tom Ashdown**, 12 May 2016", "Tom Ashdown", "12 May 2016"),
        ("*Interview by Dora Klein for the Post*", "Dora Klein", None),
        ("The Lowland Courier, 14 March 2019", None, "14 March 2019"),
        ("Posted on March 14, 2015", None, "March 14, 2015"),
        ("2016-07-21", None, "2016-07-21"),
    ],
)
def test_by_lines_and_dates_are_cut_from_the_text(
    line: str, author: str | None, published: str | None
) -> None:
    text = page("Mites empty the hives of the valley", line, *BEES)
    (only,) = found(text)
    assert (said(text, only.author), said(text, only.published)) == (author, published)


def test_an_agency_and_the_names_below_a_text_are_read() -> None:
    text = page(f"SAMARA (Volga News) — {BEES[0]}", *BEES[1:], "Anna KELLER, Oleg SEROV, Samara")
    (only,) = found(text)
    assert said(text, only.publisher) == "Volga News"
    assert said(text, only.author) == "Anna KELLER, Oleg SEROV"


def test_questions_and_answers_are_an_interview() -> None:
    text = page("The man who winds the clock", "\n".join(TALK))
    assert [kind for kind, _, _ in cited(text)] == ["interview"]


@pytest.mark.parametrize(
    ("asks", "answers"),
    [("Q", "A"), ("**Tom Ashdown**", "**Anna Keller**"), ("HOST", "A. KELLER")],
)
def test_a_question_of_an_interview_is_no_title(asks: str, answers: str) -> None:
    turns = [f"{asks}: Is it number {n}?\n{answers}: {words}" for n, words in enumerate(TALK)]
    text = page("What the driver of the crane saw", *turns)
    (only,) = found(text)
    assert (only.kind, said(text, only.title)) == ("interview", "What the driver of the crane saw")


def test_speakers_who_take_turns_are_an_interview() -> None:
    turns = [f"{who}: {line}" for who, line in zip(("KELLER", "ASHDOWN") * 4, TALK, strict=True)]
    assert [kind for kind, _, _ in cited(page(*turns))] == ["interview"]


def test_a_piece_that_stands_twice_repeats_the_earlier_one() -> None:
    piece = page("The man who winds the clock", "By Anna Keller", *TALK)
    text = page(piece, *HARBOUR, piece, *BEES)
    repeats = [s for s in found(text) if s.repeats is not None]
    assert [(s.repeats, text[s.start : s.end].strip()) for s in repeats] == [(0, piece.strip())]
    assert said(text, repeats[0].author) == "Anna Keller"
    assert text[repeats[0].end :].startswith(BEES[0][:20])


def test_a_wrapped_sentence_is_never_divided() -> None:
    rows = (*HARBOUR, *BEES, *GLACIER)
    text = page(*(row.replace(" ", "\n", 9).replace("\n", " ", 8) for row in rows))
    inside = [s.start for s in found(text) if s.start and text[s.start - 2] != "\n"]
    assert inside == []


def test_an_empty_text_is_one_section() -> None:
    assert sections("", ()) == (SectionSpans(0, 0),)


LINES = st.sampled_from(
    [
        *HARBOUR, *BEES, *GLACIER, *TALK,
        "Four new cranes for the quay", "By Anna Keller", "4 March 2015", "Share", "***", ".",
        "birch, Jan 6, 2022 at 10:05 AM, #1", "birch wrote:", "Click to expand...", "> so it is",
        "[quote=birch]", "[/quote]", "KELLER: Never.", "Source: The Ledger", "", "\u0301", "  x",
        "a line that goes on", "Home | News", "Что дальше?", "Автор: Анна Келлер", "#",
    ]
)  # fmt: skip


@settings(max_examples=150)
@given(st.lists(st.tuples(LINES, st.sampled_from(["\n", "\n\n", "\n \n.\n"])), max_size=40))
def test_sections_are_the_whole_text_and_their_fields_are_slices(
    rows: list[tuple[str, str]],
) -> None:
    text = "".join(line + end for line, end in rows)
    parts = segments(text)
    made = sections(text, parts)
    assert (made[0].start, made[-1].end) == (0, len(text))
    assert all(one.end == two.start for one, two in pairwise(made))
    assert all(section.start < section.end for section in made) or not text
    starts = {section.start for section in made}
    assert not any(part.start < start < part.end for part in parts for start in starts)
    for section in made:
        assert section.repeats is None or 0 <= section.repeats < section.start
        for span in (section.title, section.author, section.published, section.publisher):
            value = said(text, span)
            assert value is None or (value and value == value.strip())
