"""What a person and the bot may do in a chat, asked of Telegram when it matters.

Kept for a minute at most, and dropped at once when Telegram reports a change.
"""

from collections.abc import Mapping
from typing import Any

from bot.telegram.addressing import Me
from bot.telegram.calls import Api, ApiError, Failure
from bot.telegram.clock import Clock
from bot.telegram.people import ANONYMOUS, USER, Person

KEPT_SECONDS = 60.0
_MOST_KEPT = 1_000

PIN = "can_pin_messages"

Json = Mapping[str, Any]
_NOBODY: Json = {"status": "left"}


class Rights:
    """Asks Telegram for members and chats, and decides."""

    def __init__(self, api: Api, me: Me, clock: Clock) -> None:
        self._api = api
        self._me = me
        self._clock = clock
        self._kept: dict[tuple[str, int, int], tuple[float, Json]] = {}

    def forget(self, chat_id: int) -> None:
        """Ask again for everything about a chat."""
        for key in [key for key in self._kept if key[1] == chat_id]:
            del self._kept[key]

    async def may_pin(self, chat_id: int, kind: str, person: Person, *, trusts: bool) -> bool:
        """Tell whether a person may pin: by rank, or because the group lets all its members."""
        if (known := _without_asking(kind, person, trusts)) is not None:
            return known
        return allows(await self._member(chat_id, person.id), await self._chat(chat_id), PIN)

    async def is_moderator(self, chat_id: int, kind: str, person: Person, *, trusts: bool) -> bool:
        """Tell whether a person is an administrator of the chat; in private everybody is."""
        if (known := _without_asking(kind, person, trusts)) is not None:
            return known
        return is_administrator(await self._member(chat_id, person.id))

    async def bot_may_pin(self, chat_id: int, kind: str) -> bool:
        """Tell whether the bot may."""
        if kind == "private":
            return True
        return bot_may_pin(await self._member(chat_id, self._me.id), await self._chat(chat_id))

    async def kind_of(self, chat_id: int) -> str:
        """private, group, supergroup or channel; empty where the chat is not known."""
        return str((await self._chat(chat_id)).get("type", ""))

    async def name_of(self, chat_id: int, user_id: int) -> str:
        """What somebody is called, else their number; names are shown and not stored."""
        user = (await self._member(chat_id, user_id)).get("user") or {}
        return str(user.get("first_name") or user_id)

    async def _member(self, chat_id: int, user_id: int) -> Json:
        asked = {"chat_id": chat_id, "user_id": user_id}
        return await self._ask("getChatMember", chat_id, user_id, asked)

    async def _chat(self, chat_id: int) -> Json:
        return await self._ask("getChat", chat_id, 0, {"chat_id": chat_id})

    async def _ask(self, method: str, chat_id: int, user_id: int, payload: Json) -> Json:
        """The answer, or nobody's rights where Telegram knows no such member."""
        key, now = (method, chat_id, user_id), self._clock.now()
        kept = self._kept.get(key)
        if kept and now - kept[0] < KEPT_SECONDS:
            return kept[1]
        try:
            answer = await self._api.call(method, payload)
        except ApiError as error:
            if error.kind not in (Failure.REFUSED, Failure.CLOSED):
                raise
            answer = _NOBODY
        if len(self._kept) >= _MOST_KEPT:
            self._kept.clear()
        self._kept[key] = (now, answer)
        return dict(answer)


def _without_asking(kind: str, person: Person, trusts: bool) -> bool | None:
    """Whether a person is granted a moderator's wish; None where their rank decides."""
    if kind == "private":
        return True
    if person.kind == ANONYMOUS:
        return trusts
    return None if person.kind == USER else False


def is_administrator(member: Json) -> bool:
    """Tell whether a member has a rank."""
    return member.get("status") in ("creator", "administrator")


def bot_may_pin(member: Json, chat: Json) -> bool:
    """Tell whether a bot that is this member may pin in a group; in a basic one it has to be an
    administrator."""
    return is_administrator(member) if chat.get("type") == "group" else allows(member, chat, PIN)


def allows(member: Json, chat: Json, right: str) -> bool:
    """Tell whether a member has a right that a group may also give to all: by rank, or by the
    group's permissions, which a restriction takes away. An owner has all."""
    permissions = chat.get("permissions")
    given_to_all = isinstance(permissions, dict) and bool(permissions.get(right))
    match member.get("status"):
        case "creator":
            return True
        case "administrator":  # in a basic group they have all rights, whatever is listed
            return given_to_all or chat.get("type") == "group" or bool(member.get(right))
        case "restricted":
            return given_to_all and bool(member.get("is_member")) and bool(member.get(right))
        case "member":
            return given_to_all
        case _:
            return False
