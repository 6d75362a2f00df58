"""What comes with every new customer: lines by temperament, stock replies of trainees."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from actions.authoring.new.answers import Answers, Wish

ACTING = (
    "offers_check",
    "informs",
    "offers_solution",
    "offers_alternative",
    "takes_ownership",
    "commits_time",
    "escalates",
    "restates",
)
"""Moves that count as dealing with a need, whatever it is."""

OWNING_UP = ("acknowledges_feeling", "apologises", "reassures")
"""Those that count too where the customer wants to hear that they were wronged."""

_SORRY = ("歉", "对不起", "不好意思", "承认", "认错", "弄错", "理解", "安慰", "说法")
_TURNED = str.maketrans("我你您", "您我我")


def lines(temperament: str) -> dict[str, Any]:
    """What customers of a temperament say (lines.yml), with `{label}` and the like."""
    own: dict[str, Any] = _read("lines.yml")[temperament]
    return own


def replies(kind: str) -> Any:
    """Stock replies of one kind (replies.yml), with `{deed}` and the like."""
    return _read("replies.yml")[kind]


def moves(wish: Wish) -> list[str]:
    """The moves that meet a need."""
    return [*ACTING, *(OWNING_UP if _owning_up(wish) else ())]


def deed(wish: Wish) -> str:
    """What the customer wants, in the trainee's mouth: `退我钱` becomes `退您钱`."""
    return wish.label.translate(_TURNED).replace("您们", "你们")


def dealing(manner: str, wish: Wish) -> list[str]:
    """Ways to deal with a need in a manner of replies.yml; each holds one of its words."""
    ways = replies(manner)["owning_up" if _owning_up(wish) else "doing"]
    return [_with_a_word(way.format(deed=deed(wish), word=_telling(wish)), wish) for way in ways]


def _owning_up(wish: Wish) -> bool:
    """Whether the customer wants to hear that they were wronged."""
    return any(word in wish.label + "".join(wish.words) for word in _SORRY)


def _with_a_word(reply: str, wish: Wish) -> str:
    if any(word.casefold() in reply.casefold() for word in wish.words):
        return reply
    comma = "" if reply[-1] in "。！？" else "，"
    return reply + comma + str(replies("word")).format(word=_telling(wish))


def _telling(wish: Wish) -> str:
    return max(wish.words, key=len)


def beside_the_point(kind: str, answers: Answers) -> list[str]:
    """The stock replies of a kind that hold none of the needs' words."""
    words = [word.casefold() for wish in answers.wishes for word in wish.words]
    return [reply for reply in replies(kind) if not any(word in reply.casefold() for word in words)]


@lru_cache
def _read(name: str) -> Any:
    return yaml.safe_load(Path(__file__).with_name(name).read_text("utf8"))
