"""The keys that Microsoft signs its requests to bots with."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import httpx
from jwt import PyJWK, PyJWTError

KEPT = 24 * 3600.0  # seconds; Microsoft changes its keys within days
LIMIT = 6.0  # seconds that a fetch may take, less than our web app waits for an answer
PAUSE = 5.0  # seconds between two fetches, however many unknown keys are named meanwhile

log = logging.getLogger(__name__)


class NoKeysError(Exception):
    """No key was ever fetched: nothing can be verified now."""


@dataclass(frozen=True)
class Key:
    """A signing key.

    Args:
        public: for PyJWT.
        endorsements: the platforms (`channelId` of an activity) it may speak for.
    """

    public: PyJWK
    endorsements: frozenset[str]


class Keys:
    """Microsoft's keys: fetched when first needed, again when one is missing or after a day.

    Only who needs a key that is missing waits for it; there is never more than one fetch.

    Args:
        openid: address of the OpenID metadata, which names the address of the keys ("Get the
            OpenID metadata document", Authentication with the Bot Connector API).
        http: fetches them.
        clock: seconds that never run backwards.
    """

    def __init__(
        self, openid: str, http: httpx.AsyncClient, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._openid = openid
        self._http = http
        self._clock = clock
        self._keys: dict[str, Key] = {}
        self._fetched = -KEPT
        self._tried = 0.0  # when the last fetch ended
        self._fetching: asyncio.Task[None] | None = None

    async def key(self, kid: str) -> Key | None:
        """The key with this id; None if Microsoft publishes none.

        Raises:
            NoKeysError: if no keys are known and none can be had.
        """
        if kid not in self._keys:
            await asyncio.wait([self._refresh()])  # goes on for others if this one is cancelled
        elif self._clock() - self._fetched >= KEPT:
            self._refresh()
        if not self._keys:
            raise NoKeysError(f"no keys from {self._openid}")
        return self._keys.get(kid)

    async def close(self) -> None:
        """Gives up the fetch under way."""
        if self._fetching:
            self._fetching.cancel()
            await asyncio.wait([self._fetching])

    def _refresh(self) -> asyncio.Task[None]:
        """The fetch under way, the last one if it was just now, or else a new one."""
        last = self._fetching
        if last is None or (last.done() and self._clock() - self._tried >= PAUSE):
            self._fetching = last = asyncio.create_task(self._fetch())
        return last

    async def _fetch(self) -> None:
        """Replaces the keys; the old ones stay if the new ones can't be had."""
        try:
            keys = await asyncio.wait_for(self._published(), LIMIT)
        except (httpx.HTTPError, httpx.InvalidURL, ValueError, KeyError, TypeError) as error:
            log.warning("Microsoft's keys can't be fetched: %r", error)
        except asyncio.TimeoutError:
            log.warning("Microsoft's keys can't be fetched within %.0f s", LIMIT)
        else:
            self._keys, self._fetched = keys, self._clock()
        self._tried = self._clock()

    async def _published(self) -> dict[str, Key]:
        metadata = await self._json(self._openid)
        found = await self._json(str(metadata["jwks_uri"]))
        return dict(filter(None, map(_read, found["keys"])))

    async def _json(self, address: str) -> Any:
        answer = await self._http.get(address)
        answer.raise_for_status()
        return answer.json()


def _read(jwk: Any) -> tuple[str, Key] | None:
    """A key with its id; None if it is of a kind that is not used."""
    try:
        endorsements = frozenset(map(str, jwk.get("endorsements", ())))
        return str(jwk["kid"]), Key(PyJWK(jwk, algorithm="RS256"), endorsements)
    except (PyJWTError, AttributeError, KeyError, TypeError, ValueError):
        return None
