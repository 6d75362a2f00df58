"""What Slack sends, over HTTP or Socket Mode: verified, kept on disk, and only then acknowledged.

Sources: slack-bolt's documentation, "Custom middleware", "Authorization", "Using Socket Mode";
Slack's, "Handling user interactivity" (three seconds to answer) and "The Events API" (retries).
"""

from __future__ import annotations

import asyncio
import logging
import time
from dataclasses import replace
from typing import Any

from sanic.request import Request
from sanic.response import HTTPResponse, empty
from slack_bolt import BoltResponse
from slack_bolt.adapter.sanic.async_handler import AsyncSlackRequestHandler
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_sdk.web.async_client import AsyncWebClient

from bot.channels.settings import ChannelSettings
from bot.chats.desk import Desk
from bot.chats.heard import Heard, Place
from bot.chats.platform import RefusedError, WaitError
from bot.chats.words import LANGUAGES, words
from bot.slack.client import Slack
from bot.slack.heard import heard_of
from bot.slack.modal import view_of

log = logging.getLogger(__name__)


class Connection:
    """The way from Slack to the desk.

    Args:
        settings: tokens, secret and address.
        slack: the way back.
        desk: who hears it.
    """

    def __init__(self, settings: ChannelSettings, slack: Slack, desk: Desk) -> None:
        self._slack = slack
        self._desk = desk
        app = AsyncApp(
            name="duilian",
            client=AsyncWebClient(base_url=settings.slack_api),
            authorize=_Authorize(slack, settings.slack_bot_token),
            signing_secret=settings.slack_signing_secret,
            # without a secret there is no address to send anything to
            request_verification_enabled=bool(settings.slack_signing_secret),
            ssl_check_enabled=False,  # it would be answered before it is verified
        )
        app.use(self._hear)
        self._handler = AsyncSlackRequestHandler(app)
        self._socket = None
        if settings.slack_app_token:
            self._socket = AsyncSocketModeHandler(app, settings.slack_app_token)

    async def run(self) -> None:
        """Keeps the desk and, where it is wanted, Socket Mode going, until cancelled."""
        if self._socket is None:
            await self._desk.run()
            return
        try:
            await asyncio.gather(self._socket.connect_async(), self._desk.run())  # type: ignore[no-untyped-call]
        finally:
            await self._socket.close_async()  # type: ignore[no-untyped-call]

    async def answer(self, request: Request) -> HTTPResponse:
        """Answers a request: 200 once it is kept, 401 if it isn't Slack's, 500 to get it again."""
        sent_at = request.headers.get("x-slack-request-timestamp", "")
        signature = request.headers.get("x-slack-signature", "")
        if not sent_at.isdecimal() or not signature.isascii():  # over which Bolt would stumble
            return empty(401)
        try:
            return await self._handler.handle(request)
        except Exception:  # Bolt reads before it verifies: this may be anybody's
            log.info("a request that can't be read is refused")
            return empty(400)

    async def _hear(self, request: AsyncBoltRequest) -> BoltResponse:
        sent_at = request.headers.get("x-slack-request-timestamp", [str(time.time())])[0]
        body: dict[str, Any] = request.body
        heard = heard_of(body, await self._slack.me(), float(sent_at))
        if heard and "command" in body and not await self._is_in(heard.place):
            bot = f"<@{(await self._slack.me()).user}>"
            told = "\n".join(words(language, "slack_invite", bot=bot) for language in LANGUAGES)
            return BoltResponse(status=200, body={"response_type": "ephemeral", "text": told})
        if heard and not await self._opened(body, heard):
            await self._desk.take(await self._with_room(heard))
        return BoltResponse(status=200)

    async def _is_in(self, place: Place) -> bool:
        try:
            return place.direct or await self._slack.is_in(place.room)
        except WaitError:
            return True  # nothing speaks against it

    async def _opened(self, body: dict[str, Any], heard: Heard) -> bool:
        """Whether it asked for a form; then that is opened."""
        if body.get("type") == "view_submission" or "form" not in heard.value:
            return False
        form = await self._desk.form(heard.value, heard.place, heard.user)
        if form is None:
            return False
        try:
            await self._slack.open_form(body["trigger_id"], view_of(form, heard))
        except (WaitError, RefusedError, ValueError) as error:
            log.warning("a form could not be opened, its button can be pressed again: %s", error)
        return True

    async def _with_room(self, heard: Heard) -> Heard:
        """The same with the person's direct conversation, where Slack does not name it."""
        if heard.place.room:
            return heard
        try:
            room = await self._slack.direct_room(heard.user)
        except (WaitError, RefusedError):
            return heard  # what is said there finds it later
        return replace(heard, place=replace(heard.place, room=room))


class _Authorize(AsyncAuthorize):
    """Tells Bolt who we are.

    An error here becomes a 500, after which Slack delivers again; Bolt's own way would
    acknowledge what it can't authorize, and lose it.
    """

    def __init__(self, slack: Slack, token: str) -> None:
        self._slack = slack
        self._token = token

    async def __call__(self, **about: Any) -> AuthorizeResult:
        me = await self._slack.me()
        return AuthorizeResult(
            enterprise_id=None, team_id=me.team, bot_user_id=me.user, bot_token=self._token
        )
