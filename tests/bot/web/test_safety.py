"""What must not be possible."""

from __future__ import annotations

import base64
import json
import socket
from collections.abc import Callable

import itsdangerous
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as how
from hypothesis import strategies as st
from starlette.testclient import TestClient

from actions.records import Records
from actions.settings import Settings
from bot.web.app import create_app
from bot.web.transcript import pieces
from tests.bot.web.conftest import HOST, Trainee
from tests.bot.web.stand_in import StandIn

ATTACK = "<img src=x onerror=alert(1)>抱歉</p><script>alert(2)</script>"
PAGES = (
    "/",
    "/name",
    "/drills",
    "/drill/{}",
    "/drill/{}/report",
    "/widget-example",
    "/nothing",
    "/api/drill/x",
)


def test_html_in_names_and_replies_is_text_everywhere(newcomer: Callable[[], Trainee]) -> None:
    person = newcomer()
    person.enter("<script>alert(1)</script>")
    drill = person.start()
    person.say(drill, ATTACK, 1)
    person.send(drill, "stop", {"turn": 2})
    card = person.see(drill)["feedback"]
    for page in (person.get("/").text, person.get(f"/drill/{drill}/report").text, card):
        assert "<script>alert" not in page
        assert "<img" not in page
    assert "&lt;img src=x onerror=alert(1)&gt;" in person.get(f"/drill/{drill}/report").text


def test_html_in_a_story_is_text(trainee: Trainee, monkeypatch: pytest.MonkeyPatch) -> None:
    from bot.web.site import Site

    story = Site.stories(trainee.http.app.state.site)["burger_swap"]  # type: ignore[attr-defined]
    bad = story.copy(update={"title": ATTACK, "trains": ATTACK, "briefing": ATTACK})
    monkeypatch.setattr(Site, "stories", lambda site: {"burger_swap": bad})
    monkeypatch.setattr("bot.web.pages.story_of", lambda drill: bad)
    for path in ("/", f"/drill/{trainee.start()}"):
        page = trainee.get(path).text
        assert "&lt;img" in page
        assert "<img" not in page


def test_every_page_has_the_strict_policy(trainee: Trainee) -> None:
    drill = trainee.start()
    trainee.send(drill, "stop", {"turn": 1})
    for path in PAGES:
        headers = trainee.get(path.format(drill)).headers
        policy = headers["content-security-policy"]
        assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self';"), path
        assert "unsafe" not in policy, path
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"
        assert headers["cache-control"] == "no-store"


def test_even_the_page_of_a_crash_has_it(trainee: Trainee, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Records, "drills_of", lambda *_: 1 / 0)
    broken = trainee.get("/")
    assert broken.status_code == 500
    assert "default-src 'none'" in broken.headers["content-security-policy"]


def test_only_pages_of_the_drill_can_be_framed_elsewhere(trainee: Trainee) -> None:
    def framers(path: str) -> str:
        policy: str = trainee.get(path).headers["content-security-policy"]
        return policy.split("frame-ancestors ")[1].split(";")[0]

    assert framers("/") == "'self' https://intranet.example"
    assert framers("/drill/x/report") == "'self' https://intranet.example"
    assert framers("/widget-example") == "'self'"
    assert framers("/api/drill/x") == "'self'"


@pytest.mark.parametrize(
    "origins", ["*", "evil.example", "https://a.example; script-src *", "'self'"]
)
def test_what_is_no_origin_stops_the_start(origins: str, stand_in: StandIn) -> None:
    with pytest.raises(ValueError, match="DUILIAN_EMBED_ORIGINS"):
        create_app(Settings(embed_origins=origins))


def test_no_page_has_inline_script_or_style(trainee: Trainee) -> None:
    drill = trainee.start()
    trainee.send(drill, "stop", {"turn": 1})
    for path in PAGES:
        page = trainee.get(path.format(drill)).text
        assert " style=" not in page, path
        assert "<style" not in page, path
        assert " onclick" not in page, path
        assert page.count("<script") == page.count(' src="/'), path


@pytest.mark.parametrize("origin", [None, "null", "https://evil.example", f"{HOST}.evil.example"])
@pytest.mark.parametrize(
    "path", ["/name", "/leave", "/language", "/start", "/api/drill/x/reply", "/nothing"]
)
def test_a_post_from_elsewhere_is_refused(
    trainee: Trainee, origin: str | None, path: str, stand_in: StandIn
) -> None:
    headers = {"origin": origin} if origin else {}
    answer = trainee.http.post(path, data={"name": "x"}, headers=headers)
    assert answer.status_code == 403
    assert stand_in.heard == []


EVERYWHERE = "0.0.0.0"  # noqa: S104 - nothing is bound here


@pytest.mark.parametrize(
    ("host", "changes", "known"),
    [
        ("127.0.0.1:8800", {}, True),
        ("localhost", {}, True),
        ("[::1]:8800", {}, True),
        (socket.gethostname().lower(), {}, True),
        ("evil.example", {}, False),
        ("127.0.0.1.evil.example", {}, False),
        ("", {}, False),
        ("duilian.example", {"hosts": "duilian.example other.example"}, True),
        ("a.corp.example:80", {"hosts": "*.corp.example"}, True),
        ("evil.example", {"hosts": "duilian.example"}, False),
        ("anything.example", {"host": EVERYWHERE}, True),
        ("10.1.2.3:8800", {"host": "10.1.2.3", "hosts": "duilian.example"}, True),
        ("evil.example", {"host": EVERYWHERE, "hosts": "duilian.example"}, False),
        ("localhost", {"host": EVERYWHERE, "hosts": "duilian.example"}, True),
    ],
)
def test_only_names_of_ours_are_answered(
    settings: Settings, stand_in: StandIn, host: str, changes: dict[str, str], known: bool
) -> None:
    app = create_app(settings.copy(update={"hosts": "", **changes}))
    with TestClient(app) as http:
        answer = http.get("/healthz", headers={"host": host})
    assert answer.status_code == (200 if known else 400)


def test_a_refused_host_gets_the_policy_too(trainee: Trainee) -> None:
    refused = trainee.http.get("/", headers={"host": "evil.example"})
    assert refused.status_code == 400
    assert "default-src 'none'" in refused.headers["content-security-policy"]


@pytest.mark.parametrize("hosts", ["https://duilian.example", "a.example:8800", "*", "a*.example"])
def test_what_is_no_host_stops_the_start(hosts: str) -> None:
    with pytest.raises(ValueError, match="DUILIAN_HOSTS"):
        create_app(Settings(hosts=hosts))


def test_a_forged_cookie_is_nobody(newcomer: Callable[[], Trainee], trainee: Trainee) -> None:
    drill = trainee.start()
    stolen = trainee.http.cookies["duilian"]
    session = json.loads(base64.b64decode(stolen.split(".")[0]))
    data = base64.b64encode(json.dumps(session).encode())
    wrong_key = itsdangerous.TimestampSigner("guess").sign(data).decode()
    for forged in (wrong_key, stolen[:-3] + "abc", data.decode(), "x", "a.b.c", "é"):
        person = newcomer()
        answer = person.http.get(
            f"/drill/{drill}", headers={b"cookie": f"duilian={forged}".encode()}
        )
        assert answer.status_code == 404, forged


def test_the_cookie_is_for_us_alone(
    trainee: Trainee, settings: Settings, stand_in: StandIn
) -> None:
    cookie = trainee.post("/language", language="zh", next="/").headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert "secure" not in cookie
    app = create_app(settings.copy(update={"https": True}))
    with TestClient(app) as http:
        answer = http.post(
            "/language", data={"language": "en"}, headers={"origin": HOST}, follow_redirects=False
        )
    assert "secure" in answer.headers["set-cookie"].lower()


def test_a_drill_belongs_to_one_person(
    newcomer: Callable[[], Trainee], trainee: Trainee, stand_in: StandIn
) -> None:
    drill = trainee.start()
    other = newcomer()
    other.enter("小王")
    heard = len(stand_in.heard)
    assert other.get(f"/drill/{drill}").status_code == 404
    assert other.get(f"/drill/{drill}/report").status_code == 404
    assert other.get(f"/api/drill/{drill}").status_code == 404
    assert other.say(drill, "您好", 1).status_code == 404
    for button in ("hint", "retake", "stop"):
        assert other.send(drill, button, {"turn": 1}).status_code == 404
    assert newcomer().get(f"/api/drill/{drill}").status_code == 404
    assert len(stand_in.heard) == heard


def test_a_body_too_large_is_refused_also_in_pieces(trainee: Trainee) -> None:
    drill = trainee.start()
    address = f"/api/drill/{drill}/reply"
    headers = {"origin": HOST, "content-type": "application/json"}
    whole = trainee.http.post(address, content=b" " * 70_000, headers=headers)
    pieces_ = trainee.http.post(address, content=iter([b" " * 1000] * 70), headers=headers)
    form = trainee.post("/name", name="x" * 70_000)
    assert [whole.status_code, pieces_.status_code, form.status_code] == [413, 413, 413]
    assert "64 KB" in whole.json()["message"]
    assert "64 KB" in form.text


NOT_LISTED = ["../package.json", "%2e%2e/package.json", "..%2f..%2fpackage.json", "echarts.js/x"]
NOT_LISTED += ["%2fetc%2fpasswd", "package.json", "echarts.js%00", "echarts\\..\\x", "%2e%2e"]


@pytest.mark.parametrize("file", NOT_LISTED)
def test_vendor_gives_nothing_but_what_is_listed(trainee: Trainee, file: str) -> None:
    assert trainee.get(f"/vendor/{file}").status_code == 404


def test_vendor_gives_the_charts(trainee: Trainee) -> None:
    answer = trainee.get("/vendor/echarts.js")
    assert answer.status_code == 200
    assert "javascript" in answer.headers["content-type"]
    assert answer.headers["cache-control"] == "no-cache"


@pytest.mark.parametrize("file", ["../app.py", "%2e%2e/app.py", "..%2fsite.py", "....//app.py"])
def test_static_gives_nothing_outside(trainee: Trainee, file: str) -> None:
    assert trainee.get(f"/static/{file}").status_code == 404


@pytest.mark.parametrize(
    "story", ["", "../burger_swap", "_reactions", 'x"}', "BURGER_SWAP", "/stop"]
)
def test_story_names_that_are_not_in_the_library_reach_nobody(
    trainee: Trainee, stand_in: StandIn, story: str
) -> None:
    assert trainee.post("/start", story=story).status_code == 404
    assert stand_in.heard == []


@how(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=1100))
def test_any_reply_gets_an_answer_and_nothing_breaks(trainee: Trainee, text: str) -> None:
    drill = trainee.start()
    assert trainee.say(drill, text, 1).status_code in (200, 422)
    assert trainee.get(f"/drill/{drill}").status_code == 200


@given(
    st.text(max_size=30), st.lists(st.tuples(st.integers(-5, 40), st.integers(-5, 40)), max_size=6)
)
def test_marks_never_change_the_words(reply: str, spans: list[tuple[int, int]]) -> None:
    from actions.judge.verdict import Move

    moves = [Move("informs", reply[start:end], start, end) for start, end in spans]
    assert "".join(piece.words for piece in pieces(reply, moves)) == reply
