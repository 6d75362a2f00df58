"""The web app."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from actions.settings import ROOT, Settings
from bot.web import api, hooks, link, pages, reports
from bot.web.errors import ErrorPages
from bot.web.guard import GateMiddleware, Policy, PolicyMiddleware
from bot.web.hosts import known_hosts
from bot.web.site import Site

STATIC = Path(__file__).parent / "static"
VENDOR = {"echarts.js": ROOT / "node_modules" / "echarts" / "dist" / "echarts.common.min.js"}
YEAR = 365 * 24 * 3600  # seconds


def create_app(settings: Settings) -> Starlette:
    """The app for these settings.

    Raises:
        ValueError: if `embed_origins` or `hosts` names something that is none.
    """
    http = httpx.Client(trust_env=False)
    rasa = hooks.client(settings.rasa_url)
    policy = Policy(settings.embed_origins)
    hosts = known_hosts(settings)
    site = Site(settings, http)
    errors = ErrorPages(site, policy)

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        yield
        site.close()
        http.close()
        await rasa.aclose()

    app = Starlette(
        routes=[
            *pages.ROUTES,
            *reports.ROUTES,
            *link.ROUTES,
            *api.ROUTES,
            *hooks.routes(rasa),
            *FILES,
        ],
        middleware=_middleware(settings, hosts, policy, errors),
        exception_handlers={HTTPException: errors.refused, Exception: errors.broken},
        lifespan=lifespan,
    )
    app.state.site = site
    return app


def _middleware(
    settings: Settings, hosts: list[str], policy: Policy, errors: ErrorPages
) -> list[Middleware]:
    return [
        Middleware(PolicyMiddleware, policy=policy),
        Middleware(TrustedHostMiddleware, allowed_hosts=hosts, www_redirect=False),
        Middleware(
            SessionMiddleware,
            secret_key=settings.secret(),
            session_cookie="duilian",
            max_age=YEAR,
            same_site="lax",
            https_only=settings.https,
        ),
        Middleware(GateMiddleware, refuse=errors.page, signed=hooks.PATHS),
    ]


async def _healthy(request: Request) -> Response:
    """Tells the supervisor that the app is up, also when every thread is taken."""
    return PlainTextResponse("ok")


def _widget(request: Request) -> Response:
    """The script that intranet pages load; at the root so that its address is short."""
    return FileResponse(STATIC / "widget.js")


def _vendor(request: Request) -> Response:
    """A front-end library: the listed files of node_modules and nothing else."""
    file = VENDOR.get(request.path_params["file"])
    if file is None or not file.is_file():
        raise HTTPException(404)
    return FileResponse(file)


FILES = [
    Route("/healthz", _healthy),
    Route("/widget.js", _widget),
    Route("/vendor/{file}", _vendor),
    Mount("/static", StaticFiles(directory=STATIC)),
]
