"""A double of Slack: its Web API and Socket Mode as far as Duilian uses them."""

from __future__ import annotations

import asyncio
import json
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from aiohttp import web

from tests.doubles.block_kit import problems_of_blocks, problems_of_view
from tests.doubles.misbehaving import application, read_body, serve

TEAM, BOT = "T0DUILIAN", "U0BOT"
TOKEN, APP_TOKEN, SECRET = "xoxb-double", "xapp-double", "what only Slack and Duilian know"
GONE = "C0GONE"  # a channel that is not there
UNINVITED = "C0UNINVITED"  # a channel that the bot is not in
AWAY = "U0AWAY"  # somebody no whisper reaches
ACKED_WITHIN = 10  # seconds

Arguments = dict[str, Any]


def environment(url: str) -> dict[str, str]:
    """What lets Duilian take the double at this address for Slack."""
    return {
        "DUILIAN_SLACK_BOT_TOKEN": TOKEN,
        "DUILIAN_SLACK_SIGNING_SECRET": SECRET,
        "DUILIAN_SLACK_API": f"{url}/api/",
    }


class ApiError(Exception):
    """An error that the Web API answers with."""


@dataclass
class Slack:
    """What there is in the workspace."""

    messages: dict[str, list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))
    people: dict[str, dict[str, Any]] = field(default_factory=dict)
    scopes: list[str] = field(default_factory=list)
    socket: web.WebSocketResponse | None = None
    acked: set[str] = field(default_factory=set)
    serial: count[int] = field(default_factory=lambda: count(1))

    def ts(self) -> str:
        """The next timestamp: no two are the same."""
        return f"{int(time.time())}.{next(self.serial):06d}"

    def auth_test(self, about: Arguments) -> Arguments:
        return {"team_id": TEAM, "user_id": BOT, "bot_id": "B0BOT", "team": "Double", "user": "bot"}

    def chat_post_message(self, about: Arguments) -> Arguments:
        self._check(about)
        message = {"ts": self.ts(), "user": BOT, "bot_id": "B0BOT", **about}
        self.messages[about["channel"]].append(message)
        return {"ts": message["ts"], "channel": about["channel"], "message": message}

    def chat_post_ephemeral(self, about: Arguments) -> Arguments:
        self._check(about)
        if about["user"] == AWAY:
            raise ApiError("user_not_in_channel")
        return {"message_ts": self.ts()}

    def chat_update(self, about: Arguments) -> Arguments:
        self._check(about)
        for message in self.messages[about["channel"]]:
            if message["ts"] == about["ts"]:
                message.update(about)
                return {"ts": about["ts"], "channel": about["channel"]}
        raise ApiError("message_not_found")

    def conversations_open(self, about: Arguments) -> Arguments:
        return {"channel": {"id": f"D{about['users'][1:]}"}}

    def conversations_info(self, about: Arguments) -> Arguments:
        room = about["channel"]
        if room == GONE:
            raise ApiError("channel_not_found")
        return {"channel": {"id": room, "is_member": room != UNINVITED}}

    def conversations_history(self, about: Arguments) -> Arguments:
        newest_first = reversed(self.messages[about["channel"]])
        return self._page([m for m in newest_first if "thread_ts" not in m], about)

    def conversations_replies(self, about: Arguments) -> Arguments:
        root = about["ts"]
        here = self.messages[about["channel"]]
        return self._page([m for m in here if root in (m["ts"], m.get("thread_ts"))], about)

    def users_info(self, about: Arguments) -> Arguments:
        user = about["user"]
        profile = {"display_name": f"同事{user[-1]}", "email": f"{user.lower()}@example.com"}
        known = {"id": user, "team_id": TEAM, "tz": "Asia/Shanghai", "locale": "zh-CN"}
        known |= {"profile": profile, "is_email_confirmed": True}
        return {"user": known | self.people.get(user, {})}

    def views_open(self, about: Arguments) -> Arguments:
        view = about["view"] if isinstance(about["view"], dict) else json.loads(about["view"])
        if problems_of_view(view):
            raise ApiError("invalid_arguments")
        return {"view": {"id": f"V{next(self.serial)}"}}

    def _check(self, about: Arguments) -> None:
        if about["channel"] == GONE:
            raise ApiError("channel_not_found")
        if problems_of_blocks(about["blocks"]):
            raise ApiError("invalid_blocks")

    def _page(self, messages: list[dict[str, Any]], about: Arguments) -> Arguments:
        start, limit = int(about.get("cursor") or 0), int(about["limit"])
        recent = [m for m in messages if float(m["ts"]) >= float(about["oldest"])]
        more = str(start + limit) if start + limit < len(recent) else ""
        found = recent[start : start + limit]
        return {"messages": found, "response_metadata": {"next_cursor": more}}


METHODS: dict[str, Callable[[Slack, Arguments], Arguments]] = {
    "auth.test": Slack.auth_test,
    "chat.postMessage": Slack.chat_post_message,
    "chat.postEphemeral": Slack.chat_post_ephemeral,
    "chat.update": Slack.chat_update,
    "conversations.open": Slack.conversations_open,
    "conversations.info": Slack.conversations_info,
    "conversations.history": Slack.conversations_history,
    "conversations.replies": Slack.conversations_replies,
    "users.info": Slack.users_info,
    "views.open": Slack.views_open,
}
SLACK = web.AppKey("slack", Slack)


async def api(request: web.Request) -> web.Response:
    """A method of the Web API."""
    slack, method = request.app[SLACK], request.match_info["method"]
    if method == "apps.connections.open":
        allowed = request.headers.get("authorization") == f"Bearer {APP_TOKEN}"
        return _answer(slack, {"url": f"ws://{request.host}/socket"} if allowed else "invalid_auth")
    if request.headers.get("authorization") != f"Bearer {TOKEN}":
        return _answer(slack, "invalid_auth")
    if method not in METHODS:
        return _answer(slack, "unknown_method")
    body = await read_body(request)
    about = dict(request.query) | (body if isinstance(body, dict) else {})
    try:
        return _answer(slack, METHODS[method](slack, about))
    except ApiError as error:
        return _answer(slack, str(error))


def _answer(slack: Slack, answer: Arguments | str) -> web.Response:
    whole = {"ok": False, "error": answer} if isinstance(answer, str) else {"ok": True, **answer}
    return web.json_response(whole, headers={"x-oauth-scopes": ",".join(slack.scopes)})


async def socket(request: web.Request) -> web.WebSocketResponse:
    """Socket Mode: keeps the newest connection and notes what it acknowledges."""
    slack = request.app[SLACK]
    slack.socket = connection = web.WebSocketResponse()
    await connection.prepare(request)
    await connection.send_json({"type": "hello", "num_connections": 1})
    async for message in connection:
        slack.acked.add(json.loads(message.data).get("envelope_id", ""))
    return connection


async def send_envelope(request: web.Request) -> web.Response:
    """Sends `payload` by Socket Mode; whether it was acknowledged."""
    slack, envelope = request.app[SLACK], await request.json()
    if slack.socket is None or slack.socket.closed:
        return web.json_response({"connected": False, "acked": False})
    envelope_id = f"envelope {next(slack.serial)}"
    await slack.socket.send_json({"envelope_id": envelope_id, **envelope})
    for _ in range(ACKED_WITHIN * 20):
        if envelope_id in slack.acked:
            return web.json_response({"connected": True, "acked": True})
        await asyncio.sleep(0.05)
    return web.json_response({"connected": True, "acked": False})


async def set_person(request: web.Request) -> web.Response:
    """Changes what is said of a person."""
    about = await request.json()
    request.app[SLACK].people[about["id"]] = about
    return web.json_response({})


async def set_scopes(request: web.Request) -> web.Response:
    """Changes what the bot's token may do."""
    request.app[SLACK].scopes = (await request.json())["scopes"]
    return web.json_response({})


async def list_messages(request: web.Request) -> web.Response:
    """What stands in each conversation."""
    return web.json_response(request.app[SLACK].messages)


def slack_app() -> web.Application:
    app = application()
    app[SLACK] = Slack()
    app.router.add_route("*", "/api/{method}", api)
    app.router.add_get("/socket", socket)
    app.router.add_post("/_envelope", send_envelope)
    app.router.add_post("/_person", set_person)
    app.router.add_post("/_scopes", set_scopes)
    app.router.add_post("/_messages", list_messages)
    return app


if __name__ == "__main__":
    serve(slack_app())
