"""What the drill itself knows of teams: speakers, answers nobody heard, feedback for one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from actions.coach import feedback
from actions.customer.handover import handover
from actions.discussion import contrasts
from actions.judge.rubric import Rubric
from actions.judge.verdict import Context, Reason, Verdict
from actions.records import Answer, Records
from actions.records.store import now
from actions.session import NoDrillError, Session
from actions.settings import ROOT
from actions.story import Library

RUBRIC = Rubric.load(ROOT / "data" / "rubric.yml")
KIND, RUDE = "抱歉，我马上查", "规定就是这样"
GOOD, BAD = (
    next(key for key, one in RUBRIC.criteria.items() if one.good is good) for good in (True, False)
)


def read(reply: str, context: Context) -> Verdict:
    """Kind words please, all others hurt; each for one reason."""
    if "抱歉" in reply:
        reason = Reason(GOOD, RUBRIC.criteria[GOOD].dimension, "抱歉", 1.0)
        return Verdict(4.5, 4.0, 2.0, 1.2, reasons=(reason,))
    reason = Reason(BAD, RUBRIC.criteria[BAD].dimension, reply, -1.0)
    return Verdict(1.5, 2.0, 4.0, -1.0, reasons=(reason,))


@pytest.fixture
def session(tmp_path: Path, library: Library) -> Iterator[Session]:
    records = Records(f"sqlite:///{tmp_path / 'duilian.db'}")
    records.migrate()
    yield Session(records, library, read)
    records.close()


@pytest.fixture
def team(session: Session) -> tuple[str, str]:
    return session.records.add_trainee("小林").id, session.records.add_trainee("小周").id


@pytest.mark.parametrize(
    ("spoke", "speaker", "effect", "change"),
    [
        ([], "a", 1.0, None),
        ([("a", 1.0)], "a", -2.0, None),
        ([("a", 0.0)], "b", 0.3, "new"),
        ([("a", 0.0)], "b", 1.5, "better"),
        ([("a", 0.0)], "b", -1.5, "worse"),
        ([("a", 0.0), ("b", 0.0)], "a", 0.3, None),
        ([("a", 0.0), ("b", 0.0)], "a", -0.9, "worse"),
    ],
)
def test_a_customer_remarks_on_who_takes_over(
    spoke: list[tuple[str, float]], speaker: str, effect: float, change: str | None
) -> None:
    assert handover(spoke, speaker, effect) == change


def test_the_remark_comes_before_the_matter_and_only_in_teams(
    session: Session, team: tuple[str, str]
) -> None:
    one, other = team
    drill = session.open("burger_swap", "", one, "slack", "relay")
    session.reply(drill.id, KIND, one, None)
    line = session.reply(drill.id, RUDE, other, None).line
    remarks = session.library.manners().common.handover["worse"]
    assert any(line.startswith(remark.rstrip("。")) for remark in remarks)
    alone = session.open("burger_swap", "", one, "web")
    session.reply(alone.id, KIND, one, None)
    line = session.reply(alone.id, RUDE, one, None).line
    assert not any(remark.rstrip("。") in line for remark in remarks)


def test_a_message_is_said_once_however_often_it_comes(
    session: Session, team: tuple[str, str]
) -> None:
    drill = session.open("burger_swap", "", team[0], "slack", "open")
    first = session.reply(drill.id, KIND, team[0], None, "m1")
    assert session.reply(drill.id, KIND, team[0], None, "m1").line == first.line
    session.take_back(drill.id, None)
    session.reply(drill.id, RUDE, team[0], None, "m1")  # the message was edited
    assert [turn.reply for turn in session.records.turns(drill.id)] == [RUDE]


def test_opening_twice_under_one_id_is_one_drill(session: Session, team: tuple[str, str]) -> None:
    first = session.open("burger_swap", "the-id", team[0], "slack", "duel")
    assert session.open("burger_swap", "the-id", team[0], "slack", "duel").opening == first.opening
    assert session.records.turns("the-id") == []


def test_an_answer_is_judged_in_its_place_and_moves_nobody(
    session: Session, team: tuple[str, str]
) -> None:
    one, other = team
    drill = session.open("burger_swap", "", one, "slack", "open")
    session.reply(drill.id, KIND, one, None)
    before = session.records.turns(drill.id)
    session.answer(drill.id, 1, RUDE, other, "m2")
    session.answer(drill.id, 1, KIND, other, "m2")  # the same message again takes its place
    (answer,) = session.records.answers(drill.id)
    assert (answer.turn, answer.trainee_id, answer.reply) == (1, other, KIND)
    assert answer.verdict.effect == 1.2
    assert session.records.turns(drill.id) == before
    with pytest.raises(NoDrillError):
        session.answer(drill.id, 5, KIND, other, "m3")


def test_team_drills_are_found_by_who_took_part(session: Session, team: tuple[str, str]) -> None:
    one, other = team
    drill = session.open("burger_swap", "", one, "slack", "open")
    session.open("burger_swap", "", one, "slack")
    session.answer(drill.id, 1, KIND, other, "m1")
    records = session.records
    assert [d.id for d in records.team_drills_with(other)] == [drill.id]
    assert [d.id for d in records.team_drills_with(one)] == [drill.id]
    assert records.team_drills_with(records.add_trainee("小陈").id) == []
    assert [d.mode for d in records.drills_of(one)] == [None]


def test_one_member_is_coached_on_their_own_words_only(
    session: Session, team: tuple[str, str], library: Library
) -> None:
    one, other = team
    drill = session.open("burger_swap", "", one, "slack", "open")
    session.reply(drill.id, KIND, one, None)
    session.reply(drill.id, RUDE, other, None)
    session.answer(drill.id, 2, "您冷静一下", one, "m1")
    ended, turns = session.end(drill.id), session.records.turns(drill.id)
    unheard = session.records.answers(drill.id)

    def given(speaker: str, answers: list[Answer]) -> tuple[float, list[str], str]:
        said = feedback(
            ended, turns, library.stories(), RUBRIC, "zh", speaker=speaker, unheard=answers
        )
        return said.scores[0].value, [moment.words for moment in said.moments], said.headline

    assert given(other, []) == (1.5, [RUDE], given(other, [])[2])
    score, words, headline = given(one, unheard)
    assert (score, words) == (3.0, ["您冷静一下"])
    assert "您说了 1 句；另有 1 句" in headline
    whole = feedback(ended, turns, library.stories(), RUBRIC, "zh")
    assert whole.scores[0].value == 3.0
    assert "您说了" not in whole.headline


def test_an_answer_nobody_heard_changed_nothing(
    session: Session, team: tuple[str, str], library: Library
) -> None:
    one, other = team
    drill = session.open("burger_swap", "", one, "slack", "duel")
    session.reply(drill.id, KIND, one, None)
    session.answer(drill.id, 1, RUDE, other, "m1")
    ended, turns = session.end(drill.id), session.records.turns(drill.id)
    unheard = session.records.answers(drill.id)
    given = feedback(ended, turns, library.stories(), RUBRIC, "zh", speaker=other, unheard=unheard)
    assert [(moment.change, moment.customer) for moment in given.moments] == [(0.0, "")]
    assert given.turning_point is None
    assert "您答的 1 句客户都没听到" in given.headline


def test_the_widest_contrasts_are_discussed_and_only_the_best_is_somebodys(
    session: Session, team: tuple[str, str]
) -> None:
    one, other = team
    drill = session.open("burger_swap", "", one, "slack", "duel")
    session.answer(drill.id, 1, KIND, one, "a")
    session.answer(drill.id, 1, RUDE, other, "b")
    session.reply(drill.id, KIND, one, None)
    session.answer(drill.id, 2, KIND, one, "c")
    session.answer(drill.id, 2, KIND + "！", other, "d")
    found = contrasts(
        session.drill(drill.id),
        session.records.turns(drill.id),
        session.records.answers(drill.id),
        RUBRIC,
        "zh",
    )
    (contrast,) = found
    assert (contrast.turn, contrast.customer) == (1, drill.opening)
    assert (contrast.best, contrast.by, contrast.worst) == (KIND, one, RUDE)
    assert contrast.why_best == RUBRIC.wording(GOOD, "zh").says
    assert contrast.advice == RUBRIC.wording(BAD, "zh").advice


def test_one_answer_alone_is_no_contrast(session: Session, team: tuple[str, str]) -> None:
    drill = session.open("burger_swap", "", team[0], "slack", "duel")
    session.answer(drill.id, 1, RUDE, team[0], "a")
    answers = [*session.records.answers(drill.id)]
    answers.append(Answer(drill.id, 1, team[0], "b", KIND, read(KIND, None), now()))  # type: ignore[arg-type]
    assert contrasts(session.drill(drill.id), [], answers, RUBRIC, "zh") == []
