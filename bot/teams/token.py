"""The proof that a request comes from Microsoft Teams and is meant for this bot."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import jwt

from bot.channels.settings import ChannelSettings
from bot.teams.activity import tenant_of
from bot.teams.keys import Key, Keys, NoKeysError
from bot.teams.tenants import tenants_of

ISSUER = "https://api.botframework.com"
CHANNEL = "msteams"
SKEW = 300  # seconds that clocks may differ


class RefusedTokenError(Exception):
    """The request is not to be trusted.

    Args:
        status: for the caller.
        reason: for the log alone.
    """

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status


@dataclass(frozen=True)
class Proof:
    """Checks requests as "Authenticate requests from the Bot Connector service to your bot" says.

    Args:
        keys: Microsoft's.
        app_id: the bot's, the audience of its tokens.
        tenants: ids of the tenants that are served; empty: any.
    """

    keys: Keys
    app_id: str
    tenants: frozenset[str]

    @classmethod
    def of(cls, settings: ChannelSettings, keys: Keys) -> Proof:
        """The check for the bot of these settings."""
        return cls(keys, settings.teams_app_id, tenants_of(settings))

    async def check(self, authorization: str, activity: Mapping[str, Any]) -> None:
        """Checks the request's `Authorization` header against its activity.

        Raises:
            RefusedTokenError: 401 without a bearer token, 403 if the token or what it vouches
                for is wrong, 503 while Microsoft's keys can't be had.
        """
        scheme, _, token = authorization.partition(" ")
        if scheme.lower() != "bearer" or not token.strip():
            raise RefusedTokenError(401, "no bearer token")
        key = await self._key(token.strip())
        claims = self._claims(token.strip(), key)
        channel = activity.get("channelId")
        if channel != CHANNEL or channel not in key.endorsements:
            raise RefusedTokenError(403, "the key is not endorsed for this channel")
        address = claims.get("serviceurl") or claims.get("serviceUrl")
        if not address or address != activity.get("serviceUrl"):
            raise RefusedTokenError(403, "the token is for another serviceUrl")
        if self.tenants and tenant_of(activity) not in self.tenants:
            raise RefusedTokenError(403, "the tenant is not served")

    async def _key(self, token: str) -> Key:
        try:
            kid = jwt.get_unverified_header(token).get("kid")
            key = await self.keys.key(kid) if kid else None
        except jwt.PyJWTError as error:
            raise RefusedTokenError(403, f"no proper token: {error}") from None
        except NoKeysError as error:
            raise RefusedTokenError(503, str(error)) from None
        if key is None:
            raise RefusedTokenError(403, "signed with an unknown key")
        return key

    def _claims(self, token: str, key: Key) -> dict[str, Any]:
        try:
            claims: dict[str, Any] = jwt.decode(
                token,
                key.public,
                algorithms=["RS256"],
                audience=self.app_id,
                issuer=ISSUER,
                leeway=SKEW,
                options={"require": ["exp", "iss", "aud"]},
            )
        except jwt.PyJWTError as error:
            raise RefusedTokenError(403, f"no proper token: {error}") from None
        return claims
