"""What Telegram would take, and we must never do."""

from collections import Counter
from dataclasses import dataclass, field

from tests.bot.telegram.emulator import oracle
from tests.bot.telegram.emulator.entity import BLOCKQUOTES, Entity

MOST_SHOWN = 100
"""Entities beyond these are ignored by clients, without a word."""
_LIVE = frozenset({"mention", "bot_command", "url", "email", "hashtag", "cashtag"})


@dataclass(frozen=True, slots=True)
class Violation:
    """One of them: its kind, and what happened."""

    kind: str
    what: str


@dataclass(slots=True)
class Violations:
    """Collected while the bot runs; a test asserts that there are none."""

    found: list[Violation] = field(default_factory=list)
    commands: set[str] = field(default_factory=set)
    """The bot's own commands, which its help may show alive."""
    loud_wanted: set[int] = field(default_factory=set)
    """Chats where a moderator asked for a loud pin."""
    left: set[int] = field(default_factory=set)
    """Chats that already answered 403."""
    answers: Counter[tuple[int, int, str]] = field(default_factory=Counter)
    """Chat, message replied to, text -> how often it was sent."""

    def add(self, kind: str, what: str) -> None:
        self.found.append(Violation(kind, what))

    def kinds(self) -> Counter[str]:
        """How many there are of each kind."""
        return Counter(violation.kind for violation in self.found)

    def look_at_text(self, given: str, kept: str, entities: list[Entity]) -> None:
        """Altered text, too many entities, quoted words that would ping, link or run."""
        if given != kept:
            self.add("altered", f"{given!r} became {kept!r}")
        if len(entities) > MOST_SHOWN:
            self.add("entities", f"{len(entities)} entities, {MOST_SHOWN} are shown")
        quotes = [entity for entity in entities if entity.type in BLOCKQUOTES]
        for entity in oracle.with_found(kept, entities):
            if entity.type in _LIVE and entity not in entities:
                self._look_at_live(kept, entity, quotes)

    def _look_at_live(self, text: str, entity: Entity, quotes: list[Entity]) -> None:
        words = text.encode("utf-16-le")[2 * entity.offset : 2 * entity.end].decode("utf-16-le")
        quoted = any(q.offset <= entity.offset and entity.end <= q.end for q in quotes)
        own = entity.type == "bot_command" and words[1:].partition("@")[0] in self.commands
        if quoted or (entity.type in {"mention", "bot_command", "url"} and not own):
            self.add("live", f"{entity.type} {words!r}")

    def look_at_answer(self, chat: int, reply_to: int | None, text: str) -> None:
        """A second answer of the same words to the same message."""
        if reply_to is not None:
            self.answers[chat, reply_to, text] += 1
            if self.answers[chat, reply_to, text] > 1:
                self.add("twice", f"message {reply_to} of {chat} was answered again")

    def refused(self, chat: int, method: str) -> None:
        """A chat answered 403: the first time is news, the next is a violation."""
        if chat in self.left:
            self.add("left", f"{method} in {chat}, which the bot is no longer in")
        self.left.add(chat)

    def back_in(self, chat: int) -> None:
        """The bot may write to a chat again."""
        self.left.discard(chat)
