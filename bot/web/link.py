"""Joins a browser and an account in Slack or Teams, by a code that the bot gave out there."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot.chats.accounts import Account, Accounts
from bot.chats.codes import Codes
from bot.chats.joining import join
from bot.web import posted
from bot.web.labels import CHANNELS, _
from bot.web.site import Site, site_of
from bot.web.tries import WITHIN

LONGEST_CODE = 20  # characters, with what people put between them

WRONG = _(
    "This code is wrong, used or older than 10 minutes. "
    "Write “link” to the bot in Slack or Teams, and it gives you a new one."
)
WAIT = _("Too many wrong codes just now. Wait a minute, then type yours again.")


def ask(request: Request) -> Response:
    """The page that asks for the code."""
    return _ask(request)


def check(request: Request, form: Mapping[str, str]) -> Response:
    """Shows whose code it is and what will happen."""
    site = site_of(request)
    account = _account(site, form, Codes(site.records.db).peek)
    if not isinstance(account, Account):
        return _ask(request, problem=account, typed=form.get("code", ""))
    return _confirm(request, account, form["code"])


def confirm(request: Request, form: Mapping[str, str]) -> Response:
    """Does it, unless the browser is somebody else's by now."""
    site = site_of(request)
    codes, mine = Codes(site.records.db), site.trainee(request)
    account = _account(site, form, codes.peek)
    if not isinstance(account, Account):
        return _ask(request, problem=account, typed=form.get("code", ""))
    if form.get("mine", "") != (mine.id if mine else ""):
        return _confirm(request, account, form["code"])
    if codes.use(form["code"]) is None:
        return _ask(request, problem=WRONG)
    if mine:
        join(site.records, mine.id, account.trainee_id)
    request.session["trainee"] = account.trainee_id
    request.session["name"] = _name(site, account)
    return RedirectResponse("/drills", 303)


def _account(
    site: Site, form: Mapping[str, str], look_up: Callable[[str], str | None]
) -> Account | str:
    """The account of the code in the form, or what is wrong with it."""
    if not site.tries.take():
        return WAIT
    account_id = look_up(form.get("code", "")[:LONGEST_CODE])
    account = Accounts(site.records).get(account_id) if account_id else None
    if account is None:
        return WRONG
    site.tries.was_right()
    return account


def _ask(request: Request, problem: str = "", typed: str = "") -> Response:
    site = site_of(request)
    status = {"": 200, WAIT: 429}.get(problem, 422)
    said = site.say(request, problem) if problem else ""
    page = site.page(request, "link.html", status, problem=said, typed=typed, longest=LONGEST_CODE)
    if problem == WAIT:
        page.headers["Retry-After"] = f"{WITHIN:.0f}"
    return page


def _confirm(request: Request, account: Account, code: str) -> Response:
    site = site_of(request)
    mine = site.trainee(request)
    return site.page(
        request,
        "link_confirm.html",
        code=code,
        account=account,
        channel=CHANNELS[account.channel],
        kept=_name(site, account),
        drills=_drills(site, account.trainee_id),
        mine=mine,
        my_drills=_drills(site, mine.id) if mine else 0,
        joined=mine is not None and mine.id == account.trainee_id,
    )


def _name(site: Site, account: Account) -> str:
    trainee = site.records.trainee(account.trainee_id)
    return trainee.name if trainee else account.name


def _drills(site: Site, trainee_id: str) -> int:
    records = site.records
    return len(records.drills_of(trainee_id)) + len(records.team_drills_with(trainee_id))


ROUTES = [
    Route("/link", ask),
    Route("/link", posted.form(check), methods=["POST"]),
    Route("/link/confirm", posted.form(confirm), methods=["POST"]),
]
