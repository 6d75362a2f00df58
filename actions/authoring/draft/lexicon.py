"""What tells of a customer and their trouble in Chinese writing: lexicon.yml."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from re import Pattern
from typing import TYPE_CHECKING

import yaml
from pydantic import BaseModel, validator

from actions.story.cues import Ending

if TYPE_CHECKING:
    Signs = Pattern[str]
else:
    Signs = Pattern  # pydantic 1 compiles only the bare one


class _Entry(BaseModel):
    """Part of the lexicon; patterns are matched against folded text."""

    class Config:
        """Strict, and never changed after loading."""

        extra = "forbid"
        allow_mutation = False


class Wanted(_Entry):
    """A kind of demand, and the moves that would meet it."""

    signs: Signs
    moves: tuple[str, ...]


class Worse(_Entry):
    """Something agents do that makes it worse: patterns, or whole words of the tokenizer.

    Args:
        says: what it is called, in Chinese.
        practises: the scale or move that a story about it practises.
    """

    says: str
    practises: str
    signs: Signs
    words: frozenset[str] = frozenset()


class Feeling(_Entry):
    """Words for a feeling, and the anger (0-100) they suggest."""

    anger: int
    signs: Signs


class Outcome(_Entry):
    """Words for an ending, and what before them takes it back."""

    signs: Signs
    unless: Signs | None


class Fact(_Entry):
    """A kind of fact; a group named `value` is the fact itself, else the clause around it is."""

    called: str
    signs: Signs


class Lexicon(_Entry):
    """All entries; lexicon.yml says what each is for."""

    customer: Signs
    agent: Signs
    somebody: Signs
    introduces: Signs
    nobody: Signs
    particular: Signs
    in_general: Signs
    reports: Signs
    person: Signs
    concrete: Signs
    concedes: Signs
    another: Signs
    after_the_case: Signs
    analysis_heading: Signs
    letter: Signs
    did_myself: Signs
    says: Signs
    says_after: Signs
    speaks_like_agent: Signs
    speaks_like_customer: Signs
    reported: Signs
    trouble: Signs
    wishes: Signs
    surely_wishes: Signs
    wanted: dict[str, Wanted]
    worse: tuple[Worse, ...]
    flags: dict[str, str]
    insists: Signs
    feelings: tuple[Feeling, ...]
    endings: dict[Ending, Outcome]
    facts: tuple[Fact, ...]
    fields: dict[str, Signs]
    headings: Signs
    stop_words: frozenset[str]

    @validator("customer", "agent", "trouble", pre=True)
    def _joined(cls, parts: list[str]) -> str:
        return "|".join(parts)


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """The lexicon that comes with Duilian."""
    file = Path(__file__).with_name("lexicon.yml")
    return Lexicon.parse_obj(yaml.safe_load(file.read_text("utf8")))
