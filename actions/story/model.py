"""What a story file holds; the names of the fields are the keys of the file."""

from __future__ import annotations

from pydantic import BaseModel, ConstrainedList, ConstrainedStr, Field, validator

from actions.judge.verdict import HURTFUL, MOVES
from actions.story.cues import BANDS, CUES, ENDINGS, TEMPERAMENTS, Band, Ending

PRACTICES = ("empathy", "clarity", "rigidity", *HURTFUL)
"""What a story can practise: a scale, or a habit to lose."""


class Text(ConstrainedStr):
    """Some words: not empty, no longer than a customer's longest line or a briefing."""

    strip_whitespace = True
    min_length = 1
    max_length = 1000


class Name(ConstrainedStr):
    """An identifier in a story file."""

    regex = "^[a-z][a-z0-9_]{0,59}$"


class Wordings(ConstrainedList):
    """At least three ways to say something, so that no drill sounds like the last."""

    item_type = Text
    __args__ = (Text,)
    min_items = 3
    unique_items = True


class Texts(ConstrainedList):
    """One or more texts, all different."""

    item_type = Text
    __args__ = (Text,)
    min_items = 1
    unique_items = True


class Part(BaseModel):
    """A part of a story file: unknown keys are slips of the pen and reported as such."""

    class Config:
        """Strict about keys, and never changed after loading."""

        extra = "forbid"
        allow_mutation = False


class Source(Part):
    """The document a story was drawn from and what was taken."""

    document: Text
    about: Text


class Customer(Part):
    """Who the customer is; without a temperament they react like anybody."""

    name: Text
    temper: Text
    speaks: Text
    temperament: str = ""

    @validator("temperament")
    def _known(cls, temperament: str) -> str:
        if temperament and temperament not in TEMPERAMENTS:
            raise ValueError(f"unknown temperament: {temperament}")
        return temperament


class MetBy(Part):
    """What meets a need: one of the moves, in a reply that speaks of one of the words."""

    moves: Texts
    about: Texts

    @validator("moves", each_item=True)
    def _known(cls, move: str) -> str:
        if move not in MOVES:
            raise ValueError(f"unknown move: {move}")
        return move


class Need(Part):
    """Something that must happen before the customer is content."""

    need: Name
    label: Text
    hint: Text
    after: list[Name] = Field(default_factory=list)
    asks: Wordings
    met_by: MetBy
    then: Wordings
    model_replies: Texts

    @validator("after", pre=True)
    def _one_or_many(cls, value: object) -> object:
        return [value] if isinstance(value, str) else value


class Reveal(Part):
    """Something the customer tells when asked with one of these words.

    What is marked `unasked` easy customers also tell of their own accord.
    """

    about: Texts
    says: Wordings
    unasked: bool = False

    @validator("unasked", pre=True)
    def _yes_or_no(cls, value: object) -> bool:
        if value not in ("true", "false"):
            raise ValueError(f"not true or false: {value}")
        return value == "true"


class Endings(Part):
    """The customer's last line, by how it ended."""

    content: Wordings
    grudging: Wordings
    complains: Wordings
    leaves: Wordings

    def lines(self, ending: Ending) -> list[Text]:
        """The wordings for this ending."""
        wordings: list[Text] = getattr(self, ending)
        return wordings


class Rehearsal(Part):
    """A drill that proves the story works: these replies must end so."""

    name: Text
    trainee: Texts
    ends: Ending


class Story(Part):
    """One customer and their trouble."""

    story: Name
    title: Text
    drawn_from: Source
    customer: Customer
    trainee_is: Text
    trains: Text
    practises: list[str] = Field(default_factory=list)
    level: int = Field(ge=1, le=5)
    anger: float = Field(ge=0, le=100)
    patience: int = Field(ge=1, le=12)
    waits: int = Field(60, ge=15, le=600)
    briefing: Text
    facts: dict[Text, Text] = Field(default_factory=dict)
    may: Texts
    may_not: Texts
    opening: Wordings
    needs: list[Need] = Field(min_items=1)
    reveals: list[Reveal] = Field(default_factory=list)
    reactions: dict[str, dict[Band, Wordings]] = Field(default_factory=dict)
    endings: Endings
    model_replies: dict[str, Texts] = Field(default_factory=dict)
    rehearsals: list[Rehearsal] = Field(min_items=len(ENDINGS))

    @property
    def name(self) -> str:
        """The story's identifier, the file's name without its ending."""
        return self.story

    @validator("practises", each_item=True)
    def _scale_or_move(cls, value: str) -> str:
        if value not in PRACTICES:
            raise ValueError(f"unknown practice: {value}")
        return value

    @validator("reactions", "model_replies")
    def _known_cues(cls, value: dict[str, object]) -> dict[str, object]:
        for cue in value:
            if cue not in CUES:
                raise ValueError(f"unknown cue: {cue}")
        return value

    @validator("needs")
    def _reachable(cls, needs: list[Need]) -> list[Need]:
        earlier: set[str] = set()
        names = [need.need for need in needs]
        for need in needs:
            if need.need in earlier:
                raise ValueError(f"need twice: {need.need}")
            for before in need.after:
                if before not in names:
                    raise ValueError(f"unknown need: {before}")
                if before not in earlier:
                    raise ValueError(f"need out of order: {need.need}")
            earlier.add(need.need)
        return needs

    @validator("rehearsals")
    def _every_ending(cls, rehearsals: list[Rehearsal]) -> list[Rehearsal]:
        missing = [end for end in ENDINGS if end not in {item.ends for item in rehearsals}]
        if missing:
            raise ValueError(f"no rehearsal ends: {', '.join(missing)}")
        return rehearsals


__all__ = ["BANDS", "Need", "Rehearsal", "Reveal", "Story", "Text", "Wordings"]
