"""The pages a trainee walks through."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from actions.records.store import new_id
from actions.session import story_of
from bot.web import api, feedback, posted, reports
from bot.web.catalogue import offers
from bot.web.labels import _
from bot.web.language import choose
from bot.web.rasa import SilentError
from bot.web.site import site_of

LONGEST_NAME = 40  # characters
DRILLS_A_PAGE = 30

BAD_NAME = _("Please enter a name of 1 to 40 characters.")
NO_COOKIE = _(
    "Your browser did not keep your name. If this page is framed in another one, "
    "open it in a window of its own."
)

_OWN_PAGE = re.compile(r"/(?![/\\])[\w\-./]*", re.ASCII)


def home(request: Request) -> Response:
    """The list of customers; for a newcomer the question for their name."""
    site = site_of(request)
    trainee = site.trainee(request)
    if trainee is None:
        lost = "entered" in request.query_params
        return _ask_name(request, problem=NO_COOKIE if lost else "")
    drills = site.records.drills_of(trainee.id)
    stories = site.stories()
    gone = [drill for drill in drills if not drill.ending and drill.story not in stories]
    over = next((d for d in drills if d.ending and d.ending != "stopped"), None)
    advice = feedback.of(site, request, over).next_customer if over else None
    return site.page(
        request,
        "home.html",
        advice=advice if advice and advice.story in stories else None,
        offers=offers(stories, drills),
        gone=gone,
        problems=site.problems(),
    )


def name(request: Request) -> Response:
    """The question for the trainee's name."""
    return _ask_name(request)


def enter(request: Request, form: Mapping[str, str]) -> Response:
    """Takes the name; a person who had one is renamed."""
    site = site_of(request)
    typed = form.get("name", "").strip()
    if not is_name(typed):
        return _ask_name(request, 422, BAD_NAME, typed)
    trainee = site.trainee(request)
    if trainee:
        site.records.rename_trainee(trainee.id, typed)
    else:
        request.session["trainee"] = site.records.add_trainee(typed).id
    request.session["name"] = typed
    return RedirectResponse("/?entered=1", 303)


def leave(request: Request, form: Mapping[str, str]) -> Response:
    """Forgets who was here, so that someone else can practise at this browser."""
    language = site_of(request).language(request)
    request.session.clear()
    request.session["language"] = language
    return RedirectResponse("/", 303)


def is_name(text: str) -> bool:
    """Whether this is a name: neither empty nor endless, and nothing invisible in it."""
    plain = not any(unicodedata.category(char) in _INVISIBLE for char in text)
    return 0 < len(text) <= LONGEST_NAME and plain


_INVISIBLE = ("Cc", "Cf", "Cs", "Zl", "Zp")


def _ask_name(request: Request, status: int = 200, problem: str = "", typed: str = "") -> Response:
    site = site_of(request)
    trainee = site.trainee(request)
    context: dict[str, Any] = {
        "problem": site.say(request, problem) if problem else "",
        "typed": typed or (trainee.name if trainee else ""),
        "trainee": trainee,
        "drills": len(site.records.drills_of(trainee.id)) if trainee else 0,
        "chats": site.chats,
    }
    return site.page(request, "name.html", status, **context)


def language(request: Request, form: Mapping[str, str]) -> Response:
    """Changes the language and goes back to the page it was changed on."""
    request.session["language"] = choose(form.get("language"))
    back = form.get("next", "/")
    return RedirectResponse(back if _OWN_PAGE.fullmatch(back) else "/", 303)


def start(request: Request, form: Mapping[str, str]) -> Response:
    """Starts a drill with a customer of the library."""
    site = site_of(request)
    trainee = site.trainee(request)
    if trainee is None:
        return RedirectResponse("/", 303)
    story = site.stories().get(form.get("story", ""))
    if story is None:
        return site.page(request, "gone.html", 404)
    drill_id = new_id()
    with suppress(SilentError):  # the records say whether it was heard
        site.rasa.start(drill_id, trainee.id, story.name, site.language(request))
    if site.records.drill(drill_id) is None:
        return site.page(request, "silent.html", 503, story=story)
    for earlier in site.records.drills_of(trainee.id):
        if earlier.story == story.name and earlier.id != drill_id and not earlier.ending:
            site.records.end_drill(earlier.id, "stopped")
    return RedirectResponse(f"/drill/{drill_id}", 303)


def drills(request: Request) -> Response:
    """All drills of the trainee, alone and in teams, newest first, in pages."""
    site = site_of(request)
    trainee = site.trainee(request)
    if trainee is None:
        return RedirectResponse("/", 303)
    alone, in_teams = site.records.drills_of(trainee.id), site.records.team_drills_with(trainee.id)
    all_drills = sorted([*alone, *in_teams], key=lambda drill: drill.opened_at, reverse=True)
    last = max(1, -(-len(all_drills) // DRILLS_A_PAGE))
    wish = request.query_params.get("page", "")
    number = min(int(wish), last) if re.fullmatch("[1-9][0-9]{0,5}", wish) else 1
    shown = all_drills[(number - 1) * DRILLS_A_PAGE : number * DRILLS_A_PAGE]
    return site.page(request, "drills.html", drills=shown, number=number, last=last)


def drill(request: Request) -> Response:
    """The drill page; a team's drill is played where the team talks."""
    site = site_of(request)
    seen = site.drill_to_read(request)
    if seen.mode:
        over = RedirectResponse(f"/drill/{seen.id}/report", 303)
        return over if seen.ending else reports.going_on(request, seen)
    return site.page(
        request,
        "drill.html",
        drill=seen,
        story=story_of(seen),
        longest=api.LONGEST_REPLY,
        blank=api.BLANK,
        too_long=api.TOO_LONG,
    )


def widget_example(request: Request) -> Response:
    """A page of some intranet, with the widget on it."""
    script = f"{request.base_url}widget.js"
    return site_of(request).page(request, "widget_example.html", script=script)


ROUTES = [
    Route("/", home),
    Route("/name", name),
    Route("/name", posted.form(enter), methods=["POST"]),
    Route("/leave", posted.form(leave), methods=["POST"]),
    Route("/language", posted.form(language), methods=["POST"]),
    Route("/start", posted.form(start), methods=["POST"]),
    Route("/drills", drills),
    Route("/drill/{drill}", drill),
    Route("/widget-example", widget_example),
]
