"""What a story file holds; the names of the fields are the keys of the file."""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import TypeVar

from pydantic import BaseModel, ConstrainedList, ConstrainedStr, Field, ValidationError, validator
from pydantic.error_wrappers import ErrorWrapper

from actions.judge.verdict import HURTFUL, MOVES
from actions.story.cues import BANDS, CUES, ENDINGS, TEMPERAMENTS, Band, Ending
from actions.story.problems import SlipError

Reactions = TypeVar("Reactions")

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


ONE_WORD = r"^[^，、。；！？\n]*$"


class Word(Text):
    """A word that a reply can be expected to hold."""

    max_length = 20  # nobody says longer ones to the letter

    @classmethod
    def __get_validators__(cls) -> Generator[Callable[[object], object], None, None]:
        """Adds to the limits of length that commas join no words into one."""
        yield cls._short
        yield from super().__get_validators__()

    @classmethod
    def __modify_schema__(cls, field_schema: dict[str, object]) -> None:
        """Tells editors the same."""
        super().__modify_schema__(field_schema)
        field_schema["pattern"] = ONE_WORD

    @classmethod
    def _short(cls, word: object) -> object:
        if isinstance(word, str) and (
            len(word) > cls.max_length or not re.fullmatch(ONE_WORD, word)
        ):
            raise SlipError("not one word", word)
        return word


class Words(Texts):
    """One or more words, all different."""

    item_type = Word
    __args__ = (Word,)


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
            raise SlipError("unknown temperament", temperament)
        return temperament


class MetBy(Part):
    """What meets a need: one of the moves, in a reply that speaks of one of the words."""

    moves: Texts
    about: Words

    @validator("moves", each_item=True)
    def _known(cls, move: str) -> str:
        if move not in MOVES:
            raise SlipError("unknown move", move)
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

    about: Words
    says: Wordings
    unasked: bool = False

    @validator("unasked", pre=True)
    def _yes_or_no(cls, value: object) -> bool:
        if value not in ("true", "false"):
            raise SlipError("not true or false", str(value))
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
            raise SlipError("unknown practice", value)
        return value

    @validator("reactions", "model_replies")
    def _cues(cls, value: dict[str, Reactions]) -> dict[str, Reactions]:
        return known_cues(value)

    @validator("needs")
    def _reachable(cls, needs: list[Need]) -> list[Need]:
        if wrong := [ErrorWrapper(slip, (number, key)) for number, key, slip in _astray(needs)]:
            raise ValidationError(wrong, Story)
        return needs

    @validator("rehearsals")
    def _every_ending(cls, rehearsals: list[Rehearsal]) -> list[Rehearsal]:
        missing = [end for end in ENDINGS if end not in {item.ends for item in rehearsals}]
        if missing:
            raise SlipError("no rehearsal ends", "、".join(missing))
        return rehearsals


def known_cues(value: dict[str, Reactions]) -> dict[str, Reactions]:
    """What is said by cue, if all cues are known.

    Raises:
        ValidationError: with each unknown one in its place.
    """
    if wrong := [
        ErrorWrapper(SlipError("unknown cue", cue), cue) for cue in value if cue not in CUES
    ]:
        raise ValidationError(wrong, Part)
    return value


def _astray(needs: Sequence[Need]) -> Iterator[tuple[int, str, SlipError]]:
    """Needs (by index and key) whose turn never comes or that can't be told apart."""
    names: list[str] = [need.need for need in needs]
    after: dict[str, Sequence[str]] = {need.need: need.after for need in needs}
    for number, need in enumerate(needs):
        if need.need in names[:number]:
            yield number, "need", SlipError("need twice", need.need)
            continue
        for before in need.after:
            if before not in names:
                others = [name for name in names if name != need.need]
                yield number, "after", SlipError("unknown need", before, others)
            elif circle := _way(after, before, need.need):
                if number == min(names.index(name) for name in circle):
                    yield number, "after", SlipError("need waits for itself", _told(circle))
            elif before not in names[:number]:
                yield number, "after", SlipError("need further down", before)


def _way(after: Mapping[str, Sequence[str]], start: str, goal: str) -> list[str]:
    """The needs on a way from one to another along `after`; empty if there is none."""
    ways, seen = [[start]], {start}
    for way in ways:
        if way[-1] == goal:
            return [goal, *way]
        onward = [name for name in after.get(way[-1], ()) if name not in seen]
        seen.update(onward)
        ways += [[*way, name] for name in onward]
    return []


def _told(circle: Sequence[str]) -> str:
    return "，".join(f"{one} 等 {other}" for one, other in pairwise(circle))


__all__ = ["BANDS", "Need", "Rehearsal", "Reveal", "Story", "Text", "Wordings"]
