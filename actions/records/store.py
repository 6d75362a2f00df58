"""Reading and writing the records; every method is one transaction."""

from __future__ import annotations

import secrets
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import and_, create_engine, event, select, update
from sqlalchemy.engine import Engine
from sqlalchemy.engine.url import make_url
from sqlalchemy.exc import IntegrityError

from actions.judge.verdict import Verdict
from actions.records.rows import Drill, Hint, Nudge, Trainee, Turn
from actions.records.tables import drills, hints, nudges, trainees, turns


class TurnTakenError(Exception):
    """This turn can't be recorded: it is already, by another page or a repeated request."""


def now() -> datetime:
    """The present, in UTC."""
    return datetime.now(timezone.utc)


def new_id() -> str:
    """A token that can't be guessed (128 bits, URL-safe)."""
    return secrets.token_urlsafe(16)


def _engine(url: str) -> Engine:
    if make_url(url).get_backend_name() != "sqlite":
        return create_engine(url, future=True, hide_parameters=True, pool_pre_ping=True)
    if file := make_url(url).database:
        Path(file).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(
        url,
        future=True,
        hide_parameters=True,  # what people said belongs in the records, not in logs
        connect_args={"timeout": 10},
    )
    event.listen(engine, "connect", _set_up_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _set_up_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # the driver's own transactions leave out DDL
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA foreign_keys=ON")


def _begin_sqlite(connection: Any) -> None:
    connection.exec_driver_sql("BEGIN")


class Records:
    """The records in one database.

    Args:
        url: SQLAlchemy address; SQLite runs in WAL mode, so that the page reads while the
            action server writes.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self._db = _engine(url)

    def migrate(self) -> None:
        """Brings the database to the newest shape; what is recorded stays."""
        config = Config()
        config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
        with self._db.begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")

    def close(self) -> None:
        """Gives up all connections."""
        self._db.dispose()

    # Trainees

    def add_trainee(self, name: str) -> Trainee:
        """Adds a person; names need not be unique."""
        trainee = Trainee(new_id(), name)
        with self._db.begin() as db:
            db.execute(trainees.insert().values(id=trainee.id, name=name, joined_at=now()))
        return trainee

    def trainee(self, trainee_id: str) -> Trainee | None:
        """The person with this id."""
        with self._db.connect() as db:
            row = db.execute(select(trainees).where(trainees.c.id == trainee_id)).first()
        return Trainee(row.id, row.name) if row else None

    def rename_trainee(self, trainee_id: str, name: str) -> None:
        """Gives the person another name."""
        with self._db.begin() as db:
            db.execute(update(trainees).where(trainees.c.id == trainee_id).values(name=name))

    # Drills

    def open_drill(self, drill: Drill) -> None:
        """Records the start of a drill."""
        with self._db.begin() as db:
            db.execute(drills.insert().values(**vars(drill)))

    def drill(self, drill_id: str) -> Drill | None:
        """The drill with this id."""
        with self._db.connect() as db:
            row = db.execute(select(drills).where(drills.c.id == drill_id)).first()
        return Drill(**row._mapping) if row else None

    def drills_of(self, trainee_id: str) -> list[Drill]:
        """All drills of a person, newest first."""
        query = select(drills).where(drills.c.trainee_id == trainee_id)
        with self._db.connect() as db:
            rows = db.execute(query.order_by(drills.c.opened_at.desc())).all()
        return [Drill(**row._mapping) for row in rows]

    def end_drill(self, drill_id: str, ending: str) -> None:
        """Records how an open drill ended; a drill that has ended keeps its ending."""
        open_one = and_(drills.c.id == drill_id, drills.c.ending.is_(None))
        with self._db.begin() as db:
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
            with self._db.begin() as db:
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
        with self._db.connect() as db:
            rows = db.execute(query).all()
        return [_turn(row._mapping) for row in rows]

    def take_back(self, drill_id: str, number: int) -> None:
        """Marks a turn as taken back and, had it ended the drill, opens the drill again."""
        that_turn = and_(
            turns.c.drill_id == drill_id, turns.c.number == number, turns.c.taken_back.is_(False)
        )
        later = and_(nudges.c.drill_id == drill_id, nudges.c.turn > number)
        with self._db.begin() as db:
            db.execute(update(turns).where(that_turn).values(taken_back=True))
            db.execute(update(nudges).where(later).values(taken_back=True))
            db.execute(_reopening(drill_id))

    def reopen(self, drill_id: str) -> None:
        """Lets a drill that has ended go on."""
        with self._db.begin() as db:
            db.execute(_reopening(drill_id))

    # Nudges

    def add_nudge(self, nudge: Nudge) -> None:
        """Records what the customer said into a silence, before it is said."""
        with self._db.begin() as db:
            db.execute(nudges.insert().values(**vars(nudge)))

    def nudges(self, drill_id: str, *, with_taken_back: bool = False) -> list[Nudge]:
        """The nudges of a drill in the order they were said."""
        query = select(nudges).where(nudges.c.drill_id == drill_id).order_by(nudges.c.id)
        if not with_taken_back:
            query = query.where(nudges.c.taken_back.is_(False))
        with self._db.connect() as db:
            rows = db.execute(query).all()
        return [Nudge(*row[1:]) for row in rows]

    # Hints

    def add_hint(self, hint: Hint) -> None:
        """Records a hint."""
        with self._db.begin() as db:
            db.execute(hints.insert().values(**vars(hint)))

    def hints(self, drill_id: str) -> list[Hint]:
        """The hints of a drill in the order they were given."""
        query = select(hints).where(hints.c.drill_id == drill_id).order_by(hints.c.id)
        with self._db.connect() as db:
            rows = db.execute(query).all()
        return [Hint(row.drill_id, row.turn, row.text, row.given_at) for row in rows]


def _reopening(drill_id: str) -> Any:
    return update(drills).where(drills.c.id == drill_id).values(ending=None, ended_at=None)


def _turn(row: Any) -> Turn:
    values = {key: row[key] for key in row if key != "id"}
    values["verdict"] = Verdict.from_json(values["verdict"])
    values["needs_met"] = tuple(values["needs_met"])
    return Turn(**values)
