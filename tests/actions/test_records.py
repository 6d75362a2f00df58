"""The records: nothing recorded is lost, a turn counts once, an old database moves forward."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest
from sqlalchemy import text

from actions.judge.verdict import Clause, Move, Reason, Verdict
from actions.records import Drill, Hint, Nudge, Records, Turn, TurnTakenError
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


def test_a_database_from_before_the_nudges_gets_them_and_keeps_its_turns(
    records: Records, drill: Drill
) -> None:
    records.add_turn(turn(drill, 1))
    with records.db.begin() as db:
        db.execute(text("DROP TABLE nudge"))
        db.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    records.migrate()
    records.add_nudge(Nudge(drill.id, 2, "人呢？", 50, {}, now()))
    assert [nudge.line for nudge in records.nudges(drill.id)] == ["人呢？"]
    assert len(records.turns(drill.id)) == 1


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
