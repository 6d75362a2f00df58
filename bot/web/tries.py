"""Too many wrong tries: then everyone waits a little."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from threading import Lock

MOST = 10
WITHIN = 60.0  # seconds


class Tries:
    """Counts wrong tries, those of everyone together.

    Args:
        clock: seconds that only grow.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = Lock()
        self._wrong: deque[float] = deque()

    def take(self) -> bool:
        """Whether one may try now; it counts as wrong until `was_right`."""
        with self._lock:
            while self._wrong and self._wrong[0] <= self._clock() - WITHIN:
                self._wrong.popleft()
            if len(self._wrong) >= MOST:
                return False
            self._wrong.append(self._clock())
            return True

    def was_right(self) -> None:
        """Does not count the latest try."""
        with self._lock:
            self._wrong.pop()
