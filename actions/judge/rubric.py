"""The criteria behind reasons and advice: data/rubric.yml, loaded and checked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal, NamedTuple

import yaml
from pydantic import BaseModel, Extra, Field, ValidationError, validator

from actions.judge.verdict import FLAGS, HELPFUL, HURTFUL, MOVES

ROOT = Path(__file__).resolve().parents[2]
STANDARD = ROOT / "data" / "rubric.yml"


class BadRubricError(ValueError):
    """The rubric file is wrong; the message says where and how to mend it."""


def all_of(error: ValidationError) -> str:
    """Where each field is wrong, and how, on one line."""
    return "; ".join(
        f"{'.'.join(str(part) for part in problem['loc'])}: {problem['msg']}"
        for problem in error.errors()
    )


class Strict(BaseModel):
    """Takes no unknown field and no change."""

    class Config:
        """As pydantic wants it said."""

        extra = Extra.forbid
        allow_mutation = False


class Document(Strict):
    """A document the criteria were taken from."""

    title: str
    by: str = ""


class Wording(Strict):
    """How a criterion is put in one language."""

    name: str
    says: str
    advice: str


class Signs(Strict):
    """What shows a criterion.

    Args:
        moves: any of these is made.
        flags: any of these is raised.
        lacks: none of these moves is made, and the score is plainly bad.
    """

    moves: list[str] = []
    flags: list[str] = []
    lacks: list[str] = []

    @validator("moves", "lacks", each_item=True)
    def _known_move(cls, label: str) -> str:
        if label not in MOVES:
            raise ValueError(f"{label!r} is no move; choose one of {', '.join(MOVES)}")
        return label

    @validator("flags", each_item=True)
    def _known_flag(cls, flag: str) -> str:
        if flag not in FLAGS:
            raise ValueError(f"{flag!r} is no flag; choose one of {', '.join(FLAGS)}")
        return flag


class Source(Strict):
    """Where in the documents a criterion comes from."""

    document: str
    section: str


class Citation(NamedTuple):
    """A document by its title, and the section in it."""

    title: str
    section: str


class Criterion(Strict):
    """One thing to look for in a reply."""

    dimension: Literal["empathy", "clarity", "rigidity"]
    good: bool
    weight: float = Field(ge=0.2, le=2.0)
    seen_in: Signs
    zh: Wording
    en: Wording
    source: Source

    def wrong_signs(self) -> list[str]:
        """Signs that speak for the other side: praise for a slip, blame for a helpful move."""
        signs = self.seen_in
        if self.good:
            return [*(m for m in signs.moves if m in HURTFUL), *signs.flags, *signs.lacks]
        return [m for m in signs.moves if m in HELPFUL] + [m for m in signs.lacks if m in HURTFUL]


class Rubric(Strict):
    """All criteria."""

    documents: dict[str, Document]
    criteria: dict[str, Criterion]

    @classmethod
    def load(cls, path: Path = STANDARD) -> Rubric:
        """Reads and checks a rubric file.

        Raises:
            BadRubricError: the file cannot be used.
        """
        try:
            value: Any = yaml.safe_load(path.read_text(encoding="utf-8"))
            rubric = cls.parse_obj(value)
        except OSError as error:
            raise BadRubricError(f"{path}: {error.strerror}; put the rubric there") from None
        except yaml.YAMLError as error:
            raise BadRubricError(f"{path}: not YAML: {error}") from None
        except ValidationError as error:
            raise BadRubricError(f"{path}: {all_of(error)}") from None
        if problems := list(rubric.problems()):
            raise BadRubricError(f"{path}: {'; '.join(problems)}")
        return rubric

    def problems(self) -> Iterator[str]:
        """What no single field shows: unknown documents, signs nobody looks for."""
        for key, criterion in self.criteria.items():
            if criterion.source.document not in self.documents:
                yield f"criteria.{key}: {criterion.source.document!r} is not under documents"
            if wrong := criterion.wrong_signs():
                side = "good" if criterion.good else "bad"
                yield f"criteria.{key} is {side} and cannot be seen in {', '.join(wrong)}"
        looked_for = {
            sign
            for criterion in self.criteria.values()
            for sign in (*criterion.seen_in.moves, *criterion.seen_in.flags)
        }
        for sign in (*HURTFUL, *FLAGS):
            if sign not in looked_for:
                yield f"no criterion is seen in {sign!r}; add it to seen_in of one"

    def wording(self, criterion: str, language: str) -> Wording:
        """The name, sentence and advice of a criterion, in "zh" or "en"."""
        found = self.criteria[criterion]
        return found.en if language == "en" else found.zh

    def source(self, criterion: str) -> Citation:
        """The document and the section a criterion comes from."""
        source = self.criteria[criterion].source
        return Citation(self.documents[source.document].title, source.section)
