"""What people do: they open chats, write, press buttons, pin by hand, block, and upgrade groups."""

from dataclasses import replace
from itertools import count
from typing import Any

from tests.bot.telegram.emulator import oracle
from tests.bot.telegram.emulator.messages import pin, remove
from tests.bot.telegram.emulator.model import (
    ADMIN_RIGHTS,
    ANONYMOUS,
    BOT_ID,
    CHANNEL_BOT,
    TELEGRAM,
    Chat,
    Json,
    Kind,
    Member,
    Message,
    Status,
    User,
)
from tests.bot.telegram.emulator.text import cleaned
from tests.bot.telegram.emulator.world import StoredFile, World

_FIRST_SUPERGROUP = -1001000000000
_FIRST_GROUP = -4000000
_numbers = count(1)


class People:
    """Acts of people in a world, from any thread."""

    def __init__(self, world: World) -> None:
        self.world = world

    def user(self, name: str, username: str | None = None, *, language: str = "en") -> User:
        with self.world.lock:
            user = self.world.add_user(name, username)
            user.language = language
            return user

    def private(self, user: User, *, started: bool = True) -> Chat:
        """The private chat of somebody with the bot."""
        with self.world.lock:
            fresh = Chat(user.id, "private", user.name, user.username, started=started)
            return self.world.chats.setdefault(user.id, fresh)

    def group(
        self,
        kind: Kind,
        *people: User,
        owner: User | None = None,
        bot: Member | None = None,
        topics: tuple[int, ...] = (),
    ) -> Chat:
        """A group of its kind, with an owner and members; topics make it a forum."""
        with self.world.lock:
            first = _FIRST_GROUP if kind == "group" else _FIRST_SUPERGROUP
            chat = Chat(first - next(_numbers), kind, f"The {kind}")
            chat.members = {person.id: Member() for person in people}
            chat.members[BOT_ID] = bot or Member()
            if owner is not None:
                chat.members[owner.id] = Member("creator")
            chat.forum = bool(topics)
            chat.topics = dict.fromkeys(topics, True)
            self.world.chats[chat.id] = chat
            return chat

    def say(self, chat: Chat, user: User, text: str | None, **fields: Any) -> Message:
        """Write a message; an anonymous administrator writes as the chat itself.

        `fields`: reply_to (a Message), topic, more (other JSON fields).
        """
        with self.world.lock:
            replied = fields.pop("reply_to", None)
            if replied is not None:
                fields["reply_to"] = replied.id
            if text is not None:
                text = cleaned(text)
                fields["entities"] = oracle.found(text)
            if chat.kind == "channel" or chat.member(user.id).anonymous:
                fields["sender_chat"] = chat.id
            sender = ANONYMOUS if chat.member(user.id).anonymous else user.id
            message = self.world.store(chat, sender, text=text, **fields)
            self.world.deliver("message", message)
            return message

    def say_as(self, chat: Chat, channel: Chat, text: str, *, forwarded: bool = False) -> Message:
        """Write as a channel, or let Telegram forward the linked channel's post into its group."""
        with self.world.lock:
            origin: Json = {"type": "channel", "chat": channel.json(), "message_id": 1}
            origin["date"] = self.world.date()
            more = {"is_automatic_forward": True, "forward_origin": origin} if forwarded else {}
            sender = TELEGRAM if forwarded else CHANNEL_BOT
            fields = {"text": text, "entities": oracle.found(text), "more": more}
            message = self.world.store(chat, sender, sender_chat=channel.id, **fields)
            self.world.deliver("message", message)
            return message

    def edit(self, message: Message, text: str) -> None:
        """Change what was written."""
        with self.world.lock:
            message.text, message.entities = cleaned(text), oracle.found(cleaned(text))
            message.edited = self.world.date()
            self.world.deliver("edited_message", message)

    def press(self, message: Message, user: User, label: str) -> str:
        """Press the button whose words contain a label; returns the callback query's id.

        Whoever presses is told by their real id, anonymous administrators too.
        """
        with self.world.lock:
            button = next(b for b in message.buttons() if label in b["text"])
            query = f"press-{next(_numbers)}"
            self.world.presses[query] = self.world.now()
            body: Json = {"id": query, "from": user.json(), "chat_instance": str(message.chat)}
            body |= {"message": self.world.json(message), "data": button["callback_data"]}
            self.world.updates.put("callback_query", body)
            return query

    def send_file(
        self,
        chat: Chat,
        user: User,
        name: str,
        data: bytes,
        *,
        size: int | None = None,
        **fields: str,
    ) -> Message:
        """Send a document; `size` is what Telegram claims it to have, `fields` are a caption and
        the like."""
        with self.world.lock:
            file = StoredFile(
                f"file{next(_numbers)}", name, data, len(data) if size is None else size
            )
            self.world.files[file.id] = file
            document = {"file_id": file.id, "file_unique_id": f"u{file.id}", "file_name": name}
            more = {"document": {**document, "file_size": file.size}, **fields}
            return self.say(chat, user, None, more=more)

    def make(self, chat: Chat, user: User, status: Status, *rights: str, by: User) -> None:
        """Change what somebody is in a chat."""
        with self.world.lock:
            member = Member(status, frozenset(rights))
            self.world.member_changed(chat, user, member, by)

    def promote_bot(self, chat: Chat, by: User, *, without: tuple[str, ...] = ()) -> None:
        """Make the bot an administrator with all rights but some."""
        rights = [right for right in ADMIN_RIGHTS if right not in without]
        self.make(chat, self.world.bot, "administrator", *rights, by=by)

    def be_anonymous(self, chat: Chat, user: User) -> None:
        """Let an administrator write as the group."""
        with self.world.lock:
            chat.members[user.id] = replace(chat.member(user.id), anonymous=True)

    def block(self, chat: Chat, *, blocked: bool = True) -> None:
        """Stop the bot in a private chat, or start it again."""
        with self.world.lock:
            user = self.world.users[chat.id]
            chat.blocked = blocked
            new = Member("kicked" if blocked else "member")
            self.world.member_changed(chat, self.world.bot, new, by=user)

    def pin_by_hand(self, chat: Chat, message: Message, by: User) -> None:
        """Pin without the bot."""
        with self.world.lock:
            pin(self.world, chat, message, by.id)

    def unpin_by_hand(self, chat: Chat, message: Message) -> None:
        """Unpin without the bot; no update says so."""
        with self.world.lock:
            chat.pinned.remove(message.id)

    def delete_by_hand(self, chat: Chat, message: Message) -> None:
        """Delete a message; no update says so."""
        with self.world.lock:
            remove(chat, message.id)

    def close_topic(self, chat: Chat, topic: int) -> None:
        """Close a topic of a forum."""
        with self.world.lock:
            chat.topics[topic] = False

    def upgrade(self, chat: Chat, by: User) -> Chat:
        """Turn a basic group into a supergroup: another chat, without the old messages."""
        with self.world.lock:
            new = Chat(_FIRST_SUPERGROUP - next(_numbers), "supergroup", chat.title)
            new.members = dict(chat.members)
            self.world.chats[new.id] = new
            chat.migrated_to = new.id
            to = {"migrate_to_chat_id": new.id}
            self.world.deliver("message", self.world.store(chat, by.id, service=True, more=to))
            origin = {"migrate_from_chat_id": chat.id}
            self.world.deliver("message", self.world.store(new, by.id, service=True, more=origin))
            return new
