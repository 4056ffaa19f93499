import json
import unicodedata

import pytest

from corpus.errors import UnknownDocument
from retrieval.errors import BadQuestion
from retrieval.verifying import (
    ABSENT,
    AMBIGUOUS,
    CHANGED,
    CHANGED_SHARE,
    ELSEWHERE,
    EXACT,
    Verdict,
    Verifier,
    nearest_sentences,
    stands_whole,
)
from tests.retrieval.homes import Home

MILL = "The mill burned down in March 1907. Nobody was hurt by the fire.\n"
BEES = "Bees were kept behind the monastery. Nobody was hurt by the fire.\n"


def verified(
    home: Home, quote: str, document: str | None = None, start: int | None = None
) -> Verdict:
    return Verifier(home.library()).verify(quote, document, start)


def test_the_nearest_sentences_of_one_document_are_all_found(shelf: Home) -> None:
    said = "The mill had {} wheels by the old river."
    five, six, far = said.format(5), said.format(6), "Nobody lives beside the mill now."
    shelf.ingest({"a.md": f"{far} {five} {far} {six}\n", "b.md": said.format(7) + "\n"})
    library = shelf.library()
    document_id = library.find("a.md").id
    spans = nearest_sentences(library, document_id, said.format(7))
    assert [library.text(document_id, *span) for span in spans] == [five, six]
    (only,) = nearest_sentences(library, document_id, said.format("6 big"))
    assert library.text(document_id, *only) == six
    assert nearest_sentences(library, document_id, "Bees were kept behind the walls.") == []


@pytest.fixture
def two(shelf: Home) -> Home:
    """Two documents that share a sentence."""
    shelf.ingest({"mill.md": MILL, "bees.md": BEES})
    return shelf


def test_a_quote_that_stands_once_is_exact_with_its_place(two: Home) -> None:
    verdict = verified(two, "The mill burned down in March 1907.")
    assert verdict.status == EXACT
    (place,) = verdict.places
    assert (place.name, place.start, place.end) == ("mill.md", 0, 35)
    assert two.library().text(place.document_id, 0, 35) == verdict.quote


def test_a_quote_that_stands_twice_is_ambiguous_with_both_places(two: Home) -> None:
    verdict = verified(two, "Nobody was hurt by the fire.")
    assert verdict.status == AMBIGUOUS
    assert {(place.name, place.start) for place in verdict.places} == {
        ("mill.md", 36),
        ("bees.md", 37),
    }


def test_a_cited_document_decides_between_two(two: Home) -> None:
    verdict = verified(two, "Nobody was hurt by the fire.", "mill.md")
    assert (verdict.status, [place.name for place in verdict.places]) == (EXACT, ["mill.md"])


def test_a_quote_from_another_document_is_elsewhere(two: Home) -> None:
    verdict = verified(two, "Bees were kept behind the monastery.", "mill.md")
    assert (verdict.status, [place.name for place in verdict.places]) == (ELSEWHERE, ["bees.md"])


def test_a_quote_at_another_offset_is_elsewhere(two: Home) -> None:
    assert verified(two, "Nobody was hurt by the fire.", "mill.md", 36).status == EXACT
    verdict = verified(two, "Nobody was hurt by the fire.", "mill.md", 35)
    assert verdict.status == ELSEWHERE
    assert ("mill.md", 36) in {(place.name, place.start) for place in verdict.places}


def test_a_quote_that_stands_twice_in_its_document_needs_an_offset(shelf: Home) -> None:
    shelf.ingest({"a.md": "Nobody was hurt. They say so. Nobody was hurt."})
    assert verified(shelf, "Nobody was hurt.", "a.md").status == AMBIGUOUS
    assert verified(shelf, "Nobody was hurt.", "a.md", 30).status == EXACT


def test_an_altered_quote_is_changed_beside_what_stands(two: Home) -> None:
    verdict = verified(two, "The mill burned down in May 1907.")
    assert (verdict.status, verdict.places) == (CHANGED, ())
    nearest = verdict.nearest
    assert nearest is not None
    assert (nearest.name, nearest.start, nearest.end) == ("mill.md", 0, 35)
    assert nearest.text == "The mill burned down in March 1907."
    assert nearest.missing == ("May",)
    assert nearest.share == pytest.approx(6 / 7)


def test_a_quote_like_nothing_is_absent(two: Home) -> None:
    verdict = verified(two, "Penguins visited the opera.")
    assert (verdict.status, verdict.places) == (ABSENT, ())


def test_a_quote_of_which_little_stands_is_absent_and_shows_the_little(two: Home) -> None:
    verdict = verified(two, "The mill was sold to Olga for forty crowns.")
    assert verdict.status == ABSENT
    assert verdict.nearest is not None
    assert verdict.nearest.share < CHANGED_SHARE


@pytest.mark.parametrize("name", ["mill.md", "path", "id", "beginning of id"])
def test_a_document_is_cited_by_name_path_or_id(two: Home, name: str) -> None:
    found = two.library().find("mill.md")
    names = {"path": found.path, "id": found.id, "beginning of id": found.id[:8]}
    assert verified(two, "The mill burned down", names.get(name, name)).status == EXACT


def test_an_unknown_document_is_said(two: Home) -> None:
    with pytest.raises(UnknownDocument, match="nowhere"):
        verified(two, "The mill burned down", "nowhere.md")


def test_a_quote_of_a_document_that_has_changed_is_elsewhere_if_it_stands(shelf: Home) -> None:
    shelf.ingest({"a.txt": "The mill burned down in March. Nobody was hurt.\n"})
    earlier = shelf.library().find("a.txt").id
    shelf.ingest({"a.txt": "Corrected. The mill burned down in March.\n"})
    assert verified(shelf, "The mill burned down in March.", earlier, 0).status == ELSEWHERE
    assert verified(shelf, "Nobody was hurt.", earlier, 31).status == ABSENT


@pytest.mark.parametrize("quote", ["", "  \n", "...", "“”", "🔥"])
def test_what_has_no_word_is_no_quote(two: Home, quote: str) -> None:
    with pytest.raises(BadQuestion, match="pincite verify"):
        verified(two, quote)


@pytest.mark.parametrize(
    "quote",
    [
        "  The mill burned down  ",
        "The mill\nburned down",
        "The\r\n  mill \t burned down",
        "The\u00a0mill burned down",
    ],
)
def test_white_space_may_be_other_white_space(two: Home, quote: str) -> None:
    assert verified(two, quote).status == EXACT


def test_a_quote_may_stand_across_the_lines_of_its_document(shelf: Home) -> None:
    shelf.ingest({"a.txt": "The mill burned\ndown in\n  March 1907.\n"})
    assert verified(shelf, "The mill burned down in March 1907.").status == EXACT


def test_white_space_may_not_come_or_go(two: Home) -> None:
    assert verified(two, "The millburned down").status != EXACT
    assert verified(two, "The mill burned do wn").status != EXACT


def test_composed_and_decomposed_letters_are_the_same(shelf: Home) -> None:
    shelf.ingest({"a.md": "Жёлтый ёж café naïve жил здесь."})
    quote = unicodedata.normalize("NFD", "Жёлтый ёж café naïve")
    assert verified(shelf, quote).status == EXACT


def test_regular_expressions_in_a_quote_are_only_characters(two: Home) -> None:
    assert verified(two, "The mill .* down").status != EXACT
    assert verified(two, "(mill|bees) [A-Z]+ \\d").status != EXACT


def test_furniture_and_headings_can_be_verified_too(shelf: Home) -> None:
    shelf.ingest({"a.md": "# The great fire\n\nSubscribe to our newsletter\n\nThe mill burned.\n"})
    assert verified(shelf, "The great fire").status == EXACT
    assert verified(shelf, "Subscribe to our newsletter").status == EXACT


CUT = [
    ("116 people came", "16 people came"),
    ("1160 came", "116"),
    ("about 1.5 million", "5 million"),
    ("about 1.5 million", "about 1"),
    ("about 1.5 million", "about 1."),
    ("about 1.5 million", ".5 million"),
    ("about 1,5 million", "about 1,"),
    ("some 90,000 people", "some 90"),
    ("some 90,000 people", "000 people"),
    ("some 90 000 people", "some 90"),
    ("some 90 000 people", "000 people"),
    ("some 1 234 567 people", "some 1 234"),
    ("some 90\u202f000 people", "some 90"),
    ("some 90'000 people", "some 90"),
    ("at 12.35 sharp", "at 12"),
    ("at 12.35 sharp", "at 12."),
    ("at 12:35 sharp", "at 12:"),
    ("at 12:35 sharp", "35 sharp"),
    ("on 2011-12-16 there", "on 2011"),
    ("on 2011-12-16 there", "16 there"),
    ("or 3–4 thousand", "or 3"),
    ("or 3–4 thousand", "4 thousand"),
    ("from -7 degrees", "7 degrees"),
    ("from −7 degrees", "7 degrees"),
    ("were ≈30 people", "30 people"),
    ("were >30 people", "30 people"),
    ("fell 5/6 short", "fell 5"),
    ("by 50 % more", "by 50"),
    ("by 50% more", "by 50"),
    ("the December cold", "the Decem"),
    ("the December cold", "ember cold"),
    ("they can't agree", "they can"),
    ("they can’t agree", "they can"),
    ("the non-violent men", "violent men"),
    ("the non\u2011violent men", "violent men"),
    ("his anti-war speech", "his anti"),
    ("an undocumented man", "documented man"),
    ("он не-согласный муж", "согласный муж"),
    ("п'ять човнів там", "ять човнів там"),
    ("विकि और गाँव", "विक"),
    ("او نمی\u200cخواهد برود", "خواهد برود"),
    ("او نمی\u200cخواهد برود", "او نمی"),
    ("the sign 👩\u200d🏭 there", "the sign 👩"),
    ("نحو ٥٠٬٠٠٠ شخص", "٠٠٠ شخص"),
    ("نحو ١٫٥ مليون", "نحو ١"),
    ("rose by .5 percent", "5 percent"),
]


@pytest.mark.parametrize(("text", "quote"), CUT)
def test_a_part_of_a_number_or_word_does_not_stand(shelf: Home, text: str, quote: str) -> None:
    shelf.ingest({"a.md": f"It was said: {text}, they told us.\n"})
    assert verified(shelf, text).status == EXACT
    assert verified(shelf, quote).status != EXACT
    start = f"It was said: {text}".index(quote)
    assert verified(shelf, quote, "a.md", start).status != EXACT


WHOLE = [
    ("the toll was 16. Later", "the toll was 16"),
    ("the toll was 16. Later", "the toll was 16."),
    ("in 2011, 46 houses", "46 houses"),
    ("in 2011, 46 houses", "in 2011"),
    ("‘hooligans’ did it", "hooligans"),
    ("the workers' film here", "the workers"),
    ("(16 people) came", "16 people"),
    ("“16 people” came", "16 people"),
    ("Zhanaozen — a city", "a city"),
    ("between 16 and 20 people", "16 and 20"),
    ("some 1,500 people", "1,500 people"),
    ("at 7.00. Then", "at 7.00"),
    ("пять (5) домов", "5"),
    ("水很深。很冷。", "很冷"),
    ("അവന\u0d4d\u200d വന്നു", "അവന\u0d4d\u200d"),
    ("او نمی\u200cخواهد برود", "نمی\u200cخواهد برود"),
]


@pytest.mark.parametrize(("text", "quote"), WHOLE)
def test_whole_numbers_and_words_stand(shelf: Home, text: str, quote: str) -> None:
    shelf.ingest({"a.md": f"It was said: {text}\n"})
    assert verified(shelf, quote).status == EXACT


def test_a_slice_from_edge_to_edge_is_whole() -> None:
    assert stands_whole("16 people", 0, 9)
    assert not stands_whole("16 people", 1, 9)
    assert not stands_whole("16 people", 0, 8)


def test_a_place_beyond_the_first_hundred_is_found(shelf: Home) -> None:
    lines = ["Nobody was hurt."] * 150
    shelf.ingest({"a.md": "\n\n".join(lines), "b.md": "\n\n".join(lines[:120]) + "\n"})
    for document in ("a.md", "b.md"):
        assert verified(shelf, "Nobody was hurt.", document, 18 * 119).status == EXACT
    assert verified(shelf, "Nobody was hurt.").status == AMBIGUOUS


def test_a_quote_is_found_where_it_overlaps_with_itself(shelf: Home) -> None:
    shelf.ingest({"a.md": "He said: no and no and no. The Casino no no was his."})
    assert verified(shelf, "no and no", "a.md", 16).status == EXACT
    assert verified(shelf, "no no", "a.md").status == EXACT


def test_a_whole_document_is_a_quote(shelf: Home) -> None:
    text = " ".join(
        f"In {1000 + year} the mill burned for the {year}th time." for year in range(900)
    )
    shelf.ingest({"a.md": text})
    assert verified(shelf, text).status == EXACT
    assert verified(shelf, text.replace("1500", "1501")).status != EXACT


def test_quotes_are_found_in_records(shelf: Home) -> None:
    rows = [json.dumps({"id": f"r{n}", "text": f"Boat {n} sailed north."}) for n in range(20)]
    shelf.ingest({"boats.jsonl": "\n".join(rows)})
    assert verified(shelf, "Boat 7 sailed north.", "r7").status == EXACT
    assert verified(shelf, "Boat 7 sailed north.", "r17").status == ELSEWHERE
