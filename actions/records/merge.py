"""Two trainees who turn out to be one person."""

from __future__ import annotations

from typing import Any

from sqlalchemy import update

from actions.records.store import Records
from actions.records.tables import metadata, trainees


def merge(records: Records, gone_id: str, kept_id: str) -> None:
    """Makes all that is recorded of one trainee another's; the first is no more.

    It goes by the foreign keys of every table that shares the records' metadata, in one
    transaction; rows of a table unknown here would break their key, and nothing be done.
    Merging again, or somebody with themselves, does nothing.

    Args:
        records: the records both are in.
        gone_id: the trainee who goes.
        kept_id: the trainee who gets their drills, turns, answers and whatever else.

    Raises:
        sqlalchemy.exc.IntegrityError: if there is no trainee to keep.
    """
    if gone_id == kept_id:
        return
    with records.db.begin() as db:
        for column in _naming_a_trainee():
            table = column.table
            db.execute(update(table).where(column == gone_id).values({column: kept_id}))
        db.execute(trainees.delete().where(trainees.c.id == gone_id))


def _naming_a_trainee() -> list[Any]:
    return [
        column
        for table in metadata.sorted_tables
        for column in table.columns
        if column.references(trainees.c.id)
    ]
