"""The arguments of one call, which arrive as strings whatever they are."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.bot.telegram.emulator.entity import FOUND, Entity
from tests.bot.telegram.emulator.model import Json
from tests.bot.telegram.emulator.refusals import bad_request
from tests.bot.telegram.emulator.text import MOST_BYTES, MOST_CHARACTERS

_STYLES = frozenset(
    "bold italic underline strikethrough spoiler code pre text_link text_mention custom_emoji "
    "blockquote expandable_blockquote date_time".split()
)
_MORE = {"text_link": "url", "text_mention": "user", "custom_emoji": "custom_emoji_id"}
_BUTTONS = 100
_DATA_BYTES = 64
_ACTIONS = ("url", "login_url", "web_app", "copy_text", "switch_inline_query", "pay")
_COPY_CHARACTERS = 256


@dataclass(frozen=True, slots=True)
class Arguments:
    """Named strings; nested values are JSON."""

    values: Mapping[str, str]
    files: Mapping[str, tuple[str, bytes]] = field(default_factory=dict)

    def get(self, name: str) -> str:
        return self.values.get(name, "")

    def integer(self, name: str, default: int = 0) -> int:
        """The number at the beginning, as the server reads it."""
        try:
            return int(self.get(name).strip() or default)
        except ValueError:
            return default

    def flag(self, name: str) -> bool:
        return self.get(name).strip().lower() in {"true", "yes", "1"}

    def json(self, name: str, what: str) -> Any:
        """A nested value, or None where there is none."""
        if not (raw := self.get(name)):
            return None
        try:
            return json.loads(raw)
        except ValueError:
            raise bad_request(f"can't parse {what} JSON object") from None

    def text(self) -> str:
        """The text of a message, before anything is done to it."""
        text = self.get("text")
        if not text:
            raise bad_request("message text is empty")
        if len(text.encode("utf-8", "surrogatepass")) > MOST_BYTES:
            raise bad_request("text is too long")
        if any("\ud800" <= character <= "\udfff" for character in text):
            raise bad_request("strings must be encoded in UTF-8")
        return text

    def entities(self) -> list[Entity]:
        """The entities handed in, without those that Telegram finds by itself."""
        raw = self.json("entities", "entities") if not self.get("parse_mode") else None
        parsed = [_entity(one) for one in raw] if isinstance(raw, list) else []
        return [entity for entity in parsed if entity.type not in FOUND]

    def markup(self) -> Json | None:
        """The inline keyboard, checked; other keyboards as they are."""
        markup = self.json("reply_markup", "reply keyboard markup")
        if markup is None:
            return None
        if not isinstance(markup, dict):
            raise bad_request("object expected as reply markup")
        rows = markup.get("inline_keyboard", [])
        if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
            field_ = 'field "inline_keyboard" of the InlineKeyboardMarkup'
            raise bad_request(f"{field_} must be an Array of Arrays")
        if sum(map(len, rows)) > _BUTTONS:
            raise bad_request("reply markup is too long")  # the words are unverified
        for row in rows:
            for button in row:
                _check_button(button)
        return markup if rows or "inline_keyboard" not in markup else None


def check_length(text: str) -> None:
    """Refuse a text with more characters than a message may have."""
    if len(text) > MOST_CHARACTERS:
        raise bad_request("message is too long")


def _entity(raw: Any) -> Entity:
    prefix = "can't parse MessageEntity: "
    if not isinstance(raw, dict):
        raise bad_request(f"{prefix}expected an Object")
    for name in ("offset", "length"):
        if name not in raw:
            raise bad_request(f'{prefix}Can\'t find field "{name}"')
        if not isinstance(raw[name], int) or isinstance(raw[name], bool):
            raise bad_request(f'{prefix}Field "{name}" must be of type Number')
    if not isinstance(type_ := raw.get("type"), str):
        raise bad_request(f'{prefix}Can\'t find field "type"')
    if type_ not in _STYLES | FOUND:
        raise bad_request(f"{prefix}Unsupported type specified")
    needed = _MORE.get(type_)
    if needed is not None and needed not in raw:
        raise bad_request(f'{prefix}Can\'t find field "{needed}"')
    if type_ == "text_link" and "." not in str(raw["url"]).partition("://")[2].partition("/")[0]:
        raise bad_request(f"entity URL '{raw['url']}' is invalid: Wrong HTTP URL")
    more = {} if needed is None else {needed: raw[needed]}
    return Entity(type_, raw["offset"], raw["length"], more)


def _check_button(button: Any) -> None:
    prefix = "can't parse inline keyboard button: "
    if not isinstance(button, dict):
        raise bad_request(f"{prefix}InlineKeyboardButton must be an Object")
    if not isinstance(button.get("text"), str):
        raise bad_request(f'{prefix}Can\'t find field "text"')
    data = button.get("callback_data")
    if not data and not any(button.get(action) for action in _ACTIONS):
        raise bad_request(f"{prefix}Text buttons are unallowed in the inline keyboard")
    if data and len(str(data).encode()) > _DATA_BYTES:
        raise bad_request("BUTTON_DATA_INVALID")
    if len(button.get("copy_text", {}).get("text", "")) > _COPY_CHARACTERS:
        raise bad_request("BUTTON_COPY_TEXT_INVALID")
