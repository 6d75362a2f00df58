"""The widget on a page: a button, a frame with the drill, Escape and the focus."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESKTOP, PHONE, Visitor, violations

pytestmark = [pytest.mark.browser, pytest.mark.servers]


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE])
def test_a_drill_in_the_widget(visit: Callable[..., Visitor], viewport: dict[str, int]) -> None:
    visitor = visit(viewport)
    page = visitor.page
    page.goto(f"{visitor.url}/widget-example")
    opener = page.get_by_role("button", name="和难缠客户练一练")
    opener.focus()
    page.keyboard.press("Enter")
    expect(opener).to_have_attribute("aria-expanded", "true")
    frame = page.frame_locator("iframe")
    frame.locator("#name").fill("小林")
    frame.locator("main button").click()
    frame.locator("button[value=burger_swap]").click()
    frame.locator("#reply").fill("我马上帮您查这一单。")
    frame.locator("#reply").press("Enter")
    expect(frame.locator("#log .customer-says")).to_have_count(2)
    assert violations(page) == []
    frame.locator("#reply").press("Escape")
    expect(page.locator("iframe")).to_be_hidden()
    expect(opener).to_be_focused()
    page.keyboard.press("Enter")
    expect(frame.locator("#log .customer-says")).to_have_count(2)
    page.get_by_role("button", name="关闭").click()
    expect(opener).to_have_attribute("aria-expanded", "false")
    expect(opener).to_be_focused()


def test_escape_in_a_dialog_closes_the_dialog_only(visit: Callable[..., Visitor]) -> None:
    visitor = visit()
    visitor.enter()
    page = visitor.page
    page.goto(f"{visitor.url}/widget-example")
    page.get_by_role("button", name="和难缠客户练一练").click()
    frame = page.frame_locator("iframe")
    frame.locator("button[value=burger_swap]").click()
    frame.locator("#stop").click()
    expect(frame.locator("#stop-dialog")).to_be_visible()
    frame.locator("#stop-dialog button").first.press("Escape")
    expect(frame.locator("#stop-dialog")).to_be_hidden()
    expect(page.locator("iframe")).to_be_visible()
