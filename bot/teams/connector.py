"""Teams as a platform to post to: the Bot Connector's REST API.

Every call goes to the `serviceUrl` of the place it is about. Places are made from activities
whose token vouched for that very address, so the bot's own token goes nowhere else.
"""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

import httpx

from bot.channels.settings import ChannelSettings
from bot.chats.heard import Place
from bot.chats.platform import Person, Posted, RefusedError, UnsureError, WaitError
from bot.chats.post import Post
from bot.teams.activity import text_at
from bot.teams.cards import activity_of
from bot.teams.login import Login, LoginError
from bot.teams.tenants import tenants_of

TRY_AGAIN = (408, 412, 425, 500, 502, 503, 504)  # "Status codes from bot conversational APIs"
NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)

_CHANNEL = re.compile(r"@thread\.(tacv2|skype)$")  # a channel's id; that of a chat ends otherwise
log = logging.getLogger(__name__)


class Connector:
    """The `Platform` of Teams.

    Args:
        settings: who the bot is.
        http: a client for all calls.
        login: the bot's tokens.
    """

    name = "teams"

    def __init__(self, settings: ChannelSettings, http: httpx.AsyncClient, login: Login) -> None:
        self._app_id = settings.teams_app_id
        self._tenants = tenants_of(settings)
        self._http = http
        self._login = login

    async def post(self, post: Post, thread: str) -> Posted:
        """Posts; a whisper goes to the person's own conversation, as Teams has none in rooms."""
        activity = _activity(post)
        if post.way in ("direct", "whisper"):
            room, thread = await self._direct(post), ""
        else:
            room = post.place.room
        if not _CHANNEL.search(room):
            thread = ""  # only channels have any
        elif post.way == "room":
            return await self._start_thread(post.place, activity)
        address = f"{_conversation(room, thread)}/activities"
        sent = await self._call("POST", post.place, address, activity)
        return _posted(text_at(sent, "id"), room, thread)

    async def replace(self, post: Post, earlier: Posted) -> None:
        """Updates the message."""
        address = f"{_conversation(earlier.room, earlier.thread)}/activities/{_quoted(earlier.ref)}"
        await self._again("PUT", post.place, address, _activity(post))

    async def find(self, post: Post, thread: str) -> Posted | None:
        """Teams lets bots look for none of their messages.

        Raises:
            UnsureError: always.
        """
        raise UnsureError

    async def person(self, place: Place, user: str) -> Person:
        """Looks up a member of a conversation; Teams tells no locale and no time zone here.

        The e-mail address counts only in tenants named in the settings: admins of any other can
        write whichever address they like. Guests bring theirs from elsewhere.
        """
        address = f"{_conversation(place.room)}/members/{_quoted(user)}"
        member = await self._again("GET", place, address)
        email = text_at(member, "email") or text_at(member, "userPrincipalName")
        given, surname = text_at(member, "givenName"), text_at(member, "surname")
        name = text_at(member, "name") or f"{given} {surname}".strip()
        return Person(name, email if self._is_ours(member) else "")

    async def busy(self, place: Place) -> None:
        """Shows that the bot is typing; in channels Teams shows nothing of the kind."""
        if _CHANNEL.search(place.room):
            return
        try:
            address = f"{_conversation(place.room)}/activities"
            await self._call("POST", place, address, {"type": "typing"})
        except (WaitError, UnsureError, RefusedError) as error:
            log.info("typing can't be shown: %r", error)

    def _is_ours(self, member: Mapping[str, Any]) -> bool:
        home = text_at(member, "tenantId").lower()
        guest = "#ext#" in text_at(member, "userPrincipalName").lower()
        return home in self._tenants and text_at(member, "userRole") == "user" and not guest

    async def _direct(self, post: Post) -> str:
        """The person's conversation with the bot; asked for again, it is the same one."""
        if post.place.direct and post.place.room:
            return post.place.room
        about = {
            "bot": {"id": f"28:{self._app_id}"},
            "members": [{"id": post.user}],
            "tenantId": post.place.tenant,
            "channelData": {"tenant": {"id": post.place.tenant}},
            "isGroup": False,
        }
        return text_at(await self._again("POST", post.place, "v3/conversations", about), "id")

    async def _start_thread(self, place: Place, activity: dict[str, Any]) -> Posted:
        about = {
            "bot": {"id": f"28:{self._app_id}"},
            "isGroup": True,
            "tenantId": place.tenant,
            "channelData": {"channel": {"id": place.room}, "tenant": {"id": place.tenant}},
            "activity": activity,
        }
        made = await self._call("POST", place, "v3/conversations", about)
        ref = text_at(made, "activityId") or text_at(made, "id").partition(";messageid=")[2]
        return _posted(ref, place.room, ref)

    async def _again(
        self, method: str, place: Place, address: str, body: dict[str, Any] | None = None
    ) -> Any:
        """A call that does no harm when it is made twice."""
        try:
            return await self._call(method, place, address, body)
        except UnsureError:
            raise WaitError from None

    async def _call(
        self, method: str, place: Place, address: str, body: dict[str, Any] | None = None
    ) -> Any:
        """What the Connector answers, as JSON."""
        if not place.via.startswith(("https://", "http://")):
            raise RefusedError("no address to post to")
        url = f"{place.via.rstrip('/')}/{address}"
        answer = await self._send(method, url, body)
        if answer.status_code == httpx.codes.UNAUTHORIZED:
            self._login.forget(answer.request.headers["Authorization"].partition(" ")[2])
            answer = await self._send(method, url, body)
        _raise_for(answer)
        try:
            return answer.json()
        except ValueError:
            return {}

    async def _send(self, method: str, url: str, body: dict[str, Any] | None) -> httpx.Response:
        try:
            proof = {"Authorization": f"Bearer {await self._login.token()}"}
            return await self._http.request(method, url, json=body, headers=proof)
        except LoginError as error:
            log.warning("Teams gives the bot no token: %s", error)
            raise WaitError from None
        except NOT_SENT:
            raise WaitError from None
        except httpx.TransportError:
            raise UnsureError from None


def _activity(post: Post) -> dict[str, Any]:
    try:
        return activity_of(post)
    except ValueError as error:
        raise RefusedError(str(error)) from None


def _raise_for(answer: httpx.Response) -> None:
    """Raises what a failure means for whoever posts."""
    if answer.is_success:
        return
    if answer.status_code == httpx.codes.TOO_MANY_REQUESTS:
        told = answer.headers.get("Retry-After", "")
        raise WaitError(float(told) if re.fullmatch(r"\d{1,5}(\.\d+)?", told) else None)
    if answer.status_code in TRY_AGAIN:
        raise WaitError
    if answer.status_code == httpx.codes.UNAUTHORIZED:
        # An expired secret or a registration in the making: an admin can mend it.
        log.warning("Teams does not accept the bot: %s", _reason(answer))
        raise WaitError
    raise RefusedError(_reason(answer))


def _reason(answer: httpx.Response) -> str:
    try:
        code = text_at(answer.json(), "error", "code")
    except ValueError:
        code = ""
    return f"{answer.status_code} {code}".strip()


def _posted(ref: str, room: str, thread: str) -> Posted:
    """Ids of messages count milliseconds."""
    return Posted(ref, room, int(ref) / 1000 if ref.isdecimal() else time.time(), thread)


def _conversation(room: str, thread: str = "") -> str:
    return f"v3/conversations/{_quoted(f'{room};messageid={thread}' if thread else room)}"


def _quoted(part: str) -> str:
    return quote(part, safe="")
