"""What is said in chats around the drill itself, by language: words.yml."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import yaml

LANGUAGES = ("zh", "en")


def words(language: str, key: str, **names: object) -> str:
    """The words with their names filled in; an unknown language gets Chinese."""
    return _words()[language if language in LANGUAGES else "zh"][key].format(**names)


@lru_cache(maxsize=1)
def _words() -> dict[str, dict[str, str]]:
    file = Path(__file__).with_name("words.yml")
    read: dict[str, dict[str, str]] = yaml.safe_load(file.read_text("utf8"))
    return read
