"""From YAML text to its nodes, or to what is wrong with the YAML, in a trainer's words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NoReturn

import yaml

from actions.story.problems import BadStoryError, Problem

DEEPEST = 12  # levels of nesting; a story has 5, and the parser's own stack is not endless


def compose(text: str, file: str) -> yaml.MappingNode:
    """The nodes of a text that is one mapping without tags, anchors, aliases and doubled keys.

    Raises:
        BadStoryError: otherwise, with the line.
    """
    try:
        _refuse_traps(text, file)
        root = yaml.compose(text, Loader=yaml.CBaseLoader)
    except yaml.MarkedYAMLError as error:
        raise BadStoryError([_explain(text, file, error)]) from error
    except yaml.YAMLError as error:
        mend = "删掉看不见的控制字符"
        raise BadStoryError([Problem(file, 0, "", "读不懂这个文件", mend)]) from error
    if not isinstance(root, yaml.MappingNode):
        what = "文件是空的或不是“键: 值”的形式"
        mend = "第一行写“story: 名字”，冒号用英文的，后面空一格；其余各项照格式写"
        raise BadStoryError([Problem(file, 1, "", what, mend)])
    if problems := list(_doubled(root, file)):
        raise BadStoryError(problems)
    return root


def _refuse_traps(text: str, file: str) -> None:
    """Stops at what could run code or eat the memory, before any node is made."""
    depth = 0
    for event in yaml.parse(text, Loader=yaml.CBaseLoader):
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        line = event.start_mark.line + 1 if event.start_mark else 0
        if depth > DEEPEST:
            mend = "对照 docs/stories.zh.md 里的格式，多半是括号或缩进写多了"
            _refuse(Problem(file, line, "", "一层套一层，套得太深", mend))
        if isinstance(event, yaml.AliasEvent) or any(
            getattr(event, trap, None) for trap in ("tag", "anchor")
        ):
            what = "不支持 YAML 的标签(!)、锚点(&)和别名(*)"
            mend = "去掉它；如果是正文里的符号，用引号把整句括起来"
            _refuse(Problem(file, line, "", what, mend))


def _refuse(problem: Problem) -> NoReturn:
    raise BadStoryError([problem])


def _doubled(node: yaml.Node, file: str, where: tuple[str, ...] = ()) -> Iterator[Problem]:
    if isinstance(node, yaml.MappingNode):
        seen = set()
        for key, value in node.value:
            line, path = key.start_mark.line + 1, " › ".join(where)
            if not isinstance(key, yaml.ScalarNode):
                yield Problem(file, line, path, "键必须是文字", "去掉键外面的括号")
                continue
            if key.value in seen:
                yield Problem(file, line, path, f"“{key.value}”写了两次", "合并，或删掉一个")
            seen.add(key.value)
            yield from _doubled(value, file, (*where, key.value))
    elif isinstance(node, yaml.SequenceNode):
        for number, item in enumerate(node.value, 1):
            yield from _doubled(item, file, (*where, str(number)))


# The parser's complaint, what the line at fault looks like, and what a trainer is told. The
# first that fits counts. Lines are those where something began, as that is what must be mended.
_CHINESE_COLON = ("用了中文冒号", "键后面用英文冒号，再空一格")
_SLIPS = (
    ("tab character", "", "用了制表符（Tab）缩进", "换成空格，每层两个"),
    ("", r"^\s*\t", "用了制表符（Tab）缩进", "换成空格，每层两个"),
    ("another document|document start", "", "一个文件里有两个故事",
     "删掉“---”或“...”那一行，另一个故事另存一个文件"),
    ("", r"^\s*(- )?[a-z_]+：", *_CHINESE_COLON),
    ("could not find expected ':'|mapping values", r"^\s*\w+：", *_CHINESE_COLON),
    ("could not find expected ':'", r"^\s*(- )?\w+:\S", "冒号后面少了空格", "冒号后面空一格"),
    ("could not find expected ':'", r"^\s*-\S", "“-”后面少了空格", "“-”后面空一格"),
    ("could not find expected ':'", r"^\s*\u3000", "用了全角空格缩进", "换成英文空格，每层两个"),
    ("could not find expected ':'", "", "这一行既不是“键: 值”，也不是列表里的一条",
     "列表里的一条以“- ”开头；接着上一句写的，和上一句写在同一行"),
    ("mapping values", "", "冒号的位置不对",
     "正文里有冒号加空格时，用引号把整句括起来；或检查缩进"),
    ("unknown escape", "", "双引号里的“\\”不能这样用", "写成“\\\\”，或删掉它"),
    ("quoted scalar", "", "引号没有配对", "补上另一半；正文里的引号用中文的“”"),
    ("expected key", r"['\"]", "引号没有配对，或引号后面还有字",
     "看这一行和它上面的引号；正文里的引号用中文的“”"),
    ("expected key", "", "缩进没对齐", "同一层的各项左边对齐，只用空格"),
    ("flow (sequence|mapping)", "", "括号没有配对，或各项之间少了英文逗号",
     "补上另一半括号；各项之间用英文逗号加空格隔开"),
    ("block sequence entries", "", "列表不能和键写在同一行", "另起一行，以“- ”开头"),
    ("cannot start any token|an alias|an anchor|a tag|block scalar|node content|directive", "",
     "这句话不能以这个符号开头", "用英文双引号把整句括起来"),
    ("", "", "YAML 格式有误", "检查这一行和上一行的缩进、引号、“- ”和冒号后的空格"),
)  # fmt: skip


def _explain(text: str, file: str, error: yaml.MarkedYAMLError) -> Problem:
    complaint = f"{error.context or ''} {error.problem or ''}"
    here = re.search("expected key|document|tab character", complaint)
    mark = error.problem_mark if here else error.context_mark or error.problem_mark
    number = mark.line if mark else -1
    # YAML's lines: `splitlines` would also split at characters that a text may hold.
    lines = re.split(r"\r\n|\r|\n", text)
    if "mapping values" in complaint and _chinese_colon(lines, number - 1):
        number -= 1  # the key before was read as text, so the colon here came as a surprise
    line = lines[number] if 0 <= number < len(lines) else ""
    what, mend = next(
        (what, mend)
        for about, looks, what, mend in _SLIPS
        if re.search(about, complaint) and re.search(looks, line)
    )
    return Problem(file, number + 1, "", what, mend)


def _chinese_colon(lines: list[str], number: int) -> bool:
    return 0 <= number < len(lines) and bool(re.match(r"\s*(- )?[a-z_]+：|\s*\w+：", lines[number]))
