"""A chat of 100,000 messages as Telegram exports it: how long reading takes, and whether author,
date and link of 100 quotes are right.

    python benchmarks/telegram_export.py [MESSAGES]
"""

import json
import random
import resource
import sys
import tempfile
from pathlib import Path

from corpus.cutting import cut_document
from corpus.model import Reading
from corpus.sandbox import Sandbox

_NAMES = ("Ann", "Bob", "Айгуль", "Çiğdem", "Eve")
_SAMPLE = 100


def processor_seconds() -> float:
    """Of this process and of those that it started and that have ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "result.json")
        messages = [_message(number) for number in range(1, count + 1)]
        chat = {"name": "Wells", "type": "public_supergroup", "id": 1234, "messages": messages}
        path.write_text(json.dumps(chat, ensure_ascii=False, indent=1), encoding="utf-8")
        size = path.stat().st_size / 2**20
        began = processor_seconds()
        with Sandbox() as sandbox:
            found = [item for item in sandbox.read(path) if isinstance(item, Reading)]
        read = processor_seconds() - began
    passages = sum(len(cut_document(reading, reading.source).passages) for reading in found)
    cut = processor_seconds() - began - read
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    right = sum(_is_right(found, message) for message in random.Random(1).sample(messages, _SAMPLE))
    print(f"{count:,} messages, {size:.0f} MB: {len(found)} documents, {passages:,} passages")
    print(f"read in {read:.1f} s of a processor ({peak:.0f} MB at most), cut in {cut:.1f} s")
    print(f"author, date and link right for {right} of {_SAMPLE} quotes")


def _message(number: int) -> dict[str, object]:
    """A message of its own words; every fifth answers the one before, every tenth is forwarded."""
    month, minute = 1 + number // 10_000 % 12, number % 60
    message: dict[str, object] = {
        "id": number,
        "type": "message",
        "date": f"2024-{month:02}-{1 + number % 28:02}T{number // 60 % 24:02}:{minute:02}:00",
        "from": _NAMES[number % len(_NAMES)],
        "from_id": f"user{number % len(_NAMES)}",
        "text": [
            f"Well number {number} was dug to a depth of ",
            {"type": "bold", "text": f"{number % 40} metres"},
            ". The village drank from it for years.",
        ],
    }
    if number % 5 == 0:
        message["reply_to_message_id"] = number - 1
    if number % 10 == 0:
        message["forwarded_from"] = "The Well Gazette"
    return message


def _is_right(found: list[Reading], message: dict[str, object]) -> bool:
    """Whether the quote of a message leads to who wrote it, when, and where."""
    quote = f"Well number {message['id']} was dug to a depth of"
    for reading in found:
        at = reading.text.find(quote)
        if at >= 0:
            (source,) = (s.source for s in reading.sections or () if s.start <= at < s.end)
            return (
                source.author == message.get("forwarded_from", message["from"])
                and source.published == str(message["date"])[:16].replace("T", " ")
                and source.url == f"https://t.me/c/1234/{message['id']}"
            )
    return False


if __name__ == "__main__":
    main()
