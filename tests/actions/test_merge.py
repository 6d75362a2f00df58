"""Two trainees become one: nothing recorded is lost."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError

import bot.chats.tables as chats
from actions.judge.verdict import Verdict
from actions.records import Answer, Drill, Records, Trainee, Turn
from actions.records.merge import merge
from actions.records.store import now
from bot.chats.accounts import Accounts
from bot.chats.heard import Place
from bot.chats.platform import Person

VERDICT = Verdict(3.5, 4.0, 2.0, 1.0)
PLACE = Place("slack", "T1", "D1", direct=True)


@pytest.fixture
def records(tmp_path: Path) -> Iterator[Records]:
    store = Records(f"sqlite:///{tmp_path / 'duilian.db'}")
    store.migrate()
    yield store
    store.close()


@pytest.fixture
def gone(records: Records) -> Trainee:
    return records.add_trainee("小林")


@pytest.fixture
def kept(records: Records) -> Trainee:
    return records.add_trainee("林晓")


def drill(records: Records, name: str, trainee: Trainee, mode: str | None = None) -> Drill:
    one = Drill(
        name, trainee.id, "web", "burger_swap", "点错的汉堡", "…", "喂", 45, {}, now(), mode=mode
    )
    records.open_drill(one)
    return one


def turn(drill: Drill, speaker: Trainee, number: int = 1) -> Turn:
    return Turn(
        drill.id, number, speaker.id, "您好", VERDICT, "eased", (), 40, "哦", {}, None, now()
    )


def test_drills_turns_and_answers_are_all_the_kept_ones(
    records: Records, gone: Trainee, kept: Trainee
) -> None:
    alone, own = drill(records, "d1", gone), drill(records, "d2", kept)
    team = drill(records, "d3", records.add_trainee("组长"), "duel")
    taken_back, said = turn(alone, gone), turn(alone, gone, 1)
    records.add_turn(taken_back)
    records.take_back(alone.id, 1)
    records.add_turn(said)
    records.add_turn(turn(team, gone))
    answer = Answer(team.id, 2, gone.id, "m1", "我查", VERDICT, now())
    records.add_answer(answer)

    merge(records, gone.id, kept.id)

    assert {one.id for one in records.drills_of(kept.id)} == {alone.id, own.id}
    assert [one.id for one in records.team_drills_with(kept.id)] == [team.id]
    assert records.turns(alone.id, with_taken_back=True) == [
        replace(taken_back, trainee_id=kept.id, taken_back=True),
        replace(said, trainee_id=kept.id),
    ]
    assert records.answers(team.id) == [replace(answer, trainee_id=kept.id)]
    assert records.trainee(gone.id) is None


def test_others_keep_what_is_theirs(records: Records, gone: Trainee, kept: Trainee) -> None:
    other = records.add_trainee("小王")
    team = drill(records, "d1", gone, "open")
    records.add_turn(turn(team, other))
    merge(records, gone.id, kept.id)
    assert records.turns(team.id)[0].trainee_id == other.id
    assert [one.id for one in records.team_drills_with(other.id)] == [team.id]


def test_accounts_and_schedules_of_chats_come_along(
    records: Records, gone: Trainee, kept: Trainee
) -> None:
    accounts = Accounts(records)
    account = accounts.add(PLACE, "U1", Person("小林"))
    room = {"id": "r1", "channel": "slack", "tenant": "T1", "room": "C1", "via": ""}
    room |= {"language": "zh", "timezone": "", "weekly": True, "ranking": True, "told_at": now()}
    schedule = {"id": "s1", "room_id": "r1", "trainee_id": account.trainee_id, "days": "0"}
    schedule |= {"hour": 9, "minute": 0, "timezone": "", "story": "levels", "mode": "open"}
    schedule |= {"language": "zh", "next_at": now()}
    with records.db.begin() as db:
        db.execute(chats.rooms.insert().values(room))
        db.execute(chats.schedules.insert().values(schedule))
    merge(records, account.trainee_id, kept.id)
    found = accounts.at(PLACE, "U1")
    assert found == replace(account, trainee_id=kept.id)
    with records.db.connect() as db:
        assert db.execute(chats.schedules.select()).one().trainee_id == kept.id


@pytest.mark.parametrize("times", [1, 2])
def test_merging_again_or_with_oneself_does_nothing(
    records: Records, gone: Trainee, kept: Trainee, times: int
) -> None:
    drill(records, "d1", gone)
    for _ in range(times):
        merge(records, gone.id, kept.id)
    merge(records, kept.id, kept.id)
    assert [one.id for one in records.drills_of(kept.id)] == ["d1"]
    assert records.trainee(kept.id) == kept


def test_with_nobody_to_keep_nothing_is_done(records: Records, gone: Trainee) -> None:
    drill(records, "d1", gone)
    with pytest.raises(IntegrityError):
        merge(records, gone.id, "nobody")
    assert [one.id for one in records.drills_of(gone.id)] == ["d1"]
    assert records.trainee(gone.id) == gone
