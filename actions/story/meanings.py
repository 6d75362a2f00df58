"""What the keys and names of story files mean, in Chinese: meanings.yml."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Literal

import yaml

Set = Literal["temperament", "move", "practice", "cue", "band", "ending"]


def key_meanings(part: str) -> dict[str, str]:
    """What the keys of a part of a story (a class of `actions.story.model`) mean."""
    return _meanings()["keys"][part]


def name_meanings(names: Set) -> dict[str, str]:
    """What the names of a closed set mean, `short name：the rest`."""
    return _meanings()["names"][names]


def short(names: Set) -> dict[str, str]:
    """The names of a closed set with their short names."""
    return {name: meaning.partition("：")[0] for name, meaning in name_meanings(names).items()}


@lru_cache(maxsize=1)
def _meanings() -> dict[str, dict[str, dict[str, str]]]:
    text = Path(__file__).with_name("meanings.yml").read_text("utf8")
    meanings: dict[str, dict[str, dict[str, str]]] = yaml.safe_load(text)
    return meanings
