"""Fixed phrases of the coach, by language: phrases.yml."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import yaml

LANGUAGES = ("zh", "en")


def phrase(language: str, key: str, **names: object) -> str:
    """A phrase with its names filled in; an unknown language gets Chinese."""
    texts = _phrases()[language if language in LANGUAGES else "zh"]
    return texts[key].format(**names)


@lru_cache(maxsize=1)
def _phrases() -> dict[str, dict[str, str]]:
    file = Path(__file__).with_name("phrases.yml")
    phrases: dict[str, dict[str, str]] = yaml.safe_load(file.read_text("utf8"))
    return phrases
