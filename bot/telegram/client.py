"""The Bot API over HTTP: python-telegram-bot's transport, and answers as our own errors.

Its `Bot` is not used: it logs the token, and keeps of a refusal too little to act on.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import httpx
from telegram.error import TelegramError
from telegram.request import HTTPXRequest, RequestData
from telegram.request._requestparameter import RequestParameter

from bot.telegram.calls import ApiError, Failure
from bot.telegram.chats import is_chat_id

API = "https://api.telegram.org"
ANSWER_SECONDS = 20.0
_CONNECTIONS = 64

_NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol)
_CLOSED = ("chat not found", "group chat was deactivated", "user is deactivated", "peer_id_invalid")
_ALREADY_SO = {
    "edit": "message is not modified",
    "pin": "chat_not_modified",
    "unpin": "chat_not_modified",
    "delete": "message to delete not found",
}
"""Refusals that say: it is as you want it."""


class Unreadable(Exception):
    """Telegram's answer to getUpdates is no JSON that can be read; `body` is that answer."""

    def __init__(self, body: bytes) -> None:
        super().__init__(f"an answer of {len(body)} bytes cannot be read as JSON")
        self.body = body


class Client:
    """Calls one bot's methods. An `Api` for dialogues."""

    def __init__(self, token: str, api: str = API, seconds: float = ANSWER_SECONDS) -> None:
        """`seconds`: how long Telegram may take to answer a call."""
        self._methods = f"{api}/bot{token}/"
        self._files = f"{api}/file/bot{token}/"
        self._seconds = seconds
        self._calls = _transport(_CONNECTIONS, seconds)
        self._polls = _transport(1, seconds)  # its own: a long poll must not wait for other calls

    async def call(self, method: str, payload: Mapping[str, Any] | None = None) -> Any:
        """The JSON of `result`. Raises ApiError."""
        url = self._methods + method
        status, body = await _ask(self._calls, url, payload or {}, self._seconds)
        return _result(status, body, payload or {})

    async def updates(self, payload: Mapping[str, Any], seconds: float) -> list[Any]:
        """What getUpdates gives, as it is, within `seconds`. Raises ApiError or Unreadable."""
        asked = {**payload, "timeout": int(seconds)}
        wait = seconds + self._seconds
        status, body = await _ask(self._polls, f"{self._methods}getUpdates", asked, wait)
        if status == httpx.codes.OK and read_json(body) is None:
            raise Unreadable(body)
        result = _result(status, body, {})
        if not isinstance(result, list):
            raise ApiError(Failure.UNCERTAIN, "getUpdates gave no list")
        return result

    async def download(self, file_id: str, path: Path, most: int) -> None:
        """Write a file that somebody sent to `path`. Raises ApiError."""
        file = await self.call("getFile", {"file_id": file_id})
        place = str(file.get("file_path") or "")
        if int(file.get("file_size") or 0) > most:
            raise ApiError(Failure.REFUSED, "file is too big")
        if place.startswith("/"):  # a local Bot API server shares its disk with us
            content = Path(place).read_bytes()
        else:
            status, content = await _get(self._calls, self._files + place)
            if status != httpx.codes.OK:
                raise ApiError(Failure.UNREACHABLE, f"the file's server says {status}")
        if len(content) > most:
            raise ApiError(Failure.REFUSED, "file is too big")
        path.write_bytes(content)

    async def close(self) -> None:
        """Close all connections."""
        await self._calls.shutdown()
        await self._polls.shutdown()


def already_so(method: str, error: ApiError) -> bool:
    """Tell whether a refusal says that what was asked for is so already."""
    return any(
        method.startswith(verb) and said in error.description for verb, said in _ALREADY_SO.items()
    )


def _transport(connections: int, seconds: float) -> HTTPXRequest:
    return HTTPXRequest(
        connection_pool_size=connections,
        read_timeout=seconds,
        write_timeout=seconds,
        connect_timeout=10.0,
        pool_timeout=10.0,
    )


async def _ask(
    transport: HTTPXRequest, url: str, payload: Mapping[str, Any], seconds: float
) -> tuple[int, bytes]:
    data = RequestData([RequestParameter.from_input(*item) for item in payload.items()])
    try:
        return await transport.do_request(url, "POST", data, read_timeout=seconds)
    except TelegramError as error:
        raise _not_answered(error) from None  # its chain could show the address


async def _get(transport: HTTPXRequest, url: str) -> tuple[int, bytes]:
    try:
        return await transport.do_request(url, "GET")
    except TelegramError as error:
        raise _not_answered(error) from None


def _not_answered(error: TelegramError) -> ApiError:
    cause = error.__cause__
    kind = Failure.UNREACHABLE if isinstance(cause, _NOT_SENT) else Failure.UNCERTAIN
    return ApiError(kind, f"no answer ({type(cause).__name__})")


def _result(status: int, body: bytes, payload: Mapping[str, Any]) -> Any:
    answer = read_json(body)
    if not isinstance(answer, dict) or not (answer.get("ok") is True or "error_code" in answer):
        raise ApiError(_kind(status, ""), f"HTTP status {status}")
    if answer.get("ok") is True:
        return answer.get("result")
    code = answer["error_code"] if isinstance(answer["error_code"], int) else status
    description = str(answer.get("description") or "").lower().removeprefix("bad request: ")
    parameters = answer.get("parameters")
    parameters = parameters if isinstance(parameters, dict) else {}
    old, new = payload.get("chat_id"), parameters.get("migrate_to_chat_id")
    if is_chat_id(old) and is_chat_id(new):
        raise ApiError(Failure.MIGRATED, description, moved=(old, new))
    wait = parameters.get("retry_after")
    raise ApiError(
        _kind(code, description), description, wait if isinstance(wait, int | float) else 5.0
    )


def _kind(code: int, description: str) -> Failure:
    match code:
        case 401:
            return Failure.UNAUTHORIZED
        case 403:
            return Failure.CLOSED
        case 404 if description == "not found":  # of the whole address: the token is malformed
            return Failure.UNAUTHORIZED
        case 409:
            return Failure.CONFLICT
        case 429:
            return Failure.FLOOD
        case 400 if description in _CLOSED:
            return Failure.CLOSED
        case _ if 400 <= code < 500:
            return Failure.REFUSED
        case _:
            return Failure.UNCERTAIN


def read_json(body: bytes) -> Any:
    """What the body says, or None: no JSON, numbers of thousands of digits, depths of nesting."""
    try:
        return json.loads(body.decode("utf-8", "replace"))
    except (ValueError, RecursionError):
        return None
