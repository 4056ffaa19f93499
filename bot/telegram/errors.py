"""What can end the bot; what Telegram answers to a single call is an `ApiError`."""

from typing import ClassVar


class BotError(Exception):
    """Base of all errors that end the bot or keep it from starting."""

    users_mistake: ClassVar[bool] = False
    """Something that the person can put right; else it is a failure of ours or of the machine."""


class BadToken(BotError):
    """No token, a token that others can read, or one that Telegram does not know."""

    users_mistake = True


class UnknownToken(BadToken):
    """Telegram does not know the token, or no longer does."""

    def __init__(self) -> None:
        super().__init__(
            "Telegram does not know the token. Copy it again from @BotFather (/mybots)."
        )


class AlreadyRunning(BotError):
    """Another process reads this bot's updates."""

    users_mistake = True


class BadStore(BotError):
    """The bot's database cannot be used."""


class NotReady(BotError):
    """The set-up lacks something; the message names it."""

    users_mistake = True
