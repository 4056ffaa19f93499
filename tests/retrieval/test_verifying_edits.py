"""No altered sentence of the sample library passes as exact, and every genuine one does."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from corpus.library import Library
from retrieval.verifying import EXACT, Verifier
from tests.embeddings.hashing import HashingEncoder
from tests.embeddings.prose import sample_files
from tests.retrieval.homes import Home
from tests.retrieval.tampering import KINDS, cuts

FEWEST_OF_A_KIND = 12
MOST_OF_A_KIND = 120


@dataclass(frozen=True)
class Genuine:
    """A sentence where it stands."""

    text: str
    document_id: str
    start: int


@dataclass(frozen=True)
class Sample:
    """The sample library, read once."""

    library: Library
    sentences: tuple[Genuine, ...]
    texts: tuple[str, ...]

    def edits(self, kind: str) -> list[str]:
        """Alterations of this kind, from all over the library; what stands there all the same
        (a beginning left out, a word swapped with its like) is none."""
        altered = dict.fromkeys(e for s in self.sentences for e in KINDS[kind](s.text))
        wrong = [edit for edit in altered if not any(edit in text for text in self.texts)]
        return wrong[:: max(1, len(wrong) // MOST_OF_A_KIND)]


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sample]:
    home = Home(tmp_path_factory.mktemp("sample"), HashingEncoder())
    home.ingest({path.name: path.read_text(encoding="utf-8") for path in sample_files()})
    library = home.library()
    yield Sample(library, tuple(_sentences(library)), tuple(text for _, text in library.texts()))
    home.close()


def _sentences(library: Library) -> Iterator[Genuine]:
    for document in library.documents():
        for passage in library.passages_of(document.id):
            for start, end in passage.sentences:
                yield Genuine(library.text(document.id, start, end), document.id, start)


def accepted(library: Library, quotes: list[str]) -> list[str]:
    verifier = Verifier(library)
    return [quote for quote in quotes if verifier.verify(quote).status == EXACT]


@pytest.mark.parametrize("kind", list(KINDS))
def test_no_altered_sentence_is_exact(sample: Sample, kind: str) -> None:
    edits = sample.edits(kind)
    assert len(edits) >= FEWEST_OF_A_KIND
    assert accepted(sample.library, edits) == []


def test_no_part_of_a_number_or_word_is_exact(sample: Sample) -> None:
    parts = [part for sentence in sample.sentences for part in cuts(sentence.text)]
    long = [part for part in parts if len(part) > 20]
    assert len(long) > 1000
    assert accepted(sample.library, long[::37]) == []


def test_there_are_at_least_500_alterations(sample: Sample) -> None:
    assert sum(len(sample.edits(kind)) for kind in KINDS) >= 500


def test_every_sentence_is_exact_where_it_stands(sample: Sample) -> None:
    assert len(sample.sentences) > 150
    verifier = Verifier(sample.library)
    for sentence in sample.sentences:
        verdict = verifier.verify(sentence.text, sentence.document_id, sentence.start)
        assert (verdict.status, verdict.places[0].start) == (EXACT, sentence.start)
        assert verdict.places[0].end == sentence.start + len(sentence.text)


def test_every_sentence_is_exact_across_other_line_breaks(sample: Sample) -> None:
    verifier = Verifier(sample.library)
    for sentence in sample.sentences[::2]:
        words = sentence.text.split()
        lines = [" ".join(words[i : i + 4]) for i in range(0, len(words), 4)]
        wrapped = verifier.verify("\r\n".join(lines), sentence.document_id, sentence.start)
        assert wrapped.status == EXACT


def test_an_altered_sentence_is_shown_beside_what_stands_there(sample: Sample) -> None:
    edit = (
        "On August 9 a court in Almaty gave the union lawyer Natalya Sokolova six years in prison."
    )
    verdict = Verifier(sample.library).verify(edit)
    assert verdict.status == "changed"
    assert verdict.nearest is not None
    assert verdict.nearest.name == "07-kommersant-strike-chronicle.md"
    assert verdict.nearest.missing == ("Almaty",)
    assert verdict.nearest.text.startswith("On August 9 a court in Aktau gave the union lawyer")


def test_a_sentence_that_is_nowhere_is_absent(sample: Sample) -> None:
    verdict = Verifier(sample.library).verify("Penguins rarely visit the opera in winter.")
    assert (verdict.status, verdict.places) == ("absent", ())


def test_the_sample_is_read_whole(sample: Sample) -> None:
    assert len(sample.texts) == len(sample_files()) == 8
    assert Path(next(sample.library.documents()).name).suffix == ".md"
