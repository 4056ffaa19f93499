"""The state of a small Telegram: who there is, what was said, what the bot gets to see."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count

from tests.bot.telegram.emulator.faults import Faults
from tests.bot.telegram.emulator.limits import Flood
from tests.bot.telegram.emulator.model import (
    ANONYMOUS,
    BOT_ID,
    CHANNEL_BOT,
    TELEGRAM,
    TOKEN,
    Chat,
    Json,
    Member,
    Message,
    User,
)
from tests.bot.telegram.emulator.updates import UpdateQueue
from tests.bot.telegram.emulator.violations import Violations

EPOCH = 1_800_000_000
"""The date of second 0 of a virtual clock."""


@dataclass(slots=True)
class StoredFile:
    """A file that somebody sent; `size` may be claimed and larger than the bytes that are kept."""

    id: str
    name: str
    data: bytes
    size: int

    @property
    def path(self) -> str:
        return f"documents/{self.id}/{self.name}"


@dataclass
class World:
    """Everything that the Bot API's answers depend on. Hold `lock` while you change it."""

    now: Callable[[], float] = time.monotonic
    started: float = field(init=False)
    token: str = TOKEN
    privacy: bool = True
    users: dict[int, User] = field(default_factory=dict)
    chats: dict[int, Chat] = field(default_factory=dict)
    files: dict[str, StoredFile] = field(default_factory=dict)
    commands: dict[str, list[Json]] = field(default_factory=dict)
    """Scope and language -> the menu."""
    webhook: Json | None = None
    faults: Faults = field(default_factory=Faults)
    violations: Violations = field(default_factory=Violations)
    presses: dict[str, float] = field(default_factory=dict)
    """Callback query that waits for an answer -> since when."""
    toasts: list[Json] = field(default_factory=list)
    """Answers to presses, in order."""
    calls: list[tuple[str, Json]] = field(default_factory=list)
    """Every call that was carried out, in order: method and arguments."""
    lock: threading.RLock = field(default_factory=threading.RLock)

    def __post_init__(self) -> None:
        self.started = self.now()
        self.updates = UpdateQueue(self.now)
        self.flood = Flood(self.now, self.violations)
        self._ids = count(1)
        self.bot = self.add_user("Pincite", "pincite_bot", id_=BOT_ID, is_bot=True)
        self.add_user("Group", "GroupAnonymousBot", id_=ANONYMOUS, is_bot=True)
        self.add_user("Channel", "Channel_Bot", id_=CHANNEL_BOT, is_bot=True)
        self.add_user("Telegram", id_=TELEGRAM)

    def date(self) -> int:
        """Now, as messages say it."""
        passed = self.now() - self.started
        return int((EPOCH if self.now is not time.monotonic else time.time() - passed) + passed)

    def add_user(
        self,
        name: str,
        username: str | None = None,
        *,
        id_: int | None = None,
        is_bot: bool = False,
    ) -> User:
        """Somebody new."""
        user = User(1000 + next(self._ids) if id_ is None else id_, name, username, is_bot)
        self.users[user.id] = user
        return user

    def next_id(self, chat: Chat) -> int:
        """Id of a new message: its own count in supergroups and channels, shared elsewhere."""
        if chat.kind in {"supergroup", "channel"}:
            chat.last_id += 1
            return chat.last_id
        return next(self._ids)

    def store(self, chat: Chat, sender: int, **fields: object) -> Message:
        """Add a message to a chat."""
        message = Message(self.next_id(chat), chat.id, self.date(), sender, at=self.now())
        for name, value in fields.items():
            setattr(message, name, value)
        chat.messages[message.id] = message
        return message

    def json(self, message: Message, *, nested: bool = False) -> Json:
        """A message as the API shows it; what it replies to is shown once, not further down."""
        chat = self.chats[message.chat]
        body: Json = {"message_id": message.id, "date": message.date, "chat": chat.json()}
        if chat.kind != "channel":
            body["from"] = self.users[message.sender].json()
        if message.sender_chat is not None:
            body["sender_chat"] = self.chats[message.sender_chat].json()
        if message.topic is not None:
            body |= {"message_thread_id": message.topic, "is_topic_message": True}
        if message.text is not None:
            body["text"] = message.text
        if message.entities:
            body["entities"] = [entity.json() for entity in message.entities]
        if message.markup is not None:
            body["reply_markup"] = message.markup
        if message.edited is not None:
            body["edit_date"] = message.edited
        if message.quote is not None:
            body["quote"] = {"text": message.quote, "position": 0}
        replied = chat.messages.get(message.reply_to or 0)
        if replied is not None and not nested:
            body["reply_to_message"] = self.json(replied, nested=True)
        return body | message.more

    def deliver(self, kind: str, message: Message) -> int | None:
        """Queue an update about a message, if the bot gets to see it; returns the update's id."""
        chat = self.chats[message.chat]
        if chat.kind == "channel":
            kind = kind.replace("message", "channel_post")
        return self.updates.put(kind, self.json(message)) if self.sees(message) else None

    def sees(self, message: Message) -> bool:
        """Whether the bot gets a message: membership, and privacy mode in groups."""
        chat = self.chats[message.chat]
        if chat.kind == "private":
            return not chat.blocked
        me = chat.member(BOT_ID)
        if not me.present or chat.deleted:
            return False
        if message.service:
            return True
        sender = self.users[message.sender]
        if sender.is_bot and sender.id not in {ANONYMOUS, CHANNEL_BOT}:
            return False
        return me.is_admin or not self.privacy or self._is_meant_for_bot(chat, message)

    def _is_meant_for_bot(self, chat: Chat, message: Message) -> bool:
        replied = chat.messages.get(message.reply_to or 0)
        if replied is not None and replied.sender == BOT_ID:
            return True
        if "via_bot" in message.more:
            return bool(message.more["via_bot"]["id"] == BOT_ID)
        text = message.text or message.more.get("caption") or ""
        command = text.split(maxsplit=1)[0] if text.startswith("/") else ""
        name = command.partition("@")[2].lower()
        return bool(command) and (name == self.bot.username if name else not chat.other_bot_spoke)

    def member_changed(self, chat: Chat, user: User, new: Member, by: User) -> None:
        """Change what somebody is in a chat, and say so to the bot as far as it is told."""
        old = chat.member(user.id)
        chat.members[user.id] = new
        body: Json = {"chat": chat.json(), "from": by.json(), "date": self.date()}
        body |= {"old_chat_member": old.json(user), "new_chat_member": new.json(user)}
        if user.id == BOT_ID:
            self.updates.put("my_chat_member", body)
            if new.present:
                self.violations.back_in(chat.id)
        elif chat.member(BOT_ID).is_admin:
            self.updates.put("chat_member", body)
