import pytest

from retrieval.asking import NAME, NUMBER, asks_for, is_claim, lacks_name, lacks_number, missing


@pytest.mark.parametrize(
    "question",
    [
        "How many boats came?",
        "how much did it cost",
        "How old is the mill?",
        "When was it built?",
        "In which year did it burn?",
        "What percentage of them voted?",
        "What was the number of boats? What year?",
        "Сколько лодок пришло?",
        "Когда построили мельницу?",
        "В каком году она сгорела?",
        "Скільки човнів прийшло?",
        "Коли збудували млин?",
        "Қанша қайық келді?",
        "Диірмен қашан салынды?",
        "Неше адам болды?",
        "Kaç tekne geldi?",
        "Değirmen ne zaman yapıldı?",
        "Wie viele Boote kamen?",
        "Wann wurde die Mühle gebaut?",
        "¿Cuántos barcos llegaron?",
        "¿Cuándo se construyó?",
        "Combien de bateaux ?",
        "Quand le moulin a-t-il brûlé ?",
    ],
)
def test_a_number_or_time_is_asked_for(question: str) -> None:
    assert asks_for(question) == NUMBER


@pytest.mark.parametrize(
    "question",
    [
        "Who built the mill?",
        "Where did the boats land?",
        "To whom was it sold?",
        "WHOSE mill was it?",
        "What was the boat called?",
        "What is the name of the miller?",
        "Как называлась лодка?",
        "Wie heißt der Müller?",
        "Кто построил мельницу?",
        "Кем она построена?",
        "Где стоит мельница?",
        "Хто збудував млин?",
        "Де стоїть млин?",
        "Диірменді кім салды?",
        "Диірмен қайда?",
        "Değirmeni kim yaptı?",
        "Değirmen nerede?",
        "Wer baute die Mühle?",
        "Wo steht die Mühle?",
        "¿Quién construyó el molino?",
        "¿Dónde está?",
        "Qui a construit le moulin ?",
        "Où est le moulin ?",
    ],
)
def test_a_person_or_place_is_asked_for(question: str) -> None:
    assert asks_for(question) == NAME


@pytest.mark.parametrize(
    "question",
    [
        "Why did the mill burn?",
        "How did it happen?",
        "Is the whole mill of stone?",
        "Почему она сгорела?",
        "Неліктен өртенді?",
        "Warum brannte sie?",
        "水车为什么烧了？",
        "",
        "🔥?",
    ],
)
def test_nothing_in_particular_is_asked_for(question: str) -> None:
    assert asks_for(question) == ""


@pytest.mark.parametrize(
    "question", ["Is he somewhere whole?", "Whoever, nowhere", "Wolken", "Некто", "Подемосте"]
)
def test_a_part_of_a_word_asks_for_nothing(question: str) -> None:
    assert asks_for(question) == ""


@pytest.mark.parametrize(
    "sentence",
    [
        "There were 40 boats.",
        "Forty boats came.",
        "Hundreds of boats came.",
        "It burned twice.",
        "Пришло сорок лодок.",
        "Пришли тысячи лодок.",
        "٤٠ قاربا",
    ],
)
def test_a_sentence_with_a_number_has_what_is_asked(sentence: str) -> None:
    assert not lacks_number("How many boats came?", sentence)


@pytest.mark.parametrize("sentence", ["Many boats came.", "Someone tended the stone.", "Лодки."])
def test_a_sentence_without_a_number_lacks_it(sentence: str) -> None:
    assert lacks_number("How many boats came?", sentence)


def test_a_number_lacks_only_where_one_is_asked_for() -> None:
    assert not lacks_number("Who came?", "Many boats came.")
    assert not lacks_number("Why did they come?", "Many boats came.")


@pytest.mark.parametrize(
    "sentence",
    ["The mill was built by Olga Brandt.", "Later Brandt sold it.", "Её построил Павел."],
)
def test_a_sentence_with_a_new_name_has_what_is_asked(sentence: str) -> None:
    assert not lacks_name("Who built the mill?", sentence)


@pytest.mark.parametrize(
    "sentence", ["Nobody knows who built it.", "Someone built it.", "The mill is of stone. I saw"]
)
def test_a_sentence_without_a_name_lacks_it(sentence: str) -> None:
    assert lacks_name("Who built the mill?", sentence)


def test_the_name_in_the_question_is_no_answer() -> None:
    assert lacks_name("Who was the father of Brandt?", "The father of Brandt was a baker.")
    assert not lacks_name("Who was the father of Brandt?", "The father of Brandt was Tomas.")


@pytest.mark.parametrize("sentence", ["他建了水车。", "بنى الطاحونة رجل", "วัดสร้างโดยชาวนา"])
def test_scripts_without_capitals_lack_no_name(sentence: str) -> None:
    assert not lacks_name("Who built the mill?", sentence)


@pytest.mark.parametrize(
    ("question", "shares"),
    [
        ("Who is the mayor of Arden?", (0, 0)),
        ("Who is the mayor of Brask?", (1, 0)),
        ("Did Olga Brandt meet Tomas Kell in 1907?", (0.5, 0)),
        ("Did Olga Brandt go in 1908, or 1907?", (0, 0.5)),
        ("why?", (0, 0)),
    ],
)
def test_names_and_numbers_that_a_passage_has_not(
    question: str, shares: tuple[float, float]
) -> None:
    passage = "In 1907 the mayor of Arden met Olga Brandt."
    assert missing(question, passage) == shares


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        ("The mill of Arden burned down in 1907.", True),
        ("«Мельница сгорела в 1907 году!»", True),
        ('Brandt said that "nobody was hurt."', True),
        ("Did the mill of Arden burn down in 1907?", False),
        ("The mill burned down in 1907, did it not?", False),
        ("When did the mill of Arden burn down.", False),
        ("Tell me about the mill of Arden.", False),
        ("mill Arden burned 1907", False),
        ("the mill of Arden.", False),
    ],
)
def test_what_states_is_told_from_what_asks(text: str, *, claims: bool) -> None:
    assert is_claim(text) is claims
