"""Reports: of one's own drills, of those played with the team, and by a link from a chat."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from actions.discussion import contrasts
from actions.records import Drill
from actions.session import story_of
from bot.report_link import NoReportError, read
from bot.web import feedback, transcript
from bot.web.site import site_of
from bot.web.team import speakers


def report(request: Request) -> Response:
    """The report of a drill that is over."""
    drill = site_of(request).drill_to_read(request)
    if not drill.ending:
        return RedirectResponse(f"/drill/{drill.id}", 303)
    return _page(request, drill, request.session["trainee"], at_home=True)


def by_link(request: Request) -> Response:
    """The report that a link from a chat opens, and nothing else, whoever's browser it is."""
    site = site_of(request)
    try:
        drill_id, reader = read(site.settings, request.path_params["token"])
    except NoReportError:
        return site.page(request, "no_report.html", 404)
    drill = site.records.drill(drill_id)
    if drill is None:
        raise HTTPException(404)
    if not drill.ending:
        return going_on(request, drill)
    return _page(request, drill, reader, at_home=request.session.get("trainee") == reader)


def going_on(request: Request, drill: Drill) -> Response:
    """Says that a drill goes on in a chat."""
    return site_of(request).page(request, "going_on.html", drill=drill)


def _page(request: Request, drill: Drill, reader: str, *, at_home: bool) -> Response:
    """The report as somebody may read it.

    Args:
        request: what asked for it.
        drill: the drill.
        reader: the trainee it is shown to: the answers nobody heard are their own alone.
        at_home: whether it is their browser, so that the links to their pages lead somewhere.
    """
    site, records = site_of(request), site_of(request).records
    names = speakers(records, drill)
    turns = records.turns(drill.id, with_taken_back=True)
    answers = transcript.unheard_of(reader, records.answers(drill.id), turns)
    hints, nudges = records.hints(drill.id), records.nudges(drill.id)
    spoke = bool(drill.mode) and reader in names
    counting = [turn for turn in turns if not turn.taken_back]
    language = site.language(request)
    discussed = contrasts(drill, counting, records.answers(drill.id), site.rubric, language)
    return site.page(
        request,
        "report.html",
        drill=drill,
        story=story_of(drill),
        feedback=feedback.of(site, request, drill),
        own_feedback=feedback.of(site, request, drill, speaker=reader) if spoke else None,
        names=names,
        discussed=discussed if drill.mode == "duel" else [],
        reader=reader,
        at_home=at_home,
        steps=transcript.steps(drill, turns, hints, nudges, answers),
        left_over=transcript.left_over(turns),
        unheard=transcript.unheard_after(turns, answers),
    )


ROUTES = [Route("/drill/{drill}/report", report), Route("/r/{token}", by_link)]
