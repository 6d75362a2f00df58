"""Honest error pages: what happened and what to do, never how it looks inside."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.web.guard import Policy
from bot.web.labels import _
from bot.web.site import Site

WHAT = {
    400: _("This request could not be understood."),
    403: _("This request did not come from one of our own pages, so nothing was done."),
    404: _("There is nothing here, or it belongs to someone else."),
    405: _("This address can't be used that way."),
    413: _("That is too much at once: at most 64 KB can be sent."),
    500: _("Something went wrong on our side. What you said so far is kept."),
}


class ErrorPages:
    """Makes the answers to requests that fail: pages, and JSON where JSON was asked for."""

    def __init__(self, site: Site, policy: Policy) -> None:
        self._site = site
        self._policy = policy

    def page(self, request: Request, status: int) -> Response:
        """The answer for this status."""
        what = self._site.say(request, WHAT.get(status, WHAT[400]))
        if request.url.path.startswith("/api/"):
            return JSONResponse({"message": what}, status)
        return self._site.page(request, "error.html", status, number=status, what=what)

    def refused(self, request: Request, error: Exception) -> Response:
        """For what an endpoint turned away."""
        status = error.status_code if isinstance(error, HTTPException) else 400
        response = self.page(request, status)
        response.headers.update(getattr(error, "headers", None) or {})
        return response

    def broken(self, request: Request, error: Exception) -> Response:
        """For what nobody expected; the server writes the trace to its log."""
        response = self.page(request, 500)
        self._policy.add(response.headers, request.url.path)
        return response
