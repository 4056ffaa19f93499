"""Every other method, and the table of all: a method that is not in it does not exist."""

from collections.abc import Callable
from typing import Any

from tests.bot.telegram.emulator import messages
from tests.bot.telegram.emulator.access import find_chat
from tests.bot.telegram.emulator.arguments import Arguments
from tests.bot.telegram.emulator.model import BOT_ID, PERMISSIONS, Json, Member
from tests.bot.telegram.emulator.refusals import bad_request
from tests.bot.telegram.emulator.world import World

LARGEST_DOWNLOAD = 20 << 20
_TOAST_CHARACTERS = 200
_PRESS_LIFETIME = 150.0
_COMMAND_CHARACTERS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789_")
_SECRET_CHARACTERS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-")


def get_me(world: World, arguments: Arguments) -> Json:
    return world.bot.json() | {
        "can_join_groups": True,
        "can_read_all_group_messages": not world.privacy,
        "supports_inline_queries": False,
    }


def get_chat(world: World, arguments: Arguments) -> Json:
    chat = find_chat(world, arguments, "read")
    full = chat.json() | {"accent_color_id": 0, "max_reaction_count": 11}
    full["accepted_gift_types"] = {
        f"{kind}_gifts": True for kind in ("unlimited", "limited", "unique")
    } | {"premium_subscription": True, "gifts_from_channels": True}
    if chat.kind in {"group", "supergroup"}:
        full["permissions"] = {name: name in chat.permissions for name in PERMISSIONS}
    if chat.linked is not None:
        full["linked_chat_id"] = chat.linked
    if chat.pinned:
        full["pinned_message"] = world.json(chat.messages[max(chat.pinned)])
    return full


def get_chat_member(world: World, arguments: Arguments) -> Json:
    user_id = arguments.integer("user_id")
    if user_id <= 0:
        raise bad_request("invalid user_id specified")
    chat = find_chat(world, arguments, "read" if user_id == BOT_ID else "read members")
    user = world.users.get(user_id)
    if user is None:
        raise bad_request("PARTICIPANT_ID_INVALID")
    me = chat.member(BOT_ID)
    hidden = chat.kind == "channel" and not me.is_admin and user_id != BOT_ID
    if hidden:
        raise bad_request("member list is inaccessible")
    return chat.member(user_id).json(user)


def get_chat_administrators(world: World, arguments: Arguments) -> list[Json]:
    chat = find_chat(world, arguments, "read members")
    if chat.kind == "private":
        raise bad_request("there are no administrators in the private chat")
    admins = [(user, member) for user, member in chat.members.items() if member.is_admin]
    bots_but_me = {user for user, _ in admins if world.users[user].is_bot and user != BOT_ID}
    return [member.json(world.users[user]) for user, member in admins if user not in bots_but_me]


def leave_chat(world: World, arguments: Arguments) -> bool:
    chat = find_chat(world, arguments, "write")
    if chat.kind == "private":
        raise bad_request("chat member status can't be changed in private chats")
    world.member_changed(chat, world.bot, Member("left"), by=world.bot)
    world.violations.left.add(chat.id)
    return True


def answer_callback_query(world: World, arguments: Arguments) -> bool:
    query = arguments.get("callback_query_id")
    since = world.presses.pop(query, None)
    if since is None or world.now() - since > _PRESS_LIFETIME:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    if len(arguments.get("text")) > _TOAST_CHARACTERS:
        raise bad_request("MESSAGE_TOO_LONG")
    alert = arguments.flag("show_alert")
    world.toasts.append({"id": query, "text": arguments.get("text"), "alert": alert})
    return True


def set_my_commands(world: World, arguments: Arguments) -> bool:
    commands = arguments.json("commands", "commands")
    if not isinstance(commands, list):
        raise bad_request("expected an Array of BotCommand")
    for command in commands:
        name, description = command.get("command", ""), command.get("description", "")
        if not 0 < len(name.lstrip("/")) <= 32 or set(name.lstrip("/")) - _COMMAND_CHARACTERS:
            raise bad_request("BOT_COMMAND_INVALID")
        if not 0 < len(description) <= 256:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
        world.violations.commands.add(name.lstrip("/"))
    if len(commands) > 100:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    world.commands[_menu(arguments)] = commands
    return True


def delete_my_commands(world: World, arguments: Arguments) -> bool:
    world.commands.pop(_menu(arguments), None)
    return True


def get_my_commands(world: World, arguments: Arguments) -> list[Json]:
    return world.commands.get(_menu(arguments), [])


def _menu(arguments: Arguments) -> str:
    scope = arguments.json("scope", "BotCommandScope") or {"type": "default"}
    parts = [scope.get(name) for name in ("type", "chat_id", "user_id")]
    language = arguments.get("language_code")
    return " ".join(str(part) for part in [*parts, language] if part)


def get_file(world: World, arguments: Arguments) -> Json:
    file_id = arguments.get("file_id")
    if not file_id:
        raise bad_request("file_id not specified")
    file = world.files.get(file_id)
    if file is None:
        raise bad_request("wrong file_id or the file is temporarily unavailable")
    if file.size > LARGEST_DOWNLOAD:
        raise bad_request("file is too big")
    body: Json = {"file_id": file.id, "file_unique_id": f"u{file.id}"}
    return body | {"file_size": file.size, "file_path": file.path}


def set_webhook(world: World, arguments: Arguments) -> bool:
    url = arguments.get("url")
    if not url:
        return delete_webhook(world, arguments)
    secret = arguments.get("secret_token")
    if len(secret) > 256:
        raise bad_request("secret token is too long")
    if set(secret) - _SECRET_CHARACTERS:
        raise bad_request("secret token contains unallowed characters")
    world.updates.allow(arguments.json("allowed_updates", "allowed_updates"))
    _drop_pending(world, arguments)
    world.webhook = {"url": url, "secret_token": secret}
    world.updates.wake()
    return True


def delete_webhook(world: World, arguments: Arguments) -> bool:
    _drop_pending(world, arguments)
    world.webhook = None
    return True


def _drop_pending(world: World, arguments: Arguments) -> None:
    if arguments.flag("drop_pending_updates"):
        world.violations.add("dropped", f"{len(world.updates.waiting)} updates were dropped")
        world.updates.waiting.clear()


def get_webhook_info(world: World, arguments: Arguments) -> Json:
    return {
        "url": (world.webhook or {}).get("url", ""),
        "has_custom_certificate": False,
        "pending_update_count": len(world.updates.waiting),
    }


def succeed(world: World, arguments: Arguments) -> bool:
    """A method whose effect nobody sees, in a chat that the bot may write to."""
    find_chat(world, arguments, "write")
    return True


METHODS: dict[str, Callable[[World, Arguments], Any]] = {
    "getme": get_me,
    "sendmessage": messages.send_message,
    "editmessagetext": messages.edit_message_text,
    "editmessagereplymarkup": messages.edit_message_reply_markup,
    "deletemessage": messages.delete_message,
    "pinchatmessage": messages.pin_chat_message,
    "unpinchatmessage": messages.unpin_chat_message,
    "unpinallchatmessages": messages.unpin_all_chat_messages,
    "getchat": get_chat,
    "getchatmember": get_chat_member,
    "getchatadministrators": get_chat_administrators,
    "leavechat": leave_chat,
    "answercallbackquery": answer_callback_query,
    "setmycommands": set_my_commands,
    "deletemycommands": delete_my_commands,
    "getmycommands": get_my_commands,
    "getfile": get_file,
    "setwebhook": set_webhook,
    "deletewebhook": delete_webhook,
    "getwebhookinfo": get_webhook_info,
    "sendchataction": succeed,
}
"""By name in small letters, as the server compares. getUpdates is the server's own: it waits."""
