"""The command `duilian slack`: what an administrator needs to connect a workspace."""

from __future__ import annotations

import asyncio
from typing import Annotated

import typer

from bot.slack.manifest import manifest as manifest_of
from bot.slack.manifest import scopes
from bot.tell import fail, tell

app = typer.Typer(help="Slack: the app's manifest, and whether it is set up.", no_args_is_help=True)


@app.command()
def manifest(
    url: Annotated[
        str, typer.Option(help="Duilian's https address; without it the app uses Socket Mode.")
    ] = "",
) -> None:
    """Prints the app manifest, to be pasted where Slack makes an app "from a manifest"."""
    if url and not url.startswith("https://"):
        fail(f"{url}: Slack sends to https:// addresses only; without --url it needs none")
    tell(manifest_of(url))


@app.command()
def check() -> None:
    """Asks Slack who the bot is, and says what is missing."""
    from bot.channels.settings import FILE_NAME, channel_settings
    from bot.chats.platform import RefusedError, WaitError
    from bot.slack.client import Slack

    settings = channel_settings()
    if not settings.slack_bot_token:
        fail(f"There is no Slack bot token: set DUILIAN_SLACK_BOT_TOKEN in {FILE_NAME}")
    if not settings.slack_signing_secret and not settings.slack_app_token:
        fail(
            "Nothing can come in: set DUILIAN_SLACK_SIGNING_SECRET, or DUILIAN_SLACK_APP_TOKEN "
            f"for Socket Mode, in {FILE_NAME}"
        )
    try:
        workspace, allowed = asyncio.run(Slack(settings).installed())
    except (RefusedError, WaitError):
        fail(f"{settings.slack_api} is not reached, or does not accept the bot token")
    missing = [scope for scope in scopes() if scope not in allowed]
    if missing:
        names = ", ".join(missing)
        fail(f"In {workspace} the app lacks {names}: add these scopes and install it again")
    way = "Socket Mode" if settings.slack_app_token else "POST /slack/events"
    tell(f"{workspace}: everything is right; Slack is heard by {way}")
