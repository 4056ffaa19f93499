import codecs
import gzip
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.canonical import canonical_text
from corpus.encoding import decode, encode_prefix
from corpus.errors import UnreadableFile
from tests.corpus.making import texts

RU = (
    "Колодец вырыли весной всей деревней, и никто не просил за это денег. Вода в нём стояла "
    "высоко, а верёвка всегда была короткой. Осенью его закрыли досками от листьев."
)
KK = (
    "Құдықты көктемде бүкіл ауыл болып қазды, ешкім ақша сұраған жоқ. Су жоғары тұрды, ал арқан "
    "әрдайым қысқа болды. Күзде оны тақтаймен жауып қойды."
)
UK = (
    "Колодязь викопали навесні всім селом, і ніхто не просив за це грошей. Вода в ньому стояла "
    "високо, а мотузка завжди була закоротка. Її подовжили восени."
)
TR = (
    "Kuyuyu ilkbaharda bütün köy kazdı ve kimse bunun için para istemedi. Su yüksekteydi ama ip "
    "her zaman kısaydı. Güzün üstünü tahtalarla örttüler."
)
DE = (
    "Den Brunnen grub das ganze Dorf im Frühjahr, und niemand verlangte dafür Geld. Das Wasser "
    "stand hoch, aber das Seil war zu kurz. Im Herbst deckte man ihn mit Brettern für später zu."
)
PL = (
    "Studnię wykopała wiosną cała wieś i nikt nie żądał za to pieniędzy. Woda stała wysoko, ale "
    "lina była zawsze za krótka. Jesienią przykryto ją deskami."
)
EL = (
    "Το πηγάδι το έσκαψε την άνοιξη όλο το χωριό και κανείς δεν ζήτησε χρήματα. Το νερό ήταν "
    "ψηλά, αλλά το σχοινί ήταν πάντα κοντό."
)
HE = "את הבאר חפר כל הכפר באביב, ואיש לא ביקש על כך כסף. המים היו גבוהים, אבל החבל היה קצר מדי."
JA = "井戸は春に村のみんなで掘ったもので、だれもお金を求めませんでした。綱はいつも短すぎました。"
ZH = "这口井是春天全村人一起挖的，没有人要钱。水位很高，但是绳子总是太短。秋天人们用木板把它盖上。"
KO = "우물은 봄에 온 마을이 함께 팠고 아무도 돈을 달라고 하지 않았다. 밧줄은 늘 짧았다."
EN = "The well was dug in spring by the whole village, and nobody asked to be paid for it."

UNICODE = {
    "utf-8": codecs.BOM_UTF8,
    "utf-16-le": codecs.BOM_UTF16_LE,
    "utf-16-be": codecs.BOM_UTF16_BE,
    "utf-32-le": codecs.BOM_UTF32_LE,
    "utf-32-be": codecs.BOM_UTF32_BE,
}


@pytest.mark.parametrize("text", [EN, RU, ZH, "", "a", "🙂"])
@pytest.mark.parametrize("encoding", UNICODE)
def test_a_byte_order_mark_decides(encoding: str, text: str) -> None:
    decoded = decode(UNICODE[encoding] + text.encode(encoding), "a.txt")
    assert (decoded.text, decoded.encoding, decoded.damaged) == (text, encoding, 0)


@pytest.mark.parametrize("text", [EN, RU, KK])
@pytest.mark.parametrize("encoding", UNICODE)
def test_unicode_is_known_without_a_mark(encoding: str, text: str) -> None:
    decoded = decode(text.encode(encoding), "a.txt")
    assert (decoded.text, decoded.encoding) == (text, encoding)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        *((RU, name) for name in "cp1251 koi8-r cp866 iso8859-5 mac-cyrillic".split()),
        *((KK, name) for name in ["kz1048"]),
        *((UK, name) for name in "cp1251 koi8-u".split()),
        *((TR, name) for name in "cp1254 iso8859-9".split()),
        *((DE, name) for name in "cp1252 iso8859-1 iso8859-15".split()),
        *((PL, name) for name in "cp1250 iso8859-2".split()),
        *((EL, name) for name in "cp1253 iso8859-7".split()),
        *((HE, name) for name in ["cp1255"]),
        *((JA, name) for name in "cp932 euc-jp iso2022_jp".split()),
        *((ZH, name) for name in ["gb18030"]),
        *((KO, name) for name in ["cp949"]),
    ],
)
def test_a_legacy_encoding_gives_the_same_characters(text: str, encoding: str) -> None:
    decoded = decode(text.encode(encoding), "a.txt")
    assert decoded.text == text
    assert decoded.damaged == 0


@pytest.mark.parametrize("encoding", ["cp1251", "koi8-r", "kz1048"])
def test_the_encoding_is_reported_by_its_own_name(encoding: str) -> None:
    text = KK if encoding == "kz1048" else RU
    assert decode(text.encode(encoding), "a.txt").encoding == encoding


def test_a_few_russian_words_in_an_english_text_are_found() -> None:
    text = f"{EN} They call it Колодец, and its rope Верёвка. {EN}"
    assert decode(text.encode("cp1251"), "a.txt").text == text


@given(texts)
def test_good_utf8_is_read_as_it_is(text: str) -> None:
    text = f"{EN} {canonical_text(text)}".replace("\ufffd", "?")
    decoded = decode(text.encode(), "a.txt")
    assert (decoded.text, decoded.encoding, decoded.damaged) == (text, "utf-8", 0)


@pytest.mark.parametrize(("cut", "lost"), [(b"\xff", 1), (b"\xd0", 1), (b"\xe2\x82 \xff", 2)])
def test_damaged_utf8_is_still_utf8_and_the_damage_is_counted(cut: bytes, lost: int) -> None:
    data = RU.encode()
    decoded = decode(data[:40] + cut + data[40:], "a.txt")
    assert (decoded.encoding, decoded.damaged) == ("utf-8", lost)
    assert decoded.text.count("\ufffd") == lost
    assert decoded.text.endswith(RU[30:])


def test_replacement_characters_of_the_file_itself_are_counted_too() -> None:
    assert decode(f"{EN} A letter \ufffd is lost.".encode(), "a.txt").damaged == 1


def test_one_nul_byte_in_a_long_text_is_let_through() -> None:
    assert decode((EN * 20 + "\0" + EN).encode(), "a.txt").text == EN * 20 + "\0" + EN


BINARY = {
    "zeros": bytes(1000),
    "picture": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)) * 8,
    "program": b"\x7fELF\x02\x01\x01" + bytes(300) + bytes(range(255, 0, -1)) * 4,
    "compressed": gzip.compress((RU * 9).encode(), mtime=0),
    "marked as UTF-16": codecs.BOM_UTF16_LE + bytes(range(256)) * 8,
    "marked as UTF-8": codecs.BOM_UTF8 + b"\xff\x80\x01" * 100,
}


@pytest.mark.parametrize("kind", BINARY)
def test_binary_data_is_refused_by_name(kind: str) -> None:
    with pytest.raises(UnreadableFile, match=r"^notes/a\.txt: not text\b.* Save it as .*\.$"):
        decode(BINARY[kind], "notes/a.txt")


@pytest.mark.parametrize(
    ("head", "said"),
    [
        (b"%PDF-1.7\n1 0 obj", "not text but a PDF document. Name it .pdf."),
        (b"{\\rtf1\\ansi A well.", "not text but an RTF document. Save it as .docx or .txt."),
        (b"PK\x03\x04xl/", "not text but a zip, or a document of an office program. Name it "),
        (b"\xd0\xcf\x11\xe0\xa1", "not text but a document of an old office program. Save it as "),
    ],
)
def test_another_format_under_a_text_name_is_refused_with_what_to_do(
    head: bytes, said: str
) -> None:
    with pytest.raises(UnreadableFile, match=f"^{re.escape(f'a.txt: {said}')}"):
        decode(head + EN.encode(), "a.txt")


@given(st.sampled_from(sorted(UNICODE)), st.booleans(), texts, st.data())
def test_the_byte_of_a_character_is_where_its_own_bytes_begin(
    encoding: str, marked: bool, text: str, data: st.DataObject
) -> None:
    text = text.encode(errors="replace").decode().lstrip("\ufeff")
    content = (UNICODE[encoding] if marked else b"") + text.encode(encoding)
    length = data.draw(st.integers(0, len(text)))
    offset = encode_prefix(content, encoding, text, length)
    assert content[offset:].decode(encoding) == text[length:]


HALVES = {"utf-8": [b"\xff", b"\xd0", b"\xf0\x9f"], "utf-16-le": [b"\x3d\xd8", b"\x00\xdc"]}


@given(st.sampled_from(sorted(HALVES)), st.data())
def test_the_byte_of_a_character_is_found_behind_damage(encoding: str, data: st.DataObject) -> None:
    good = [character.encode(encoding) for character in "aé🙂"]
    parts = data.draw(st.lists(st.sampled_from(good + HALVES[encoding]), max_size=12))
    content = b"".join(parts)
    text = content.decode(encoding, errors="replace")
    for length in range(len(text) + 1):
        offset = encode_prefix(content, encoding, text, length)
        assert content[offset:].decode(encoding, errors="replace") == text[length:]
