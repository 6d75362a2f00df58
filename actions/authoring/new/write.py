"""Writes a new story's file: the template filled with the answers, every value quoted safely."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from actions.authoring.new import stock
from actions.authoring.new.answers import Answers, Wish
from actions.authoring.new.plan import Plan
from actions.story.meanings import short

NEED_NAMES = ("first", "second", "third")
ASKS = 8  # of the dozen that a temperament has
THEN = 3


def story_text(answers: Answers, plan: Plan) -> str:
    """The file's text."""
    lines = stock.lines(answers.temperament)
    first = answers.wishes[0]
    return _template().render(
        **vars(answers) | {"about": answers.trouble},
        lines=lines,
        plan=plan,
        temper=short("temperament")[answers.temperament],
        briefing=_briefing(answers),
        aim="；".join(wish.label for wish in answers.wishes),
        opening=[line.format(trouble=answers.trouble) for line in lines["opening"]],
        needs=[_need(wish, number, lines) for number, wish in enumerate(answers.wishes)],
        reveals=_reveals(answers),
        examples={
            cue: line.format(deed=stock.deed(first))
            for cue, line in stock.replies("example").items()
        },
    )


def quoted(value: object) -> str:
    """A text, number or list of texts in YAML, on one line; reads back as the same value.

    It can stand after a key, after a dash and before a comment.
    """
    texts = value if isinstance(value, list | tuple) else [value]
    plain = all(not isinstance(text, str) or text.isprintable() for text in texts)
    dumped = yaml.safe_dump(
        [value],
        default_flow_style=True,
        default_style=None if plain else '"',  # the only style with escapes
        allow_unicode=True,
        width=math.inf,
    )
    return dumped.strip()[1:-1]


def save(text: str, file: Path) -> None:
    """Writes a file that was not there before, whole or not at all.

    Raises:
        FileExistsError: if it was there.
        OSError: if it can't be written.
    """
    with file.open("x", encoding="utf8") as stream:
        try:
            stream.write(text)
            stream.flush()
        except BaseException:
            file.unlink()
            raise


@lru_cache(maxsize=1)
def _template() -> Template:
    # `finalize` sees every value that is filled in: none gets into the file unquoted.
    environment = Environment(  # noqa: S701 - YAML, no page
        loader=FileSystemLoader(Path(__file__).parent),
        finalize=quoted,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return environment.get_template("story.yml.jinja")


def _briefing(answers: Answers) -> str:
    wanted = "，还要".join(wish.label for wish in answers.wishes)
    return (
        f"你是{answers.trainee_is}。{answers.customer}找到你，说：{answers.trouble}要你{wanted}。"
    )


def _need(wish: Wish, number: int, lines: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    asks = lines["asks"]
    begin = number * len(asks) // len(NEED_NAMES)
    dealt = [*asks[begin:], *asks[:begin]][:ASKS]
    return {
        "name": NEED_NAMES[number],
        "label": wish.label,
        "hint": f"对方盼的是这一句：{wish.label}。看看资料和权限，说清谁来办、几点有结果。",
        "asks": [line.format(label=wish.label) for line in dealt],
        "moves": stock.moves(wish),
        "words": wish.words,
        "then": lines["then"][number * THEN : (number + 1) * THEN],
        "model_replies": stock.dealing("careful", wish),
    }


def _reveals(answers: Answers) -> list[dict[str, list[str]]]:
    name, trouble = answers.customer, answers.trouble
    return [
        {
            "about": ["怎么称呼", "贵姓", "您是哪位", "您的姓名", "您的名字"],
            "says": [f"叫我{name}就行。", f"{name}。", f"我是{name}。"],
        },
        {
            "about": ["什么情况", "怎么回事", "什么问题", "什么事", "具体情况", "经过"],
            "says": [f"刚才说了：{trouble}", f"就是这么回事：{trouble}", f"再讲一遍，{trouble}"],
        },
    ]
