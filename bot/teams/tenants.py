"""The organisations whose people the bot serves."""

from __future__ import annotations

from bot.channels.settings import ChannelSettings


def tenants_of(settings: ChannelSettings) -> frozenset[str]:
    """Ids, in small letters, of the only tenants served; empty: whichever tenant installs it.

    A single-tenant bot serves its own; a multi-tenant one those that are listed.
    """
    named = settings.teams_tenant or settings.teams_tenants.replace(",", " ")
    return frozenset(named.lower().split())
