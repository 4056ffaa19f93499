"""Links to messages. Pure."""

SUPERGROUPS = -1_000_000_000_000
"""Ids of supergroups are this much less than the number in their links."""


def message_link(chat_id: int, message_id: int) -> str | None:
    """A link for members of a supergroup; other chats have none."""
    if chat_id >= SUPERGROUPS:
        return None
    return f"https://t.me/c/{SUPERGROUPS - chat_id}/{message_id}"
