"""Methods that send, change, delete and pin messages."""

from typing import Any

from tests.bot.telegram.emulator.access import (
    check_may_pin,
    check_may_send,
    find_chat,
    find_message,
    find_topic,
)
from tests.bot.telegram.emulator.arguments import Arguments, check_length
from tests.bot.telegram.emulator.entities import accept
from tests.bot.telegram.emulator.entity import Entity
from tests.bot.telegram.emulator.model import BOT_ID, Chat, Json, Message
from tests.bot.telegram.emulator.oracle import with_found
from tests.bot.telegram.emulator.refusals import bad_request
from tests.bot.telegram.emulator.world import World

_NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the "
    "same as a current content and reply markup of the message"
)
_TWO_DAYS = 48 * 3600


def send_message(world: World, arguments: Arguments) -> Json:
    given, wanted = arguments.text(), arguments.entities()
    reply = arguments.json("reply_parameters", "reply parameters") or {}
    markup = arguments.markup()
    chat = find_chat(world, arguments, "write")
    topic = find_topic(chat, arguments.integer("message_thread_id"))
    reply_to = _reply_target(chat, reply)
    text, entities = _content(world, arguments, given, wanted)
    check_may_send(chat)
    _check_quote(chat, reply_to, reply.get("quote"))
    world.flood.check("sendmessage", chat.id)
    world.violations.look_at_answer(chat.id, reply_to, text)
    message = world.store(chat, BOT_ID, text=text, entities=entities, reply_to=reply_to)
    message.topic, message.markup, message.quote = topic, markup, reply.get("quote")
    message.silent = arguments.flag("disable_notification")
    return world.json(message)


def _content(
    world: World, arguments: Arguments, given: str, wanted: list[Entity]
) -> tuple[str, list[Entity]]:
    if arguments.get("parse_mode"):
        world.violations.add("parse_mode", arguments.get("parse_mode"))
    text, entities = accept(given, wanted)
    check_length(text)
    world.violations.look_at_text(given, text, entities)
    return text, with_found(text, entities)


def _reply_target(chat: Chat, reply: Json) -> int | None:
    wanted = reply.get("message_id")
    if not wanted or wanted in chat.messages:
        return wanted or None
    if reply.get("allow_sending_without_reply"):
        return None
    raise bad_request("message to be replied not found")


def _check_quote(chat: Chat, reply_to: int | None, quote: Any) -> None:
    if quote is None or reply_to is None:
        return
    if quote not in (chat.messages[reply_to].text or "") or len(quote) > 1024:
        raise bad_request("QUOTE_TEXT_INVALID")


def edit_message_text(world: World, arguments: Arguments) -> Json:
    given, wanted = arguments.text(), arguments.entities()
    markup = arguments.markup()
    chat, message = _own_message(world, arguments)
    text, entities = _content(world, arguments, given, wanted)
    world.flood.check("editmessagetext", chat.id)
    if (text, entities, markup) == (message.text, message.entities, message.markup):
        raise bad_request(_NOT_MODIFIED)
    message.text, message.entities, message.markup = text, entities, markup
    message.edited = world.date()
    return world.json(message)


def edit_message_reply_markup(world: World, arguments: Arguments) -> Json:
    markup = arguments.markup()
    chat, message = _own_message(world, arguments)
    world.flood.check("editmessagereplymarkup", chat.id)
    if markup == message.markup:
        raise bad_request(_NOT_MODIFIED)
    message.markup = markup
    message.edited = world.date()
    return world.json(message)


def _own_message(world: World, arguments: Arguments) -> tuple[Chat, Message]:
    chat = find_chat(world, arguments, "edit")
    message = find_message(chat, arguments.integer("message_id"), "message to edit")
    if message.sender != BOT_ID or message.service:
        raise bad_request("message can't be edited")
    return chat, message


def delete_message(world: World, arguments: Arguments) -> bool:
    if not arguments.get("chat_id"):
        raise bad_request("chat identifier is not specified")
    if not arguments.integer("message_id"):
        raise bad_request("message identifier is not specified")
    chat = find_chat(world, arguments, "write")
    message = find_message(chat, arguments.integer("message_id"), "message to delete")
    own = message.sender == BOT_ID
    old = world.date() - message.date > _TWO_DAYS
    may = chat.may(BOT_ID, "can_delete_messages") and chat.member(BOT_ID).is_admin
    if (not own or old) and not may and chat.kind != "private":
        raise bad_request("message can't be deleted for everyone")
    world.flood.check("deletemessage", chat.id)
    remove(chat, message.id)
    return True


def remove(chat: Chat, message_id: int) -> None:
    """Take a message out of a chat, and with it its pin."""
    del chat.messages[message_id]
    chat.pinned = [pinned for pinned in chat.pinned if pinned != message_id]


def pin_chat_message(world: World, arguments: Arguments) -> bool:
    chat = find_chat(world, arguments, "write")
    message = find_message(chat, arguments.integer("message_id"), "message to pin")
    check_may_pin(chat)
    if message.service:
        raise bad_request("service messages can't be pinned")
    world.flood.check("pinchatmessage", chat.id)
    silent = arguments.flag("disable_notification")
    if not silent and chat.id not in world.violations.loud_wanted:
        world.violations.add("loud", f"message {message.id} of {chat.id}")
    if message.id in chat.pinned:
        raise bad_request("CHAT_NOT_MODIFIED")
    pin(world, chat, message, BOT_ID)
    if not silent:
        chat.loud.append(message.id)
    return True


def pin(world: World, chat: Chat, message: Message, by: int) -> None:
    """Pin a message; everybody, the bot too, sees a service message."""
    chat.pinned.append(message.id)
    if chat.kind == "private":
        return
    pinned = {"pinned_message": world.json(message)}
    world.deliver("message", world.store(chat, by, service=True, more=pinned))


def unpin_chat_message(world: World, arguments: Arguments) -> bool:
    chat = find_chat(world, arguments, "write")
    message_id = arguments.integer("message_id")
    if not message_id:
        world.violations.add("unpin", f"the newest pin of {chat.id}, whosever it is")
        if not chat.pinned:
            raise bad_request("message to unpin not found")
        message_id = max(chat.pinned)  # by the date of sending
    find_message(chat, message_id, "message to unpin")
    check_may_pin(chat)
    world.flood.check("unpinchatmessage", chat.id)
    if message_id not in chat.pinned:
        raise bad_request("CHAT_NOT_MODIFIED")
    chat.pinned.remove(message_id)
    return True


def unpin_all_chat_messages(world: World, arguments: Arguments) -> bool:
    chat = find_chat(world, arguments, "write")
    check_may_pin(chat)
    world.violations.add("unpin", f"everything in {chat.id}")
    chat.pinned.clear()
    return True
