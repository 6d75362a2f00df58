"""What our input channels of Rasa have in common."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from rasa.core.channels.channel import InputChannel

from bot.channels.settings import ChannelSettings, channel_settings

if TYPE_CHECKING:
    from bot.chats.desk import Desk
    from bot.chats.line import OnNewMessage
    from bot.chats.platform import Platform

    MakeDesk = Callable[[Platform, OnNewMessage], Desk]

LARGEST = 256 * 1024  # bytes of a request

Channel = TypeVar("Channel", bound="ChatInput")


class ChatInput(InputChannel):
    """A channel that keeps on disk what it takes, and acknowledges it then.

    Args:
        settings: without those of its platform the channel has no routes.
        make_desk: makes the desk that deals with what was heard, within the running loop.
    """

    def __init__(self, settings: ChannelSettings, make_desk: MakeDesk) -> None:
        self.settings = settings
        self.make_desk = make_desk

    @classmethod
    def from_credentials(cls: type[Channel], credentials: dict[str, Any] | None) -> Channel:
        """The channel of this Duilian; its settings are in the home, not in credentials.yml."""
        from bot.chats.service import desk_for

        return cls(channel_settings(), desk_for)
