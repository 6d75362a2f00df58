"""The command `duilian teams`: what an administrator of Teams needs."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from bot.channels.settings import FILE_NAME, ChannelSettings, channel_settings
from bot.tell import fail, tell

app = typer.Typer(help="Microsoft Teams: the app package, a check.", no_args_is_help=True)


def _settings() -> ChannelSettings:
    """The settings; ends the command if Teams is not set up."""
    settings = channel_settings()
    if not settings.teams_app_id:
        fail(f"There is no DUILIAN_TEAMS_APP_ID in {FILE_NAME} → see docs/teams.md")
    return settings


@app.command()
def package(
    url: Annotated[str, typer.Option(help="Duilian's address for browsers: https://…")] = "",
    out: Annotated[Path, typer.Option(help="the file")] = Path("duilian-teams.zip"),
) -> None:
    """Writes the app package to upload in Teams."""
    from bot.teams.package import write

    settings = _settings()
    address = url or settings.url
    try:
        write(settings.teams_app_id, address, out)
    except ValueError as error:
        fail(f"{error} → give --url https://…, or set DUILIAN_URL in {FILE_NAME}")
    except OSError as error:
        fail(f"{out}: {error.strerror} → name another file with --out")
    tell(f"Written: {out}")
    tell("Upload it in Teams: Apps → Manage your apps → Upload an app.")
    tell(f"The bot's messaging endpoint: {address.rstrip('/')}/teams/messages")


@app.command()
def check() -> None:
    """Gets a token and Microsoft's keys, and says what is wrong."""
    problems = asyncio.run(_problems(_settings()))
    for problem in problems:
        typer.echo(problem, err=True)
    if problems:
        raise typer.Exit(1)
    tell("Microsoft knows the bot, and its keys can be had.")


async def _problems(settings: ChannelSettings) -> list[str]:
    import httpx

    from bot.teams.keys import Keys, NoKeysError
    from bot.teams.login import Login, LoginError

    problems = []
    if not settings.url.startswith("https://"):
        problems.append(f"DUILIAN_URL in {FILE_NAME} → the address that Teams can reach, https://…")
    async with httpx.AsyncClient(timeout=20) as http:
        try:
            await Login(settings, http).token()
        except LoginError as error:
            problems.append(f"No token: {error} → app id, password and tenant in {FILE_NAME}")
        try:
            await Keys(settings.teams_openid, http).key("")
        except NoKeysError:
            problems.append(f"No keys from {settings.teams_openid} → let the machine reach it")
    return problems
