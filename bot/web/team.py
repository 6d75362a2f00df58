"""Who plays a drill, and who may read its report."""

from __future__ import annotations

from actions.records import Drill, Records


def speakers(records: Records, drill: Drill) -> dict[str, str]:
    """Names by trainee id of everyone who said something in a drill, heard or not, in order.

    Of a drill that one trainee plays alone it is always that one.
    """
    ids = [] if drill.mode else [drill.trainee_id]
    ids += [turn.trainee_id for turn in records.turns(drill.id, with_taken_back=True)]
    ids += [answer.trainee_id for answer in records.answers(drill.id)]
    found = {trainee_id: records.trainee(trainee_id) for trainee_id in dict.fromkeys(ids)}
    return {trainee_id: trainee.name for trainee_id, trainee in found.items() if trainee}


def may_read(records: Records, drill: Drill, trainee_id: str | None) -> bool:
    """Whether a trainee may read the report: whoever started the drill or said something in it."""
    if trainee_id is None or trainee_id == drill.trainee_id:
        return trainee_id is not None
    return bool(drill.mode) and trainee_id in speakers(records, drill)
