import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.speakers.speaker import BEFORE, Spoken, speaker_of


def said(text: str, quote: str, language: str = "en") -> tuple[str, str, str] | None:
    """Name, role and question of the speaker of a quote in a text."""
    start = text.index(quote)
    found = speaker_of(text, start, start + len(quote), language)
    if found is None:
        return None
    spans = (found.name, found.role, found.asked)
    return tuple(text[slice(*span)] if span else "" for span in spans)  # type: ignore[return-value]


def named(text: str, quote: str = "", language: str = "en") -> str | None:
    found = said(text, quote or text, language)
    return found[0] if found else None


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("The United States announced it in May.", "The United States"),
        ("Ruth Amadi said that the mill would reopen.", "Ruth Amadi"),
        ("Amadi said the mill would reopen.", "Amadi"),
        ("On Friday, Amadi told the council that the mill would reopen.", "Amadi"),
        ("“The mill will reopen,” said Amadi.", "Amadi"),
        ("“The mill will reopen,” Amadi added on Monday.", "Amadi"),
        ('"The mill will reopen," says Amadi in a letter.', "Amadi"),
        ("The mill will reopen in May, said Ruth Amadi.", "Ruth Amadi"),
        ("The mill, Amadi said, will reopen in May.", "Amadi"),
        ("According to Ruth Amadi, the mill will reopen.", "Ruth Amadi"),
        ("The mill will reopen, according to the harbour board.", "the harbour board"),
        ("Amadi announced: “The mill will reopen.”", "Amadi"),
        ("Later Amadi also confirmed that the mill would reopen.", "Amadi"),
        ("Although nobody asked, the millers insisted that it would reopen.", "the millers"),
        ("The mill workers said they had not been paid.", "The mill workers"),
        ("A union lawyer warned that the strike was illegal.", "A union lawyer"),
        ("“Nobody was paid,” the prosecutor’s office reported.", "the prosecutor’s office"),
        ("The head of the port said that “there is no danger.”", "The head of the port"),
        ("The Brask Fishing Company stated that no nets were lost.", "The Brask Fishing Company"),
        ("Amadi was early and said that the mill would reopen.", "Amadi"),
    ],
)
def test_reported_speech_names_its_speaker(sentence: str, name: str) -> None:
    assert named(sentence) == name


@pytest.mark.parametrize(
    ("sentence", "name", "role"),
    [
        ("Former mayor Ruth Amadi said that it burned.", "Ruth Amadi", "Former mayor"),
        ("Ruth Amadi, a retired miller, said that it burned.", "Ruth Amadi", "a retired miller"),
        ("“It burned,” said Ruth Amadi, the town’s miller.", "Ruth Amadi", "the town’s miller"),
        ("“It burned,” says harbour pilot Ole Lind.", "Ole Lind", "harbour pilot"),
        (
            "The mayor of Brask, Ole Lind, believes that it burned.",
            "Ole Lind",
            "The mayor of Brask",
        ),
        ("Prime Minister Ole Lind announced that it burned.", "Ole Lind", "Prime Minister"),
        ("“It burned,” said Dr. Amadi of the fire office.", "Dr. Amadi of the fire office", ""),
        ("Ole Lind, who saw the fire, said that it burned.", "Ole Lind", ""),
    ],
)
def test_the_role_stands_beside_the_name(sentence: str, name: str, role: str) -> None:
    assert said(sentence, sentence) == (name, role, "")


@pytest.mark.parametrize(
    "sentence",
    [
        "The mill burned down in March.",
        "It is said that the mill was haunted.",
        "It was reported that the mill burned.",
        "Some say that the mill was haunted.",
        "He said that the mill burned.",
        "According to the law, mills are inspected twice a year.",
        "According to official figures, twelve mills burned.",
        "The report, announced in May, names twelve mills.",
        "Amadi added the wheel that year.",
        "The novel that critics called “a marvel” sold well.",
        "When she came to the mill, she saw “men with torches and with no faces.”",
        "The rule: no open fire in the mill.",
        "According to officials, ten mills burned, but according to millers it was fifty.",
        "The mayor said that ten mills burned, but the millers said that it was fifty.",
        "Because Amadi said that it was safe, the mill was opened.",
    ],
)
def test_nobody_is_named_where_the_text_names_nobody_for_all_of_it(sentence: str) -> None:
    assert named(sentence) is None


@pytest.mark.parametrize(
    ("language", "sentence", "name", "role"),
    [
        ("ru", "Мэр Анна Келлер заявила, что мельница сгорела.", "Анна Келлер", "Мэр"),
        (
            "ru",
            "«Мельница сгорела», — сказал бывший мельник Олег Лунд.",
            "Олег Лунд",
            "бывший мельник",
        ),
        ("ru", "Мельница, сообщили жители Браска, сгорела дотла.", "жители Браска", ""),
        (
            "ru",
            "По словам директора завода Олега Лунда, никто не погиб.",
            "Олега Лунда",
            "директора завода",
        ),
        ("ru", "По мнению Лунда, мельницу подожгли.", "Лунда", ""),
        ("ru", "Анна Келлер рассказала соседям о том, что мельница сгорела.", "Анна Келлер", ""),
        ("ru", "Как сообщает портовый совет, мельница сгорела.", "портовый совет", ""),
        ("uk", "«Млин згорів», — сказала мельничка Ганна Лунд.", "Ганна Лунд", "мельничка"),
        ("uk", "За словами Ганни Лунд, ніхто не загинув.", "Ганни Лунд", ""),
        ("de", "Der Müller sagte, dass die Mühle gebrannt habe.", "Der Müller", ""),
        ("de", "„Die Mühle hat gebrannt“, sagte Anna Keller.", "Anna Keller", ""),
        ("de", "Laut Anna Keller hat die Mühle gebrannt.", "Anna Keller", ""),
        ("de", "Laut Polizei wurden drei Menschen verletzt.", "Polizei", ""),
        ("de", "Dabei wurde laut Polizei der Müller verletzt.", "Polizei", ""),
        ("de", "Das Feuer kam laut Anna Keller von der Mühle.", "Anna Keller", ""),
        ("de", "Laut Eva von der Heide ist die Mühle offen.", "Eva von der Heide", ""),
        ("de", "Laut dem alten Müller Ole Lund schlief er.", "dem alten Müller Ole Lund", ""),
        (
            "de",
            "Nach Angaben der Leiterin des Werks Eva Lund schlief er.",
            "Leiterin des Werks Eva Lund",
            "",
        ),
        ("en", "According to Anna Keller the mill burned down.", "Anna Keller", ""),
        ("ru", "По словам Анны Келлер мельница сгорела.", "Анны Келлер", ""),
        ("ru", "По данным полиции пострадали трое.", None, ""),
        ("es", "Según la policía hubo tres heridos.", None, ""),
        ("es", "«El molino se quemó por la noche», dijo Ana Lund.", "Ana Lund", ""),
        ("es", "Según Ana Lund, el molino se quemó.", "Ana Lund", ""),
    ],
)
def test_other_languages_have_words_of_their_own(
    language: str, sentence: str, name: str | None, role: str
) -> None:
    expected = (name, role, "") if name else None
    assert said(sentence, sentence, language) == expected


def test_a_language_without_words_still_has_interviews() -> None:
    text = "Ayşe Kaya, belediye başkanı:\n\n— Değirmen mart ayında yandı."
    assert said(text, "— Değirmen mart ayında yandı.", "tr") == (
        "Ayşe Kaya",
        "belediye başkanı",
        "",
    )
    assert named("Ayşe said that it burned.", language="tr") is None


QUOTATION = (
    "“The mill burned at night. We saw it from the harbour,” said Ole Lind. “Nobody came to help."
    " We were alone.” The mayor left the town in May."
)


@pytest.mark.parametrize(
    ("quote", "name"),
    [
        ("“The mill burned at night.", "Ole Lind"),
        ("We saw it from the harbour,” said Ole Lind.", "Ole Lind"),
        ("“Nobody came to help.", "Ole Lind"),
        ("We were alone.”", "Ole Lind"),
        ("The mayor left the town in May.", None),
    ],
)
def test_every_sentence_of_a_quotation_has_its_speaker(quote: str, name: str | None) -> None:
    assert named(QUOTATION, quote) == name
    assert named(f"Earlier.\n\n{QUOTATION}\n\nLater.", quote) == name


def test_a_speaker_announced_before_a_quotation_says_all_of_it() -> None:
    text = "Lind told the court: “I was there. I saw the torches. I ran.” Then he sat down."
    assert named(text, "I saw the torches.") == "Lind"
    assert named(text, "Then he sat down.") is None


@pytest.mark.parametrize(
    ("before", "name"),
    [
        ("Ole Lind said that the mill burned. ", "Ole Lind"),
        ("Mayor Ole Lind came back in May. ", "Ole Lind"),
        ("Ole Lind met Ruth Amadi in May. ", None),
        ("The mill burned in May. ", None),
        ("Tears came to Brask. ", None),
        ("Ole Lind came back. The mill was gone. The town slept. ", None),
        ("Ole Lind came back in May.\n\n", None),
    ],
)
def test_a_pronoun_stands_for_the_one_person_just_named(before: str, name: str | None) -> None:
    quote = "He said that nobody was hurt."
    assert named(before + quote, quote) == name


@pytest.mark.parametrize(
    "head", ["Ole Lind wrote:", "Originally posted by Ole Lind:", "Ole Lind писал(а):"]
)
def test_a_quoted_post_is_said_by_who_wrote_it(head: str) -> None:
    text = f"{head}\nThe mill burned in March.\n\nI do not think so."
    assert named(text, "The mill burned in March.") == "Ole Lind"
    assert named(text, "I do not think so.") is None


def test_a_translators_note_is_the_translators() -> None:
    text = "Lind said that the “kula” burned [Translator’s note: a storehouse on poles]."
    assert named(text, "a storehouse on poles") == "Translator"


def test_what_is_far_away_is_not_read() -> None:
    text = f"Ole Lind:\n\n– It burned.{' It was cold that night.' * 120}\n\nNobody knows why."
    assert named(text, "– It burned.") == "Ole Lind"
    assert len(text) > BEFORE
    assert named(text, "Nobody knows why.") is None


PIECES = st.sampled_from(
    "“ ” « » „ \" ' — – - : ; , . ! ? … ( ) [ ] \n \n\n > said told that he they according to Lind"
    " Ruth mill заявил что он по словам Лунд sagte laut dijo según [Note: 1990 A. Q: \0 İ ß".split(
        " "
    )
)


@given(
    st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=60).map(" ".join)),
    st.sampled_from(["en", "ru", "uk", "de", "es", "tr", ""]),
    st.data(),
)
def test_whatever_stands_there_the_speaker_is_a_slice_of_it(
    text: str, language: str, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, max(0, len(text) - 1)))
    end = data.draw(st.integers(start, len(text)))
    found = speaker_of(text, start, end, language)
    if found is None:
        return
    assert isinstance(found, Spoken)
    for span in (found.name, found.role, found.asked):
        assert span is None or 0 <= span[0] < span[1] <= len(text)
    assert text[slice(*found.name)].strip() == text[slice(*found.name)]
