"""A drill as the session plays it: one truth in the records, whatever was lost on the way."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from actions.customer import State
from actions.judge.verdict import Context, Verdict
from actions.records import Drill, Records
from actions.records.store import now
from actions.records.tables import drills, nudges, turns
from actions.session import NoDrillError, NoStoryError, Session, StaleTurnError
from actions.story import Library


def read(reply: str, context: Context) -> Verdict:
    """Kind words please, all others hurt."""
    return Verdict(4.0, 4.0, 2.0, 1.0) if "抱歉" in reply else Verdict(1.5, 2.0, 4.0, -1.0)


@pytest.fixture
def session(tmp_path: Path, library: Library) -> Iterator[Session]:
    records = Records(f"sqlite:///{tmp_path / 'duilian.db'}")
    records.migrate()
    yield Session(records, library, read)
    records.close()


@pytest.fixture
def trainee(session: Session) -> str:
    return session.records.add_trainee("小林").id


@pytest.fixture
def drill(session: Session, trainee: str) -> Drill:
    return session.open("burger_swap", "", trainee, "web")


def test_a_story_that_is_not_there_is_not_played(session: Session, trainee: str) -> None:
    with pytest.raises(NoStoryError):
        session.open("nobody", "", trainee, "web")


def test_two_drills_of_a_story_open_differently(session: Session, trainee: str) -> None:
    openings = {session.open("burger_swap", "", trainee, "web").opening for _ in range(12)}
    assert len(openings) > 1


def test_the_same_words_sent_twice_count_once(session: Session, drill: Drill, trainee: str) -> None:
    session.reply(drill.id, "抱歉", trainee, 1)
    with pytest.raises(StaleTurnError):
        session.reply(drill.id, "抱歉", trainee, 1)
    assert len(session.records.turns(drill.id)) == 1


def test_a_retake_sent_twice_takes_one_reply_back(
    session: Session, drill: Drill, trainee: str
) -> None:
    for words in ("抱歉", "抱歉了"):
        session.reply(drill.id, words, trainee, None)
    assert session.take_back(drill.id, 3).reply == "抱歉了"
    with pytest.raises(StaleTurnError):
        session.take_back(drill.id, 3)
    assert [turn.reply for turn in session.records.turns(drill.id)] == ["抱歉"]


def test_after_a_retake_the_customer_is_as_before_but_says_it_anew(
    session: Session, drill: Drill, trainee: str
) -> None:
    first = session.reply(drill.id, "规定如此", trainee, None)
    session.take_back(drill.id, None)
    second = session.reply(drill.id, "规定如此", trainee, None)
    assert (second.number, second.anger) == (first.number, first.anger)
    assert second.line != first.line


def test_a_drill_that_was_stopped_can_go_on(session: Session, drill: Drill, trainee: str) -> None:
    session.reply(drill.id, "抱歉", trainee, None)
    session.end(drill.id)
    with pytest.raises(NoDrillError):
        session.reply(drill.id, "抱歉", trainee, None)
    assert session.take_back(drill.id, None).reply == ""
    assert session.reply(drill.id, "抱歉", trainee, None).number == 2


def test_nothing_said_nothing_to_take_back(session: Session, drill: Drill) -> None:
    assert session.take_back(drill.id, None).reply is None


def test_a_hint_is_for_the_open_need_and_recorded(session: Session, drill: Drill) -> None:
    hint = session.hint(drill.id, 1)
    assert hint == session.library.stories()["burger_swap"].needs[0].hint
    assert [given.text for given in session.records.hints(drill.id)] == [hint]


def test_a_drill_keeps_the_story_it_began_with(
    session: Session, drill: Drill, trainee: str, tmp_path: Path
) -> None:
    session.library = Library(tmp_path / "elsewhere")
    assert session.hint(drill.id, None)
    assert session.take_back(drill.id, None).turn == 1


def long_ago(session: Session, drill: Drill, seconds: int) -> None:
    """As if whatever was said last had been said so many seconds earlier."""
    earlier = now() - timedelta(seconds=seconds)
    with session.records.db.begin() as db:
        for table, when in ((drills, "opened_at"), (turns, "said_at"), (nudges, "said_at")):
            db.execute(update(table).values({when: earlier}))


def test_a_customer_who_hears_nothing_asks_and_minds(session: Session, drill: Drill) -> None:
    assert session.silence(drill.id, 1) is None
    long_ago(session, drill, 100)
    nudge = session.silence(drill.id, 1)
    assert nudge is not None
    assert nudge.anger > drill.anger
    assert [kept.line for kept in session.records.nudges(drill.id)] == [nudge.line]


def test_a_customer_asks_twice_at_most_until_they_are_answered(
    session: Session, drill: Drill, trainee: str
) -> None:
    lines = set()
    for _ in range(4):
        long_ago(session, drill, 100)
        nudge = session.silence(drill.id, 1)
        lines.add(nudge.line if nudge else "")
    assert len(session.records.nudges(drill.id)) == 2
    assert len(lines) == 3
    session.reply(drill.id, "抱歉", trainee, 1)
    long_ago(session, drill, 100)
    assert session.silence(drill.id, 2) is not None


def test_the_reply_meets_the_anger_that_the_silence_left(
    session: Session, drill: Drill, trainee: str
) -> None:
    calm = session.open("burger_swap", drill.id + "x", trainee, "web")
    long_ago(session, drill, 100)
    session.silence(drill.id, 1)
    waited, prompt = (session.reply(d.id, "你等着", trainee, 1) for d in (drill, calm))
    assert waited.anger > prompt.anger


def test_what_was_said_while_waiting_for_a_reply_taken_back_no_longer_counts(
    session: Session, drill: Drill, trainee: str
) -> None:
    session.reply(drill.id, "你等着", trainee, 1)
    long_ago(session, drill, 100)
    late = session.silence(drill.id, 2)
    session.take_back(drill.id, 2)
    assert session.records.nudges(drill.id) == []
    assert late is not None
    (kept,) = session.records.nudges(drill.id, with_taken_back=True)
    assert late.line in State.from_json(kept.state).said
    again = session.reply(drill.id, "抱歉", trainee, 1)
    assert late.line not in again.line


def test_nobody_is_waited_for_after_the_end(session: Session, drill: Drill) -> None:
    session.end(drill.id)
    with pytest.raises(NoDrillError):
        session.silence(drill.id, 1)
