"""The records: nothing recorded is lost, a turn counts once, an old database moves forward."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from alembic import command
from sqlalchemy import MetaData, Table

from actions.judge.verdict import Clause, Move, Reason, Verdict
from actions.records import Answer, Drill, Hint, Nudge, Records, Turn, TurnTakenError
from actions.records.store import now

VERDICT = Verdict(
    3.5,
    4.0,
    2.0,
    1.0,
    moves=(Move("informs", "出餐了", 0, 3),),
    flags=("skips_feeling",),
    reasons=(Reason("feeling_first", "empathy", "", -0.5),),
    clauses=(Clause("出餐了", 0, 3, {"informs": 0.8}),),
)


def old_rows() -> dict[str, list[dict[str, Any]]]:
    """What the first version of the tables held: a reply taken back and the one after it."""
    when = datetime(2026, 3, 2, 9)
    drill = {"id": "d1", "trainee_id": "t1", "channel": "web", "story": "burger_swap"}
    drill |= {"title": "点错的汉堡", "story_text": "…", "opening": "喂", "anger": 45}
    turn = {"drill_id": "d1", "number": 1, "trainee_id": "t1", "verdict": VERDICT.as_json()}
    turn |= {"cue": "eased", "needs_met": [], "anger": 40, "line": "哦", "state": {}}
    return {
        "trainee": [{"id": "t1", "name": "小林", "joined_at": when}],
        "drill": [{**drill, "state": {"a": 1}, "opened_at": when}],
        "turn": [
            {**turn, "reply": "您先冷静", "said_at": when, "taken_back": True},
            {**turn, "reply": "我查一下", "said_at": when, "taken_back": False},
        ],
        "hint": [{"drill_id": "d1", "turn": 2, "text": "先查", "given_at": when}],
    }


@pytest.fixture
def records(tmp_path: Path) -> Iterator[Records]:
    store = Records(f"sqlite:///{tmp_path / 'deep' / 'duilian.db'}")
    store.migrate()
    yield store
    store.close()


@pytest.fixture
def drill(records: Records) -> Drill:
    trainee = records.add_trainee("小林")
    drill = Drill(
        "d1", trainee.id, "web", "burger_swap", "点错的汉堡", "story: …", "喂", 45, {"a": 1}, now()
    )
    records.open_drill(drill)
    return drill


def turn(drill: Drill, number: int, reply: str = "您好", ending: str | None = None) -> Turn:
    return Turn(
        drill.id,
        number,
        drill.trainee_id,
        reply,
        VERDICT,
        "eased",
        ("check",),
        40,
        "哦",
        {"n": 1},
        ending,
        now(),
    )


def test_what_goes_in_comes_out(records: Records, drill: Drill) -> None:
    said = turn(drill, 1)
    records.add_turn(said)
    records.add_hint(Hint(drill.id, 2, "先查", now()))
    assert records.drill(drill.id) == drill
    assert records.turns(drill.id) == [said]
    assert [hint.text for hint in records.hints(drill.id)] == ["先查"]


def test_a_turn_counts_once(records: Records, drill: Drill) -> None:
    records.add_turn(turn(drill, 1))
    with pytest.raises(TurnTakenError):
        records.add_turn(turn(drill, 1, "又来"))
    assert len(records.turns(drill.id)) == 1


def test_a_reply_taken_back_is_kept_beside_the_new_one(records: Records, drill: Drill) -> None:
    records.add_turn(turn(drill, 1, "第一次", ending="leaves"))
    records.take_back(drill.id, 1)
    reopened = records.drill(drill.id)
    assert reopened is not None
    assert reopened.ending is None
    records.add_turn(turn(drill, 1, "第二次"))
    assert [t.reply for t in records.turns(drill.id)] == ["第二次"]
    assert [(t.reply, t.taken_back) for t in records.turns(drill.id, with_taken_back=True)] == [
        ("第一次", True),
        ("第二次", False),
    ]


def test_an_ending_is_final(records: Records, drill: Drill) -> None:
    records.add_turn(turn(drill, 1, ending="content"))
    records.end_drill(drill.id, "stopped")
    ended = records.drill(drill.id)
    assert ended is not None
    assert ended.ending == "content"
    assert ended.ended_at is not None


def test_no_turn_is_added_to_a_drill_that_has_ended(records: Records, drill: Drill) -> None:
    records.end_drill(drill.id, "stopped")
    with pytest.raises(TurnTakenError):
        records.add_turn(turn(drill, 1, ending="leaves"))
    assert records.turns(drill.id) == []
    stopped = records.drill(drill.id)
    assert stopped is not None
    assert stopped.ending == "stopped"
    records.reopen(drill.id)
    records.add_turn(turn(drill, 1))
    assert len(records.turns(drill.id)) == 1


def test_what_people_said_stays_out_of_error_messages(records: Records, drill: Drill) -> None:
    records.add_turn(turn(drill, 1))
    with pytest.raises(TurnTakenError) as caught:
        records.add_turn(turn(drill, 1, "我的号码是13800001111"))
    assert "13800001111" not in f"{caught.value} {caught.value.__cause__}"


def test_migrating_twice_keeps_everything(records: Records, drill: Drill) -> None:
    records.add_turn(turn(drill, 1))
    records.migrate()
    assert len(records.turns(drill.id)) == 1


@pytest.mark.parametrize("version", ["0001", "0002", "0003"])
def test_a_database_of_an_earlier_version_keeps_drills_and_turns(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, version: str
) -> None:
    store = Records(f"sqlite:///{tmp_path / 'old.db'}")
    upgrade = command.upgrade
    with monkeypatch.context() as then:
        then.setattr(command, "upgrade", lambda config, _: upgrade(config, version))
        store.migrate()
    with store.db.begin() as db:
        for name, rows in old_rows().items():
            db.execute(Table(name, MetaData(), autoload_with=db).insert(), rows)
    store.migrate()
    drill = store.drill("d1")
    assert drill is not None
    assert (drill.title, drill.state, drill.mode) == ("点错的汉堡", {"a": 1}, None)
    assert [drill] == store.drills_of("t1")
    kept = store.turns("d1", with_taken_back=True)
    assert [(t.reply, t.verdict, t.taken_back, t.message) for t in kept] == [
        ("您先冷静", VERDICT, True, None),
        ("我查一下", VERDICT, False, None),
    ]
    assert [hint.text for hint in store.hints("d1")] == ["先查"]
    store.add_nudge(Nudge("d1", 2, "人呢？", 50, {}, now()))
    store.add_answer(Answer("d1", 2, "t1", "m1", "您好", VERDICT, now()))
    store.close()


def test_a_migration_that_fails_leaves_nothing_half_done(tmp_path: Path) -> None:
    file = tmp_path / "old.db"
    with sqlite3.connect(file) as db:
        db.execute("CREATE TABLE turn (x)")  # in the way of the first migration
    store = Records(f"sqlite:///{file}")
    with pytest.raises(Exception, match="already exists"):
        store.migrate()
    store.close()
    with sqlite3.connect(file) as db:
        tables = {row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type='table'")}
    db.close()
    assert "trainee" not in tables


def test_many_writers_at_once_lose_nothing(records: Records, drill: Drill) -> None:
    def write(first: int) -> None:
        store = Records(records.url)
        for number in range(first, first + 10):
            store.add_turn(turn(drill, number))
        store.close()

    writers = [Thread(target=write, args=(start,)) for start in (1, 11, 21, 31)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert sorted(t.number for t in records.turns(drill.id)) == list(range(1, 41))
