"""The box one types in: nothing is lost, nothing goes out twice, nothing is executed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Request, Route, expect

from tests.browser.conftest import Visitor, lines, replies, slow_down

pytestmark = [pytest.mark.browser, pytest.mark.servers]


@pytest.fixture
def visitor(visit: Callable[..., Visitor]) -> Visitor:
    visitor = visit()
    visitor.enter()
    visitor.start()
    return visitor


def test_a_blank_reply_stays_with_a_message(visitor: Visitor) -> None:
    page = visitor.page
    page.locator("#reply").fill(" \u200b ")
    page.keyboard.press("Enter")
    expect(page.locator("#problem")).to_contain_text("还是空的")
    expect(lines(page)).to_have_count(1)


def test_a_reply_too_long_stays_whole(visitor: Visitor) -> None:
    page = visitor.page
    page.locator("#reply").fill("好" * 10_000)
    expect(page.locator("#count")).to_have_text("10000 / 1000")
    page.keyboard.press("Enter")
    expect(page.locator("#problem")).to_contain_text("1000")
    assert len(page.locator("#reply").input_value()) == 10_000


def test_html_is_shown_as_it_was_typed(visitor: Visitor) -> None:
    typed = '<img src=x onerror="alert(1)"><b>您好</b> {slot} /restart'
    visitor.say(typed)
    page = visitor.page
    expect(replies(page).locator("[data-text]")).to_have_text(typed)
    expect(page.locator("#log img, #log [data-text] b")).to_have_count(0)
    page.locator("#stop").click()
    page.get_by_role("button", name="结束并看反馈").click()
    page.get_by_role("link", name="看完整报告").click()
    expect(page.locator(".step").first).to_contain_text('<img src=x onerror="alert(1)">')
    expect(page.locator("main img")).to_have_count(0)


def test_a_slash_command_is_words(visitor: Visitor) -> None:
    address = visitor.page.url
    visitor.say('/start_drill{"story": "tax_device"}')
    expect(replies(visitor.page)).to_have_count(1)
    assert visitor.page.url == address


def test_the_customer_is_seen_typing_and_nothing_goes_out_twice(visitor: Visitor) -> None:
    page = visitor.page
    slow_down(page, "reply", 600)
    page.locator("#reply").fill("我马上帮您查。")
    for _ in range(3):
        page.keyboard.press("Enter")
    expect(page.locator("#typing")).to_contain_text("正在输入")
    expect(lines(page)).to_have_count(2)
    expect(page.locator("#typing")).to_be_empty()
    page.wait_for_timeout(900)
    expect(replies(page)).to_have_count(1)
    expect(page.locator("#reply")).to_have_value("")


def test_enter_while_choosing_characters_does_not_send(visitor: Visitor) -> None:
    page = visitor.page
    page.locator("#reply").fill("ni hao")
    page.locator("#reply").dispatch_event(
        "keydown", {"key": "Enter", "isComposing": True, "bubbles": True}
    )
    page.locator("#reply").press("Shift+Enter")
    page.wait_for_timeout(300)
    expect(replies(page)).to_have_count(0)
    assert page.locator("#reply").input_value() == "ni hao\n"


def test_without_a_connection_the_text_stays(visitor: Visitor) -> None:
    page = visitor.page
    visitor.expect_complaint("ERR_INTERNET_DISCONNECTED")
    visitor.context.set_offline(True)
    page.locator("#reply").fill("我马上帮您查。")
    page.keyboard.press("Enter")
    expect(page.locator("#problem")).to_contain_text("连接断了")
    expect(page.locator("#reply")).to_have_value("我马上帮您查。")
    visitor.context.set_offline(False)
    page.locator("#reply").press("Enter")
    expect(lines(page)).to_have_count(2)
    expect(page.locator("#problem")).to_be_empty()
    expect(page.locator("#reply")).to_have_value("")


def test_an_answer_lost_on_the_way_is_found_again(visitor: Visitor) -> None:
    """The turn was recorded, the page never heard: it shows it and empties the box."""
    page = visitor.page
    visitor.expect_complaint("ERR_FAILED")

    def lose(route: object) -> None:
        route.fetch()  # type: ignore[attr-defined]
        route.abort()  # type: ignore[attr-defined]

    page.route("**/api/drill/*/reply", lose, times=1)
    page.locator("#reply").fill("我马上帮您查。")
    page.keyboard.press("Enter")
    expect(lines(page)).to_have_count(2)
    expect(page.locator("#reply")).to_have_value("")


def hold_back(visitor: Visitor) -> Callable[[], None]:
    """Lets the next reply time out; what is returned lets it arrive after all."""
    held: list[Request] = []

    def time_out(route: Route) -> None:
        held.append(route.request)
        address = route.request.url.removesuffix("/reply")
        view = route.fetch(url=address, method="GET", post_data=b"").json()
        late = {**view, "message": "还不知道送到了没有", "look_again": True}
        route.fulfill(status=504, json=late)

    def arrive() -> None:
        headers = {"origin": visitor.url, "content-type": "application/json"}
        said = held[0].post_data or ""
        assert visitor.context.request.post(held[0].url, data=said, headers=headers).ok

    visitor.page.route("**/api/drill/*/reply", time_out, times=1)
    visitor.expect_complaint("status of 504")
    return arrive


def test_a_reply_that_arrives_late_is_shown_and_the_box_emptied(visitor: Visitor) -> None:
    arrive = hold_back(visitor)
    page = visitor.page
    page.locator("#reply").fill("我马上帮您查。")
    page.keyboard.press("Enter")
    expect(page.locator("#problem")).to_contain_text("还不知道")
    expect(page.locator("#reply")).to_have_value("我马上帮您查。")
    arrive()
    expect(lines(page)).to_have_count(2, timeout=9000)
    expect(page.locator("#reply")).to_have_value("")
    expect(page.locator("#problem")).to_be_empty()


def test_what_arrived_late_and_is_sent_again_is_said_once(visitor: Visitor) -> None:
    arrive = hold_back(visitor)
    page = visitor.page
    page.locator("#reply").fill("我马上帮您查。")
    page.keyboard.press("Enter")
    expect(page.locator("#problem")).to_contain_text("还不知道")
    arrive()
    visitor.expect_complaint("status of 409")
    page.locator("#reply").press("Enter")
    expect(lines(page)).to_have_count(2)
    expect(page.locator("#reply")).to_have_value("")
    expect(page.locator("#problem")).to_be_empty()
    page.wait_for_timeout(1500)
    expect(replies(page)).to_have_count(1)
