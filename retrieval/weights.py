"""The numbers that were learnt, with where they came from in `weights.json` beside this."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from retrieval.reader.contract import READINGS

FEATURES = (
    "words",
    "meaning",
    "sentence_meaning",
    "overlap",
    "overlap_of_beginnings",
    "overlap_before",
    "overlap_after",
    "overlap_of_passage",
    "is_question",
    "lacks_number",
    "lacks_name",
)
"""Of a sentence; `ranking.Sentence.features` says what each is."""

SIGNALS = (
    "bias",
    "meaning_of_passage",
    "meaning_of_sentence",
    "overlap_of_passage",
    "overlap_of_sentence",
    "known_words",
    "probability",
    "unknown_language",
)
"""Of a question and its best sentence; `refusal.signals` says what each is."""

READ_SIGNALS = (
    "margin",
    "span",
    "best_margin",
    "best_span",
    "lacks_number",
    "lacks_name",
    "missing_names",
    "missing_numbers",
)
"""As well, where the best sentence was read."""


@dataclass(frozen=True, slots=True)
class Weights:
    """What `python -m retrieval.training` wrote, and the threshold that
    `python -m retrieval.training.threshold` set. "Read" is for sentences that the reader has read;
    "unknown" for languages that the model does not know, where words alone decide."""

    words_share: float
    """Part of words in a passage's score, 0..1; the rest is meaning."""
    sentence_read: tuple[float, ...]
    """A weight for each of FEATURES and READINGS."""
    sentence_known: tuple[float, ...]
    """A weight for each of FEATURES."""
    sentence_unknown: tuple[float, ...]
    confidence_read: tuple[float, ...]
    """A weight for each of SIGNALS and READ_SIGNALS."""
    confidence_known: tuple[float, ...]
    """A weight for each of SIGNALS."""
    confidence_unknown: tuple[float, ...]
    threshold: float
    """Below this confidence, 0..1, the question is refused."""
    similar: float
    """From this similarity, 0..1, a refused question's topic is in the library."""


@cache
def load_weights() -> Weights:
    """The weights that ship with the program."""
    stored = json.loads(Path(__file__).with_name("weights.json").read_text())
    return Weights(
        words_share=stored["words_share"],
        sentence_read=tuple(stored["sentence_read"][name] for name in (*FEATURES, *READINGS)),
        sentence_known=tuple(stored["sentence_known"][name] for name in FEATURES),
        sentence_unknown=tuple(stored["sentence_unknown"][name] for name in FEATURES),
        confidence_read=tuple(
            stored["confidence_read"][name] for name in (*SIGNALS, *READ_SIGNALS)
        ),
        confidence_known=tuple(stored["confidence_known"][name] for name in SIGNALS),
        confidence_unknown=tuple(stored["confidence_unknown"][name] for name in SIGNALS),
        threshold=stored["threshold"],
        similar=stored["similar"],
    )
