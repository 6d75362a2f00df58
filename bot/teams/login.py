"""The bot's own access tokens, which prove to Microsoft that a message is the bot's."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

import httpx

from bot.channels.settings import ChannelSettings

SCOPE = "https://api.botframework.com/.default"
MULTI_TENANT = "botframework.com"  # the authority of bots that belong to no tenant
MARGIN = 300.0  # seconds before its end that a token is no longer used


class LoginError(Exception):
    """No token can be had; the message says why, without secrets."""


class Login:
    """Gets tokens by client credentials, keeps each until shortly before it ends.

    Source: "Authenticate requests from your bot to the Bot Connector service".

    Args:
        settings: who the bot is, and where tokens are given out.
        http: fetches them.
        clock: seconds that never run backwards.
    """

    def __init__(
        self,
        settings: ChannelSettings,
        http: httpx.AsyncClient,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        authority = settings.teams_tenant or MULTI_TENANT
        self._address = f"{settings.teams_login.rstrip('/')}/{authority}/oauth2/v2.0/token"
        self._form = {
            "grant_type": "client_credentials",
            "client_id": settings.teams_app_id,
            "client_secret": settings.teams_app_password,
            "scope": SCOPE,
        }
        self._http = http
        self._clock = clock
        self._token = ""
        self._until = 0.0
        self._fetching = asyncio.Lock()

    async def token(self) -> str:
        """A token that holds for some minutes; who asks meanwhile waits for the same one.

        Raises:
            LoginError: if none can be had.
        """
        async with self._fetching:
            if not self._token or self._clock() >= self._until:
                await self._fetch()
            return self._token

    def forget(self, token: str) -> None:
        """Lets go of a token that was not accepted, unless there is a newer one already."""
        if token == self._token:
            self._token = ""

    async def _fetch(self) -> None:
        try:
            answer = await self._http.post(self._address, data=self._form)
            told = answer.json()
            if not answer.is_success:
                raise LoginError(str(told.get("error_description") or told.get("error")))
            self._token = str(told["access_token"])
            self._until = self._clock() + float(told["expires_in"]) - MARGIN
        except httpx.HTTPError as error:
            raise LoginError(f"{self._address} can't be reached: {error!r}") from None
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise LoginError(f"{self._address} answers otherwise than expected") from error
