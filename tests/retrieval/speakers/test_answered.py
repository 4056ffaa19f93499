from retrieval.model import Answer, Quote, Speaker
from tests.retrieval.homes import Home
from tests.retrieval.test_answering import certain

FORUM = """The mill of Brask

anna_k, 12.01.2012 10:30 #1
The old mill of Brask burned down in March because nobody had cleaned the chimney.
My uncle saw the flames from the harbour and rang the bells of the church.

ole_lind, 12.01.2012 11:05 #2
anna_k wrote:
The old mill of Brask burned down in March because nobody had cleaned the chimney.

That is not what the fire office found. The fire office said that a lamp fell into the flour.
I worked there as a boy, and the chimney of the mill was cleaned twice a year.

berta, 13.01.2012 09:12 #3
My grandmother sold bread there, and she never forgave the miller for the smoke.
"""

INTERVIEW = """The fire, ten years on

Brask Times: When did the ferry of Brask stop?
Ruth Amadi, ferrywoman: The ferry of Brask stopped in the winter of 1911.

Brask Times: Who took the people across after that?
Ruth Amadi: Nobody took them. They walked to the bridge, which is nine miles away.
"""


def first(shelf: Home, question: str) -> Quote:
    result = shelf.answerer(certain()).answer(question)
    assert isinstance(result, Answer)
    return result.quotes[0]


def shown(quote: Quote) -> tuple[str, ...]:
    speaker = quote.speaker
    assert isinstance(speaker, Speaker)
    text = FORUM if "forum" in quote.document.name else INTERVIEW
    assert all(text[part.start : part.end] == part.text for part in speaker.slices)
    return tuple(part.text for part in speaker.slices)


def test_an_interview_answers_with_who_speaks_and_what_was_asked(shelf: Home) -> None:
    shelf.ingest({"interview.txt": INTERVIEW})
    assert shown(first(shelf, "When did the ferry stop?")) == (
        "Ruth Amadi",
        "ferrywoman",
        "When did the ferry of Brask stop?",
    )
    assert shown(first(shelf, "How far away is the bridge to which they walked?")) == (
        "Ruth Amadi",
        "Who took the people across after that?",
    )


def test_a_post_is_said_by_who_posted_it_unless_it_names_somebody(shelf: Home) -> None:
    shelf.ingest({"forum.txt": FORUM})
    assert shown(first(shelf, "Who never forgave the miller for the smoke?")) == ("berta",)
    assert shown(first(shelf, "How often was the chimney cleaned?")) == ("ole_lind",)
    assert shown(first(shelf, "What fell into the flour?")) == ("The fire office",)


def test_what_is_nobodys_has_no_speaker(shelf: Home) -> None:
    shelf.ingest({"town.txt": "The bridge of Brask was built of oak and of iron in 1911.\n"})
    assert first(shelf, "What was the bridge built of?").speaker is None
