"""What Slack and Teams send: passed on to Rasa, where it is checked, and the answer back."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import httpx
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.web.guard import read_body

PATHS = ("/slack/events", "/teams/messages")
LARGEST_BODY = 256 * 1024  # bytes
CONNECTIONS = 64  # to Rasa at once, apart from those of the pages
PATIENCE = httpx.Timeout(10, pool=2)  # seconds; the platforms wait no longer

HEADERS = (
    b"content-type",
    b"x-slack-signature",
    b"x-slack-request-timestamp",
    b"x-slack-retry-num",
    b"x-slack-retry-reason",
    b"authorization",
)


def routes(rasa: httpx.AsyncClient) -> list[Route]:
    """The addresses that the platforms are given.

    Args:
        rasa: from `client`; whoever made it closes it.
    """
    return [Route(path, _to(rasa, f"/webhooks{path}"), methods=["POST"]) for path in PATHS]


def client(rasa_url: str) -> httpx.AsyncClient:
    """A client for Rasa at this address.

    It keeps no connection: Rasa could close one just when it is used again.
    """
    limits = httpx.Limits(max_connections=CONNECTIONS, max_keepalive_connections=0)
    return httpx.AsyncClient(base_url=rasa_url, timeout=PATIENCE, limits=limits, trust_env=False)


def _to(rasa: httpx.AsyncClient, address: str) -> Callable[[Request], Awaitable[Response]]:
    async def pass_on(request: Request) -> Response:
        status, body = await read_body(request.receive, LARGEST_BODY)
        if status != 200:
            return Response(status_code=status)
        headers = [(name, value) for name, value in request.headers.raw if name in HEADERS]
        try:
            answer = await rasa.post(address, content=body, headers=headers)
        except httpx.HTTPError:
            return Response(status_code=503)  # the platforms deliver again
        if answer.status_code == 404:  # this platform is not set up
            raise HTTPException(404)
        kind = answer.headers.get("Content-Type")
        return Response(answer.content, answer.status_code, media_type=kind)

    return pass_on
