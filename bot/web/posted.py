"""Endpoints that need what was posted but work in a thread of their own."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

Async = Callable[[Request], Awaitable[Response]]


def form(endpoint: Callable[[Request, Mapping[str, str]], Response]) -> Async:
    """Gives the endpoint the fields of the form as texts."""

    async def read(request: Request) -> Response:
        async with request.form() as fields:
            texts = {name: value for name, value in fields.items() if isinstance(value, str)}
        return await run_in_threadpool(endpoint, request, texts)

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
        return await run_in_threadpool(endpoint, request, body)

    return read
