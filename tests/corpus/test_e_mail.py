from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.errors import UnreadableFile
from corpus.model import Reading
from corpus.readers import e_mail, mbox

Write = Callable[..., Path]
HEAD = "From: Ann Lee <ann@wells.example>\nSubject: Water\nDate: Fri, 3 May 2024 12:03:01 +0600\n"
DRY = "The well is dry since Monday."


def reading(write_files: Write, body: str, head: str = HEAD) -> Reading:
    (found,) = e_mail.read(write_files({"a.eml": f"{head}\n{body}"}) / "a.eml")
    return found


def parts(found: Reading) -> list[tuple[str, str]]:
    return [(part.kind, found.text[part.start : part.end]) for part in found.segments]


def quoted(found: Reading) -> list[tuple[str | None, str]]:
    return [(s.source.author, found.text[s.start : s.end]) for s in found.sections or ()]


@pytest.mark.parametrize(
    "above",
    [
        "On Thu, 2 May 2024 at 10:00, Bob Ray <bob@wells.example> wrote:",
        "On Thu, 2 May 2024 at 10:00, Bob Ray\n<bob@wells.example> wrote:",
        "On 2 May 2024, Bob Ray wrote:",
        "Am 2. Mai 2024 um 10:00 schrieb Bob Ray <bob@wells.example>:",
        "чт, 2 мая 2024 г. в 10:00, Bob Ray <bob@wells.example>:",
        "Bob Ray wrote:",
        "On Thu, May 2, 2024 at 10:00 AM Bob Ray <bob@wells.example> wrote:",
        "On Thu, May 2, 2024 at 10:00\u202fAM Bob Ray <bob@wells.example> wrote:",
        "On Thursday, May 2, 2024 at 10:00:00 PM UTC Bob Ray <bob@wells.example> wrote:",
        "Am Do., 2. Mai 2024 um 10:00 Uhr schrieb Bob Ray <bob@wells.example>:",
        "Op do 2 mei 2024 om 10:00 schreef Bob Ray <bob@wells.example>:",
        "Den tors 2 maj 2024 kl 10:00 skrev Bob Ray <bob@wells.example>:",
        "Четверг, 2 мая 2024, 10:00 +06:00 от Bob Ray <bob@wells.example>:",
        "Am 02.05.2024 um 10:00 schrieb Bob Ray:",
        "Op 2-5-2024 om 10:00 schreef Bob Ray:",
        "Den 02-05-2024 kl. 10:00 skrev Bob Ray:",
        "W dniu 02.05.2024 o 10:00, Bob Ray pisze:",
        "Il 02/05/2024 10:00, Bob Ray ha scritto:",
        "Em 02/05/2024 10:00, Bob Ray escreveu:",
        "El jue, 2 may 2024 a las 10:00, Bob Ray (<bob@wells.example>) escribió:",
        "2.05.2024 10:00 tarihinde Bob Ray yazdı:",
        "Bob Ray <bob@wells.example>, 2 May 2024 Per, 10:00 tarihinde şunu yazdı:",
        "* Bob Ray <bob@wells.example> [2024-05-02 10:00]:",
    ],
)
def test_quoted_words_belong_to_who_is_named_above(write_files: Write, above: str) -> None:
    found = reading(write_files, f"{above}\n> {DRY}\n\nIt is not.\n")
    ((author, words),) = quoted(found)
    assert words == DRY
    assert author == "Bob Ray"
    assert parts(found)[-1] == ("text", "It is not.")


def test_words_of_a_program_are_no_name(write_files: Write) -> None:
    above = "2 May 2024 Per, 10:00 tarihinde şunu yazdı:"
    assert quoted(reading(write_files, f"{above}\n> {DRY}\n\nIt is not.\n")) == []


def test_quoted_words_of_nobody_are_furniture(write_files: Write) -> None:
    found = reading(write_files, f"Somewhere it says this.\n\n> {DRY}\n\nOr this.\n> > {DRY}\n")
    assert quoted(found) == []
    assert [kind for kind, words in parts(found) if words == DRY] == ["furniture", "furniture"]


@pytest.mark.parametrize("rule", ["-----Original Message-----\n", "________________\n\n", ""])
def test_what_stands_below_the_head_of_an_older_message_is_its_writers(
    write_files: Write, rule: str
) -> None:
    older = f"{rule}From: Eve Moss\nSent: Monday\nTo: All\nSubject: Water\n\n{DRY}\n"
    found = reading(write_files, f"See below, all of you.\n\n{older}")
    assert quoted(found) == [("Eve Moss", DRY)]
    assert parts(found)[0] == ("text", "See below, all of you.")


def test_a_signature_is_furniture(write_files: Write) -> None:
    found = reading(write_files, f"{DRY}\n\n-- \nAnn Lee, Well Street 7, The Village.\n")
    assert parts(found)[0] == ("text", DRY)
    assert {kind for kind, _ in parts(found)[1:]} == {"furniture"}


def test_a_body_that_is_only_a_page_is_read(write_files: Write) -> None:
    page = (
        f"<p>It is not.</p><div>On 2 May 2024, Bob Ray wrote:</div><blockquote>{DRY}</blockquote>"
    )
    found = reading(write_files, page, f"{HEAD}Content-Type: text/html\n")
    assert quoted(found) == [("Bob Ray", DRY)]
    assert ("text", "It is not.") in parts(found)


def test_below_the_head_of_an_older_message_a_page_is_its_writers_too(write_files: Write) -> None:
    older = "<p><b>From:</b> Bob Ray<br><b>Sent:</b> Monday<br><b>To:</b> All</p>"
    page = f"<p>It is not.</p><div>{older}</div><p>{DRY}</p><p>We dig.</p>"
    found = reading(write_files, page, f"{HEAD}Content-Type: text/html\n")
    assert quoted(found) == [("Bob Ray", f"{DRY}\n\nWe dig.")]
    assert parts(found)[0] == ("text", "It is not.")


def test_a_message_that_is_passed_on_with_marks_is_its_writers(write_files: Write) -> None:
    sender = "From: Bob Ray <bob@wells.example>"
    older = f"Begin forwarded message:\n\n{sender}\nDate: Monday\nTo: All\n\n{DRY}"
    marked = older.replace("\n", "\n> ")
    found = reading(write_files, f"See below, all of you.\n\n> {marked}\n\nIt is not.\n")
    assert quoted(found) == [("Bob Ray", DRY)]
    assert ("label", sender) in parts(found)
    assert parts(found)[-1] == ("text", "It is not.")


def test_encoded_words_and_bodies_are_decoded(write_files: Write) -> None:
    head = (
        "From: =?koi8-r?B?4c7O?= <ann@wells.example>\nSubject: =?utf-8?Q?Caf=C3=A9?=\n"
        "Content-Type: text/plain; charset=koi8-r\nContent-Transfer-Encoding: base64\n"
    )
    found = reading(write_files, "68/Mz8TFwyDT1cjPyi4=", head)
    assert (found.source.author, found.source.title) == ("Анн", "Café")
    assert found.text == "Колодец сухой."


@pytest.mark.parametrize(
    ("encoding", "charset"),
    [("utf-8", "us-ascii"), ("utf-8", "koi8-r"), ("cp1251", "windows-1251")],
)
def test_headers_in_bare_letters_are_read(write_files: Write, encoding: str, charset: str) -> None:
    text = "From: Анна Келлер <anna@wells.example>\nSubject: Вода\n ушла\n" + (
        f"Content-Type: text/plain; charset={charset}\n\n{DRY}\n"
    )
    path = write_files({"a.eml": text.encode(encoding)}) / "a.eml"
    (found,) = e_mail.read(path)
    assert (found.source.author, found.source.title) == ("Анна Келлер", "Вода ушла")


def test_a_mailbox_loses_no_message_to_a_broken_one(write_files: Write) -> None:
    good = f"From a\n{HEAD}Message-ID: <7@wells.example>\n\n{DRY}\n>From here on it is wet.\n\n"
    bad = "From b\nnothing of a header\n\n"
    path = write_files({"a.mbox": good + bad + good.replace("<7@", "<8@")}) / "a.mbox"
    first, broken, last = mbox.read(path)
    assert isinstance(first, Reading)
    assert isinstance(last, Reading)
    assert (first.record, last.record) == ("7@wells.example", "8@wells.example")
    assert first.text == f"{DRY}\nFrom here on it is wet."
    assert isinstance(broken, UnreadableFile)
    assert str(broken).startswith(f"{path}: line 10: no e-mail")
    assert last.line == 13
