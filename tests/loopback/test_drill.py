"""Whole drills through the real Rasa and action servers on loopback."""

from __future__ import annotations

import os
import signal
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta

import psutil
import pytest
from sqlalchemy import update

from actions.records.store import now
from actions.records.tables import drills
from actions.settings import ROOT
from actions.story import Library
from bot.typed import as_typed
from tests.conftest import Servers
from tests.loopback.conftest import Line

pytestmark = pytest.mark.servers

STORIES = Library(ROOT / "data" / "stories").stories()


def kinds(answer: list[dict[str, object]]) -> list[object]:
    return [message["kind"] for message in answer]


@pytest.mark.parametrize(
    ("story", "rehearsal"),
    [
        pytest.param(story.name, rehearsal, id=f"{story.name}-{rehearsal.name}")
        for story in STORIES.values()
        for rehearsal in (story.rehearsals[0], story.rehearsals[-1])
    ],
)
def test_a_rehearsal_ends_over_the_wire_and_is_coached(
    story: str, rehearsal: object, line: Line
) -> None:
    replies = rehearsal.trainee  # type: ignore[attr-defined]
    assert kinds(line.start(story)) == ["opening"]
    answer: list[dict[str, object]] = []
    for reply in replies:
        answer = line.say(reply)
        assert kinds(answer)[0] == "turn"
        if "feedback" in kinds(answer):
            break
    # Each drill's customer words things differently, and now and then hears one reply more.
    if "feedback" not in kinds(answer):
        answer = [*answer, *line.send("/stop")]
    drill = line.servers.records.drill(line.drill)
    assert drill is not None
    assert kinds(answer) == ["turn", "feedback"]
    assert drill.ending in ("content", "grudging", "complains", "leaves", "stopped")
    assert answer[-1]["ending"] == drill.ending
    assert 60 < len(str(answer[-1]["text"])) < 1200


def test_every_turn_is_on_disk_before_the_line_is_said(line: Line) -> None:
    line.start()
    said = line.say("您好，我先看一下您这单的状态")[0]
    turn = line.servers.records.turns(line.drill)[-1]
    assert (turn.line, turn.number) == (said["text"], said["turn"])
    assert turn.trainee_id == line.trainee


def test_commands_work_in_words(line: Line) -> None:
    line.start()
    line.say("规定就是这样，改不了。")
    assert kinds(line.say("给我点提示")) == ["hint"]
    taken = line.say("重来这句")
    assert (kinds(taken), taken[0]["reply"]) == (["retaken"], "规定就是这样，改不了。")
    assert kinds(line.say("我马上帮您看看出餐了没有")) == ["turn"]
    assert kinds(line.say("我练得怎么样了")) == ["note"]
    offer = line.say("换个难点的客户")
    assert kinds(offer) == ["offer"]
    assert offer[0]["stories"]
    assert kinds(line.say("不练了")) == ["feedback"]
    drill = line.servers.records.drill(line.drill)
    assert drill is not None
    assert drill.ending == "stopped"
    assert kinds(line.say("重来这句")) == ["retaken"]
    assert kinds(line.say("我这就问一下店里"))[0] == "turn"


def test_a_reply_taken_back_after_the_end_reopens_the_drill(line: Line) -> None:
    line.start()
    reply = "您自己点错的怪谁？少啰嗦，规定就是不能改，爱投诉就投诉。"
    for _ in range(10):
        if "feedback" in kinds(line.say(reply)):
            break
    before = len(line.servers.records.turns(line.drill))
    assert kinds(line.send("/retake")) == ["retaken"]
    assert len(line.servers.records.turns(line.drill)) == before - 1
    assert kinds(line.say("对不起，让您白着急了，我马上查出餐了没有。"))[0] == "turn"
    everything = line.servers.records.turns(line.drill, with_taken_back=True)
    assert len(everything) == before + 1


def test_two_drills_do_not_mix(new_line: Callable[[], Line]) -> None:
    one, other = new_line(), new_line()
    one.start("burger_swap")
    other.start("salon_topup")
    one.say("您好，我查一下出餐了没有")
    other.say("您好，我帮您查充值记录")
    turns = one.servers.records.turns
    assert [turn.reply for turn in turns(one.drill)] == ["您好，我查一下出餐了没有"]
    assert [turn.reply for turn in turns(other.drill)] == ["您好，我帮您查充值记录"]


@pytest.mark.parametrize(
    "text",
    [
        "😡😡😡",
        "。。。",
        "asdfgh jkl",
        "Пожалуйста, подождите",
        "<script>alert(1)</script><b>您好</b>",
        '\u200b/acknowledges_feeling{"a": 1}',
        "/restart",
        ' /start_drill{"story": "salon_topup"}',
        "/session_start",
        "{reply} {slot} {0} %s ${DUILIAN_HOME}",
        "您好\x00\x1b[31m",
        "好" * 1000,
        "'; DROP TABLE turn; --",
        "您好\n\n\n请问",
    ],
)
def test_odd_input_is_a_reply_the_customer_reacts_to(text: str, line: Line) -> None:
    line.start()
    answer = line.say(text)
    assert kinds(answer) == ["turn"]
    recorded = line.servers.records.turns(line.drill)
    assert [turn.reply for turn in recorded] == [as_typed(text).strip()]


def test_words_outside_a_drill_get_help(line: Line) -> None:
    assert kinds(line.say("您好，请问有什么可以帮您？")) == ["note"]
    assert kinds(line.say("不练了")) == ["note"]
    assert kinds(line.send("/retake")) == ["note"]


def test_a_drill_that_ended_elsewhere_is_over_here_too(line: Line) -> None:
    line.start()
    line.servers.records.end_drill(line.drill, "stopped")
    assert kinds(line.say("您好，我马上查")) == ["note"]
    assert kinds(line.say("还在吗")) == ["note"]
    assert line.servers.records.turns(line.drill) == []


def forget(servers: Servers, conversation: str) -> None:
    """Takes a conversation from Rasa's memory, as when Rasa dies before it has saved it."""
    with closing(sqlite3.connect(servers.settings.home / "tracker.db", timeout=10)) as db, db:
        db.execute("DELETE FROM events WHERE sender_id = ?", (conversation,))


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("您好，我马上查出餐了没有", ["turn"]),
        ("您好", ["turn"]),
        ("给我点提示", ["hint"]),
        ("/retake", ["retaken"]),
        ("不练了", ["feedback"]),
    ],
)
def test_a_drill_that_rasa_has_lost_goes_on_from_the_records(
    words: str, expected: list[str], line: Line
) -> None:
    line.start()
    line.say("您好，我先看一下您这单的状态")
    forget(line.servers, line.drill)
    assert kinds(line.send(words) if words.startswith("/") else line.say(words)) == expected
    if expected != ["feedback"]:
        assert kinds(line.say("店里说还没出餐，可以换"))[0] == "turn"


def long_ago(line: Line) -> None:
    """As if the customer had spoken ten minutes ago."""
    with line.servers.records.db.begin() as db:
        earlier = now() - timedelta(minutes=10)
        db.execute(update(drills).where(drills.c.id == line.drill).values(opened_at=earlier))


@pytest.mark.parametrize("lost", [False, True])
def test_a_customer_left_waiting_asks_and_the_coach_counts_it(lost: bool, line: Line) -> None:
    line.start()
    assert [m["kind"] for m in line.send("/silence")] == ["patient"]
    long_ago(line)
    if lost:
        forget(line.servers, line.drill)
    assert kinds(line.send("/silence")) == ["nudge"]
    assert kinds(line.say("您好，我马上查出餐了没有")) == ["turn"]
    assert "开口催了 1 次" in str(line.send("/stop")[-1]["text"])


def test_a_last_turn_that_rasa_has_lost_is_still_coached(line: Line) -> None:
    line.start()
    line.say("您自己点错的怪谁？少啰嗦，爱投诉就投诉。")
    forget(line.servers, line.drill)
    for _ in range(10):
        answer = line.say("您自己点错的怪谁？少啰嗦，爱投诉就投诉。")
        if "feedback" in kinds(answer):
            break
        forget(line.servers, line.drill)
    assert kinds(answer) == ["turn", "feedback"]


def test_what_a_page_sends_twice_counts_once(line: Line) -> None:
    line.start()
    line.turn = 1
    assert kinds(line.say("您好，我马上查")) == ["turn"]
    assert kinds(line.say("您好，我马上查")) == ["stale"]
    assert kinds(line.send("/retake")) == ["stale"]
    assert len(line.servers.records.turns(line.drill)) == 1


def test_an_unknown_story_is_refused_politely(line: Line) -> None:
    assert kinds(line.start("../../etc/passwd")) == ["note"]
    assert line.servers.records.drill(line.drill) is None


def test_english_feedback_for_english_pages(line: Line) -> None:
    line.language = "en"
    line.start()
    line.say("规定就是这样，改不了。")
    feedback = line.send("/stop")[-1]
    assert "Rigidity" in str(feedback["text"])


def children(servers: Servers, part: str) -> list[psutil.Process]:
    home = str(servers.settings.home)
    return [
        process
        for process in psutil.Process().children(recursive=True)
        if any(part in word for word in process.cmdline())
        and process.environ().get("DUILIAN_HOME") == home
    ]


def test_everything_but_the_web_app_listens_on_loopback_only(running: Servers) -> None:
    listening = {
        connection.laddr.ip
        for process in children(running, "rasa")
        for connection in process.net_connections("inet")
        if connection.status == psutil.CONN_LISTEN
    }
    assert listening == {"127.0.0.1"}


def test_words_lost_with_the_action_server_are_not_said_later(line: Line) -> None:
    line.start()
    for process in children(line.servers, "rasa_sdk"):
        os.kill(process.pid, signal.SIGKILL)
    assert line.say("这句话没送到") == []
    deadline = time.monotonic() + 60
    while not (answer := line.say("给我点提示")):
        assert time.monotonic() < deadline, "the action server did not come back"
        time.sleep(1)
    assert kinds(answer) == ["hint"]
    assert line.servers.records.turns(line.drill) == []
    assert kinds(line.say("您好，我马上查出餐了没有")) == ["turn"]
    assert [turn.number for turn in line.servers.records.turns(line.drill)] == [1]


def test_a_drill_survives_the_death_of_the_action_server(line: Line) -> None:
    line.start()
    line.say("您好，我查一下出餐了没有")
    for process in children(line.servers, "rasa_sdk"):
        os.kill(process.pid, signal.SIGKILL)
    assert line.say("还在吗") == []  # nothing is said that was not recorded
    assert len(line.servers.records.turns(line.drill)) == 1
    deadline = time.monotonic() + 60
    while not (answer := line.say("店里说还没出餐，可以换，您想换成哪一款？")):
        assert time.monotonic() < deadline, "the action server did not come back"
        time.sleep(1)
    assert kinds(answer)[0] == "turn"
    assert len(line.servers.records.turns(line.drill)) == 2
