"""From the text of a story file to a story, or to problems with their lines."""

from __future__ import annotations

from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from actions.story.model import Story
from actions.story.problems import Problem, did_you_mean, explain

LARGEST = 256 * 1024  # bytes; the longest story we know has 30,000
DEEPEST = 12  # levels of nesting; a story has 5, and the parser's own stack is not endless

Model = TypeVar("Model", bound=BaseModel)


class BadStoryError(ValueError):
    """The text is no valid story; `problems` says why."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


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
    if story.name != file.stem:
        mend = f"把 story 改成 {file.stem}，或把文件改名为 {story.name}.yml"
        raise BadStoryError([Problem(file.name, 1, "story", "名字和文件名不一样", mend)])
    return story, text


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
    root = _compose(text, file)
    if not isinstance(root, yaml.MappingNode):
        mend = "第一行写“story: 名字”，其余各项照格式写"
        raise BadStoryError([Problem(file, 1, "", "文件是空的或不是“键: 值”的形式", mend)])
    if problems := list(_doubled(root, file)):
        raise BadStoryError(problems)
    try:
        return model.parse_obj(_plain(root))
    except ValidationError as error:
        raise BadStoryError(
            [_problem(item, root, file, model) for item in error.errors()]
        ) from error


def _compose(text: str, file: str) -> yaml.Node | None:
    try:
        depth = 0
        for event in yaml.parse(text, Loader=yaml.CBaseLoader):
            depth += isinstance(event, yaml.CollectionStartEvent)
            depth -= isinstance(event, yaml.CollectionEndEvent)
            if depth > DEEPEST:
                line = event.start_mark.line + 1 if event.start_mark else 0
                mend = "对照 docs/stories.zh.md 里的格式，多半是括号或缩进写多了"
                raise BadStoryError([Problem(file, line, "", "一层套一层，套得太深", mend)])
            if isinstance(event, yaml.AliasEvent) or getattr(event, "tag", None):
                line = event.start_mark.line + 1 if event.start_mark else 0
                what = "不支持 YAML 的标签(!)、锚点(&)和别名(*)"
                mend = "去掉它；如果是正文里的符号，用引号把整句括起来"
                raise BadStoryError([Problem(file, line, "", what, mend)])
        node: yaml.Node | None = yaml.compose(text, Loader=yaml.CBaseLoader)
        return node
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 0
        raise BadStoryError([_syntax(text, file, line, str(error.problem or ""))]) from error
    except yaml.YAMLError as error:
        mend = "删掉看不见的控制字符"
        raise BadStoryError([Problem(file, 0, "", "读不懂这个文件", mend)]) from error


def _syntax(text: str, file: str, line: int, problem: str) -> Problem:
    lines = text.splitlines()
    near = lines[line - 1] if 0 < line <= len(lines) else ""
    if "\t" in near or "\\t" in problem:
        return Problem(file, line, "", "用了制表符（Tab）缩进", "换成空格，每层两个")
    if "mapping values are not allowed" in problem:
        mend = "正文里有冒号加空格时，用引号把整句括起来；或检查缩进"
        return Problem(file, line, "", "冒号的位置不对", mend)
    mend = "检查这一行和上一行的缩进、引号、“- ”和冒号后的空格"
    return Problem(file, line, "", "YAML 格式有误", mend)


def _plain(node: yaml.Node) -> Any:
    if isinstance(node, yaml.MappingNode):
        return {key.value: _plain(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item) for item in node.value]
    return node.value


def _doubled(node: yaml.Node, file: str, where: tuple[str, ...] = ()) -> Any:
    if isinstance(node, yaml.MappingNode):
        seen = set()
        for key, value in node.value:
            line = key.start_mark.line + 1
            if not isinstance(key, yaml.ScalarNode):
                yield Problem(file, line, _path(where), "键必须是文字", "去掉键外面的括号")
                continue
            if key.value in seen:
                yield Problem(
                    file, line, _path(where), f"“{key.value}”写了两次", "合并，或删掉一个"
                )
            seen.add(key.value)
            yield from _doubled(value, file, (*where, key.value))
    elif isinstance(node, yaml.SequenceNode):
        for number, item in enumerate(node.value, 1):
            yield from _doubled(item, file, (*where, str(number)))


def _problem(error: Any, root: yaml.Node, file: str, model: type[BaseModel]) -> Problem:
    place = [step for step in error["loc"] if step not in ("__root__", "__key__")]
    node, names = root, []
    line = 1
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
        what, mend = explain(error["type"], error["msg"], error.get("ctx", {}), key)
    return Problem(file, line, _path(names), what, mend)


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


def _path(names: Any) -> str:
    return " › ".join(names)
