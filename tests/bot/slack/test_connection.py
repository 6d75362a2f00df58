"""Slack's requests and envelopes on their way to the desk, through a real server."""

from __future__ import annotations

import asyncio
import json
import time
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError

from bot.channels.slack import LARGEST
from bot.chats.heard import Heard
from tests.bot.slack.site import Site
from tests.doubles import workspace as ws
from tests.doubles.block_kit import problems_of_view
from tests.doubles.misbehaving import Double
from tests.doubles.slack import APP_TOKEN, BOT, GONE, UNINVITED


async def test_what_is_said_is_answered_in_its_thread(site: Site) -> None:
    said = ws.message("U1", "C100", f"<@{BOT}> 您好", thread="1.000001")
    for about in (said, ws.mention(said), said):
        answer = await site.deliver(ws.event(about))
        assert (answer.status_code, answer.text) == (200, "")
    await site.deliver(ws.event(ws.message("U1", "C100", "还在吗", thread="1.000001")))
    posts = await site.posts("C100", 2)
    assert [post["text"] for post in posts] == ["您好", "还在吗"]
    assert {post["thread_ts"] for post in posts} == {"1.000001"}


async def test_the_address_is_confirmed(site: Site) -> None:
    answer = await site.deliver({"type": "url_verification", "challenge": "c"})
    assert (answer.status_code, answer.json()) == (200, {"challenge": "c"})


OLD = str(int(time.time()) - 600)


@pytest.mark.parametrize(
    ("how", "status"),
    [
        ({"signed": "v0=0"}, 401),
        ({"signed": "v0=ü"}, 401),
        ({"timestamp": OLD}, 401),
        ({"timestamp": "now"}, 401),
        ({"timestamp": "9" * 40}, 401),
    ],
    ids=str,
)
async def test_what_is_not_slacks_is_refused(how: dict[str, str], status: int, site: Site) -> None:
    answer = await site.deliver(ws.event(ws.message("U1", "C101", "您好")), **how)
    assert answer.status_code == status
    assert "Traceback" not in answer.text
    assert not site.host.heard


async def test_a_check_of_the_address_gets_nothing_past_the_signature(site: Site) -> None:
    payload = {**ws.command("U1", "C101", "点错的汉堡"), "ssl_check": "1"}
    assert (await site.deliver(payload, signed="v0=0")).status_code == 401
    assert not site.host.heard


@pytest.mark.parametrize(
    ("body", "status"),
    [(b"\xff\xfe", 400), (b"{", 400), (b"[1]", 400), (b"", 200), (b" " * (LARGEST + 1), 413)],
    ids=["not text", "not whole", "a list", "nothing", "giant"],
)
async def test_what_can_not_be_read_is_refused_without_a_trace(
    body: bytes, status: int, site: Site
) -> None:
    signed = ws.signature(body, stamp := str(int(time.time())))
    answer = await site.deliver(body, timestamp=stamp, signed=signed)
    assert (answer.status_code, answer.text) == (status, "")


async def test_an_unknown_payload_is_acknowledged_and_left(site: Site) -> None:
    assert (await site.deliver(ws.event({"type": "tokens_revoked"}))).status_code == 200
    assert (await site.deliver(ws.event({"type": "star_added"}))).status_code == 200
    assert not site.host.heard


async def test_what_can_not_be_kept_is_not_acknowledged(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(heard: Heard) -> bool:
        raise OperationalError("insert", {}, Exception("the disk is full"))

    payload = ws.event(ws.message("U1", "C102", "您好"))
    with monkeypatch.context() as patch:
        patch.setattr(site.inbox, "add", broken)
        answer = await site.deliver(payload)
        assert (answer.status_code, answer.text) == (500, "")
    assert (await site.deliver(payload, retry=1)).status_code == 200
    [post] = await site.posts("C102")
    assert post["text"] == "您好"


async def test_while_slack_does_not_know_us_nothing_is_acknowledged(
    site: Site, double: Double
) -> None:
    payload = ws.event(ws.message("U1", "C103", "您好"))
    double.misbehave("auth.test", "500")
    assert (await site.deliver(payload)).status_code == 500
    assert (await site.deliver(payload, retry=1)).status_code == 200
    await site.posts("C103")


@pytest.mark.parametrize(
    ("payload", "room"),
    [
        (ws.command("U1", "C104", ""), "C104"),
        (ws.command("U1", "D104", ""), "D1"),
        (ws.shortcut("U1"), "D1"),
        (
            ws.press("U1", {"ts": "2.000001", "channel": "D1"}, {"value": '{"form": "start"}'}),
            "D1",
        ),
    ],
    ids=["command", "command in a direct conversation", "shortcut", "button"],
)
async def test_a_form_opens_at_once_and_comes_back(
    payload: dict[str, Any], room: str, site: Site, double: Double
) -> None:
    assert (await site.deliver(payload)).status_code == 200
    [call] = double.calls("views.open")
    assert call["body"]["trigger_id"] == payload["trigger_id"]
    view = call["body"]["view"]
    assert problems_of_view(view) == []
    assert not site.host.heard
    sent = ws.submitted("U1", view, {"story": "a"})
    for _ in range(2):
        answer = await site.deliver(sent)
        assert (answer.status_code, answer.text) == (200, "")
    [heard] = await site.eventually(lambda: site.host.heard)
    assert (heard.place.room, heard.value) == (room, {"act": "start", "story": "a"})


async def test_a_button_whose_form_is_over_is_heard_as_pressed(site: Site) -> None:
    site.host.forms = False
    button = {"value": json.dumps({"act": "answer", "form": "answer"})}
    await site.deliver(ws.press("U1", {"ts": "2.000001", "channel": "C105"}, button))
    [heard] = await site.eventually(lambda: site.host.heard)
    assert (heard.kind, heard.value["act"]) == ("pressed", "answer")


async def test_a_form_that_can_not_be_opened_is_asked_for_again(site: Site, double: Double) -> None:
    double.misbehave("views.open", "500")
    assert (await site.deliver(ws.command("U1", "C106", ""))).status_code == 200
    assert (await site.deliver(ws.command("U1", "C106", ""))).status_code == 200
    assert len(double.calls("views.open", "done")) == 1


@pytest.mark.parametrize("room", [UNINVITED, GONE])
@pytest.mark.parametrize("text", ["", "点错的汉堡"])
async def test_a_command_where_the_bot_is_not_asks_to_be_invited(
    text: str, room: str, site: Site, double: Double
) -> None:
    answer = await site.deliver(ws.command("U1", room, text))
    assert answer.status_code == 200
    assert f"/invite <@{BOT}>" in answer.json()["text"]
    assert not site.host.heard and not double.calls("views.open")


async def test_a_command_in_a_conversation_of_others_is_answered_to_its_person(site: Site) -> None:
    payload = ws.command("U8", "D0OTHERS", "点错的汉堡")
    assert (await site.deliver(payload)).status_code == 200
    [post] = await site.posts("D8")
    assert post["text"] == "点错的汉堡"


SOCKET_MODE = {"slack_app_token": APP_TOKEN, "slack_signing_secret": ""}


@pytest.mark.parametrize("wanted", [SOCKET_MODE], indirect=True)
async def test_socket_mode_needs_no_address_and_keeps_before_it_acknowledges(
    site: Site, double: Double
) -> None:
    said = ws.event(ws.message("U1", "C107", "您好"))
    envelope = {"type": "events_api", "payload": said}

    def sent() -> Any:
        answer = double.control("envelope", **envelope)
        return answer["connected"] and answer

    assert (await site.eventually(sent))["acked"]
    assert (await asyncio.to_thread(sent))["acked"]  # delivered again
    opens = {"type": "slash_commands", "payload": ws.command("U1", "C107", "")}
    assert (await asyncio.to_thread(lambda: double.control("envelope", **opens)))["acked"]
    assert double.calls("views.open")
    [post] = await site.posts("C107")
    assert post["text"] == "您好"
    assert (await site.deliver(said)).status_code == 404  # nobody could tell whose it is


@pytest.mark.parametrize("wanted", [{"slack_bot_token": ""}], indirect=True)
async def test_without_a_token_there_is_no_address(site: Site) -> None:
    assert (await site.deliver(ws.event(ws.message("U1", "C108", "您好")))).status_code == 404
