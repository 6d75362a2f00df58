"""A real Chromium at the real servers; every page must stay free of errors and at home."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Route, sync_playwright

from actions.settings import ROOT
from tests.conftest import Servers

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DESKTOP = {"width": 1280, "height": 860}
PHONE = {"width": 360, "height": 740}
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    executable = shutil.which("chromium")
    assert executable, "no Chromium here: python -m tests.browser.install"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=FLAGS)
        yield browser
        browser.close()


class Visitor:
    """Someone at a browser, and what the browser complained about meanwhile.

    Args:
        context: the browser profile.
        url: where the app is.
    """

    def __init__(self, context: BrowserContext, url: str) -> None:
        self.context = context
        self.url = url
        self.complaints: list[str] = []
        self.expected: list[str] = []
        context.on("console", lambda message: self._note(message.type, message.text))
        context.on("weberror", lambda error: self._note("error", str(error.error)))
        context.on("request", lambda request: self._note_host(request.url))
        self.page = context.new_page()

    def _note(self, kind: str, text: str) -> None:
        if kind in ("error", "warning"):
            self.complaints.append(text)

    def _note_host(self, url: str) -> None:
        if urlsplit(url).scheme in ("http", "https") and not url.startswith(f"{self.url}/"):
            self.complaints.append(f"a request to {url}")

    def expect_complaint(self, words: str) -> None:
        """The browser itself logs failed requests; those a test provokes are no errors of ours."""
        self.expected.append(words)

    def unexpected(self) -> list[str]:
        return [text for text in self.complaints if not any(e in text for e in self.expected)]

    def enter(self, name: str = "小林") -> None:
        self.page.goto(f"{self.url}/")
        self.page.locator("#name").fill(name)
        self.page.locator("main button").click()
        self.page.locator(".offers").wait_for()

    def start(self, story: str = "burger_swap") -> str:
        """Starts a drill from the list; its address."""
        self.page.goto(f"{self.url}/")
        self.page.locator(f"button[value={story}]").click()
        lines(self.page).first.wait_for()
        return self.page.url

    def say(self, text: str) -> None:
        say(self.page, text)


def lines(page: Page) -> Locator:
    return page.locator("#log .customer-says")


def replies(page: Page) -> Locator:
    return page.locator("#log .trainee-says")


def say(page: Page, text: str) -> None:
    """Types a reply, sends it, waits for what the customer answers."""
    answered = lines(page).count()
    page.locator("#reply").fill(text)
    page.keyboard.press("Enter")
    lines(page).nth(answered).wait_for()


def slow_down(page: Page, action: str, milliseconds: int) -> None:
    """Lets the answer to one kind of request take its time."""

    def wait(route: Route) -> None:
        page.wait_for_timeout(milliseconds)
        route.continue_()

    page.route(f"**/api/drill/*/{action}", wait)


def violations(page: Page) -> list[str]:
    """What axe-core finds serious or critical on the page."""
    page.evaluate(AXE.read_text("utf8"))
    found: list[dict[str, Any]] = page.evaluate("axe.run()")["violations"]
    return [
        f"{one['id']}: {node['html'][:160]}"
        for one in found
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"]
    ]


@pytest.fixture
def visit(chromium: Browser, servers: str) -> Iterator[Callable[..., Visitor]]:
    """Makes visitors; after the test none of them may have seen an error."""
    visitors: list[Visitor] = []

    def come(viewport: dict[str, int] = DESKTOP, **profile: Any) -> Visitor:
        context = chromium.new_context(viewport=viewport, **profile)  # type: ignore[arg-type]
        visitors.append(Visitor(context, servers))
        return visitors[-1]

    yield come
    for visitor in visitors:
        visitor.context.close()
    assert [text for visitor in visitors for text in visitor.unexpected()] == []


@pytest.fixture
def rehearsed(running: Servers) -> Callable[[str, str], list[str]]:
    """The replies that lead a story to an ending."""
    from actions.story import Library

    def look_up(story: str, ending: str) -> list[str]:
        rehearsals = Library(Path(running.settings.stories)).stories()[story].rehearsals
        return next(list(r.trainee) for r in rehearsals if r.ends == ending)

    return look_up
