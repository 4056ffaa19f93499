"""A button that is pressed before the bot knows that its message arrived, as after a crash."""

from tests.bot.telegram.harbour import Harbour


def test_the_press_shows_that_the_message_is_there(port: Harbour) -> None:
    answer = port.ask()
    port.store.connection.execute("UPDATE answers SET message_id = NULL")
    port.press(answer, port.anna, "Pin")
    assert port.group.pinned == [answer.id]
