"""What the Bot API refuses, in its own words (Client.cpp of tdlib/telegram-bot-api)."""

from collections.abc import Mapping
from typing import Any

_PREFIXES = {400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found"}
_PREFIXES |= {409: "Conflict", 429: "Too Many Requests", 500: "Internal Server Error"}


class Refusal(Exception):
    """An answer with `ok: false`: its HTTP status is its error code."""

    def __init__(self, code: int, reason: str, **parameters: int) -> None:
        prefix = _PREFIXES[code]
        super().__init__(f"{prefix}: {_lowered(reason)}" if reason else prefix)
        self.code = code
        self.parameters = parameters

    def body(self) -> dict[str, Any]:
        """The JSON that is answered."""
        body: dict[str, Any] = {"ok": False, "error_code": self.code, "description": str(self)}
        return {**body, "parameters": self.parameters} if self.parameters else body

    def headers(self) -> Mapping[str, str]:
        """HTTP headers beside the usual."""
        wait = self.parameters.get("retry_after")
        return {} if wait is None else {"Retry-After": str(wait)}


def _lowered(reason: str) -> str:
    """The server lowers the first letter, unless the second says that it is a constant."""
    keep = len(reason) > 1 and (reason[1] == "_" or reason[1].isupper())
    return reason if keep else reason[0].lower() + reason[1:]


def bad_request(reason: str) -> Refusal:
    """A mistake of the caller: 400."""
    return Refusal(400, reason)


def forbidden(reason: str) -> Refusal:
    """A chat that the bot may not write to: 403."""
    return Refusal(403, reason)


def too_many_requests(retry_after: int) -> Refusal:
    """Flood: 429, with the seconds to wait."""
    return Refusal(429, f"retry after {retry_after}", retry_after=retry_after)
