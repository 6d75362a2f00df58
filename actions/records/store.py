"""Reading and writing the records; every method is one transaction."""

from __future__ import annotations

import secrets
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import and_, or_, select, update
from sqlalchemy.exc import IntegrityError

from actions.judge.verdict import Verdict
from actions.records.database import connect
from actions.records.rows import Answer, Drill, Hint, Nudge, Trainee, Turn
from actions.records.tables import answers, drills, hints, nudges, trainees, turns


class TurnTakenError(Exception):
    """This turn can't be recorded: it is already, by another page or a repeated request."""


def now() -> datetime:
    """The present, in UTC."""
    return datetime.now(timezone.utc)


def new_id() -> str:
    """A token that can't be guessed (128 bits, URL-safe)."""
    return secrets.token_urlsafe(16)


class Records:
    """The records in one database.

    Args:
        url: SQLAlchemy address.

    Attributes:
        db: the database, also for what else is kept in it (bot/chats).
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self.db = connect(url)

    def migrate(self) -> None:
        """Brings the database to the newest shape; what is recorded stays."""
        config = Config()
        config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
        with self.db.begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")

    def close(self) -> None:
        """Gives up all connections."""
        self.db.dispose()

    # Trainees

    def add_trainee(self, name: str) -> Trainee:
        """Adds a person; names need not be unique."""
        trainee = Trainee(new_id(), name)
        with self.db.begin() as db:
            db.execute(trainees.insert().values(id=trainee.id, name=name, joined_at=now()))
        return trainee

    def trainee(self, trainee_id: str) -> Trainee | None:
        """The person with this id."""
        with self.db.connect() as db:
            row = db.execute(select(trainees).where(trainees.c.id == trainee_id)).first()
        return Trainee(row.id, row.name) if row else None

    def rename_trainee(self, trainee_id: str, name: str) -> None:
        """Gives the person another name."""
        with self.db.begin() as db:
            db.execute(update(trainees).where(trainees.c.id == trainee_id).values(name=name))

    # Drills

    def open_drill(self, drill: Drill) -> None:
        """Records the start of a drill."""
        with self.db.begin() as db:
            db.execute(drills.insert().values(**vars(drill)))

    def drill(self, drill_id: str) -> Drill | None:
        """The drill with this id."""
        with self.db.connect() as db:
            row = db.execute(select(drills).where(drills.c.id == drill_id)).first()
        return Drill(**row._mapping) if row else None

    def drills_of(self, trainee_id: str) -> list[Drill]:
        """All drills that a person played alone, newest first."""
        query = select(drills).where(drills.c.trainee_id == trainee_id, drills.c.mode.is_(None))
        with self.db.connect() as db:
            rows = db.execute(query.order_by(drills.c.opened_at.desc())).all()
        return [Drill(**row._mapping) for row in rows]

    def team_drills_with(self, trainee_id: str) -> list[Drill]:
        """All drills of teams that a person started or spoke in, newest first."""
        spoke = select(turns.c.drill_id).where(turns.c.trainee_id == trainee_id)
        answered = select(answers.c.drill_id).where(answers.c.trainee_id == trainee_id)
        took_part = or_(drills.c.trainee_id == trainee_id, drills.c.id.in_(spoke.union(answered)))
        query = select(drills).where(drills.c.mode.is_not(None), took_part)
        with self.db.connect() as db:
            rows = db.execute(query.order_by(drills.c.opened_at.desc())).all()
        return [Drill(**row._mapping) for row in rows]

    def end_drill(self, drill_id: str, ending: str) -> None:
        """Records how an open drill ended; a drill that has ended keeps its ending."""
        open_one = and_(drills.c.id == drill_id, drills.c.ending.is_(None))
        with self.db.begin() as db:
            db.execute(update(drills).where(open_one).values(ending=ending, ended_at=now()))

    # Turns

    def add_turn(self, turn: Turn) -> None:
        """Records a turn and, with its last one, the drill's ending, before the line is said.

        Raises:
            TurnTakenError: if a turn of this number counts already, or the drill has ended.
        """
        values = {**vars(turn), "verdict": turn.verdict.as_json()}
        ended = {"ending": turn.ending, "ended_at": turn.said_at if turn.ending else None}
        open_one = and_(drills.c.id == turn.drill_id, drills.c.ending.is_(None))
        try:
            with self.db.begin() as db:
                db.execute(turns.insert().values(**values))
                if not db.execute(update(drills).where(open_one).values(**ended)).rowcount:
                    raise TurnTakenError(f"drill {turn.drill_id} has ended")
        except IntegrityError as error:
            raise TurnTakenError(f"turn {turn.number} of drill {turn.drill_id}") from error

    def turns(self, drill_id: str, *, with_taken_back: bool = False) -> list[Turn]:
        """The turns of a drill in the order they were said."""
        query = select(turns).where(turns.c.drill_id == drill_id).order_by(turns.c.id)
        if not with_taken_back:
            query = query.where(turns.c.taken_back.is_(False))
        with self.db.connect() as db:
            rows = db.execute(query).all()
        return [_turn(row._mapping) for row in rows]

    def take_back(self, drill_id: str, number: int) -> None:
        """Marks a turn as taken back and, had it ended the drill, opens the drill again."""
        that_turn = and_(
            turns.c.drill_id == drill_id, turns.c.number == number, turns.c.taken_back.is_(False)
        )
        later = and_(nudges.c.drill_id == drill_id, nudges.c.turn > number)
        with self.db.begin() as db:
            db.execute(update(turns).where(that_turn).values(taken_back=True))
            db.execute(update(nudges).where(later).values(taken_back=True))
            db.execute(_reopening(drill_id))

    def reopen(self, drill_id: str) -> None:
        """Lets a drill that has ended go on."""
        with self.db.begin() as db:
            db.execute(_reopening(drill_id))

    # Answers that the customer does not hear

    def add_answer(self, answer: Answer) -> None:
        """Records an answer to a customer's line beside the reply they hear.

        Said again under the same message, it takes the place of the earlier one.
        """
        same = and_(answers.c.drill_id == answer.drill_id, answers.c.message == answer.message)
        with self.db.begin() as db:
            db.execute(answers.delete().where(same))
            db.execute(
                answers.insert().values({**vars(answer), "verdict": answer.verdict.as_json()})
            )

    def answers(self, drill_id: str) -> list[Answer]:
        """The answers of a drill in the order they were given."""
        query = select(answers).where(answers.c.drill_id == drill_id).order_by(answers.c.id)
        with self.db.connect() as db:
            rows = db.execute(query).all()
        values = [{key: row._mapping[key] for key in row._mapping if key != "id"} for row in rows]
        return [Answer(**{**v, "verdict": Verdict.from_json(v["verdict"])}) for v in values]

    # Nudges

    def add_nudge(self, nudge: Nudge) -> None:
        """Records what the customer said into a silence, before it is said."""
        with self.db.begin() as db:
            db.execute(nudges.insert().values(**vars(nudge)))

    def nudges(self, drill_id: str, *, with_taken_back: bool = False) -> list[Nudge]:
        """The nudges of a drill in the order they were said."""
        query = select(nudges).where(nudges.c.drill_id == drill_id).order_by(nudges.c.id)
        if not with_taken_back:
            query = query.where(nudges.c.taken_back.is_(False))
        with self.db.connect() as db:
            rows = db.execute(query).all()
        return [Nudge(*row[1:]) for row in rows]

    # Hints

    def add_hint(self, hint: Hint) -> None:
        """Records a hint."""
        with self.db.begin() as db:
            db.execute(hints.insert().values(**vars(hint)))

    def hints(self, drill_id: str) -> list[Hint]:
        """The hints of a drill in the order they were given."""
        query = select(hints).where(hints.c.drill_id == drill_id).order_by(hints.c.id)
        with self.db.connect() as db:
            rows = db.execute(query).all()
        return [Hint(row.drill_id, row.turn, row.text, row.given_at) for row in rows]


def _reopening(drill_id: str) -> Any:
    return update(drills).where(drills.c.id == drill_id).values(ending=None, ended_at=None)


def _turn(row: Any) -> Turn:
    values = {key: row[key] for key in row if key != "id"}
    values["verdict"] = Verdict.from_json(values["verdict"])
    values["needs_met"] = tuple(values["needs_met"])
    return Turn(**values)
