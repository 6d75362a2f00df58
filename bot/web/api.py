"""What the drill page asks for and sends: every answer is the whole view of the drill."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from actions.records import Drill, Hint, Nudge, Turn
from bot.said import Said
from bot.typed import as_typed, is_blank
from bot.web import feedback, posted
from bot.web.labels import _
from bot.web.rasa import LateError, SilentError
from bot.web.site import Site, site_of
from bot.web.view import view

LONGEST_REPLY = 1000  # characters

BLANK = _("There is nothing to send yet. Say something to the customer first.")
TOO_LONG = _("At most 1000 characters, please. Your text is still in the box; shorten it and send.")
STALE = _("This drill has gone on meanwhile. Here is where it stands now.")
WAIT = _("What was sent before is still being answered. One moment, please.")
OVER = _("This drill is over. Read the feedback, or take the last reply back and try again.")
SILENT = _(
    "The customer can't be reached just now. What you said has not been sent; "
    "it is still in the box. Send it again in a moment."
)
LATE = _(
    "No answer yet, so it is not known whether what you said has arrived. It is still in the box, "
    "and this page will look again by itself. Sending it again does not say it twice."
)
NO_ANSWER = _("That didn't get through just now. Nothing is lost; try again in a moment.")
LATE_ANSWER = _(
    "No answer yet, so it is not known whether that has arrived. "
    "This page will look again by itself."
)


@dataclass(frozen=True)
class Standing:
    """A drill as the records have it at one moment."""

    drill: Drill
    turns: list[Turn]
    hints: list[Hint]
    nudges: list[Nudge]

    @classmethod
    def of(cls, site: Site, drill_id: str) -> Standing:
        """The drill now."""
        drill = site.records.drill(drill_id)
        if drill is None:
            raise HTTPException(404)
        turns = site.records.turns(drill_id, with_taken_back=True)
        return cls(drill, turns, site.records.hints(drill_id), site.records.nudges(drill_id))

    @property
    def counting(self) -> list[Turn]:
        """The turns that were not taken back."""
        return [turn for turn in self.turns if not turn.taken_back]


def show(request: Request) -> Response:
    """The drill as it stands."""
    site = site_of(request)
    return _answer(request, Standing.of(site, site.drill(request).id))


@dataclass(frozen=True)
class Wish:
    """One thing the trainee wants to happen in the drill.

    Args:
        message: what Rasa gets.
        came_true: whether the records show it, given the drill before and after.
        silent: words for when it surely did not arrive.
        late: words for when it may still arrive.
        also_when_over: whether it makes sense after the end.
    """

    message: str
    came_true: Callable[[Standing, Standing], bool]
    silent: str = NO_ANSWER
    late: str = LATE_ANSWER
    also_when_over: bool = False


def reply(request: Request, body: dict[str, Any]) -> Response:
    """Says something to the customer."""
    site = site_of(request)
    drill = site.drill(request)
    text = body.get("text")
    if not isinstance(text, str):
        raise HTTPException(400)
    if is_blank(text) or len(text) > LONGEST_REPLY:
        standing = Standing.of(site, drill.id)
        return _answer(request, standing, 422, BLANK if is_blank(text) else TOO_LONG)
    words = as_typed(text)

    def was_said(before: Standing, after: Standing) -> bool:
        new = after.counting[len(before.counting) :]
        return any(turn.reply.strip() == words.strip() for turn in new)

    return _go_on(request, drill, body.get("turn"), Wish(words, was_said, SILENT, LATE))


def press(button: str) -> Callable[[Request, dict[str, Any]], Response]:
    """The endpoint of a button, hint, retake or stop, or of the page's own clock: silence."""
    wish = Wish(f"/{button}", Standing.__ne__, also_when_over=button == "retake")

    def pressed(request: Request, body: dict[str, Any]) -> Response:
        return _go_on(request, site_of(request).drill(request), body.get("turn"), wish)

    return pressed


def _go_on(request: Request, drill: Drill, turn: object, wish: Wish) -> Response:
    """Sends one thing, unless the page was behind; then shows what the records say."""
    site = site_of(request)
    with site.talking.enter(drill.id) as alone:
        before = Standing.of(site, drill.id)
        due = len(before.counting) + 1
        if not alone:
            return _answer(request, before, 409, WAIT, look_again=True)
        if turn != due:
            return _answer(request, before, 409, STALE)
        if before.drill.ending and not wish.also_when_over:
            return _answer(request, before, 409, OVER)
        try:
            said = site.rasa.say(before.drill, wish.message, site.language(request), due)
        except SilentError as error:
            return _unanswered(request, wish, before, late=isinstance(error, LateError))
    after = Standing.of(site, drill.id)
    if any(part.kind == "stale" for part in said):
        return _answer(request, after, 409, STALE)
    patient = any(part.kind == "patient" for part in said)
    if after == before and not patient and not _notes(said, after):
        return _answer(request, after, 503, wish.silent)
    return _answer(request, after, said=said)


def _unanswered(request: Request, wish: Wish, before: Standing, *, late: bool) -> Response:
    """What the records say of a wish that got no answer."""
    after = Standing.of(site_of(request), before.drill.id)
    if wish.came_true(before, after):
        return _answer(request, after)
    if after != before:
        return _answer(request, after, 409, STALE)
    if late:
        return _answer(request, after, 504, wish.late, look_again=True)
    return _answer(request, after, 503, wish.silent)


def _answer(
    request: Request,
    now: Standing,
    status: int = 200,
    message: str = "",
    said: Sequence[Said] = (),
    *,
    look_again: bool = False,
) -> Response:
    site = site_of(request)
    shown = view(
        now.drill, now.turns, now.hints, now.nudges, lambda words: site.say(request, words)
    )
    shown["feedback"] = feedback.card(site, request, now.drill) if now.drill.ending else None
    shown["notes"] = _notes(said, now)
    shown["retaken"] = next((part.data.get("reply") for part in said if part.kind == "retaken"), "")
    shown["message"] = site.say(request, message) if message else ""
    shown["look_again"] = look_again
    return JSONResponse(shown, status)


def _notes(said: Sequence[Said], now: Standing) -> list[dict[str, Any]]:
    """What the coach says beside the records: help, refusals, offers of customers."""
    recorded = {hint.text for hint in now.hints}
    return [
        {"text": part.text, "stories": part.data.get("stories", [])}
        for part in said
        if part.kind in ("note", "offer") or (part.kind == "hint" and part.text not in recorded)
    ]


ROUTES = [
    Route("/api/drill/{drill}", show),
    Route("/api/drill/{drill}/reply", posted.json_object(reply), methods=["POST"]),
    *(
        Route(f"/api/drill/{{drill}}/{button}", posted.json_object(press(button)), methods=["POST"])
        for button in ("hint", "retake", "stop", "silence")
    ),
]
