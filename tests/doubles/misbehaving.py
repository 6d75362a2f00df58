"""What the doubles of the platforms share: they note every call, and misbehave when told to.

A double is `python -m tests.doubles.<name> PORT`: an aiohttp application from `application`, with
the platform's own routes added, run by `serve`. Tests hold it by a `Double`.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass, field
from typing import Any, Literal, TypeVar

import httpx
from aiohttp import web

from actions.settings import ROOT
from bot.serve import free_ports

NOTED_HEADERS = ("authorization", "content-type")
STARTS_WITHIN = 20.0  # seconds
WAITS_FOR = 20.0  # seconds

How = Literal["429", "500", "drop_before", "drop_after", "late"]
Found = TypeVar("Found")
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass
class Misbehaviour:
    """What to do wrong.

    Args:
        of: part of the path of the calls that are meant.
        how: "429", "500"; "drop_before" hangs up without doing it, "drop_after" does it and
            hangs up; "late" does it, but `seconds` later.
        times: how often.
        seconds: of `late`, and what a 429 asks to wait.
    """

    of: str
    how: How
    times: int = 1
    seconds: float = 1


@dataclass
class Recorder:
    """The calls that came in, and the misbehaviours still to come."""

    calls: list[dict[str, Any]] = field(default_factory=list)
    planned: list[Misbehaviour] = field(default_factory=list)

    def note(self, request: web.Request, body: object, how: str) -> None:
        """Keeps a call; `how` is "done" or what was done wrong."""
        headers = {name: request.headers.get(name, "") for name in NOTED_HEADERS}
        about = {"method": request.method, "path": request.path, "query": dict(request.query)}
        self.calls.append(
            {**about, "headers": headers, "body": body, "how": how, "at": time.time()}
        )

    def next(self, path: str) -> Misbehaviour | None:
        """The misbehaviour that a call of this path meets."""
        for planned in self.planned:
            if planned.of in path:
                planned.times -= 1
                if not planned.times:
                    self.planned.remove(planned)
                return planned
        return None


RECORDER = web.AppKey("recorder", Recorder)


def application() -> web.Application:
    """An application without a platform yet: it records, misbehaves and can be controlled."""
    app = web.Application(middlewares=[_record], client_max_size=16 * 1024 * 1024)
    app[RECORDER] = Recorder()
    app.router.add_get("/_calls", _calls)
    app.router.add_post("/_clear", _clear)
    app.router.add_post("/_misbehave", _misbehave)
    return app


def serve(app: web.Application) -> None:
    """Runs a double on the loopback port named on the command line."""
    web.run_app(
        app,
        host="127.0.0.1",
        port=int(sys.argv[1]),
        print=None,
        access_log=None,
        shutdown_timeout=0.5,
    )


async def read_body(request: web.Request) -> Any:
    """The JSON or form of a request; its plain text if it is neither."""
    if request.content_type == "application/x-www-form-urlencoded":
        return dict(await request.post())
    text = await request.text()
    try:
        return json.loads(text)
    except ValueError:
        return text


@web.middleware
async def _record(request: web.Request, handler: Handler) -> web.StreamResponse:
    if request.path.startswith("/_"):
        return await handler(request)
    recorder, body = request.app[RECORDER], await read_body(request)
    wrong = recorder.next(request.path)
    if wrong and wrong.how in ("429", "500", "drop_before"):
        recorder.note(request, body, wrong.how)
        if wrong.how == "drop_before":
            return _hang_up(request)
        seconds = {"Retry-After": f"{wrong.seconds:g}"} if wrong.how == "429" else {}
        return web.json_response({"ok": False}, status=int(wrong.how), headers=seconds)
    if wrong and wrong.how == "late":
        await asyncio.sleep(wrong.seconds)
    recorder.note(request, body, wrong.how if wrong else "done")
    answer = await handler(request)
    return _hang_up(request) if wrong and wrong.how == "drop_after" else answer


def _hang_up(request: web.Request) -> web.Response:
    if request.transport:
        request.transport.close()
    return web.Response()  # goes nowhere


async def _calls(request: web.Request) -> web.Response:
    return web.json_response(request.app[RECORDER].calls)


async def _clear(request: web.Request) -> web.Response:
    request.app[RECORDER].calls.clear()
    request.app[RECORDER].planned.clear()
    return web.json_response({})


async def _misbehave(request: web.Request) -> web.Response:
    request.app[RECORDER].planned.append(Misbehaviour(**await request.json()))
    return web.json_response({})


class Double:
    """A test's hold of a double: starts its process, controls it, stops it.

    Args:
        name: of the module in tests/doubles.
    """

    def __init__(self, name: str) -> None:
        self.url = f"http://127.0.0.1:{free_ports(1)[0]}"
        self.http = httpx.Client(base_url=self.url, timeout=30, trust_env=False)
        port = self.url.rsplit(":", 1)[1]
        command = [sys.executable, "-m", f"tests.doubles.{name}", port]
        self._process = subprocess.Popen(command, cwd=ROOT)
        eventually(self._listens, STARTS_WITHIN)

    def close(self) -> None:
        """Stops it."""
        self.http.close()
        self._process.terminate()
        self._process.wait(10)

    def calls(self, of: str = "", *how: str) -> list[dict[str, Any]]:
        """The calls whose path contains `of`; with `how`, only those it did in these ways."""
        calls = self.http.get("/_calls").json()
        return [call for call in calls if of in call["path"] and (not how or call["how"] in how)]

    def clear(self) -> None:
        """Forgets all calls and planned misbehaviours."""
        self.control("clear")

    def misbehave(self, of: str, how: How, times: int = 1, seconds: float = 1) -> None:
        """Lets the next calls of a path go wrong."""
        self.control("misbehave", **asdict(Misbehaviour(of, how, times, seconds)))

    def control(self, what: str, **about: Any) -> Any:
        """Posts to a control address of the double, `/_<what>`."""
        answer = self.http.post(f"/_{what}", json=about)
        answer.raise_for_status()
        return answer.json()

    def _listens(self) -> bool:
        if self._process.poll() is not None:
            raise RuntimeError(f"the double ended: {self._process.args!r}")
        try:
            return self.http.get("/_calls").is_success
        except httpx.TransportError:
            return False


def eventually(look: Callable[[], Found], within: float = WAITS_FOR) -> Found:
    """What `look` finds, as soon as it finds something; fails when the time is over."""
    deadline = time.monotonic() + within
    while not (found := look()):
        if time.monotonic() > deadline:
            raise AssertionError(f"waited {within} s in vain; at last: {found!r}")
        time.sleep(0.05)
    return found
