"""Posting to Slack, over real HTTP to the double."""

from __future__ import annotations

from itertools import count
from typing import Any

import pytest

from bot.channels.settings import ChannelSettings
from bot.chats.heard import Place
from bot.chats.platform import Person, RefusedError, UnsureError, WaitError
from bot.chats.post import Line, Post, Way, Words
from bot.serve import free_ports
from bot.slack.client import Slack
from bot.slack.heard import Me
from tests.doubles.misbehaving import Double
from tests.doubles.slack import AWAY, BOT, GONE, TEAM, TOKEN

NUMBERS = count(1)


def a_post(way: Way = "room", room: str = "", thread: str = "", user: str = "U1") -> Post:
    place = Place("slack", TEAM, room or f"C{next(NUMBERS)}", thread)
    return Post(f"post {next(NUMBERS)}", way, place, (Line("张老三", "<!here>"),), user=user)


def in_person(room: str = "D1") -> Post:
    place = Place("slack", TEAM, room, direct=True)
    return Post(f"post {next(NUMBERS)}", "direct", place, (Words("好"),), user="U1")


def sent(double: Double, method: str) -> dict[str, Any]:
    [call] = double.calls(method)
    assert call["headers"]["authorization"] == f"Bearer {TOKEN}"
    return call["query"] | call["body"]


async def test_it_knows_who_it_is_and_asks_only_once(double: Double, slack: Slack) -> None:
    assert await slack.me() == await slack.me() == Me(TEAM, BOT)
    assert len(double.calls("auth.test")) == 1


async def test_a_post_starts_a_thread_and_another_stands_in_it(
    double: Double, slack: Slack
) -> None:
    root = await slack.post(a_post(), "")
    assert root.thread == root.ref
    reply = await slack.post(a_post("thread", root.room), root.thread)
    assert (reply.thread, reply.ref > root.ref) == (root.ref, True)
    first, second = (call["body"] for call in double.calls("postMessage"))
    assert "thread_ts" not in first
    assert second["thread_ts"] == root.ref
    assert not first["unfurl_links"] and not first["unfurl_media"]
    assert first["text"] == "张老三：&lt;!here&gt;"


async def test_a_direct_conversation_is_opened_where_it_is_not_known(
    double: Double, slack: Slack
) -> None:
    posted = [await slack.post(in_person(room), "") for room in ("", "", "D9")]
    assert [where.room for where in posted] == ["D1", "D1", "D9"]
    assert [where.thread for where in posted] == ["", "", ""]
    assert sent(double, "conversations.open") == {"users": "U1"}


async def test_a_direct_conversation_has_no_threads(double: Double, slack: Slack) -> None:
    await slack.post(in_person(), "1.000001")
    assert "thread_ts" not in sent(double, "postMessage")


async def test_a_whisper_is_for_one_person_in_the_thread(double: Double, slack: Slack) -> None:
    await slack.post(a_post("whisper", "C1", "1.000001"), "")
    body = sent(double, "postEphemeral")
    assert (body["user"], body["channel"], body["thread_ts"]) == ("U1", "C1", "1.000001")
    assert not double.calls("postMessage")


async def test_a_whisper_nobody_can_hear_becomes_a_direct_message(
    double: Double, slack: Slack
) -> None:
    posted = await slack.post(a_post("whisper", user=AWAY), "")
    assert posted.room == f"D{AWAY[1:]}"
    assert sent(double, "postMessage")["channel"] == posted.room


async def test_an_earlier_message_shows_something_else(double: Double, slack: Slack) -> None:
    earlier = await slack.post(a_post(room="C77"), "")
    await slack.replace(a_post(room="C77"), earlier)
    assert sent(double, "chat.update")["ts"] == earlier.ref


async def test_a_post_is_found_again_by_its_key(slack: Slack) -> None:
    root_post = a_post()
    root = await slack.post(root_post, "")
    reply_post = a_post("thread", root.room)
    reply = await slack.post(reply_post, root.ref)
    for _ in range(3):
        await slack.post(a_post("thread", root.room), root.ref)
    assert await slack.find(root_post, "") == root
    assert await slack.find(reply_post, root.ref) == reply
    assert await slack.find(a_post(room=root.room), "") is None


async def test_a_post_is_found_on_a_later_page(
    slack: Slack, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.slack.client.PAGE", 2)
    wanted = a_post()
    posted = await slack.post(wanted, "")
    for _ in range(4):
        await slack.post(a_post(room=posted.room), "")
    assert await slack.find(wanted, "") == posted


async def test_a_whisper_can_not_be_found(slack: Slack) -> None:
    with pytest.raises(UnsureError):
        await slack.find(a_post("whisper"), "")


@pytest.mark.parametrize(
    ("how", "error"),
    [("429", WaitError), ("500", UnsureError), ("drop_before", UnsureError)],
)
async def test_what_goes_wrong_when_posting(
    how: Any, error: type[Exception], double: Double, slack: Slack
) -> None:
    post = a_post()
    double.misbehave("chat.postMessage", how, seconds=7)
    with pytest.raises(error) as raised:
        await slack.post(post, "")
    assert getattr(raised.value, "seconds", 7) == 7
    assert await slack.find(post, "") is None


async def test_a_post_whose_answer_is_lost_is_there(double: Double, slack: Slack) -> None:
    post = a_post()
    double.misbehave("chat.postMessage", "drop_after")
    with pytest.raises(UnsureError):
        await slack.post(post, "")
    assert await slack.find(post, "")
    assert len(double.calls("chat.postMessage")) == 1


async def test_a_slow_answer_leaves_a_doubt(
    double: Double, settings: ChannelSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.slack.client.PATIENCE", 0.2)
    slack, post = Slack(settings), a_post()
    double.misbehave("chat.postMessage", "late", seconds=0.5)
    with pytest.raises(UnsureError):
        await slack.post(post, "")


@pytest.mark.parametrize("how", ["500", "drop_before", "drop_after"])
async def test_looking_again_does_no_harm(how: Any, double: Double, slack: Slack) -> None:
    double.misbehave("conversations.history", how)
    with pytest.raises(WaitError):
        await slack.find(a_post(), "")
    double.misbehave("users.info", how)
    with pytest.raises(WaitError):
        await slack.person(Place("slack", TEAM, "C1"), "U1")


async def test_without_a_connection_nothing_was_sent(settings: ChannelSettings) -> None:
    nobody = f"http://127.0.0.1:{free_ports(1)[0]}/api/"
    with pytest.raises(WaitError):
        await Slack(settings.copy(update={"slack_api": nobody})).post(a_post(), "")


async def test_what_slack_will_never_post_is_refused(slack: Slack) -> None:
    with pytest.raises(RefusedError, match="channel_not_found"):
        await slack.post(a_post(room=GONE), "")


async def test_a_token_that_is_mended_later_loses_nothing(settings: ChannelSettings) -> None:
    with pytest.raises(WaitError):
        await Slack(settings.copy(update={"slack_bot_token": "xoxb-old"})).post(a_post(), "")


@pytest.mark.parametrize(
    ("about", "email"),
    [
        ({}, "u1@example.com"),
        ({"is_stranger": True}, ""),
        ({"team_id": "T0OTHER"}, ""),
        ({"is_bot": True}, ""),
        ({"is_restricted": True}, ""),
        ({"is_ultra_restricted": True}, ""),
        ({"is_email_confirmed": False}, ""),
        ({"deleted": True}, ""),
        ({"profile": {"display_name": "同事1"}}, ""),
    ],
    ids=str,
)
async def test_only_a_colleagues_address_is_vouched_for(
    about: dict[str, Any], email: str, double: Double, slack: Slack
) -> None:
    double.control("person", id="U1", **about)
    person = await slack.person(Place("slack", TEAM, "C1"), "U1")
    assert person == Person("同事1", email, "zh-CN", "Asia/Shanghai")
