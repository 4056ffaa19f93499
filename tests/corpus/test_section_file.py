"""Sections that a person wrote down, on texts of our own."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import BadMetadata
from corpus.library import Library
from corpus.model import Section, Source
from corpus.section_file import sections_beside, write_sections
from tests.corpus.making import BARN, WELL, Run, reading, texts

TEXT = f"{WELL}\n\n{BARN}\n\n{WELL}\n"
SECOND, THIRD = TEXT.index(BARN), TEXT.rindex(WELL)
WRITTEN = """
- begins: The well was
  occurrence: 1
  title: The well
- begins: The  barn burned
  author: Ann Hale
  published: 2011
- begins: The well was dug
  occurrence: 2
  url: no
"""

Write = Callable[[Mapping[str, str]], Path]
Open = Callable[[], Library]
BringIn = Callable[..., Run]


def placed(write_files: Write, written: str, text: str = TEXT) -> tuple[Section, ...]:
    folder = write_files({"a.txt": text, "a.txt.sections.yaml": written})
    stated = sections_beside(folder / "a.txt")
    assert stated is not None
    return stated.placed(reading(text))


def test_sections_begin_at_their_first_words(write_files: Write) -> None:
    assert placed(write_files, WRITTEN) == (
        Section(0, SECOND, Source(title="The well")),
        Section(SECOND, THIRD, Source(author="Ann Hale", published="2011")),
        Section(THIRD, len(TEXT), Source(url="no")),
    )


def test_any_white_space_may_stand_between_first_words(write_files: Write) -> None:
    text = TEXT.replace("The barn burned", "The barn\nburned")
    (section,) = placed(write_files, "- begins: The barn burned down", text)
    assert section == Section(SECOND, len(text), Source())


def test_their_order_in_the_file_of_sections_does_not_matter(write_files: Write) -> None:
    two = placed(write_files, "- begins: Its owner\n- begins: The barn burned")
    assert [section.start for section in two] == [SECOND, TEXT.index("Its owner")]


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("- begins: The mill", r"section 1 \('The mill'\): these words do not stand in the text"),
        ("- begins: The well", r"stand 2 times\. Add the words that follow, or .*occurrence: 2"),
        ("- begins: The barn\n  occurrence: 2", "`occurrence: 2`, but these words stand once"),
        ("- begins: The barn\n  occurrence: 0", "`occurrence` must be a number from 1"),
        ("- title: The barn", "section 1: `begins` is missing"),
        ("- begins: The barn\n- begins: The barn burned", "begins where another does"),
        ("begins: The barn", "expected a list of sections"),
        ("- The barn", "expected a list of sections"),
        ("- begins: The barn\n  title: [1, {a: b}]", "`title` must be one short line"),
        ("- begins: a: b", r"line 1 YAML cannot be understood"),
    ],
)
def test_what_does_not_fit_is_named_with_what_to_do(
    write_files: Write, written: str, message: str
) -> None:
    with pytest.raises(BadMetadata, match=message) as error:
        placed(write_files, written)
    assert "a.txt.sections.yaml" in str(error.value)


@pytest.mark.parametrize("written", ["", "[]", "# none\n"])
def test_no_sections_say_that_all_is_of_one_source(write_files: Write, written: str) -> None:
    assert placed(write_files, written) == ()


def test_what_is_written_down_places_the_same_sections(tmp_path: Path) -> None:
    given = (
        Section(0, SECOND, Source("no", kind="post")),
        Section(SECOND, THIRD, Source(title="", author="Ann: Hale")),
        Section(THIRD, len(TEXT), Source(published="2011-12-16", language="en")),
    )
    written = write_sections(tmp_path / "a.txt", TEXT, given)
    stated = sections_beside(tmp_path / "a.txt")
    assert written == tmp_path / "a.txt.sections.yaml"
    assert stated is not None
    assert stated.placed(reading(TEXT)) == given


@given(texts, st.lists(st.integers(0, 40), unique=True, max_size=5))
def test_whatever_the_text_what_is_written_down_is_read_again(
    tmp_path: Path, text: str, borders: list[int]
) -> None:
    text = reading(f"{text}\nThe barn burned down. The barn burned down. ").text
    starts = sorted({border for border in borders if border < len(text)})
    ends = [*starts[1:], len(text)]
    given = [Section(*span, Source(title="x")) for span in zip(starts, ends, strict=False)]
    folder = tmp_path / str(abs(hash((text, *starts))))
    folder.mkdir(exist_ok=True)
    write_sections(folder / "a.txt", text, given).rename(folder / "b.sections.yml")
    stated = sections_beside(folder / "b.txt")
    assert stated is not None
    begun = [section for section in given if text[section.start : section.end].strip()]
    assert len(stated.placed(reading(text))) == len(begun)
    (folder / "b.sections.yml").unlink()


def test_what_was_written_by_hand_is_not_overwritten(tmp_path: Path) -> None:
    sidecar = tmp_path / "a.sections.yml"
    sidecar.write_text("[]")
    with pytest.raises(BadMetadata, match=r"a\.sections\.yml is there already\. Correct it"):
        write_sections(tmp_path / "a.txt", TEXT, [])
    assert sidecar.read_text() == "[]"


def test_corrected_sections_survive_the_next_ingest(
    write_files: Write, bring_in: BringIn, open_library: Open
) -> None:
    folder = write_files({"a.txt": TEXT})
    bring_in(folder)
    found = open_library().find("a.txt")
    before = open_library().outline.sections(found.id)
    sidecar = folder / "a.txt.sections.yaml"
    sidecar.write_text("- begins: Nobody asked\n  occurrence: 2\n  author: Ann Hale\n")
    start = TEXT.rindex("Nobody")
    corrected = [Section(start, len(TEXT), Source(author="Ann Hale"))]
    assert bring_in(folder).report == [("changed", "a.txt")]
    assert open_library().outline.sections(found.id) == corrected
    assert start in [passage.start for passage in open_library().passages_of(found.id)]
    assert bring_in(folder).report == []
    (folder / "copy.txt").write_text(TEXT)
    bring_in(folder)
    assert open_library().outline.sections(found.id) == corrected
    (folder / "copy.txt").unlink()
    bring_in(folder)
    sidecar.write_text("- begins: Nobody cared\n")
    run = bring_in(folder)
    assert [kind for kind, _ in run.report] == ["failed"]
    assert open_library().outline.sections(found.id) == corrected
    sidecar.unlink()
    assert bring_in(folder).report == [("changed", "a.txt")]
    assert open_library().outline.sections(found.id) == before


def test_records_have_no_sections(write_files: Write, bring_in: BringIn) -> None:
    record = '{"id": "w", "text": "The well was dug in spring."}'
    folder = write_files({"a.jsonl": record, "a.sections.yaml": "- begins: The well"})
    assert bring_in(folder).failures == [
        f"{folder}/a.sections.yaml: the file beside it holds many documents, each of one source. "
        "Remove this one."
    ]
