"""From the text of a story file to a story, or to problems with their lines."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from actions.story.model import Name, Story
from actions.story.problems import BadStoryError, Problem, did_you_mean, explain
from actions.story.syntax import compose
from actions.story.unfilled import unfilled

LARGEST = 256 * 1024  # bytes; the longest story we know has 30,000

Model = TypeVar("Model", bound=BaseModel)


def load(file: Path) -> Story:
    """Reads a story file.

    Raises:
        BadStoryError: with every problem found.
    """
    return load_with_text(file)[0]


def load_with_text(file: Path) -> tuple[Story, str]:
    """Reads a story file: the story, and the text it was read from.

    Raises:
        BadStoryError: with every problem found.
    """
    text = read(file)
    story = parse(text, file.name)
    if file.suffix != ".yml":
        mend = f"改名为 {story.name}.yml，不然列表里看不到"
        raise BadStoryError([Problem(file.name, 0, "", "文件名不以 .yml 结尾", mend)])
    if story.name != file.stem:
        raise BadStoryError([_misnamed(story.name, file)])
    return story, text


def _misnamed(name: str, file: Path) -> Problem:
    if file.with_name(f"{name}.yml").exists():
        what, rename = f"名字“{name}”已经给了 {name}.yml", "故事和文件改成同一个新名字"
    else:
        what, rename = "名字和文件名不一样", f"把文件改名为 {name}.yml"
    same = f"把 story 改成 {file.stem}，或" if re.fullmatch(Name.regex, file.stem) else ""
    return Problem(file.name, 1, "story", what, f"{same}{rename}")


def read(file: Path) -> str:
    """The text of a file, if it is UTF-8 and not huge.

    Raises:
        BadStoryError: otherwise.
    """
    try:
        with file.open("rb") as stream:
            content = stream.read(LARGEST + 1)
    except OSError as error:
        mend = f"检查文件是否还在、是不是普通文件、能不能读（{error.strerror}）"
        raise BadStoryError([Problem(file.name, 0, "", "打不开这个文件", mend)]) from error
    if len(content) > LARGEST:
        mend = f"一个故事一个文件，最多 {LARGEST // 1024} KB"
        raise BadStoryError([Problem(file.name, 0, "", "文件太大", mend)])
    try:
        return content.decode("utf8")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        mend = "用编辑器另存为 UTF-8 编码"
        raise BadStoryError([Problem(file.name, line, "", "不是 UTF-8 编码", mend)]) from error


def parse(text: str, file: str = "story") -> Story:
    """A story from its text.

    Raises:
        BadStoryError: with every problem found.
    """
    return validate(text, Story, file)


def validate(text: str, model: type[Model], file: str) -> Model:
    """A pydantic model from YAML text, with the line of every problem.

    Scalars stay text until the model asks for a number, so that `12:30` is no sexagesimal
    and `否` or `no` no truth value. Tags and aliases are refused.

    Raises:
        BadStoryError: with every problem found.
    """
    root = compose(text, file)
    if blanks := list(unfilled(root, file)):
        raise BadStoryError(blanks)
    try:
        return model.parse_obj(_plain(root))
    except ValidationError as error:
        raise BadStoryError(
            [_problem(item, root, file, model) for item in error.errors()]
        ) from error


def _plain(node: yaml.Node) -> Any:
    if isinstance(node, yaml.MappingNode):
        return {key.value: _plain(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item) for item in node.value]
    return node.value


def _problem(error: Any, root: yaml.Node, file: str, model: type[BaseModel]) -> Problem:
    context = error.get("ctx", {})
    # pydantic marks a wrong key of a mapping by `__key__` and gives the key in the context.
    place = [context.get("given", step) if step == "__key__" else step for step in error["loc"]]
    node, names, line = root, [], 1
    for step in place:
        found = _step(node, step)
        if found is None:
            break
        node, line = found
        names.append(str(step + 1) if isinstance(step, int) else str(step))
    key = str(place[-1]) if place else ""
    if error["type"] == "value_error.extra":
        what, mend = f"不认识的键“{key}”", did_you_mean(key, _keys_beside(model, place))
    else:
        what, mend = explain(error["type"], error["msg"], context, key)
    return Problem(file, line, " › ".join(names), what, mend)


def _step(node: yaml.Node, step: str | int) -> tuple[yaml.Node, int] | None:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == step:
                return value, key.start_mark.line + 1
    elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        return node.value[step], node.value[step].start_mark.line + 1
    return None


def _keys_beside(model: type[BaseModel], place: list[str | int]) -> list[str]:
    for step in place[:-1]:
        if isinstance(step, int):
            continue
        inner = model.__fields__[step].type_ if step in model.__fields__ else None
        if not (isinstance(inner, type) and issubclass(inner, BaseModel)):
            break
        model = inner
    return list(model.__fields__)
