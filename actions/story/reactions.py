"""How any customer reacts: data/stories/_reactions.yml."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, Extra, validator

from actions.story.cues import BANDS, CUES, Band
from actions.story.load import read, validate
from actions.story.model import Wordings, known_cues
from actions.story.problems import SlipError

FILE_NAME = "_reactions.yml"

Handover = Literal["new", "better", "worse"]
"""Someone else speaks to the customer now: as well as the one before, better or worse."""


class Reactions(BaseModel):
    """Wordings by cue and band, and lines that fit any case.

    Args:
        pressing: presses for what is still open.
        cannot_tell: was asked something they don't know.
        told_already: was asked what they told before.
        still_open: the trainee wraps up too early.
        agrees: by band, is asked whether something is all right with them, after good help.
        done: was asked whether a step is done or found.
        waiting: by band, the trainee has not answered for a while.
        handover: someone else of the team speaks now.
    """

    pressing: Wordings
    cannot_tell: Wordings
    told_already: Wordings
    still_open: Wordings
    agrees: dict[Band, Wordings]
    done: Wordings
    waiting: dict[Band, Wordings]
    handover: dict[Handover, Wordings] = {}
    by_cue: dict[str, dict[Band, Wordings]]

    class Config:
        """Strict about keys, and never changed after loading."""

        extra = Extra.forbid
        allow_mutation = False

    @validator("by_cue")
    def _complete(cls, value: dict[str, dict[Band, object]]) -> dict[str, dict[Band, object]]:
        known_cues(value)
        for cue in CUES:
            if set(value.get(cue, {})) != set(BANDS):
                raise SlipError("reactions missing", cue)
        return value


def load_reactions(folder: Path) -> Reactions:
    """Reads the reactions that all stories share.

    Raises:
        BadStoryError: with every problem found.
    """
    file = folder / FILE_NAME
    return validate(read(file), Reactions, file.name)
