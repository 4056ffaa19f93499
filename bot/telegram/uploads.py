"""A file that an owner sends in private -> the library, by way of `pincite ingest`: the same
readers, the same limits, in a process of its own that knows no token."""

import asyncio
import json
import os
import re
import sys
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

import telegram

from bot.telegram.calls import ApiError, Failure, Reply
from bot.telegram.composing import Composer
from bot.telegram.desk import Here
from bot.telegram.logbook import Logbook
from bot.telegram.text import shortened
from bot.telegram.turns import too_many_commands
from corpus.database import is_being_written
from corpus.readers import FORMATS, format_of
from retrieval.layout import library_path

MOST_BYTES = 20 << 20
"""What the Bot API lets a bot download."""
LONGEST_SECONDS = 900.0
"""For an ingest; the model is set up in the first."""
_PATIENCE_SECONDS = 60.0
"""For another process that writes to the library."""
_MOMENT = 0.1
_LONGEST_REPORT = 1500
_LONGEST_STEM = 150
"""Bytes of a file's name without its suffix; file systems take 255 of all."""
_UNSAFE = re.compile(r"[^\w.() -]+")
_RUN = "from bot.cli.main import leave; leave()"
_KINDS = ("unchanged", "failed")
_SECRETS = ("TELEGRAM", "TOKEN")

_log = Logbook(__name__)


async def upload(here: Here, message: telegram.Message) -> Reply:
    """What follows from a document in a private chat."""
    document = message.document
    assert document is not None  # noqa: S101 - that is what brought the message here
    if here.person.id not in here.desk.owners:
        return too_many_commands(here, message) or here.reply(
            "help", here.say("only_owners_send"), message.message_id
        )
    name = safe_name(document.file_name or "")
    collection = (message.caption or here.settings.collection).strip().lower()
    if refusal := _refusal(here, message, name, collection):
        return here.reply("help", refusal, message.message_id)
    home = here.desk.libraries.home_of(collection)
    path = home / "uploads" / name
    try:
        await _fetch(here, document.file_id, path)
    except ApiError as error:
        if error.kind is not Failure.REFUSED:
            raise
        return here.reply("help", here.say("file_too_big"), message.message_id)
    except OSError as error:
        _log.error("file not kept", why=error.strerror)
        return here.reply("help", here.say("upload_failed"), message.message_id)
    try:
        async with here.desk.ingesting:
            report = await ingest(home, path)
    except TimeoutError:
        return here.reply("help", here.say("upload_slow"), message.message_id)
    if not report:
        return here.reply("help", here.say("upload_failed"), message.message_id)
    composer = Composer()
    composer.add(here.say("uploaded", collection=collection) + "\n")
    composer.add_foreign(shortened(report, _LONGEST_REPORT), 20)
    return here.reply("help", composer.message(), message.message_id)


def _refusal(here: Here, message: telegram.Message, name: str, collection: str) -> str:
    """Why a file is not taken; empty: it is."""
    if format_of(Path(name)) is None:
        return here.say("not_read", formats=" ".join(sorted(FORMATS)))
    if message.document is not None and (message.document.file_size or 0) > MOST_BYTES:
        return here.say("file_too_big")
    if message.media_group_id and not message.caption and len(here.collections) > 1:
        return here.say("album_without_caption")
    return here.say("collection_unknown") if collection not in here.collections else ""


async def _fetch(here: Here, file_id: str, path: Path) -> None:
    """Download beside its place and move it there whole. Raises ApiError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f".{path.name}.partial")
    try:
        await here.desk.api.download(file_id, partial, MOST_BYTES)
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


async def ingest(home: Path, path: Path, seconds: float = LONGEST_SECONDS) -> str:
    """Run `pincite ingest` on one file; returns what it reported, in a line; empty if it ended
    before it could. Raises TimeoutError after so many seconds. While somebody writes to the
    library from the command line, waits."""
    for _ in range(round(_PATIENCE_SECONDS / _MOMENT)):
        if not is_being_written(library_path(home)):
            break
        await asyncio.sleep(_MOMENT)
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        _RUN,
        "--home",
        str(home),
        "ingest",
        "--json",
        str(path),
        env=without_secrets(os.environ),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        out, err = await asyncio.wait_for(process.communicate(), seconds)
    except (TimeoutError, asyncio.CancelledError):
        process.kill()
        await process.wait()
        raise
    errors = [line for line in _lines(err) if line.startswith("Error: ")]
    if process.returncode:
        _log.warning("ingest ended", status=process.returncode)
    return "; ".join([*_changes(_lines(out)), *errors])


def _lines(output: bytes) -> list[str]:
    return output.decode("utf-8", "replace").splitlines()


def _changes(lines: list[str]) -> list[str]:
    """The report's changes, and its counts where nothing changed."""
    rows = [json.loads(line) for line in lines if line.startswith("{")]
    said = [_change(row) for row in rows if "change" in row]
    if not said and rows:
        counts = rows[-1]
        said = [f"{counts[kind]} {kind}" for kind in _KINDS if counts.get(kind)]
    return said


def _change(row: Mapping[str, Any]) -> str:
    words = f"{row['change']} {row['name']}"
    return f"{words}: {row['detail']}" if row["detail"] else words


def safe_name(name: str) -> str:
    """A name for a file in one folder: no path, nothing hidden, not too long. Long names that
    begin alike stay apart: a file of the same name is replaced."""
    base = Path(_UNSAFE.sub("_", Path(name.replace("\\", "/")).name).strip(" ."))
    stem, suffix = base.stem.encode(), base.suffix[:10]
    if len(stem) <= _LONGEST_STEM:
        return f"{base.stem}{suffix}"
    return f"{stem[:_LONGEST_STEM].decode(errors='ignore')}-{sha256(stem).hexdigest()[:8]}{suffix}"


def without_secrets(environment: Mapping[str, str]) -> dict[str, str]:
    """What a child process may know."""
    return {
        name: value
        for name, value in environment.items()
        if not any(word in name.upper() for word in _SECRETS)
    }
