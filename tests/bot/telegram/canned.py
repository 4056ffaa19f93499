"""A Bot API that gives one answer to everything."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from bot.telegram.client import Client
from tests.bot.telegram.emulator import TOKEN


@asynccontextmanager
async def answering(status: int, body: bytes) -> AsyncIterator[Client]:
    """A client of a server that gives the same answer to everything."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        head = f"HTTP/1.1 {status} X\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
        writer.write(head.encode() + body)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    client = Client(TOKEN, f"http://127.0.0.1:{port}", 2)
    try:
        yield client
    finally:
        await client.close()
        server.close()


def refusal(code: int, description: str, **parameters: Any) -> bytes:
    body = {"ok": False, "error_code": code, "description": description}
    return json.dumps({**body, "parameters": parameters}).encode()
