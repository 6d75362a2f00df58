"""The coach's feedback as a card: in the chat and at the top of the report."""

from __future__ import annotations

from starlette.requests import Request

from actions import coach
from actions.feedback import Feedback
from actions.past import past_of
from actions.records import Drill
from bot.web.site import Site


def of(site: Site, request: Request, drill: Drill, speaker: str | None = None) -> Feedback:
    """What the coach says of a drill that is over, in the reader's language.

    Args:
        site: the site.
        request: the reader's.
        drill: the drill.
        speaker: of a team, the one member it is for; None for all of them.
    """
    records = site.records
    return coach.feedback(
        drill,
        records.turns(drill.id),
        site.stories(),
        site.rubric,
        site.language(request),
        nudges=len(records.nudges(drill.id)),
        past=None if drill.mode else past_of(records, drill),
        speaker=speaker,
        unheard=[one for one in records.answers(drill.id) if one.trainee_id == speaker],
    )


def card(site: Site, request: Request, drill: Drill) -> str:
    """The same as HTML, every text in it escaped."""
    language = site.language(request)
    said = of(site, request, drill)
    shown = {"drill": drill, "feedback": said, "title": "feedback", "ways": "chat"}
    return site.fragment(language, "feedback.html", **shown)
