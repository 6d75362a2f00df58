"""Endpoints that need what was posted; they work in threads that may wait for Rasa."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from bot.web.site import site_of

Async = Callable[[Request], Awaitable[Response]]


def form(endpoint: Callable[[Request, Mapping[str, str]], Response]) -> Async:
    """Gives the endpoint the fields of the form as texts."""

    async def read(request: Request) -> Response:
        async with request.form() as fields:
            texts = {name: value for name, value in fields.items() if isinstance(value, str)}
        return await _in_talker(endpoint, request, texts)

    return read


def json_object(endpoint: Callable[[Request, dict[str, Any]], Response]) -> Async:
    """Gives the endpoint the JSON object that was posted; anything else is a 400."""

    async def read(request: Request) -> Response:
        try:
            body = json.loads(await request.body())
        except (ValueError, RecursionError) as error:
            raise HTTPException(400) from error
        if not isinstance(body, dict):
            raise HTTPException(400)
        return await _in_talker(endpoint, request, body)

    return read


async def _in_talker(
    endpoint: Callable[[Request, Any], Response], request: Request, posted: object
) -> Response:
    talkers = site_of(request).talkers
    return await asyncio.get_running_loop().run_in_executor(talkers, endpoint, request, posted)
