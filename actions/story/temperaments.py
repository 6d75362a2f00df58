"""How customers of one temperament react: data/stories/temperaments/*.yml."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field, validator

from actions.story.cues import TEMPERAMENTS, Band
from actions.story.load import read, validate
from actions.story.model import Part, Text, Wordings, known_cues
from actions.story.problems import BadStoryError, Problem, SlipError

FOLDER_NAME = "temperaments"


class Temperament(Part):
    """Wordings by cue and band, and lines for any case; the common ones stand in for the rest.

    Args:
        label: what trainers call it.
        leads: by band, a few words that can go before any line on the matter.
    """

    temperament: str
    label: Text
    leads: dict[Band, Wordings] = Field(default_factory=dict)
    by_cue: dict[str, dict[Band, Wordings]] = Field(default_factory=dict)
    pressing: list[Text] = Field(default_factory=list)
    cannot_tell: list[Text] = Field(default_factory=list)
    told_already: list[Text] = Field(default_factory=list)
    still_open: list[Text] = Field(default_factory=list)
    agrees: dict[Band, Wordings] = Field(default_factory=dict)
    waiting: dict[Band, Wordings] = Field(default_factory=dict)

    @validator("temperament")
    def _known(cls, temperament: str) -> str:
        if temperament not in TEMPERAMENTS:
            raise SlipError("unknown temperament", temperament)
        return temperament

    @validator("by_cue")
    def _cues(cls, value: dict[str, object]) -> dict[str, object]:
        return known_cues(value)


def load_temperament(file: Path) -> Temperament:
    """Reads one temperament.

    Raises:
        BadStoryError: with every problem found.
    """
    found = validate(read(file), Temperament, file.name)
    if found.temperament != file.stem:
        mend = f"把 temperament 改成 {file.stem}，或给文件改名"
        raise BadStoryError([Problem(file.name, 1, "temperament", "名字和文件名不一样", mend)])
    return found
