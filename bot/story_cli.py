"""The command `duilian story`: what trainers need for their customers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from actions.settings import ROOT, Settings
from bot.tell import fail, tell

if TYPE_CHECKING:
    from actions.judge.judge import Judge
    from actions.rehearsals.play import Read
    from actions.story import Manners, Story

app = typer.Typer(help="Story files: write, check and list them.", no_args_is_help=True)


@app.command()
def check(
    files: Annotated[list[Path] | None, typer.Argument()] = None,
    words: Annotated[
        bool, typer.Option("--words", help="Also for all: how each customer behaves, in words.")
    ] = False,
) -> None:
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
            tell(f"{file}: {error.strerror}")
        except BadStoryError as error:
            failed = True
            tell(str(error))
    if not _rehearse(good, words=words or bool(files)) or failed:
        raise typer.Exit(1)


def _rehearse(stories: list[Story], *, words: bool) -> bool:
    """Replays the rehearsals, tells how each story did; whether all went as they should."""
    from actions.rehearsals import rehearse

    if not stories:
        return True
    manners, read = _manners_and_judge()
    right = True
    for story in stories:
        wrong = rehearse(story, manners, read)
        right = right and not wrong
        tell("\n  ".join([f"{story.name}.yml: {'wrong' if wrong else 'right'}", *wrong]))
        if words:
            _describe(story, manners, read)
    return right


def _manners_and_judge() -> tuple[Manners, Read]:
    """What is needed to play drills; ends the command if it can't be read."""
    from actions.story import BadStoryError
    from actions.story.manners import load_manners

    try:
        return load_manners(Settings().stories), _judge().read
    except BadStoryError as error:
        fail(str(error))


def _judge() -> Judge:
    """The trained judge; ends the command if there is none."""
    from actions.judge.judge import Judge
    from actions.judge.rubric import BadRubricError
    from actions.judge.store import NotTrainedError

    settings = Settings()
    try:
        return Judge.load(settings.judge_model, settings.rubric, settings.house)
    except (NotTrainedError, BadRubricError) as error:
        fail(str(error))


def _describe(story: Story, manners: Manners, read: Read) -> None:
    """Tells how a customer behaves with typical trainees, and what to look at again."""
    from actions.authoring.advice import advise
    from actions.authoring.portrait import portray

    portrait = portray(story, manners, read)
    for sentence in portrait.sentences():
        tell(f"  {sentence}")
    for advice in advise(portrait, read):
        tell(f"  提醒：{advice}")


@app.command()
def draw(
    file: Path,
    out: Annotated[
        Path | None, typer.Option(help="The picture's file; without it STORY.svg in this folder.")
    ] = None,
) -> None:
    """Draws a story as one picture: needs, what is told when asked, reactions, endings."""
    from actions.authoring.draw import draw as svg_of
    from actions.story import BadStoryError, load

    try:
        story = load(file)
    except BadStoryError as error:
        fail(str(error))
    target = out or Path(f"{story.name}.svg")
    if target.suffix.lower() != ".svg":
        fail(f"{target}：图是 SVG 文件 → 给 --out 一个以 .svg 结尾的文件名")
    try:
        target.write_text(svg_of(story), "utf8")
    except OSError as error:
        fail(f"{target}：写不进去（{error.strerror}）→ 换一个已有的、能写的文件夹")
    tell(f"画好了：{target}，用浏览器打开就能看、能打印")


@app.command()
def new() -> None:
    """Asks a few questions (in Chinese) and writes a story that can be played at once."""
    from bot.new_story import new_story

    new_story(Settings().stories, *_manners_and_judge())


@app.command()
def draft(
    document: Annotated[Path, typer.Argument(help="a .txt or .md file in Chinese")],
    out: Annotated[Path, typer.Option(help="the folder for the drafts")] = ROOT / "drafts",
) -> None:
    """Drafts stories from a letter, a case write-up or a transcript; leaves blanks to fill in."""
    from actions.authoring.draft import BadDocumentError, account, read_document, search, write

    try:
        text = read_document(document)
        found = search(text, _judge().read_many)
        files = write(found, text, out)
    except BadDocumentError as error:
        fail(str(error))
    except OSError as error:
        fail(f"{out}：写不进去（{error.strerror}）→ 用 --out 换一个能写的文件夹")
    for line in account(found, files, text):
        tell(line)
    if files:
        tell("草稿里标着【待填：…】的要您来写；duilian story check 会逐处指出。")


@app.command("list")
def list_stories() -> None:
    """Lists the playable stories, easiest first."""
    from actions.story import Library

    library = Library(Settings().stories)
    for story in library.stories().values():
        tell(f"{story.level}  {story.name:<24} {story.title}  ({story.customer.name})")
    for problem in library.problems():
        typer.echo(str(problem), err=True)


@app.command()
def schema() -> None:
    """Prints the JSON Schema of story files, for editors."""
    from actions.authoring.schema import schema_text

    tell(schema_text().rstrip())
