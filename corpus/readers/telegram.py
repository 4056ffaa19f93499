"""Telegram's own export of a chat, or of all chats of an account, as JSON; read as a stream.

Each month of a chat is a document, so that a later export changes only the last one. Each message
is a section with its author, its date and its link; a reply says to whom it is, and a message that
was passed on belongs to who wrote it; whose a block quote is, is not told. Service messages are
furniture.
"""

import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import groupby
from pathlib import Path
from typing import Any, BinaryIO

import ijson

from corpus.canonical import canonical_text, one_line
from corpus.errors import UnreadableFile
from corpus.metadata import sidecar_of
from corpus.model import Reading, Source
from corpus.readers.binary_file import refuse_blank
from corpus.readers.composing import Composition

_CHATS = ("", "chats.list.item", "left_chats.list.item")
"""Where chats stand: one is the whole file of its export, those of an account stand in lists."""
_MOST_CHARACTERS = 2_000_000
"""In one document; a busier month is several."""
_SIGN_OF_LIFE = 50_000
"""Steps of the parser after which the reader says that it is at work: half a second."""
_PUBLIC = ("https://t.me/", "http://t.me/", "t.me/", "@")

Message = dict[str, Any]


@dataclass(slots=True)
class _Chat:
    """What is known of the chat at hand."""

    fields: dict[str, Any] = field(default_factory=dict)
    """`name`, `type` and `id`, as exported."""
    written: dict[int, tuple[str, str]] = field(default_factory=dict)
    """Message id -> author and date, for the replies to it."""
    month: str = ""
    composition: Composition = field(default_factory=Composition)

    @property
    def name(self) -> str:
        return _line(self.fields.get("name")) or "Saved messages"

    def link(self, public: str | None) -> str | None:
        """What the links of its messages begin with; None: only its members can open them."""
        if public:
            return f"https://t.me/{public}"
        if str(self.fields.get("type", "")).endswith(("supergroup", "channel")):
            return f"https://t.me/c/{str(self.fields.get('id', '')).removeprefix('-100')}"
        return None


def read(path: Path) -> Iterator[Reading | None]:
    """Yield a document for each month of each chat; raises UnreadableFile for other JSON."""
    used: Counter[str] = Counter()
    refuse_blank(path)
    public = _public_name(sidecar_of(path).url)
    reached, is_export = 0, False
    with path.open("rb") as file:
        try:
            for chat, message in _messages(file):
                is_export = is_export or chat is not None
                if chat is None:
                    yield None
                    continue
                month = "" if message is None else str(message.get("date", ""))[:7]
                if month != chat.month or chat.composition.length > _MOST_CHARACTERS:
                    if chat.composition.length:
                        size, reached = file.tell() - reached, file.tell()
                        yield _document(chat, used, public, size)
                    chat.month, chat.composition = month, Composition()
                if message is not None:
                    _add(message, chat, public)
        except (ijson.JSONError, UnicodeDecodeError, RecursionError) as error:
            reason = " ".join(str(error).split())[:80]
            raise UnreadableFile(
                f"{path}: not valid JSON ({reason}). Export the chat again."
            ) from error
    if not is_export:
        raise UnreadableFile(
            f"{path}: JSON, but no chat that Telegram exported, which is the only JSON that is "
            "read. Make it JSON Lines: one object a line, with `text`."
        )


def _messages(file: BinaryIO) -> Iterator[tuple[_Chat | None, Message | None]]:
    """Messages in order, each with its chat; (chat, None) ends a chat, (None, None) is a sign of
    life."""
    chats: dict[str, _Chat] = {}
    builder, place = None, ""
    for step, (prefix, event, value) in enumerate(ijson.parse(file, use_float=True), start=1):
        if step % _SIGN_OF_LIFE == 0:
            yield None, None
        if builder is not None:
            builder.event(event, value)
            if event == "end_map" and prefix == place:
                yield chats[_parent(prefix)], builder.value
                builder = None
        elif event == "start_map" and prefix.endswith("messages.item") and _parent(prefix) in chats:
            builder, place = ijson.ObjectBuilder(), prefix
            builder.event(event, value)
        elif event == "start_map" and prefix in _CHATS:
            chats[prefix] = _Chat()
        elif event == "end_map" and prefix in chats:
            if {"name", "type", "id"} & chats[prefix].fields.keys():
                yield chats[prefix], None
        elif event in ("string", "number") and (chat := chats.get(prefix.rpartition(".")[0])):
            chat.fields[prefix.rpartition(".")[2]] = value


def _parent(prefix: str) -> str:
    return prefix.removesuffix("messages.item").rstrip(".")


def _add(message: Message, chat: _Chat, public: str | None) -> None:
    """Append a message, whatever it lacks, to the document of its month."""
    number, date = message.get("id"), str(message.get("date", ""))[:16].replace("T", " ")
    if message.get("type") == "service":
        action = str(message.get("action", "")).replace("_", " ")
        chat.composition.add(f"{_line(message.get('actor'))} {action}", "furniture")
        return
    sender = _line(message.get("author") or message.get("from") or message.get("from_id"))
    if isinstance(number, int):
        chat.written[number] = (sender, date)
    stretches = list(_stretches(message))
    if not stretches:
        return
    writer, kind = _whose(message, sender, chat)
    link = chat.link(public) if isinstance(number, int) else None
    source = Source(
        author=writer, published=date or None, url=link and f"{link}/{number}", kind=kind
    )
    quoted = replace(source, author="", published="", kind=f"quoted by {writer}")
    said = "" if kind == "message" else f", {kind}"
    chat.composition.mark(f"message {number}")
    if stretches[0][0]:
        stretches.insert(0, (False, []))  # the head is the writer's
    head = f"{writer}, {date}{said}"
    for is_quoted, lines in stretches:
        with chat.composition.section(quoted if is_quoted else source):
            chat.composition.add(head, "label")
            for line in lines:
                chat.composition.add(line, opens_paragraph=False)
        head = ""


def _whose(message: Message, sender: str, chat: _Chat) -> tuple[str, str]:
    """Who wrote a message, and what it is."""
    if original := _line(message.get("forwarded_from")):
        return original, f"forwarded by {sender}"
    answered = message.get("reply_to_message_id")
    if not isinstance(answered, int):
        return sender, "message"
    author, date = chat.written.get(answered, ("an earlier message", ""))
    return sender, f"in reply to {author}{f' of {date}' if date else ''}"


def _stretches(message: Message) -> Iterator[tuple[bool, list[str]]]:
    """The lines of a message, those that it quotes of somebody told apart; a poll's question and
    answers."""
    parts = message.get("text") or ""
    pieces = parts if isinstance(parts, list) else [parts]
    poll = message.get("poll")
    if isinstance(poll, dict):
        answers = poll.get("answers")
        options = [a.get("text", "") for a in answers or () if isinstance(a, dict)]
        pieces = [*pieces, "\n".join(["", str(poll.get("question", "")), *map(str, options)])]
    for is_quoted, run in groupby(pieces, key=_is_quoted):
        text = canonical_text("".join(map(_words, run)))
        if lines := [line for line in text.split("\n") if line.strip()]:
            yield is_quoted, lines


def _words(piece: Any) -> str:
    return str(piece.get("text", "") if isinstance(piece, dict) else piece)


def _is_quoted(piece: Any) -> bool:
    return isinstance(piece, dict) and piece.get("type") == "blockquote"


def _document(chat: _Chat, used: Counter[str], public: str | None, size: int) -> Reading:
    name = f"{chat.name}, {chat.month}"
    used[name] += 1
    record = name if used[name] == 1 else f"{name} ({used[name]})"
    reading = chat.composition.reading(
        name,
        source=Source(
            title=chat.name,
            publisher="Telegram",
            published=chat.month or None,
            url=f"https://t.me/{public}" if public else None,
            kind=str(chat.fields.get("type", "chat")).replace("_", " "),
        ),
        sha256="",
        record=record,
        size=size,
    )
    content = f"{reading.text}\n{reading.sections}"
    return replace(reading, sha256=hashlib.sha256(content.encode()).hexdigest())


def _public_name(url: str | None) -> str | None:
    """NAME of the t.me/NAME that a person states beside the file."""
    for beginning in _PUBLIC:
        if url and url.startswith(beginning):
            return url.removeprefix(beginning).strip("/").split("/")[0] or None
    return None


def _line(value: Any) -> str:
    return "" if value is None else one_line(str(value))
