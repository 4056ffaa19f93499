"""Users, chats, members and messages as the emulator keeps them."""

from dataclasses import dataclass, field
from typing import Any, Literal

from tests.bot.telegram.emulator.entity import Entity

Json = dict[str, Any]
Kind = Literal["private", "group", "supergroup", "channel"]
Status = Literal["creator", "administrator", "member", "restricted", "left", "kicked"]

BOT_ID = 777001
TOKEN = f"{BOT_ID}:AAH-a-token-of-the-emulator-0123456789"
ANONYMOUS = 1087968824
"""Who an anonymous administrator seems to be: GroupAnonymousBot."""
CHANNEL_BOT = 136817688
"""Who somebody that writes as a channel seems to be."""
TELEGRAM = 777000
"""Who forwards a channel's posts into its discussion group."""
GENERAL_TOPIC = 1

ADMIN_RIGHTS = (
    "can_manage_chat can_delete_messages can_manage_video_chats can_restrict_members "
    "can_promote_members can_change_info can_invite_users can_post_stories can_edit_stories "
    "can_delete_stories can_pin_messages can_manage_topics"
).split()
PERMISSIONS = (
    "can_send_messages can_send_audios can_send_documents can_send_photos can_send_videos "
    "can_send_video_notes can_send_voice_notes can_send_polls can_send_other_messages "
    "can_add_web_page_previews can_change_info can_invite_users can_pin_messages can_manage_topics"
).split()


@dataclass(slots=True)
class User:
    """A person or a bot."""

    id: int
    name: str
    username: str | None = None
    is_bot: bool = False
    language: str | None = None
    deactivated: bool = False

    def json(self) -> Json:
        """As updates carry it."""
        user: Json = {"id": self.id, "is_bot": self.is_bot, "first_name": self.name}
        optional = {"username": self.username, "language_code": self.language}
        return user | {name: value for name, value in optional.items() if value is not None}


@dataclass(slots=True)
class Member:
    """What a user is in a chat, with the rights of an administrator or what is still allowed."""

    status: Status = "member"
    rights: frozenset[str] = frozenset()
    anonymous: bool = False

    def json(self, user: User) -> Json:
        """A ChatMember of its kind, with every field that the kind requires."""
        member: Json = {"user": user.json(), "status": self.status}
        match self.status:
            case "creator":
                member["is_anonymous"] = self.anonymous
            case "administrator":
                member |= {"can_be_edited": False, "is_anonymous": self.anonymous}
                member |= {name: name in self.rights for name in ADMIN_RIGHTS}
            case "restricted":
                member |= {"is_member": True, "until_date": 0}
                member |= {name: name in self.rights for name in PERMISSIONS}
            case "kicked":
                member["until_date"] = 0
        return member

    @property
    def present(self) -> bool:
        return self.status not in {"left", "kicked"}

    @property
    def is_admin(self) -> bool:
        return self.status in {"creator", "administrator"}

    def may(self, right: str) -> bool:
        """Whether the status itself gives a right; the chat's permissions may give it too."""
        return self.status == "creator" or right in self.rights


@dataclass(slots=True)
class Message:
    """One message; `chat` is its chat's id."""

    id: int
    chat: int
    date: int
    sender: int
    sender_chat: int | None = None
    text: str | None = None
    entities: list[Entity] = field(default_factory=list)
    reply_to: int | None = None
    quote: str | None = None
    topic: int | None = None
    markup: Json | None = None
    edited: int | None = None
    silent: bool = False
    more: Json = field(default_factory=dict)
    """Further fields: a document, what a service message says, a forward's origin."""
    service: bool = False
    at: float = 0.0
    """When it came, by the emulator's clock."""

    def buttons(self) -> list[Json]:
        """All buttons, from left to right and down."""
        rows = (self.markup or {}).get("inline_keyboard", [])
        return [button for row in rows for button in row]


@dataclass(slots=True)
class Chat:
    """A chat of any kind, with what stands in it."""

    id: int
    kind: Kind
    title: str = ""
    username: str | None = None
    members: dict[int, Member] = field(default_factory=dict)
    messages: dict[int, Message] = field(default_factory=dict)
    pinned: list[int] = field(default_factory=list)
    """Ids of pinned messages, in the order in which they were pinned."""
    loud: list[int] = field(default_factory=list)
    """Ids of messages that were pinned with a notification."""
    permissions: frozenset[str] = frozenset(PERMISSIONS) - {"can_pin_messages", "can_change_info"}
    forum: bool = False
    topics: dict[int, bool] = field(default_factory=dict)
    """Id of a topic -> whether it is open."""
    linked: int | None = None
    migrated_to: int | None = None
    deleted: bool = False
    blocked: bool = False
    """Of a private chat: the user stopped the bot."""
    started: bool = True
    """Of a private chat: the user wrote first."""
    other_bot_spoke: bool = False
    """Then a command without a bot's name is not delivered in privacy mode."""
    last_id: int = 0

    def json(self) -> Json:
        """As messages carry it."""
        chat: Json = {"id": self.id, "type": self.kind}
        chat["first_name" if self.kind == "private" else "title"] = self.title
        if self.username:
            chat["username"] = self.username
        return chat | ({"is_forum": True} if self.forum else {})

    def member(self, user: int) -> Member:
        """What a user is here; one who never came has left."""
        return self.members.get(user, Member("left"))

    def may(self, user: int, right: str) -> bool:
        """Whether a user has a right here, by rank or because everybody has it."""
        member = self.member(user)
        if member.status in {"left", "kicked", "restricted"}:
            return member.status == "restricted" and right in member.rights
        return member.may(right) or (right in self.permissions and self.kind != "channel")
