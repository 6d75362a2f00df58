"""The coach's feedback as a card: in the chat and at the top of the report."""

from __future__ import annotations

from starlette.requests import Request

from actions import coach
from actions.feedback import Feedback
from actions.past import past_of
from actions.records import Drill
from bot.web.site import Site


def of(site: Site, request: Request, drill: Drill) -> Feedback:
    """What the coach says of a drill that is over, in the reader's language."""
    turns = site.records.turns(drill.id)
    return coach.feedback(
        drill,
        turns,
        site.stories(),
        site.rubric,
        site.language(request),
        nudges=len(site.records.nudges(drill.id)),
        past=past_of(site.records, drill),
    )


def card(site: Site, request: Request, drill: Drill) -> str:
    """The same as HTML, every text in it escaped."""
    language = site.language(request)
    said = of(site, request, drill)
    return site.fragment(language, "feedback.html", drill=drill, feedback=said, in_report=False)
