"""How the chat platforms are reached: `channels.env` in Duilian's home, or the environment."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pydantic import BaseSettings

from actions.settings import Settings

FILE_NAME = "channels.env"


class ChannelSettings(BaseSettings):
    """Settings, each a line `DUILIAN_<NAME>=…` of the file or a variable, which goes first.

    Args:
        url: the address of the web app as people's browsers reach it, for links to reports.
        trainers: e-mail addresses, or the platforms' ids, of those who may start team drills.
        slack_bot_token: `xoxb-…`; empty: no Slack.
        slack_signing_secret: proves that a request comes from Slack.
        slack_app_token: `xapp-…`, for Socket Mode: then Slack needs no public address.
        slack_api: Slack's Web API.
        teams_app_id: the bot's application id; empty: no Teams.
        teams_app_password: its client secret.
        teams_tenant: the tenant of a single-tenant bot; empty for a multi-tenant one.
        teams_tenants: further tenants that a multi-tenant bot serves; empty: any.
        teams_openid: where Microsoft publishes the keys its tokens are signed with.
        teams_login: where the bot gets its own tokens.
    """

    url: str = ""
    trainers: str = ""
    slack_bot_token: str = ""
    slack_signing_secret: str = ""
    slack_app_token: str = ""
    slack_api: str = "https://slack.com/api/"
    teams_app_id: str = ""
    teams_app_password: str = ""
    teams_tenant: str = ""
    teams_tenants: str = ""
    teams_openid: str = "https://login.botframework.com/v1/.well-known/openidconfiguration"
    teams_login: str = "https://login.microsoftonline.com"

    class Config:
        """Names of the variables; those of other parts are none of ours."""

        env_prefix = "DUILIAN_"
        env_file_encoding = "utf8"

    @classmethod
    def of(cls, home: Path) -> ChannelSettings:
        """The settings of the Duilian that lives in this folder."""
        where: dict[str, Any] = {"_env_file": home / FILE_NAME}
        return cls(**where)


def channel_settings() -> ChannelSettings:
    """The settings of this process."""
    return ChannelSettings.of(Settings().home)
