"""Asks a trainer about a new customer, in the terminal, and writes the story."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import typer

from actions.authoring.new import (
    MOST_WISHES,
    Answers,
    BadAnswerError,
    Plan,
    Question,
    Wish,
    make_plan,
    questions,
    save,
    story_text,
    wishes,
)
from actions.rehearsals.play import Read
from actions.story import Manners
from actions.story.meanings import short
from bot.tell import fail, tell


def new_story(folder: Path, manners: Manners, read: Read) -> None:
    """Asks, tries rehearsals with the judge, writes; breaking off leaves nothing behind."""
    tell("回答十来个问题，就有一位能练的新客户。随时按 Ctrl-C 退出，什么也不会留下。")
    try:
        answers = _answers(folder)
        tell("\n正在请裁判试排练……")
        plan = make_plan(answers, lambda plan: story_text(answers, plan), manners, read)
        file = folder / f"{answers.name}.yml"
        save(story_text(answers, plan), file)
    except (typer.Abort, KeyboardInterrupt):
        fail("\n没有写完，什么也没留下。")
    except FileExistsError:
        fail(f"{file} 刚刚被别人写了，没有动它。换个名字再来一遍")
    except OSError as error:
        fail(f"写不了 {file}：{error.strerror}。检查文件夹和权限，再来一遍")
    _tell_what_next(file, plan)


def _answers(folder: Path) -> Answers:
    *before, may, may_not = questions(folder)
    given: dict[str, Any] = {question.key: _ask(question) for question in before}
    given["wishes"] = _wishes()
    given |= {question.key: _ask(question) for question in (may, may_not)}
    return Answers(**given)


def _wishes() -> tuple[Wish, ...]:
    found: list[Wish] = []
    while len(found) < MOST_WISHES:
        what, said = wishes(found)
        label = _ask(what)
        if not label:
            break
        found.append(Wish(label, _ask(said)))
    return tuple(found)


def _ask(question: Question) -> Any:
    """The answer's value, asked again until it can be used; "" where it may be left out."""
    while True:
        given = typer.prompt(
            f"\n{question.text}",
            default=question.default,
            show_default=False,
            prompt_suffix="\n> ",
        )
        if question.optional and not given.strip():
            return ""
        try:
            return question.read(given)
        except BadAnswerError as error:
            tell(f"  × {error}")


def _tell_what_next(file: Path, plan: Plan) -> None:
    if file.is_relative_to(Path.cwd()):
        file = file.relative_to(Path.cwd())
    tell(f"写好了：{file}（火气 {plan.anger}，耐心 {plan.patience}）")
    if plan.unproven:
        ends = "、".join(f"{short('ending')[ending]}（{ending}）" for ending in plan.unproven)
        tell(f"  排练没走到的收场：{ends} → 文件里标出来了，改那几句回复，或换掉太常见的词")
    else:
        tell("  四种收场都排练过，现在就能练。")
    tell("接下来：打开文件，把标着“改”的地方换成您自己的话，再检查一遍：")
    tell(f"  duilian story check {file}")
