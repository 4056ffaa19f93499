from corpus.cutting import cut_document
from corpus.model import Source
from tests.corpus.making import KOLODEZ, WELL, reading


def test_the_language_is_detected_from_the_sentences() -> None:
    found = reading("Подписаться\n\nВсе права защищены\n\n" + WELL)
    assert cut_document(found, found.source).language == "en"


def test_the_language_that_is_stated_overrules() -> None:
    found = reading(KOLODEZ)
    cut = cut_document(found, Source(language="bg"))
    assert cut.language == "bg"
    assert {passage.language for passage in cut.passages} == {"bg"}


def test_the_beginning_of_a_long_document_tells_its_language() -> None:
    found = reading(f"{WELL}\n\n" * 300 + f"{KOLODEZ}\n\n" * 300)
    assert cut_document(found, found.source).language == "en"


def test_passages_belong_to_the_bytes_that_were_read() -> None:
    found = reading(WELL)
    cut = cut_document(found, Source(title="The well"))
    assert [passage.document_id for passage in cut.passages] == [found.sha256]
    assert cut.title == "The well"
    assert cut_document(found, found.source).title == ""
