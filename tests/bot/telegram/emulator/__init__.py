"""A strict Bot API server to test against: real HTTP, the real refusals in their real words."""

from tests.bot.telegram.emulator.faults import Fault
from tests.bot.telegram.emulator.model import BOT_ID, TOKEN, Chat, Member, Message, User
from tests.bot.telegram.emulator.server import Emulator, running

__all__ = ["BOT_ID", "TOKEN", "Chat", "Emulator", "Fault", "Member", "Message", "User", "running"]
