"""A message that may have been sent although no answer came: looking for it before sending again.

Telegram has no list of what a bot sent. But a message that arrived has one of the first unknown ids
after the newest one known when it left, and an edit to the same words tells whether it is there:
only the bot's own messages can be edited, and one that has these words is "not modified".
"""

from collections.abc import Awaitable, Callable, Iterable
from typing import Any

from bot.telegram.calls import Api, ApiError, Call, Failure
from bot.telegram.client import already_so

PROBES = 10
"""Ids that are tried. Where more was written in between, the message is sent again: twice is
better than never."""

_TRIES = 4
"""Of one probe, which may be repeated without harm."""

_SAME = ("text", "entities", "link_preview_options", "reply_markup")


async def find_sent(
    api: Api, call: Call, traces: Iterable[int], turn: Callable[[], Awaitable[None]]
) -> dict[str, Any] | None:
    """The message that an uncertain send left in its chat, or None. Raises ApiError.

    `traces` are the ids that it may have; `turn` waits for the right to call.
    """
    if call.method != "sendMessage":
        return None
    same = {name: call.payload[name] for name in _SAME if name in call.payload}
    for message_id in traces:
        probe = {"chat_id": call.chat_id, "message_id": message_id, **same}
        try:
            result = await _patiently(api, probe, turn)
        except ApiError as error:
            if already_so("editMessageText", error):
                return _message(call, message_id)
            if error.kind is not Failure.REFUSED:
                raise
        else:
            return result if isinstance(result, dict) else _message(call, message_id)
    return None


async def _patiently(api: Api, probe: dict[str, Any], turn: Callable[[], Awaitable[None]]) -> Any:
    """Ask again where no answer comes: one lost answer must not begin the whole search anew."""
    for _ in range(_TRIES - 1):
        await turn()
        try:
            return await api.call("editMessageText", probe)
        except ApiError as error:
            if error.kind not in (Failure.UNREACHABLE, Failure.UNCERTAIN):
                raise
    await turn()
    return await api.call("editMessageText", probe)


def _message(call: Call, message_id: int) -> dict[str, Any]:
    """The message as Telegram would have returned it: it has just said that these are its words."""
    return {
        "message_id": message_id,
        "chat": {"id": call.chat_id},
        "text": call.payload["text"],
        "entities": list(call.payload.get("entities", ())),
    }
