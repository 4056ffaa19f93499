from retrieval.model import Answer, Quote
from tests.retrieval.homes import Home

REPORT = (
    "The ferry left the old harbour at seven with forty passengers and two horses on board. "
    "Halfway across the engine stopped, and the pilot rowed to the lighthouse for help."
)
EDITED = (
    "The ferry left the new harbour at seven with forty travellers and two horses on board. "
    "Halfway across its engine stopped, and the pilot rowed to the lighthouse for aid."
)
OWN_WORDS = "Somebody saw the horses. When the engine stopped, forty people waited for the pilot."


def _quotes(shelf: Home, texts: dict[str, str], question: str) -> tuple[Quote, ...]:
    shelf.ingest(texts)
    answer = shelf.answerer().answer(question, quotes=20)
    return answer.quotes if isinstance(answer, Answer) else answer.considered


def test_an_edited_copy_is_listed_and_not_quoted_again(shelf: Home) -> None:
    texts = {"a.md": REPORT, "b.md": EDITED, "c.md": OWN_WORDS}
    quotes = _quotes(shelf, texts, "How many passengers had the ferry?")
    of_copies = [q for q in quotes if q.document.name in ("a.md", "b.md") and "seven" in q.text]
    (quote,) = of_copies
    (copy,) = quote.copies
    assert {quote.document.name, copy.document} == {"a.md", "b.md"}


def test_copies_are_one_origin_and_other_accounts_are_their_own(shelf: Home) -> None:
    quotes = _quotes(shelf, {"a.md": REPORT, "b.md": EDITED}, "How many passengers had the ferry?")
    assert {quote.origins for quote in quotes} == {1}


def test_the_same_sentence_in_two_different_texts_has_two_origins(shelf: Home) -> None:
    said = "The mayor closed the harbour for the winter."
    texts = {
        "a.md": f"{said} Ships went elsewhere, and the fishermen were paid from the town's purse.",
        "b.md": f"Nobody expected it in spring when the ice was thin already. {said}",
    }
    quotes = _quotes(shelf, texts, "Who closed the harbour for the winter?")
    quote = next(quote for quote in quotes if said in quote.text)
    assert (quote.origins, len(quote.copies)) == (2, 1)


def test_copies_beyond_the_passages_that_were_found_are_listed(shelf: Home) -> None:
    texts = {f"{number}.md": REPORT.replace("old", chr(97 + number) * 3) for number in range(26)}
    quotes = _quotes(shelf, texts, "Who rowed to the lighthouse?")
    rowing = [quote for quote in quotes if "rowed" in quote.text]
    (quote,) = rowing
    assert {quote.document.name, *(copy.document for copy in quote.copies)} == set(texts)


def test_every_copy_is_a_place_in_its_document(shelf: Home) -> None:
    quotes = _quotes(shelf, {"a.md": REPORT, "b.md": EDITED}, "Who rowed to the lighthouse?")
    places = [copy for quote in quotes for copy in quote.copies]
    assert places
    for copy in places:
        text = shelf.library().text(shelf.library().find(copy.document).id, copy.start, copy.end)
        assert text.startswith(("The ferry", "Halfway"))
        assert text.endswith(".")


def test_a_copy_with_another_number_is_another_version(shelf: Home) -> None:
    texts = {"a.md": REPORT, "b.md": REPORT.replace("forty passengers", "44 passengers")}
    texts = {name: text.replace("forty", "40") for name, text in texts.items()}
    quotes = _quotes(shelf, texts, "How many passengers had the ferry?")
    said = [quote.text for quote in quotes if "passengers" in quote.text]
    assert {("40" in text, "44" in text) for text in said} == {(True, False), (False, True)}
