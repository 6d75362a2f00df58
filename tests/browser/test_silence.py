"""Silence is felt: the customer asks where the trainee is, unless told to be patient."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import update

from actions.records.store import now
from actions.records.tables import drills
from actions.settings import ROOT
from actions.story import Library
from tests.browser.conftest import Visitor, lines, say, violations
from tests.conftest import Servers

pytestmark = [pytest.mark.browser, pytest.mark.servers]

STORY = Library(ROOT / "data" / "stories").stories()["burger_swap"]
WAITS = STORY.waits * 1000  # milliseconds that the customer bears


@pytest.fixture
def page(visit: Callable[..., Visitor], running: Servers) -> Page:
    """A drill that the servers think began an hour ago, under a clock we hold."""
    visitor = visit()
    visitor.enter()
    visitor.page.clock.install()
    drill = visitor.start().rpartition("/")[2]
    with running.records.db.begin() as db:
        earlier = now() - timedelta(hours=1)
        db.execute(update(drills).where(drills.c.id == drill).values(opened_at=earlier))
    return visitor.page


def test_a_customer_asks_where_the_trainee_is_and_grows_angrier(page: Page) -> None:
    meter = page.locator("[role=meter]")
    before = int(meter.get_attribute("aria-valuenow") or 0)
    page.clock.fast_forward(WAITS + 5_000)
    expect(lines(page)).to_have_count(2)
    assert int(meter.get_attribute("aria-valuenow") or 0) > before
    say(page, "您好，让您久等了，我马上查出餐没有。")
    expect(lines(page)).to_have_count(3)
    page.reload()
    expect(lines(page)).to_have_count(3)
    assert violations(page) == []


def test_a_trainee_who_is_writing_gets_more_time(page: Page) -> None:
    page.clock.fast_forward(WAITS - 10_000)
    page.locator("#reply").press_sequentially("您好")
    page.clock.fast_forward(WAITS - 10_000)
    page.wait_for_timeout(500)
    expect(lines(page)).to_have_count(1)
    page.clock.fast_forward(WAITS)
    expect(lines(page)).to_have_count(2)
    expect(page.locator("#reply")).to_have_value("您好")


def test_a_trainee_can_ask_for_patience_and_is_remembered(page: Page) -> None:
    page.get_by_label("客户不催我").check()
    page.clock.fast_forward(4 * WAITS)
    page.wait_for_timeout(500)
    expect(lines(page)).to_have_count(1)
    page.reload()
    expect(page.get_by_label("客户不催我")).to_be_checked()
