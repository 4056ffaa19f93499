"""A document in seven languages, asked in each: words find what the English model cannot."""

import pytest

from embeddings.packaged import PackagedEncoder
from retrieval.model import Answer
from tests.corpus.test_stretches import PARAGRAPHS
from tests.retrieval.homes import Home

pytestmark = pytest.mark.model

QUESTIONS = {
    "en": ("What did the mills grind?", "What does the miller repair now?"),
    "ru": ("Что молола мельница?", "Что чинит мельник?"),
    "kk": ("Диірмен не тартты?", "Диірменші не жөндейді?"),
    "tr": ("Değirmen neyi öğüttü?", "Değirmenci ne tamir eder?"),
    "uk": ("Що молов млин?", "Що лагодить мельник?"),
    "de": ("Was mahlten die Mühlen?", "Was repariert der Müller?"),
    "es": ("¿Qué molía el molino?", "¿Qué arregla el molinero?"),
}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, encoder: PackagedEncoder) -> Home:
    made = Home(tmp_path_factory.mktemp("languages"), encoder)
    made.ingest({"mill.txt": "\n\n".join(PARAGRAPHS.values())})
    return made


@pytest.mark.parametrize("language", QUESTIONS)
def test_a_question_finds_the_passage_in_its_language(home: Home, language: str) -> None:
    answerer = home.answerer()
    for question in QUESTIONS[language]:
        result = answerer.answer(question)
        assert isinstance(result, Answer)
        assert result.quotes[0].text in PARAGRAPHS[language]
        first = answerer.search(question, 1)[0]
        assert (first.passage.language, first.words) == (language, 1.0)
        assert (first.meaning is None) == (language != "en")
    home.close()


def test_all_languages_of_a_document_are_known(home: Home) -> None:
    assert home.library().languages() == dict.fromkeys(PARAGRAPHS, 1)
    home.close()
