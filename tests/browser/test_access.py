"""Pages for everyone: axe-core finds nothing serious, the temper can be heard, print works."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESKTOP, PHONE, Visitor, violations

pytestmark = [pytest.mark.browser, pytest.mark.servers]

Visit = Callable[..., Visitor]


@pytest.mark.parametrize(
    ("viewport", "scheme", "language"),
    [
        (DESKTOP, "light", "zh"),
        (PHONE, "dark", "zh"),
        (PHONE, "light", "en"),
        (DESKTOP, "dark", "en"),
    ],
)
def test_axe_finds_nothing_serious(
    visit: Visit, viewport: dict[str, int], scheme: str, language: str
) -> None:
    visitor = visit(viewport, color_scheme=scheme, reduced_motion="reduce")
    page = visitor.page
    page.goto(f"{visitor.url}/")
    if language == "en":
        page.get_by_role("button", name="English").click()
    found = {"name": violations(page)}
    visitor.enter()
    found["list"] = violations(page)
    page.goto(f"{visitor.url}/name")
    found["name, known"] = violations(page)
    visitor.start()
    page.goto(f"{visitor.url}/drills")
    found["drills"] = violations(page)
    page.locator(".drills .button").click()
    page.locator("#log .customer-says").first.wait_for()
    found["drill"] = violations(page)
    page.locator("[data-action=hint]").click()
    visitor.say("按规定改不了，您先冷静。")
    found["chat"] = violations(page)
    visitor.say("对不住，让您又跑一趟，我现在就查餐出了没有，两分钟回您。")
    page.locator("#stop").click()
    found["dialog"] = violations(page)
    page.locator("#stop-dialog button.main").click()
    page.locator(".feedback").wait_for()
    found["feedback"] = violations(page)
    page.locator(".feedback a[href$=report]").click()
    page.locator(".charts svg").nth(1).wait_for()
    page.locator("#figures summary").click()
    found["report"] = violations(page)
    visitor.expect_complaint("status of 404")
    page.goto(f"{visitor.url}/no-such-page")
    found["error"] = violations(page)
    assert {name: those for name, those in found.items() if those} == {}


def test_the_log_and_the_temper_can_be_heard(visit: Visit) -> None:
    visitor = visit()
    visitor.enter()
    visitor.start()
    page = visitor.page
    log = page.locator("[role=log]")
    assert log.get_attribute("aria-live") == "polite"
    meter = page.get_by_role("meter", name="火气")
    assert "·" in (meter.get_attribute("aria-valuetext") or "")
    visitor.say("按规定改不了，您先冷静。")
    expect(page.locator("#temper [role=status]")).to_contain_text("客户现在")
    expect(page.locator("#temper [data-change]")).to_contain_text("+")


def test_the_skip_link_is_first_and_leads_to_the_content(visit: Visit) -> None:
    visitor = visit()
    visitor.enter()
    page = visitor.page
    page.reload()
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_the_report_prints_light_and_unfolded(visit: Visit) -> None:
    visitor = visit(color_scheme="dark")
    visitor.enter()
    visitor.start()
    visitor.say("按规定改不了，您先冷静。")
    page = visitor.page
    page.locator("#stop").click()
    page.locator("#stop-dialog button.main").click()
    page.locator(".feedback a[href$=report]").click()
    page.locator(".charts svg").nth(1).wait_for()
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    assert page.evaluate("[...document.querySelectorAll('details')].every(d => d.open)")
    ink = page.evaluate("getComputedStyle(document.body).color")
    assert ink == "rgb(29, 40, 42)"
    expect(page.locator(".bar")).to_be_hidden()
    assert len(page.pdf()) > 20_000
