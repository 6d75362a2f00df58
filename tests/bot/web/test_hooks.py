"""What Slack and Teams send reaches Rasa as it is, and holds up nothing else."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as how
from hypothesis import strategies as st
from starlette.testclient import TestClient

from actions.settings import Settings
from bot.web import hooks
from bot.web.app import create_app
from bot.web.guard import LARGEST_BODY
from tests.bot.web.stand_in import StandIn
from tests.bot.web.test_waiting import CROWD, wait_for

SLACK = "/slack/events"
SIGNED = {
    "content-type": "application/json",
    "x-slack-signature": "v0=abc",
    "x-slack-request-timestamp": "1",
    "x-slack-retry-num": "2",
    "x-slack-retry-reason": "http_timeout",
    "authorization": "Bearer x.y.z",
}


class Rasa:
    """Rasa's port: notes what comes, answers as told; knows Slack and no Teams."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, dict[str, str], bytes]] = []
        self.answer: tuple[int, str, bytes] | None = (200, "application/json", b"{}")
        self.go = threading.Event()
        self.go.set()
        rasa = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                headers = {name.lower(): value for name, value in self.headers.items()}
                rasa.heard.append((self.path, headers, body))
                rasa.go.wait()
                if rasa.answer is None:
                    return
                known = self.path == f"/webhooks{SLACK}"
                status, kind, said = rasa.answer if known else (404, "text/plain", b"unknown")
                with suppress(OSError):  # nobody waits any more
                    self.send_response(status)
                    self.send_header("Content-Type", kind)
                    self.end_headers()
                    self.wfile.write(said)

            def log_message(self, *args: Any) -> None:
                pass

        class Server(ThreadingHTTPServer):
            request_queue_size = CROWD  # who does not fit in waits seconds to knock again

        self._server = Server(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self._thread.start()

    def stop(self) -> None:
        self.go.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


@pytest.fixture
def rasa() -> Iterator[Rasa]:
    rasa = Rasa()
    yield rasa
    rasa.stop()


@pytest.fixture
def platform(settings: Settings, stand_in: StandIn, rasa: Rasa) -> Iterator[TestClient]:
    """The web app as a platform sees it: no cookie, no origin."""
    with TestClient(create_app(settings.copy(update={"rasa_url": rasa.url}))) as http:
        yield http


def test_body_and_signature_arrive_unchanged(platform: TestClient, rasa: Rasa) -> None:
    body = '{"text": "您好", "n": 1.0 }'.encode()
    assert platform.post(SLACK, content=body, headers=SIGNED).status_code == 200
    path, headers, arrived = rasa.heard[0]
    assert (path, arrived) == (f"/webhooks{SLACK}", body)
    assert {name: headers[name] for name in SIGNED} == SIGNED


def test_nothing_else_of_the_request_is_passed_on(platform: TestClient, rasa: Rasa) -> None:
    platform.post(SLACK, content=b"{}", headers={"cookie": "duilian=x", "x-forwarded-for": "1"})
    assert not {"cookie", "x-forwarded-for"} & set(rasa.heard[0][1])


@pytest.mark.parametrize(
    "answer",
    [
        (200, "application/json", '{"challenge": "挑"}'.encode()),
        (200, "text/plain; charset=utf-8", b""),
        (401, "application/json", b'{"error": "invalid request"}'),
        (429, "text/plain; charset=utf-8", b"slowly"),
        (500, "text/html; charset=utf-8", b"<h1>broken</h1>"),
    ],
)
def test_the_answer_comes_back_as_it_is_and_with_the_policy(
    platform: TestClient, rasa: Rasa, answer: tuple[int, str, bytes]
) -> None:
    rasa.answer = answer
    got = platform.post(SLACK, content=b"{}")
    assert (got.status_code, got.headers["content-type"], got.content) == answer
    assert "default-src 'none'" in got.headers["content-security-policy"]
    assert "set-cookie" not in got.headers


def test_a_platform_that_is_not_set_up_is_not_found(platform: TestClient) -> None:
    answer = platform.post("/teams/messages", content=b"{}")
    assert answer.status_code == 404
    assert "没有内容" in answer.text


@how(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=st.binary(max_size=300), signature=st.text(st.characters(max_codepoint=255)))
def test_any_body_and_header_is_passed_on_or_refused(
    platform: TestClient, rasa: Rasa, body: bytes, signature: str
) -> None:
    headers = {"x-slack-signature": signature.encode("latin-1")}
    assert platform.post(SLACK, content=body, headers=headers).status_code in (200, 503)
    assert all(arrived == body for _, _, arrived in rasa.heard)
    rasa.heard.clear()


@pytest.mark.parametrize("size", [LARGEST_BODY + 1, hooks.LARGEST_BODY])
def test_large_events_pass(platform: TestClient, size: int) -> None:
    assert platform.post(SLACK, content=b"x" * size).status_code == 200


def test_giant_bodies_are_refused_also_in_pieces(platform: TestClient, rasa: Rasa) -> None:
    giant = [b"x" * 1024] * 257
    for content in (b"".join(giant), iter(giant)):
        assert platform.post(SLACK, content=content).status_code == 413
    assert rasa.heard == []


def test_a_rasa_that_is_away_or_hangs_up_is_said_to_be(
    platform: TestClient, rasa: Rasa, settings: Settings
) -> None:
    rasa.answer = None
    assert platform.post(SLACK, content=b"{}").status_code == 503
    rasa.stop()
    assert platform.post(SLACK, content=b"{}").status_code == 503


def test_a_rasa_that_hangs_is_waited_for_only_so_long(
    settings: Settings, stand_in: StandIn, rasa: Rasa, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hooks, "PATIENCE", httpx.Timeout(0.1))
    rasa.go.clear()
    with TestClient(create_app(settings.copy(update={"rasa_url": rasa.url}))) as http:
        assert http.post(SLACK, content=b"{}").status_code == 503


def test_events_that_wait_hold_up_no_page(platform: TestClient, rasa: Rasa) -> None:
    rasa.go.clear()
    with ThreadPoolExecutor(CROWD) as crowd:
        events = [crowd.submit(platform.post, SLACK, content=b"{}") for _ in range(CROWD)]
        wait_for(lambda: len(rasa.heard) == CROWD)
        pages = [platform.get(path).status_code for path in ("/healthz", "/", "/widget.js")]
        rasa.go.set()
        assert {event.result().status_code for event in events} == {200}
    assert pages == [200, 200, 200]


@pytest.mark.parametrize(
    "path", [f"{SLACK}/", f"/{SLACK}", "/slack", "/slack/events/x", "/webhooks/slack/events"]
)
def test_no_other_address_is_open(platform: TestClient, rasa: Rasa, path: str) -> None:
    assert platform.post(path, content=b"{}", headers=SIGNED).status_code == 403
    assert rasa.heard == []


def test_a_hook_cannot_be_read(platform: TestClient) -> None:
    assert platform.get(SLACK).status_code == 405
