"""A company's own rules (data/house.yml): they hold at the next start, nothing is trained."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import yaml
from pydantic import ConstrainedFloat, Field, ValidationError, validator

from actions.judge.rubric import ROOT, BadRubricError, Rubric, Strict, all_of
from actions.judge.text import fold

HOUSE = ROOT / "data" / "house.yml"

_STAND_IN = "您要的这个东西"
"""Everyday words whose tail is read in place of a product term, as long as the term."""


class BadHouseError(BadRubricError):
    """The company's own rules are wrong; the message says where and how to mend it."""


class Weight(ConstrainedFloat):
    """What a criterion weighs among the reasons."""

    ge = 0.2
    le = 2.0


class House(Strict):
    """A company's own rules.

    Args:
        weights: weight by criterion, in place of the rubric's.
        switched_off: criteria that give no reasons and no advice.
        forbidden: phrases no reply may hold.
        no_jargon: terms this company's customers know.
    """

    weights: dict[str, Weight] = Field(default_factory=dict)
    switched_off: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()
    no_jargon: tuple[str, ...] = ()

    @classmethod
    def load(cls, path: Path, rubric: Rubric) -> House:
        """Reads a company's rules and checks them against the criteria there are.

        Raises:
            BadHouseError: the file cannot be used.
        """
        try:
            value: Any = yaml.safe_load(path.read_text(encoding="utf-8-sig")) or {}
            if not isinstance(value, dict):
                raise BadHouseError(f"{path}: write it as `forbidden: [one phrase, another]`")
            house = cls.parse_obj({str(k): v for k, v in value.items() if v is not None})
        except OSError as error:
            raise BadHouseError(f"{path}: {error.strerror}; put the file there") from None
        except (yaml.YAMLError, UnicodeDecodeError) as error:
            raise BadHouseError(f"{path}: not YAML in UTF-8: {error}") from None
        except ValidationError as error:
            raise BadHouseError(f"{path}: {all_of(error)}") from None
        if problems := list(house._problems(rubric)):
            raise BadHouseError(f"{path}: {'; '.join(problems)}")
        return house

    def _problems(self, rubric: Rubric) -> Iterator[str]:
        for field, keys in (("weights", self.weights), ("switched_off", self.switched_off)):
            for key in keys:
                if key not in rubric.criteria:
                    close = get_close_matches(key, rubric.criteria, 1)
                    hint = f"did you mean {close[0]}?" if close else "see data/rubric.yml"
                    yield f"{field}: there is no criterion {key}; {hint}"
        for phrase in self.forbidden:
            if any(phrase in term for term in self.no_jargon):
                yield f"{phrase!r} is forbidden and among no_jargon; take it out of one"

    def weigh(self, rubric: Rubric) -> Rubric:
        """The criteria as the company weighs them, without those it switched off."""
        criteria = {
            key: criterion.copy(update={"weight": self.weights.get(key, criterion.weight)})
            for key, criterion in rubric.criteria.items()
            if key not in self.switched_off
        }
        return rubric.copy(update={"criteria": criteria})

    @validator("forbidden", "no_jargon", each_item=True)
    def _long_enough(cls, phrase: str) -> str:
        folded = fold(phrase).strip()
        if len(folded) < 2:
            raise ValueError(
                f"{phrase!r} is too short and would be found inside other words; "
                "write at least two characters, such as a word with the comma after it"
            )
        return folded

    def forbidden_in(self, reply: str) -> str:
        """The first forbidden phrase of a reply, as it was typed; empty if there is none."""
        folded = fold(reply)
        found = [(folded.find(p), len(p)) for p in self.forbidden if p in folded]
        start, length = min(found, default=(0, 0))
        return reply[start : start + length]

    def everyday(self, text: str) -> str:
        """The text with everyday words in place of product terms, no character moved."""
        if not self.no_jargon:
            return text
        longest_first = sorted(self.no_jargon, key=len, reverse=True)
        return re.sub("|".join(map(_pattern, longest_first)), _stand_in, fold(text))


def _pattern(term: str) -> str:
    """Finds a term; one of Latin letters only as a whole word ("app", not "happy")."""
    before = r"(?<![a-z0-9])" if term[0].isascii() else ""
    after = r"(?![a-z0-9])" if term[-1].isascii() else ""
    return before + re.escape(term) + after


def _stand_in(term: re.Match[str]) -> str:
    length = len(term.group())
    return (_STAND_IN * length)[-length:]
