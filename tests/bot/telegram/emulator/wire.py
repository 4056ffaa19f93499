"""HTTP/1.1 as far as a Bot API server needs it: keep-alive, bodies of every kind, no chunks."""

import asyncio
import json
import re
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from tests.bot.telegram.emulator.arguments import Arguments


@dataclass(frozen=True, slots=True)
class Request:
    """One request: its path without the query, and its arguments from wherever they came."""

    path: str
    arguments: Arguments = field(default_factory=lambda: Arguments({}))


async def read_request(reader: asyncio.StreamReader) -> Request | None:
    """Read the next request of a connection; None when the client is done."""
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except (asyncio.IncompleteReadError, ConnectionError):
        return None
    first, *lines = head.decode("latin-1").split("\r\n")
    _, target, _ = first.split(" ", 2)
    pairs = (line.partition(":") for line in lines if line)
    headers = {name.lower(): value.strip() for name, _, value in pairs}
    body = await reader.readexactly(int(headers.get("content-length", "0")))
    url = urlsplit(target)
    values = dict(parse_qsl(url.query, keep_blank_values=True))
    kind = headers.get("content-type", "")
    sent = _arguments(kind, body)
    return Request(unquote(url.path), Arguments(values | dict(sent.values), sent.files))


def _arguments(kind: str, body: bytes) -> Arguments:
    if kind.startswith("application/json"):
        return Arguments({name: _as_string(value) for name, value in json.loads(body).items()})
    if kind.startswith("multipart/form-data"):
        return _multipart(kind, body)
    text = body.decode("ascii", "replace")
    pairs = parse_qsl(text, keep_blank_values=True, errors="surrogateescape")
    return Arguments(dict(pairs))


def _as_string(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _multipart(kind: str, body: bytes) -> Arguments:
    boundary = re.search(r'boundary="?([^";]+)', kind)
    assert boundary is not None
    values, files = {}, {}
    for part in body.split(b"--" + boundary.group(1).encode())[1:-1]:
        head, _, data = part.removeprefix(b"\r\n").partition(b"\r\n\r\n")
        data = data.removesuffix(b"\r\n")
        named = dict(re.findall(r'(\w+)="([^"]*)"', head.decode("utf-8", "replace")))
        if "filename" in named:
            files[named["name"]] = (named["filename"], data)
        else:
            values[named["name"]] = data.decode("utf-8", "surrogateescape")
    return Arguments(values, files)


def response(status: int, body: bytes, kind: str, headers: dict[str, str] | None = None) -> bytes:
    """The bytes of one answer."""
    phrase = HTTPStatus(status).phrase
    lines = [f"HTTP/1.1 {status} {phrase}", f"Content-Type: {kind}", f"Content-Length: {len(body)}"]
    lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
    return ("\r\n".join(lines) + "\r\n\r\n").encode() + body


async def post(url: str, body: bytes, headers: dict[str, str]) -> int:
    """Post JSON to a webhook and return the status of its answer."""
    parts = urlsplit(url)
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port or 80)
    try:
        lines = [f"POST {parts.path or '/'} HTTP/1.1", f"Host: {parts.netloc}"]
        lines += ["Content-Type: application/json", f"Content-Length: {len(body)}"]
        lines += ["Connection: close", *(f"{name}: {value}" for name, value in headers.items())]
        writer.write(("\r\n".join(lines) + "\r\n\r\n").encode() + body)
        status = (await reader.readline()).split()
        return int(status[1]) if len(status) > 1 else 0
    finally:
        writer.close()
