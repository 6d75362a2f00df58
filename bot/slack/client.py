"""Slack as a `Platform`: posts, looks up, finds again.

Source: Slack's reference, "Web API methods".
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.channels.settings import ChannelSettings
from bot.chats.heard import Place
from bot.chats.platform import Person, Posted, RefusedError, UnsureError, WaitError
from bot.chats.post import Post
from bot.slack.blocks import blocks_of, fallback_of
from bot.slack.heard import Me

EVENT_TYPE = "duilian"  # of the metadata that a post's key travels in
PATIENCE = 10  # seconds
LOOK_BACK = 24 * 3600  # seconds in which a post is looked for
PAGE = 200  # messages

# What somebody has to mend in the installation, after which the same post would go through.
MENDABLE = {"invalid_auth", "not_authed", "token_revoked", "token_expired", "account_inactive"}
BUSY = {"ratelimited", "rate_limited", "service_unavailable", "team_added_to_org"}
POSTING = ("chat.postMessage", "chat.postEphemeral")
PERHAPS_DONE = {"internal_error", "fatal_error", "request_timeout"}

log = logging.getLogger(__name__)


class Slack:
    """The workspace that the bot's token belongs to.

    Every method raises `WaitError`, `UnsureError` and `RefusedError` as `Platform` has them.

    Args:
        settings: token and address.
    """

    name = "slack"

    def __init__(self, settings: ChannelSettings) -> None:
        self._web = AsyncWebClient(
            settings.slack_bot_token,
            settings.slack_api,
            timeout=PATIENCE,
            retry_handlers=[],  # those of the library would post again what may be there
        )
        self._me: Me | None = None
        self._rooms: dict[str, str] = {}

    async def me(self) -> Me:
        """Who the bot is."""
        if self._me is None:
            found = await _asked("auth.test", self._web.auth_test())
            self._me = Me(found["team_id"], found["user_id"])
        return self._me

    async def installed(self) -> tuple[str, set[str]]:
        """The workspace's name, and the scopes that the bot's token has."""
        answer = await _asked("auth.test", self._web.auth_test())
        granted = answer.headers.get("x-oauth-scopes", "")
        return answer["team"], set(granted.replace(" ", "").split(","))

    async def post(self, post: Post, thread: str) -> Posted:
        """Posts; a whisper that can't reach its person becomes a direct message."""
        if post.way == "whisper" and not post.place.direct:
            try:
                return await self._whisper(post)
            except RefusedError as error:
                log.info("%s is said directly: %s", post.key, error)
        room = await self._room(post)
        thread = "" if post.place.direct or post.way == "whisper" else thread
        posting = self._web.chat_postMessage(
            channel=room,
            **_shown(post),
            thread_ts=thread or None,
            metadata={"event_type": EVENT_TYPE, "event_payload": {"key": post.key}},
            mrkdwn=False,
            unfurl_links=False,
            unfurl_media=False,
        )
        answer = await _asked("chat.postMessage", posting)
        return _posted(post, room, answer["ts"], thread)

    async def replace(self, post: Post, earlier: Posted) -> None:
        """Changes a message; doing so twice does no harm."""
        update = self._web.chat_update(channel=earlier.room, ts=earlier.ref, **_shown(post))
        await _asked("chat.update", update)

    async def find(self, post: Post, thread: str) -> Posted | None:
        """Looks for the message with the post's key in its metadata.

        Raises:
            UnsureError: of a whisper, which Slack keeps in no history.
        """
        if post.way == "whisper" and not post.place.direct:
            raise UnsureError
        room = await self._room(post)
        thread = "" if post.place.direct else thread
        cursor: str | None = None
        while True:
            page = await self._page(room, thread, cursor)
            for message in page["messages"]:
                if _key(message) == post.key:
                    return _posted(post, room, message["ts"], thread)
            cursor = (page.get("response_metadata") or {}).get("next_cursor")
            if not cursor:
                return None

    async def person(self, place: Place, user: str) -> Person:
        """Looks somebody up; the e-mail address counts for full members of our workspace only."""
        looking = self._web.users_info(user=user, include_locale=True)
        found = (await _asked("users.info", looking))["user"]
        profile = found.get("profile") or {}
        name = profile.get("display_name") or profile.get("real_name") or found.get("name") or ""
        ours = found.get("team_id") == place.tenant and found.get("is_email_confirmed", True)
        foreign = ("is_stranger", "is_bot", "is_restricted", "is_ultra_restricted", "deleted")
        known = ours and not any(found.get(sign) for sign in foreign)
        email = profile.get("email") or "" if known else ""
        return Person(name, email, found.get("locale") or "", found.get("tz") or "")

    async def busy(self, place: Place) -> None:
        """Shows nothing: Slack lets no bot type."""

    async def direct_room(self, user: str) -> str:
        """The direct conversation with somebody."""
        if user not in self._rooms:
            answer = await _asked("conversations.open", self._web.conversations_open(users=user))
            self._rooms[user] = answer["channel"]["id"]
        return self._rooms[user]

    async def is_in(self, room: str) -> bool:
        """Whether the bot is in a channel: elsewhere it would not hear what is said."""
        asking = self._web.conversations_info(channel=room)
        try:
            found = (await _asked("conversations.info", asking))["channel"]
        except RefusedError as error:
            return "channel_not_found" not in str(error)  # private ones don't exist to strangers
        return bool(found.get("is_member", True))

    async def open_form(self, trigger: str, view: dict[str, Any]) -> None:
        """Opens a modal, within three seconds of what somebody pressed."""
        await _asked("views.open", self._web.views_open(trigger_id=trigger, view=view))

    async def _whisper(self, post: Post) -> Posted:
        place = post.place
        whispering = self._web.chat_postEphemeral(
            channel=place.room, user=post.user, thread_ts=place.thread or None, **_shown(post)
        )
        answer = await _asked("chat.postEphemeral", whispering)
        return _posted(post, place.room, answer["message_ts"], place.thread)

    async def _room(self, post: Post) -> str:
        place = post.place
        if place.room and (place.direct or post.way in ("room", "thread")):
            return place.room
        return await self.direct_room(post.user)

    async def _page(self, room: str, thread: str, cursor: str | None) -> AsyncSlackResponse:
        where: dict[str, Any] = {"channel": room, "limit": PAGE, "cursor": cursor}
        where |= {"oldest": f"{time.time() - LOOK_BACK:.6f}", "include_all_metadata": True}
        if thread:
            reading = self._web.conversations_replies(ts=thread, **where)
            return await _asked("conversations.replies", reading)
        return await _asked("conversations.history", self._web.conversations_history(**where))


async def _asked(method: str, call: Awaitable[AsyncSlackResponse]) -> AsyncSlackResponse:
    """What a method of the Web API answers.

    Only posting can leave a doubt; whatever else broke off is simply done again.
    """
    try:
        return await call
    except SlackApiError as error:
        raise _meant(method, error) from None
    except (aiohttp.ClientConnectorError, aiohttp.InvalidURL):
        raise WaitError from None
    except (aiohttp.ClientError, asyncio.TimeoutError, OSError):
        raise (UnsureError if method in POSTING else WaitError) from None


def _shown(post: Post) -> dict[str, Any]:
    return {"text": fallback_of(post), "blocks": blocks_of(post)}


def _posted(post: Post, room: str, ts: str, thread: str) -> Posted:
    starts = "" if post.place.direct or post.way in ("direct", "whisper") else ts
    return Posted(ts, room, float(ts), thread or starts)


def _key(message: dict[str, Any]) -> str:
    metadata = message.get("metadata") or {}
    ours = metadata.get("event_type") == EVENT_TYPE
    return str((metadata.get("event_payload") or {}).get("key", "")) if ours else ""


def _meant(method: str, error: SlackApiError) -> Exception:
    """What an error of Slack's means for what was asked.

    A 5xx may come from before or behind the part that posts, so that only looking for the message
    tells; a whisper can't be looked for, and is better said twice than never.
    """
    status = getattr(error.response, "status_code", 0)
    data = getattr(error.response, "data", None)
    code = str(data.get("error", "")) if isinstance(data, dict) else ""
    if status == 429 or code in BUSY:
        return WaitError(_seconds(error.response.headers.get("Retry-After")))
    if code in MENDABLE:
        log.warning("Slack does not accept our token: %s", code)
        return WaitError()
    if code in PERHAPS_DONE or not code:
        return UnsureError() if method == "chat.postMessage" else WaitError()
    return RefusedError(f"{method}: {code}")


def _seconds(header: str | None) -> float | None:
    return float(header) if header and header.replace(".", "", 1).isdecimal() else None
