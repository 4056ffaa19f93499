"""What is said to have happened to those that a number counts."""

import pytest

from retrieval.figures.outcomes import outcome_of, outcome_of_all, outcomes_asked


@pytest.mark.parametrize(
    ("text", "number", "outcome"),
    [
        ("The fire killed 14 people and 30 were injured.", "14", "dead"),
        ("The fire killed 14 people and 30 were injured.", "30", "hurt"),
        ("The toll has risen to 14.", "14", "dead"),
        ("14 dead, 30 wounded, the radio says.", "30", "hurt"),
        ("Two miners are still missing.", "Two", "missing"),
        ("By evening 14 men were brought up alive.", "14", "saved"),
        ("Some 14 residents had to leave their homes.", "14", "moved"),
        ("Police detained 14 people.", "14", "held"),
        ("At least 14 people were shot.", "14", "struck"),
        ("The mine employs 14 people.", "14", ""),
        ("Погибли 14 человек, ранены 30.", "14", "dead"),
        ("Погибли 14 человек, ранены 30.", "30", "hurt"),
        ("Пожар унёс жизни 14 человек; ещё 30 спасли.", "14", "dead"),
        ("Эвакуированы 14 человек.", "14", "moved"),
    ],
)
def test_the_clause_of_a_number_says_what_happened(text: str, number: str, outcome: str) -> None:
    start = text.index(number)
    assert outcome_of(text, start, start + len(number)) == outcome


@pytest.mark.parametrize(
    ("text", "number", "outcome"),
    [
        ("The fire killed 14 people, among them 3 children.", "3", "dead"),
        ("The fire killed 14 people, 3 of them children.", "3", "dead"),
        ("Погибли 14 человек, в том числе 3 ребёнка.", "3", "dead"),
        ("The fire killed 14 people and 3 horses.", "3", ""),
    ],
)
def test_some_of_these_have_what_happened_to_all(text: str, number: str, outcome: str) -> None:
    start = text.index(number)
    assert outcome_of_all(text, start, start + len(number)) == outcome


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("How many people died in the fire?", {"dead", "struck"}),
        ("How many people were shot?", {"dead", "hurt", "struck"}),
        ("Сколько человек задержали?", {"held"}),
        ("How many people work here?", set()),
    ],
)
def test_a_question_asks_what_happened(question: str, asked: set[str]) -> None:
    assert outcomes_asked(question) == asked
