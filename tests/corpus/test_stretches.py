"""Languages and borders that passages keep to, on texts of our own."""

from dataclasses import replace

from corpus.model import Reading, Section, Source
from corpus.passages import passages
from tests.corpus.making import reading

PARAGRAPHS = {
    "en": "The mill at the lower pond ground rye for nine villages until its wheel broke in the "
    "great flood, and the miller has repaired clocks ever since.",
    "ru": "Мельница у нижнего пруда молола рожь для девяти деревень, пока большое половодье не "
    "сломало колесо, и с тех пор мельник чинит часы.",
    "kk": "Төменгі тоған жанындағы диірмен тоғыз ауылдың қара бидайын тартатын, бірақ үлкен су "
    "тасқыны доңғалағын сындырды, содан бері диірменші сағат жөндейді.",
    "tr": "Aşağı göletin kıyısındaki değirmen dokuz köyün çavdarını öğütürdü, büyük selde çarkı "
    "kırıldı ve değirmenci o günden beri saat tamir ediyor.",
    "uk": "Млин біля нижнього ставу молов жито для дев'яти сіл, доки велика повінь не зламала "
    "колесо, і відтоді мельник лагодить годинники.",
    "de": "Die Mühle am unteren Teich mahlte Roggen für neun Dörfer, bis das große Hochwasser "
    "ihr Rad zerbrach, und seitdem repariert der Müller Uhren.",
    "es": "El molino del estanque de abajo molía centeno para nueve aldeas, hasta que la gran "
    "crecida rompió su rueda, y desde entonces el molinero arregla relojes.",
}


def told(found: Reading, language: str = "en") -> list[str]:
    """The language of each passage."""
    return [p.language for p in passages(found, found.sha256, language, is_mixed=True)]


def test_every_paragraph_is_in_its_own_language() -> None:
    assert told(reading("\n\n".join(PARAGRAPHS.values()))) == list(PARAGRAPHS)


def test_a_language_that_is_stated_holds_for_all() -> None:
    found = reading("\n\n".join(PARAGRAPHS.values()))
    assert {p.language for p in passages(found, found.sha256, "en")} == {"en"}
    border = found.text.index(PARAGRAPHS["tr"])
    stated = (Section(0, border, Source(language="az")),)
    assert told(replace(found, sections=stated)) == ["az", "tr", "uk", "de", "es"]


def test_no_passage_joins_two_languages() -> None:
    found = reading(
        f"{PARAGRAPHS['ru']}\n\nДа, так.\n\n{PARAGRAPHS['en']}\n\nБыло и такое, говорят."
    )
    made = passages(found, found.sha256, "ru", is_mixed=True)
    assert [(p.language, found.text[p.start : p.end].count("\n\n")) for p in made] == [
        ("ru", 1),
        ("en", 0),
        ("ru", 0),
    ]


def test_a_short_paragraph_is_in_the_language_that_stands_around_it() -> None:
    short = "Это был конец."
    alone = f"{PARAGRAPHS['en']}\n\n***\n\n{short}\n\n***\n\n{PARAGRAPHS['en']}"
    assert told(reading(alone)) == ["en", "en", "en"]
    among = f"{PARAGRAPHS['ru']}\n\n***\n\n{short}\n\n***\n\n{PARAGRAPHS['ru']}"
    assert told(reading(f"{among}\n\n{PARAGRAPHS['en']}"), "en") == ["ru", "ru", "ru", "en"]


def test_the_heading_holds_where_the_language_changes_below_it() -> None:
    found = reading(f"The mill\n\n{PARAGRAPHS['en']}\n\n{PARAGRAPHS['tr']}")
    made = passages(found, found.sha256, "en", is_mixed=True)
    assert [(p.language, p.heading) for p in made] == [("en", "The mill"), ("tr", "The mill")]
