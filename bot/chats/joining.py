"""A person's browser and their chats become one trainee."""

from __future__ import annotations

from sqlalchemy import select, update

from actions.records import Records
from actions.records.merge import merge
from bot.chats.tables import threads


def join(records: Records, gone_id: str, kept_id: str) -> None:
    """Makes all that is a trainee's another's, their place in the teams' threads too.

    Args:
        records: the records both are in.
        gone_id: the trainee who goes.
        kept_id: the trainee who gets drills, accounts, schedules and threads.
    """
    with records.db.connect() as db:
        theirs = [row for row in db.execute(select(threads)) if gone_id in row.members]
    with records.db.begin() as db:
        for thread in theirs:
            members = [kept_id if one == gone_id else one for one in thread.members]
            speaker = kept_id if thread.speaker == gone_id else thread.speaker
            changed = {"members": list(dict.fromkeys(members)), "speaker": speaker}
            this = threads.c.drill_id == thread.drill_id
            db.execute(update(threads).where(this).values(**changed))
    merge(records, gone_id, kept_id)
