import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from corpus.errors import UnreadableFile
from corpus.model import Reading
from corpus.readers.telegram import read

Write = Callable[..., Path]


def message(number: int, text: object, date: str = "2024-05-03T12:03:59", **other: Any) -> Any:
    return {"id": number, "type": "message", "date": date, "from": "Ann", "text": text, **other}


def chat(*messages: Any, **other: Any) -> dict[str, Any]:
    fields = {"name": "Wells", "type": "private_supergroup", "id": 77, "messages": messages}
    return fields | other


def readings(write_files: Write, export: object, **beside: str) -> list[Reading]:
    folder = write_files({"result.json": json.dumps(export), **beside})
    return [item for item in read(folder / "result.json") if item is not None]


def said(found: Reading) -> list[tuple[str | None, str | None, str | None, str | None, str]]:
    return [
        (
            s.source.author,
            s.source.published,
            s.source.url,
            s.source.kind,
            found.text[s.start : s.end],
        )
        for s in found.sections or ()
    ]


def test_a_message_keeps_author_date_and_link(write_files: Write) -> None:
    pieces = ["It is ", {"type": "bold", "text": "dry"}, ".\nBring water."]
    (found,) = readings(write_files, chat(message(5, pieces)))
    assert found.text == "Ann, 2024-05-03 12:03\nIt is dry.\nBring water."
    assert said(found) == [
        ("Ann", "2024-05-03 12:03", "https://t.me/c/77/5", "message", found.text)
    ]
    assert [(mark.start, mark.label) for mark in found.landmarks] == [(0, "message 5")]
    assert (found.source.title, found.record) == ("Wells", "Wells, 2024-05")


@pytest.mark.parametrize(
    ("kind", "stated", "link"),
    [
        ("public_supergroup", "https://t.me/village_wells", "https://t.me/village_wells/5"),
        ("public_channel", "@village_wells", "https://t.me/village_wells/5"),
        ("private_channel", None, "https://t.me/c/77/5"),
        ("private_group", None, None),
        ("personal_chat", None, None),
    ],
)
def test_links_are_those_that_people_can_open(
    write_files: Write, kind: str, stated: str | None, link: str | None
) -> None:
    beside = {"result.json.meta.yaml": f"url: '{stated}'"} if stated else {}
    (found,) = readings(write_files, chat(message(5, "It is dry."), type=kind), **beside)
    assert said(found)[0][2] == link


@pytest.mark.parametrize("before", ["They say:\n", ""])
def test_a_block_quote_is_not_the_writers(write_files: Write, before: str) -> None:
    pieces = [before, {"type": "blockquote", "text": "It is\nwet."}, "\nIt is ", "dry."]
    (found,) = readings(write_files, chat(message(5, pieces)))
    head = f"Ann, 2024-05-03 12:03\n{before}".rstrip()
    assert [
        (author, published, kind, words) for author, published, _, kind, words in said(found)
    ] == [
        ("Ann", "2024-05-03 12:03", "message", head),
        ("", "", "quoted by Ann", "It is\nwet."),
        ("Ann", "2024-05-03 12:03", "message", "It is dry."),
    ]


def test_replies_name_whom_they_answer_and_forwards_who_wrote_them(write_files: Write) -> None:
    (found,) = readings(
        write_files,
        chat(
            message(1, "Is it dry?"),
            message(2, "Yes.", **{"from": "Bob"}, reply_to_message_id=1),
            message(3, "Rain tomorrow.", forwarded_from="The Gazette"),
            message(4, "Yes.", reply_to_message_id=99),
        ),
    )
    assert [(author, kind) for author, _, _, kind, _ in said(found)] == [
        ("Ann", "message"),
        ("Bob", "in reply to Ann of 2024-05-03 12:03"),
        ("The Gazette", "forwarded by Ann"),
        ("Ann", "in reply to an earlier message"),
    ]


def test_service_messages_are_furniture_and_pictures_nothing(write_files: Write) -> None:
    pinned = {"id": 1, "type": "service", "date": "2024-05-03T12:00:00", "actor": "Ann"}
    (found,) = readings(
        write_files,
        chat(
            {**pinned, "action": "pin_message"}, message(2, "", photo="a.jpg"), message(3, "Dry.")
        ),
    )
    assert [(part.kind, found.text[part.start : part.end]) for part in found.segments] == [
        ("furniture", "Ann pin message"),
        ("label", "Ann, 2024-05-03 12:03"),
        ("text", "Dry."),
    ]


def test_a_later_export_changes_only_the_last_month(write_files: Write) -> None:
    first = [message(1, "Dry."), message(2, "Wet.", "2024-06-01T00:00:00")]
    before = readings(write_files, chat(*first))
    after = readings(write_files, chat(*first, message(3, "Dry.", "2024-06-02T00:00:00")))
    assert [found.record for found in after] == ["Wells, 2024-05", "Wells, 2024-06"]
    assert before[0].sha256 == after[0].sha256
    assert before[1].sha256 != after[1].sha256


def test_an_export_of_an_account_has_all_its_chats(write_files: Write) -> None:
    chats = {"about": "x", "list": [chat(message(1, "Dry.")), chat(message(1, "Wet."), id=78)]}
    left = {"list": [chat(message(9, "Bye all."), name="Barns")]}
    found = readings(write_files, {"about": "x", "chats": chats, "left_chats": left})
    assert [one.record for one in found] == [
        "Wells, 2024-05",
        "Wells, 2024-05 (2)",
        "Barns, 2024-05",
    ]
    assert said(found[1])[0][2] == "https://t.me/c/78/1"


@pytest.mark.parametrize("other", [[], {}, {"a": [1]}, 7, [{"text": "x"}], {"messages": "x"}])
def test_other_json_is_refused_with_advice(write_files: Write, other: object) -> None:
    with pytest.raises(UnreadableFile, match=r"JSON, but no chat that Telegram.*JSON Lines"):
        readings(write_files, other)


def test_an_export_that_breaks_off_says_so_after_what_is_whole(write_files: Write) -> None:
    many = [message(n, f"Dry {n}.", f"2024-0{5 + n // 2000}-01") for n in range(6000)]
    whole = json.dumps(chat(*many))
    path = write_files({"result.json": whole[:-20]}) / "result.json"
    items = read(path)
    first = next(items)
    assert first is not None
    assert first.record == "Wells, 2024-05"
    with pytest.raises(UnreadableFile, match="not valid JSON"):
        list(items)
