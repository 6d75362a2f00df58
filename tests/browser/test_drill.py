"""The whole way of a trainee, in the browser, against the real servers."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, Visitor, lines, replies, say

pytestmark = [pytest.mark.browser, pytest.mark.servers]

Visit = Callable[..., Visitor]
Rehearsed = Callable[[str, str], list[str]]


def test_by_mouse_on_a_desktop_to_the_report(visit: Visit, rehearsed: Rehearsed) -> None:
    visitor = visit()
    visitor.enter()
    page = visitor.page
    visitor.start()
    expect(page.locator(".case")).to_contain_text("您不可以")
    before = page.locator("[role=meter]").get_attribute("aria-valuenow")
    for text in rehearsed("burger_swap", "content"):
        page.locator("#reply").fill(text)
        answered = lines(page).count()
        page.get_by_role("button", name="发送").click()
        lines(page).nth(answered).wait_for()
    meter = page.locator("[role=meter]")
    assert int(meter.get_attribute("aria-valuenow") or 100) < int(before or 0)
    expect(page.locator(".feedback h2")).to_be_focused()
    expect(page.locator(".feedback .scores dt")).to_have_count(3)
    page.get_by_role("link", name="看完整报告").click()
    expect(page).to_have_url(re.compile(r"/report$"))
    expect(page.locator(".charts svg")).to_have_count(2)
    expect(page.locator("mark.helpful .move").first).to_be_visible()
    page.get_by_text("数据表").click()
    expect(page.locator("#curve tbody tr")).to_have_count(len(replies_of(page)))


def replies_of(page: Page) -> list[str]:
    return page.locator(".step").all_inner_texts()


def tab_to(page: Page, selector: str) -> None:
    """Moves on with the Tab key until this has the focus."""
    for _ in range(60):
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the Tab key never reaches {selector}")


def test_by_keyboard_alone_on_a_phone(visit: Visit, rehearsed: Rehearsed) -> None:
    visitor = visit(PHONE)
    page = visitor.page
    page.goto(visitor.url)
    tab_to(page, "#name")
    page.keyboard.type("小林")
    page.keyboard.press("Enter")
    page.locator(".offers").wait_for()
    tab_to(page, "button[value=burger_swap]")
    page.keyboard.press("Enter")
    lines(page).first.wait_for()
    for text in rehearsed("burger_swap", "complains"):
        tab_to(page, "#reply")
        page.keyboard.type(text)
        answered = lines(page).count()
        page.keyboard.press("Enter")
        lines(page).nth(answered).wait_for()
        if page.locator(".feedback").count():
            break
    expect(page.locator(".feedback h2")).to_be_focused()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    tab_to(page, ".feedback a[href$=report]")
    page.keyboard.press("Enter")
    expect(page.locator("mark.hurtful .move").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_in_the_dark_and_in_english(visit: Visit) -> None:
    visitor = visit(color_scheme="dark")
    page = visitor.page
    page.goto(visitor.url)
    page.get_by_role("button", name="English").click()
    visitor.enter("Lin")
    assert page.locator("html").get_attribute("lang") == "en"
    visitor.start("salon_topup")
    visitor.say("您先别急，我马上帮您查，十分钟内给您回话。")
    page.get_by_role("button", name="Stop").click()
    page.get_by_role("button", name="Stop and read the feedback").click()
    expect(page.locator(".feedback")).to_contain_text("Empathy")
    page.get_by_role("link", name="Open the report").click()
    expect(page.get_by_role("heading", name="What was said, and what it did")).to_be_visible()
    background = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert max(map(int, re.findall(r"\d+", background))) < 60


def test_a_reload_goes_on_where_the_drill_was(visit: Visit) -> None:
    visitor = visit()
    visitor.enter()
    visitor.start()
    visitor.say("我马上帮您看这单走到哪一步了。")
    page = visitor.page
    page.locator("#reply").fill("还没写完的话")
    said = page.locator("#log").inner_text()
    page.reload()
    expect(lines(page)).to_have_count(2)
    assert page.locator("#log").inner_text() == said
    expect(page.locator("#reply")).to_have_value("还没写完的话")


def test_two_tabs_of_two_drills_do_not_mix(visit: Visit) -> None:
    visitor = visit()
    visitor.enter()
    visitor.start("burger_swap")
    other = visitor.context.new_page()
    other.goto(f"{visitor.url}/")
    other.locator("button[value=salon_topup]").click()
    lines(other).first.wait_for()
    visitor.say("我帮您查这一单。")
    say(other, "我帮您查那笔充值。")
    expect(replies(visitor.page)).to_have_text(["您: 我帮您查这一单。"])
    expect(replies(other)).to_have_text(["您: 我帮您查那笔充值。"])


def test_a_tab_that_is_behind_is_told_and_keeps_what_was_typed(visit: Visit) -> None:
    visitor = visit()
    visitor.enter()
    address = visitor.start()
    behind = visitor.context.new_page()
    behind.goto(address)
    lines(behind).first.wait_for()
    visitor.say("我马上帮您查。")
    visitor.expect_complaint("status of 409")
    behind.locator("#reply").fill("我在另一个窗口说的")
    behind.locator("#reply").press("Enter")
    expect(behind.locator("#problem")).to_contain_text("另一个窗口")
    expect(replies(behind)).to_have_count(1)
    expect(behind.locator("#reply")).to_have_value("我在另一个窗口说的")
    behind.locator("#reply").press("Enter")
    expect(replies(behind)).to_have_count(2)


def test_hint_retake_and_stop(visit: Visit) -> None:
    visitor = visit()
    visitor.enter()
    visitor.start()
    page = visitor.page
    page.get_by_role("button", name="提示").click()
    expect(page.locator("#log .coach-says")).to_have_count(1)
    visitor.say("按规定改不了，您先冷静。")
    hot = page.locator("[role=meter]").get_attribute("aria-valuenow")
    page.get_by_role("button", name="收回上一句").click()
    expect(replies(page)).to_have_count(0)
    expect(page.locator("#reply")).to_have_value("按规定改不了，您先冷静。")
    visitor.say("对不住，让您又跑一趟，我现在就查餐出了没有。")
    assert page.locator("[role=meter]").get_attribute("aria-valuenow") != hot
    page.get_by_role("button", name="结束").click()
    page.get_by_role("button", name="继续练").click()
    expect(page.locator("#composer")).to_be_visible()
    page.get_by_role("button", name="结束").click()
    page.get_by_role("button", name="结束并看反馈").click()
    expect(page.locator(".feedback")).to_be_visible()
    expect(page.locator("#composer")).to_be_hidden()
    page.reload()
    expect(page.locator(".feedback")).to_be_visible()
    page.get_by_role("link", name="看完整报告").click()
    page.get_by_text("先前说过、又收回的一句").click()
    expect(page.locator(".taken-back mark.hurtful").first).to_be_visible()


def test_a_stopped_drill_goes_on(visit: Visit) -> None:
    visitor = visit()
    visitor.enter()
    visitor.start()
    page = visitor.page
    visitor.say("我马上帮您查这单走到哪一步了。")
    page.locator("#stop").click()
    page.locator("#stop-dialog button.main").click()
    expect(page.locator(".feedback")).to_be_visible()
    expect(page.get_by_role("button", name="收回上一句")).to_be_hidden()
    page.get_by_role("link", name="看完整报告").click()
    page.get_by_role("link", name="回到对话").click()
    page.get_by_role("button", name="继续练").click()
    expect(page.locator(".feedback")).to_have_count(0)
    expect(replies(page)).to_have_count(1)
    visitor.say("查到了，还没出餐，现在就能改。")
    expect(replies(page)).to_have_count(2)


def test_my_drills_and_someone_else_at_the_same_computer(visit: Visit) -> None:
    visitor = visit(PHONE)
    visitor.enter("小林")
    address = visitor.start()
    page = visitor.page
    page.locator("#reply").fill("还没发出去的话")
    page.locator(".who-am-i").click()
    expect(page.locator(".drills li")).to_contain_text("还没练完")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.get_by_role("link", name="换人来练").click()
    page.get_by_role("button", name="换人来练").click()
    expect(page.locator("#name")).to_have_value("")
    assert page.evaluate("sessionStorage.length") == 0
    visitor.enter("小王")
    page.locator(".who-am-i").click()
    expect(page.locator(".drills li")).to_have_count(0)
    visitor.expect_complaint("status of 404")
    page.goto(address)
    expect(page.locator("h1")).to_contain_text("属于别人")


def test_a_command_in_words_is_understood(visit: Visit) -> None:
    visitor = visit()
    visitor.enter()
    visitor.start()
    page = visitor.page
    page.locator("#reply").fill("给我点提示")
    page.keyboard.press("Enter")
    expect(page.locator("#log .coach-says")).to_have_count(1)
    expect(page.locator("#reply")).to_have_value("")
    expect(replies(page)).to_have_count(0)


def test_the_next_customer_is_one_button_away(visit: Visit, rehearsed: Rehearsed) -> None:
    visitor = visit()
    visitor.enter()
    first = visitor.start()
    for text in rehearsed("burger_swap", "content"):
        visitor.say(text)
    page = visitor.page
    page.locator(".feedback button[name=story]").click()
    expect(page).not_to_have_url(first)
    expect(lines(page)).to_have_count(1)
