"""Which chat and which message a call means, and whether the bot may reach them."""

from typing import Literal

from tests.bot.telegram.emulator.arguments import Arguments
from tests.bot.telegram.emulator.model import BOT_ID, GENERAL_TOPIC, Chat, Message
from tests.bot.telegram.emulator.refusals import Refusal, bad_request, forbidden
from tests.bot.telegram.emulator.world import World

Access = Literal["read", "read members", "edit", "write"]


def find_chat(world: World, arguments: Arguments, access: Access) -> Chat:
    """The chat that `chat_id` names: check_chat and check_chat_access of the server."""
    name = arguments.get("chat_id")
    if not name:
        raise bad_request("chat_id is empty")
    if name.startswith("@"):
        named = [chat for chat in world.chats.values() if chat.username == name[1:]]
        chat = named[0] if named else None
    else:
        chat = world.chats.get(arguments.integer("chat_id"))
    if chat is None:
        raise bad_request("chat not found")
    if chat.kind == "private":
        _check_private(world, chat, access)
    elif chat.kind == "group":
        _check_group(chat, access)
    else:
        _check_supergroup(chat)
    return chat


def _check_private(world: World, chat: Chat, access: Access) -> None:
    if access in {"edit", "write"} and world.users[chat.id].deactivated:
        raise forbidden("user is deactivated")


def _check_group(chat: Chat, access: Access) -> None:
    """In a group that has moved, what the bot once said can still be edited, and no more."""
    gone = chat.deleted or chat.migrated_to is not None
    if access == "read" or (access == "edit" and gone):
        return
    if chat.migrated_to is not None:
        reason = "group chat was upgraded to a supergroup chat"
        raise Refusal(400, reason, migrate_to_chat_id=chat.migrated_to)
    if chat.deleted:
        raise forbidden("the group chat was deleted")
    status = chat.member(BOT_ID).status
    if status == "kicked":
        raise forbidden("bot was kicked from the group chat")
    if status == "left":
        raise forbidden("bot is not a member of the group chat")


def _check_supergroup(chat: Chat) -> None:
    status = chat.member(BOT_ID).status
    if status == "kicked":
        raise forbidden(f"bot was kicked from the {chat.kind} chat")
    if status == "left":
        raise forbidden(f"bot is not a member of the {chat.kind} chat")


def find_message(chat: Chat, message_id: int, what: str) -> Message:
    """A message of a chat; `what` says in the refusal what it was wanted for."""
    message = chat.messages.get(message_id)
    if message is None:
        raise bad_request(f"{what} not found")
    return message


def find_topic(chat: Chat, topic: int) -> int | None:
    """The forum topic to write into; None is the general one, which has no id of its own here."""
    if not topic or not (chat.forum or chat.kind == "private"):
        return None
    if topic == GENERAL_TOPIC or topic not in chat.topics:
        raise bad_request("message thread not found")
    if not chat.topics[topic] and not chat.member(BOT_ID).may("can_manage_topics"):
        raise bad_request("TOPIC_CLOSED")
    return topic


def check_may_send(chat: Chat) -> None:
    """Refuse to write where the bot is stopped, was never started, or is muted."""
    if chat.kind == "private":
        if chat.blocked:
            raise forbidden("bot was blocked by the user")
        if not chat.started:
            raise forbidden("bot can't initiate conversation with a user")
    elif chat.kind == "channel":
        if not chat.member(BOT_ID).may("can_post_messages"):
            raise bad_request("need administrator rights in the channel chat")
    elif not chat.member(BOT_ID).is_admin and not chat.may(BOT_ID, "can_send_messages"):
        raise bad_request("not enough rights to send text messages to the chat")


def check_may_pin(chat: Chat) -> None:
    """Refuse to pin or unpin without the right that the kind of chat asks for."""
    me = chat.member(BOT_ID)
    allowed = {
        "private": True,
        "group": me.is_admin,
        "supergroup": chat.may(BOT_ID, "can_pin_messages"),
        "channel": me.may("can_edit_messages"),
    }
    if not allowed[chat.kind]:
        raise bad_request("not enough rights to manage pinned messages in the chat")
