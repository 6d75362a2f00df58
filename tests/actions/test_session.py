"""A drill as the session plays it: one truth in the records, whatever was lost on the way."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from actions.judge.verdict import Context, Verdict
from actions.records import Drill, Records
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
