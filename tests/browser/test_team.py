"""Pages for people who also drill in chats, in a real browser: reports, links, codes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from actions.records import Records
from actions.records.store import new_id
from actions.session import Session
from bot.chats.accounts import Account, Accounts
from bot.chats.codes import Codes
from bot.chats.heard import Place
from bot.chats.platform import Person
from bot.report_link import report_link
from tests.bot.web.stand_in import library_of, read
from tests.browser.conftest import DESKTOP, PHONE, Visitor, violations
from tests.conftest import Servers

pytestmark = [pytest.mark.browser, pytest.mark.servers]

Visit = Callable[..., Visitor]


@dataclass(frozen=True)
class Duel:
    """Two in a Slack thread; links to the report of one that is over and of one that goes on."""

    account: Account
    over: str
    going_on: str
    records: Records

    def code(self) -> str:
        return Codes(self.records.db).new(self.account.id)


@pytest.fixture
def duel(running: Servers) -> Duel:
    records, settings = running.records, running.settings
    play = Session(records, library_of(settings.stories), read)
    place = Place("slack", "T1", "D1", direct=True)
    account = Accounts(records).add(place, new_id(), Person("林晓"))
    lin, wang = account.trainee_id, records.add_trainee("王小明").id
    drills = [play.open("burger_swap", new_id(), wang, "slack", "duel").id for _ in range(2)]
    for drill in drills:
        play.answer(drill, 1, "抱歉，我马上查。", wang, "duel 1 wang")
        play.answer(drill, 1, "您先冷静一下，按规定来。", lin, "duel 1 lin")
        play.reply(drill, "抱歉，我马上查。", wang, 1, "duel 1")
        play.reply(drill, "按规定只能这样。", lin, 2, "duel 2")
    play.end(drills[0])
    over, going_on = (report_link(settings, running.url, drill, lin) for drill in drills)
    return Duel(account, over, going_on, records)


def type_code(page: Page, code: str) -> None:
    page.locator("#code").fill(code)
    with page.expect_navigation():
        page.keyboard.press("Enter")


@pytest.mark.parametrize(
    ("viewport", "scheme", "language"), [(PHONE, "dark", "zh"), (DESKTOP, "light", "en")]
)
def test_axe_finds_nothing_serious(
    visit: Visit, duel: Duel, viewport: dict[str, int], scheme: str, language: str
) -> None:
    visitor = visit(viewport, color_scheme=scheme, reduced_motion="reduce")
    page = visitor.page
    page.goto(duel.over)
    if language == "en":
        page.get_by_role("button", name="English").click()
        expect(page).to_have_url(duel.over)
    page.locator(".charts svg").nth(1).wait_for()
    page.locator(".unheard summary").click()
    found = {"report": violations(page)}
    page.goto(duel.going_on)
    found["going on"] = violations(page)
    visitor.expect_complaint("status of 404")
    page.goto(f"{visitor.url}/r/x")
    found["no report"] = violations(page)
    page.goto(f"{visitor.url}/link")
    found["code"] = violations(page)
    visitor.expect_complaint("status of 422")
    type_code(page, "ZZZZ-ZZZZ")
    expect(page.get_by_role("alert")).to_be_visible()
    found["wrong code"] = violations(page)
    visitor.enter("小林")
    page.goto(f"{visitor.url}/link")
    type_code(page, duel.code())
    found["confirm"] = violations(page)
    page.locator("main button.main").click()
    expect(page.locator(".drills li")).to_have_count(2)
    found["drills"] = violations(page)
    assert {name: those for name, those in found.items() if those} == {}
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_report_opened_by_link_tells_its_address_to_nobody(visit: Visit, duel: Duel) -> None:
    visitor = visit()
    told: list[str] = []
    visitor.context.on("request", lambda request: told.append(request.headers.get("referer", "")))
    visitor.page.goto(duel.over)
    visitor.page.locator(".charts svg").nth(1).wait_for()
    visitor.page.locator(".brand").click()
    visitor.page.locator("#name").wait_for()
    assert not [address for address in told if "/r/" in address]
