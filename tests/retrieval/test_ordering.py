"""The order of what `search` shows: words, meaning, and what the sentences say."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from retrieval.answering import PASSAGES_ORDERED
from retrieval.ordering import MEANING, PASSAGE, SENTENCE, WORDS, by_sentences
from retrieval.ranking import Sentence, sentences
from retrieval.search import Hit, Searcher
from retrieval.weights import FEATURES, load_weights
from tests.retrieval.homes import Home
from tests.retrieval.notes import notes, records

QUESTION = "Who drew the mill of Arden in spring?"
TOGETHER = "Ann drew the mill of Arden in spring. The road was long and the fog stayed."
APART = "Ann drew a map. The mill was sold. Arden was far. In spring the fog stayed away."


def found_in(home: Home, limit: int = 60) -> tuple[list[Hit], list[Sentence]]:
    """What words and meaning find, with its sentences."""
    library, indexing = home.library(), home.indexing()
    index = indexing.current(library, None, print)
    searcher = Searcher(library, home.encoder, index, load_weights().words_share)
    asked = searcher.question(QUESTION)
    hits = searcher.search(asked, limit)
    return hits, sentences(asked, hits, library, indexing.vectors)


def text_of(home: Home, hit: Hit) -> str:
    return home.library().text(hit.passage.document_id, hit.passage.start, hit.passage.end)


def of(sentence: Sentence, feature: str) -> float:
    return sentence.features[FEATURES.index(feature)]


def with_equal(
    hits: Sequence[Hit], found: Sequence[Sentence], words: float, meaning: float
) -> list[Hit]:
    """The order if all hits had these words and this meaning."""
    return by_sentences([replace(hit, words=words, meaning=meaning) for hit in hits], found)


def test_words_that_stand_in_one_sentence_count_more_than_scattered_ones(shelf: Home) -> None:
    shelf.ingest({"a.md": APART, "b.md": TOGETHER})
    hits, found = found_in(shelf)
    first, second = with_equal(hits, found, words=0.5, meaning=0.3)
    assert (text_of(shelf, first), text_of(shelf, second)) == (TOGETHER, APART)


def test_a_score_is_the_sum_of_what_counts(shelf: Home) -> None:
    shelf.ingest({"a.md": TOGETHER})
    hits, found = found_in(shelf)
    (hit,) = with_equal(hits, found, words=1.0, meaning=0.5)
    whole = max(of(sentence, "overlap_of_passage") for sentence in found)
    best = max(of(sentence, "overlap") for sentence in found)
    expected = WORDS + MEANING * 0.5 + SENTENCE * best + PASSAGE * whole
    assert hit.score == pytest.approx(expected)
    assert (hit.words, hit.meaning) == (1.0, 0.5)


def test_words_stand_in_for_a_meaning_that_is_not_known(shelf: Home) -> None:
    shelf.ingest({"a.md": TOGETHER, "b.md": APART})
    hits, _ = found_in(shelf)
    known, unknown = (replace(hits[0], words=1.0, meaning=0.6), replace(hits[1], words=1.0))
    scores = {
        h.passage.id: h.score for h in by_sentences([known, replace(unknown, meaning=None)], [])
    }
    assert scores[known.passage.id] == pytest.approx(scores[unknown.passage.id])


def test_equal_hits_come_in_the_same_order_every_time(shelf: Home) -> None:
    shelf.ingest({f"{i}.md": text for i, text in enumerate(notes(8))})
    hits, _ = found_in(shelf)
    made = with_equal(hits, [], words=0.5, meaning=0.5)
    assert [hit.passage.id for hit in made] == sorted(hit.passage.id for hit in hits)
    assert with_equal(hits[::-1], [], words=0.5, meaning=0.5) == made


@pytest.mark.parametrize("limit", [1, 7, 45])
def test_search_shows_the_best_of_the_same_order(shelf: Home, limit: int) -> None:
    shelf.ingest({"notes.jsonl": records(notes(150))})
    hits = shelf.answerer().search(QUESTION, limit)
    scores = [hit.score for hit in hits]
    assert len(hits) == len({hit.passage.id for hit in hits}) == limit
    assert scores == sorted(scores, reverse=True)
    assert hits == by_sentences(*found_in(shelf, max(limit, PASSAGES_ORDERED)))[:limit]
