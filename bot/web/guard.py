"""What every request must keep to and every response must carry."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LARGEST_BODY = 64 * 1024  # bytes

_ORIGIN = re.compile(r"https?://(\*\.)?[a-zA-Z0-9.\-]+(:\d+)?")
_FILE = re.compile(r"/(static|vendor)/|/widget\.js$")  # may be kept, but asked for again
_FRAMED = re.compile(r"/(drill/.*|drills|name|leave|start|language|link(/confirm)?)?")
_KEY = re.compile(r"/r/")  # the address opens what it names, so it is told to nobody


class Policy:
    """The security headers of a response.

    Args:
        embed_origins: origins (space-separated) whose pages may frame the drill.

    Raises:
        ValueError: if one of them is no origin.
    """

    def __init__(self, embed_origins: str) -> None:
        for origin in embed_origins.split():
            if not _ORIGIN.fullmatch(origin):
                raise ValueError(
                    f"DUILIAN_EMBED_ORIGINS: {origin!r} is no origin like https://intranet.example"
                )
        self._framers = " ".join(["'self'", *embed_origins.split()])

    def add(self, headers: MutableHeaders, path: str) -> None:
        """Adds them to the headers of the response at this path."""
        headers["Content-Security-Policy"] = self._content_security(path)
        headers["X-Content-Type-Options"] = "nosniff"
        headers["Referrer-Policy"] = "strict-origin" if _KEY.match(path) else "same-origin"
        headers["Cache-Control"] = "no-cache" if _FILE.match(path) else "no-store"

    def _content_security(self, path: str) -> str:
        parts = {
            "default-src": "'none'",
            "script-src": "'self'",
            "style-src": "'self'",
            "img-src": "'self' data:",
            "connect-src": "'self'",
            "font-src": "'self'",
            "base-uri": "'none'",
            "form-action": "'self'",
            "frame-ancestors": self._framers if _FRAMED.fullmatch(path) else "'self'",
        }
        if path == "/widget-example":
            parts["frame-src"] = "'self'"
        return "; ".join(f"{name} {value}" for name, value in parts.items())


class PolicyMiddleware:
    """Adds the security headers to every response."""

    def __init__(self, app: ASGIApp, policy: Policy) -> None:
        self._app = app
        self._policy = policy

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._policy.add(MutableHeaders(scope=message), scope["path"])
            await send(message)

        await self._app(scope, receive, send_with_headers)


class GateMiddleware:
    """Lets through what changes something only from our own pages, and only in small bodies.

    Args:
        app: what lies behind the gate.
        refuse: makes the answer to a request that is turned away, given the HTTP status.
        signed: paths where a signature proves who sends; what lies there reads its own bodies.
    """

    def __init__(
        self,
        app: ASGIApp,
        refuse: Callable[[Request, int], Response],
        signed: Collection[str],
    ) -> None:
        self._app = app
        self._refuse = refuse
        self._signed = signed

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http" or self._is_open(scope):
            await self._app(scope, receive, send)
            return
        status, body = 403, b""
        if _from_our_own_page(Headers(scope=scope)):
            status, body = await read_body(receive, LARGEST_BODY)
        if status != 200:
            await self._refuse(Request(scope), status)(scope, receive, send)
            return

        unread = [body]

        async def receive_again() -> Message:
            if unread:
                return {"type": "http.request", "body": unread.pop(), "more_body": False}
            return await receive()

        await self._app(scope, receive_again, send)

    def _is_open(self, scope: Scope) -> bool:
        return scope["method"] in ("GET", "HEAD", "OPTIONS") or scope["path"] in self._signed


def _from_our_own_page(headers: Headers) -> bool:
    """Whether the page that sent this was ours; browsers always say so with what is posted."""
    host = headers.get("host", "")
    return bool(host) and headers.get("origin") in (f"http://{host}", f"https://{host}")


async def read_body(receive: Receive, largest: int) -> tuple[int, bytes]:
    """The whole body and 200, or 413 if it is larger (bytes) and 400 if it broke off."""
    body, more = b"", True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            return 400, b""
        body += message.get("body", b"")
        if len(body) > largest:
            return 413, b""
        more = message.get("more_body", False)
    return 200, body
