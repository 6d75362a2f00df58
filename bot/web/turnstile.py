"""One at a time: a second one is told so and does not wait."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock


class Turnstile:
    """Lets one request at a time through for each name."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._inside: set[str] = set()

    @contextmanager
    def enter(self, name: str) -> Iterator[bool]:
        """Whether there is nobody else inside under this name; never waits."""
        with self._lock:
            free = name not in self._inside
            self._inside.add(name)
        try:
            yield free
        finally:
            if free:
                with self._lock:
                    self._inside.discard(name)
