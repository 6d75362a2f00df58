"""Microsoft Teams as an input channel of Rasa."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from rasa.core.channels.channel import InputChannel
from sanic import Blueprint, Sanic
from sanic.request import Request
from sanic.response import HTTPResponse, empty, json

from bot.channels.settings import ChannelSettings, channel_settings

if TYPE_CHECKING:
    from bot.chats.desk import Desk
    from bot.chats.line import OnNewMessage
    from bot.chats.platform import Platform
    from bot.teams.keys import Keys
    from bot.teams.token import Proof

    MakeDesk = Callable[[Platform, OnNewMessage], Desk]

LARGEST = 256 * 1024  # bytes of a request
TIMEOUT = 20.0  # seconds for each call to Microsoft
DONE = {"statusCode": 200, "type": "application/vnd.microsoft.activity.message", "value": "✓"}

log = logging.getLogger(__name__)


class TeamsInput(InputChannel):
    """Takes what Teams sends: verified, kept on disk, acknowledged; the work comes after.

    Args:
        settings: without an app id the channel has no routes.
        make_desk: makes the desk that deals with what was heard, within the running loop.
    """

    def __init__(self, settings: ChannelSettings, make_desk: MakeDesk) -> None:
        self._settings = settings
        self._make_desk = make_desk

    @classmethod
    def name(cls) -> str:
        """The channel's name, and the start of its path."""
        return "teams"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> TeamsInput:
        """The channel of this Duilian; its settings are in the home, not in credentials.yml."""
        from bot.chats.service import desk_for

        return cls(channel_settings(), desk_for)

    def blueprint(self, on_new_message: OnNewMessage) -> Blueprint:
        """The route `messages`, which does not exist while Teams is not set up."""
        blueprint = Blueprint("teams")
        if self._settings.teams_app_id:
            Reception(self._settings, self._make_desk, on_new_message).open(blueprint)
        return blueprint


class Reception:
    """Where activities arrive.

    Args:
        settings: who the bot is.
        make_desk: as of `TeamsInput`.
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
