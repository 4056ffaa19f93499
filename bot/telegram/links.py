"""Links to messages. Pure."""

_SUPERGROUPS = -1_000_000_000_000
"""Ids of supergroups are this much less than the number in their links."""


def message_link(chat_id: int, message_id: int) -> str | None:
    """A link for members of a supergroup; other chats have none."""
    if chat_id >= _SUPERGROUPS:
        return None
    return f"https://t.me/c/{_SUPERGROUPS - chat_id}/{message_id}"
