"""The command `duilian`: serve, train, judge, story."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from actions.settings import ROOT, Settings

if TYPE_CHECKING:
    from actions.story import Story

app = typer.Typer(
    help="Duilian: customer-service agents practise on difficult customers.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
story_app = typer.Typer(help="Story files: check them, list them.", no_args_is_help=True)
app.add_typer(story_app, name="story")


@app.command()
def serve() -> None:
    """Starts everything, prints the address to open; Ctrl-C stops it."""
    from bot.rasa import RasaError
    from bot.serve import ServeError
    from bot.serve import serve as run

    try:
        run(Settings(), _tell)
    except (ServeError, RasaError) as error:
        _fail(str(error))


@app.command()
def train() -> None:
    """Trains what isn't trained: the judge and the command understanding."""
    from bot.rasa import RasaError
    from bot.training import ensure_trained

    try:
        ensure_trained(Settings(), _tell)
    except RasaError as error:
        _fail(str(error))
    _tell("Everything is trained.")


@app.command()
def validate() -> None:
    """Checks Rasa's files against each other, the story files, and replays the rehearsals."""
    from bot import rasa

    try:
        rasa.validate(Settings().home / "log" / "validate.log")
    except rasa.RasaError as error:
        _fail(str(error))
    _tell("Rasa's domain, rules and NLU data: right")
    check()


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
        _fail(f"{file}: {error.strerror}")
    except (NotTrainedError, BadRubricError, BadTranscriptError) as error:
        _fail(str(error))


@story_app.command()
def check(files: Annotated[list[Path] | None, typer.Argument()] = None) -> None:
    """Checks story files and replays their rehearsals with the real judge."""
    from actions.story import BadStoryError, load
    from actions.story.reactions import FILE_NAME

    folder = Settings().stories
    chosen = files or sorted(file for file in folder.glob("*.yml") if file.name != FILE_NAME)
    good = []
    failed = False
    for file in chosen:
        try:
            good.append(load(file))
        except OSError as error:
            failed = True
            _tell(f"{file}: {error.strerror}")
        except BadStoryError as error:
            failed = True
            _tell(str(error))
    if not _rehearse(good) or failed:
        raise typer.Exit(1)


def _rehearse(stories: list[Story]) -> bool:
    """Replays the rehearsals, tells how each story did; whether all went as they should."""
    from actions.judge.judge import Judge
    from actions.judge.rubric import BadRubricError
    from actions.judge.store import NotTrainedError
    from actions.rehearsals import rehearse
    from actions.story.load import BadStoryError
    from actions.story.manners import load_manners

    settings = Settings()
    if not stories:
        return True
    try:
        manners = load_manners(settings.stories)
        read = Judge.load(settings.judge_model, settings.rubric, settings.house).read
    except (NotTrainedError, BadRubricError, BadStoryError) as error:
        _fail(str(error))
    right = True
    for story in stories:
        wrong = rehearse(story, manners, read)
        right = right and not wrong
        _tell("\n  ".join([f"{story.name}.yml: {'wrong' if wrong else 'right'}", *wrong]))
    return right


@story_app.command("list")
def list_stories() -> None:
    """Lists the playable stories, easiest first."""
    from actions.story import Library

    library = Library(Settings().stories)
    for story in library.stories().values():
        _tell(f"{story.level}  {story.name:<24} {story.title}  ({story.customer.name})")
    for problem in library.problems():
        typer.echo(str(problem), err=True)


def main() -> None:
    """Entry of the console script."""
    os.umask(0o077)  # records, logs and keys are for the account that runs Duilian
    if str(ROOT) not in sys.path:
        sys.path.insert(0, str(ROOT))
    app()


def _tell(line: str) -> None:
    typer.echo(line)
    sys.stdout.flush()


def _fail(message: str) -> NoReturn:
    typer.echo(message, err=True)
    raise typer.Exit(1)
