"""Slack as an input channel of Rasa."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from sanic import Blueprint, Sanic
from sanic.request import Request
from sanic.response import HTTPResponse, empty

from bot.channels.chat_input import LARGEST, ChatInput
from bot.channels.settings import ChannelSettings

if TYPE_CHECKING:
    from bot.channels.chat_input import MakeDesk
    from bot.chats.line import OnNewMessage
    from bot.slack.connection import Connection


class SlackInput(ChatInput):
    """Takes what Slack sends, by HTTP or Socket Mode."""

    @classmethod
    def name(cls) -> str:
        """The channel's name, and the start of its path."""
        return "slack"

    def blueprint(self, on_new_message: OnNewMessage) -> Blueprint:
        """The route `events`, which does not exist while Slack is not set up."""
        blueprint = Blueprint("slack")
        if self.settings.slack_bot_token:
            Reception(self.settings, self.make_desk, on_new_message).open(blueprint)
        return blueprint


class Reception:
    """Where Slack's requests arrive.

    Args:
        settings: tokens, secret and address.
        make_desk: as of `ChatInput`.
        on_new_message: Rasa's.
    """

    def __init__(
        self, settings: ChannelSettings, make_desk: MakeDesk, on_new_message: OnNewMessage
    ) -> None:
        self._settings = settings
        self._make_desk = make_desk
        self._on_new_message = on_new_message
        self._connection: Connection | None = None
        self._running: asyncio.Task[None]

    def open(self, blueprint: Blueprint) -> None:
        """Adds the route, and what is to be done when Rasa's server starts and stops.

        Without a signing secret nothing tells Slack's requests from others: then there is no
        route, and Socket Mode is the only way in.
        """

        async def take(request: Request) -> HTTPResponse:  # Sanic marks it, which no method allows
            return await self.take(request)

        if self._settings.slack_signing_secret:
            blueprint.add_route(take, "events", methods=["POST"])
        blueprint.listener("after_server_start")(self.start)
        blueprint.listener("before_server_stop")(self.stop)

    async def start(self, app: Sanic, loop: asyncio.AbstractEventLoop) -> None:
        """Connects desk and Slack; without an answer from there it goes on trying."""
        from bot.slack.client import Slack
        from bot.slack.connection import Connection

        slack = Slack(self._settings)
        desk = self._make_desk(slack, self._on_new_message)
        self._connection = Connection(self._settings, slack, desk)
        self._running = asyncio.create_task(self._connection.run())

    async def stop(self, app: Sanic, loop: asyncio.AbstractEventLoop) -> None:
        """Stops hearing and posting; what is still to be done is on disk."""
        self._running.cancel()
        await asyncio.gather(self._running, return_exceptions=True)

    async def take(self, request: Request) -> HTTPResponse:
        """Takes one request of Slack's."""
        if len(request.body) > LARGEST:
            return empty(413)
        if self._connection is None:
            return empty(503)  # the server has hardly started; Slack delivers again
        return await self._connection.answer(request)
