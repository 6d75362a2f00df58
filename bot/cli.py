"""The command `duilian`: serve, train, judge, story, slack, teams."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from actions.settings import ROOT, Settings
from bot import story_cli
from bot.slack import cli as slack_cli
from bot.teams import cli as teams_cli
from bot.tell import fail, tell

app = typer.Typer(
    help="Duilian: customer-service agents practise on difficult customers.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.add_typer(story_cli.app, name="story")
app.add_typer(slack_cli.app, name="slack")
app.add_typer(teams_cli.app, name="teams")


@app.command()
def serve() -> None:
    """Starts everything, prints the address to open; Ctrl-C stops it."""
    from bot.rasa import RasaError
    from bot.serve import ServeError
    from bot.serve import serve as run

    try:
        run(Settings(), tell)
    except (ServeError, RasaError) as error:
        fail(str(error))


@app.command()
def train() -> None:
    """Trains what isn't trained: the judge and the command understanding."""
    from bot.rasa import RasaError
    from bot.training import ensure_trained

    try:
        ensure_trained(Settings(), tell)
    except RasaError as error:
        fail(str(error))
    tell("Everything is trained.")


@app.command()
def validate() -> None:
    """Checks Rasa's files against each other, the story files, and replays the rehearsals."""
    from bot import rasa

    try:
        rasa.validate(Settings().home / "log" / "validate.log")
    except rasa.RasaError as error:
        fail(str(error))
    tell("Rasa's domain, rules and NLU data: right")
    story_cli.check()


@app.command()
def judge(file: Annotated[Path, typer.Argument(help="chats, one JSON object a line")]) -> None:
    """Rates the replies of written chats: one JSON line a reply on standard output."""
    from actions.judge.judge import Judge
    from actions.judge.rubric import BadRubricError
    from actions.judge.store import NotTrainedError
    from actions.judge.transcripts import BadTranscriptError, judge_file

    try:
        settings = Settings()
        opened = Judge.load(settings.judge_model, settings.rubric, settings.house)
        for line in judge_file(opened, file):
            sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
    except BrokenPipeError:
        # The reader has seen enough (`| head`): nothing more is to be flushed at exit either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        fail(f"{file}: {error.strerror}")
    except (NotTrainedError, BadRubricError, BadTranscriptError) as error:
        fail(str(error))


def main() -> None:
    """Entry of the console script."""
    os.umask(0o077)  # records, logs and keys are for the account that runs Duilian
    if str(ROOT) not in sys.path:
        sys.path.insert(0, str(ROOT))
    app()
