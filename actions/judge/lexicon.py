"""Categories of service talk, each one regular expression (lexicon.yml)."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

import yaml

_FILE = Path(__file__).with_name("lexicon.yml")


class Lexicon:
    """Finds which categories of service talk a text shows."""

    def __init__(self, patterns: dict[str, list[str]]) -> None:
        compiled = {name: re.compile("|".join(parts)) for name, parts in patterns.items()}
        self.customer = {k: v for k, v in compiled.items() if k.startswith("c_")}
        self.trainee = {k: v for k, v in compiled.items() if k not in self.customer}
        self.of_trainee = lru_cache(maxsize=4096)(self._of_trainee)
        self.of_customer = lru_cache(maxsize=4096)(self._of_customer)

    @classmethod
    def load(cls) -> Lexicon:
        """Reads the lexicon that comes with the judge."""
        return cls(yaml.safe_load(_FILE.read_text(encoding="utf-8")))

    def _of_trainee(self, folded: str) -> frozenset[str]:
        """Categories a piece of a reply (folded text) shows."""
        return frozenset(name for name, pattern in self.trainee.items() if pattern.search(folded))

    def _of_customer(self, folded: str) -> frozenset[str]:
        """Categories a customer's line (folded text) shows."""
        return frozenset(name for name, pattern in self.customer.items() if pattern.search(folded))
