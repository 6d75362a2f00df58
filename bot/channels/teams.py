"""Microsoft Teams as an input channel of Rasa."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

from sanic import Blueprint, Sanic
from sanic.request import Request
from sanic.response import HTTPResponse, empty, json

from bot.channels.chat_input import LARGEST, ChatInput
from bot.channels.settings import ChannelSettings

if TYPE_CHECKING:
    from bot.channels.chat_input import MakeDesk
    from bot.chats.desk import Desk
    from bot.chats.line import OnNewMessage
    from bot.teams.keys import Keys
    from bot.teams.token import Proof

TIMEOUT = 20.0  # seconds for each call to Microsoft
DONE = {"statusCode": 200, "type": "application/vnd.microsoft.activity.message", "value": "✓"}

log = logging.getLogger(__name__)


class TeamsInput(ChatInput):
    """Takes what Teams sends, once it is proven to come from Microsoft."""

    @classmethod
    def name(cls) -> str:
        """The channel's name, and the start of its path."""
        return "teams"

    def blueprint(self, on_new_message: OnNewMessage) -> Blueprint:
        """The route `messages`, which does not exist while Teams is not set up."""
        blueprint = Blueprint("teams")
        if self.settings.teams_app_id:
            Reception(self.settings, self.make_desk, on_new_message).open(blueprint)
        return blueprint


class Reception:
    """Where activities arrive.

    Args:
        settings: who the bot is.
        make_desk: as of `ChatInput`.
        on_new_message: Rasa's.
    """

    def __init__(
        self, settings: ChannelSettings, make_desk: MakeDesk, on_new_message: OnNewMessage
    ) -> None:
        self._settings = settings
        self._make_desk = make_desk
        self._on_new_message = on_new_message
        self._keys: Keys
        self._proof: Proof
        self._desk: Desk | None = None
        self._running: asyncio.Task[None]

    def open(self, blueprint: Blueprint) -> None:
        """Adds the route, and what is to be done when Rasa's server starts and stops."""

        @blueprint.post("messages", stream=True)
        async def messages(request: Request) -> HTTPResponse:
            return await self.take(request)

        blueprint.listener("after_server_start")(self.start)
        blueprint.listener("before_server_stop")(self.stop)

    async def start(self, app: Sanic, loop: asyncio.AbstractEventLoop) -> None:
        """Starts the desk; Microsoft is asked for nothing yet."""
        import httpx

        from bot.teams.connector import Connector
        from bot.teams.keys import Keys
        from bot.teams.login import Login
        from bot.teams.token import Proof

        self._http = httpx.AsyncClient(timeout=TIMEOUT)
        login = Login(self._settings, self._http)
        self._keys = Keys(self._settings.teams_openid, self._http)
        self._proof = Proof.of(self._settings, self._keys)
        connector = Connector(self._settings, self._http, login)
        self._desk = self._make_desk(connector, self._on_new_message)
        self._running = asyncio.create_task(self._desk.run())

    async def stop(self, app: Sanic, loop: asyncio.AbstractEventLoop) -> None:
        """Stops posting; what is still to be posted is on disk."""
        self._running.cancel()
        await asyncio.gather(self._running, return_exceptions=True)
        await self._keys.close()
        await self._http.aclose()

    async def take(self, request: Request) -> HTTPResponse:
        """Takes one activity: 200 as soon as it is on disk; callers are not told any reasons."""
        from bot.teams.activity import read_activity
        from bot.teams.heard import heard_in
        from bot.teams.token import RefusedTokenError

        body = await _body(request)
        if body is None:
            return empty(413)
        if self._desk is None:
            return empty(503)  # the server has hardly started
        try:
            activity = read_activity(body)
            await self._proof.check(request.headers.get("authorization", ""), activity)
        except ValueError:
            return empty(400)
        except RefusedTokenError as error:
            log.warning("a request to the Teams channel is refused: %s", error)
            return empty(error.status)
        heard = heard_in(activity)
        if heard:
            await self._desk.take(heard)
        if activity.get("type") == "invoke":
            return json(DONE) if heard else empty(501)
        return empty(200)


async def _body(request: Request) -> bytes | None:
    """The request's body; None if it is too large."""
    body, stream = b"", request.stream
    assert stream  # noqa: S101 - the route streams
    async for part in stream:
        body += part
        if len(body) > LARGEST:
            return None
    return body
