"""Places of a draft (`duilian story draft`) that its trainer hasn't filled in yet."""

from __future__ import annotations

import re
from collections.abc import Iterator

import yaml

from actions.story.problems import Problem

_OPENS = "【待填"
_MARK = re.compile(rf"{_OPENS}[：:]?(?P<what>[^】]*)")


def mark(what: str) -> str:
    """A place to be filled in, and what belongs there."""
    return f"{_OPENS}：{what}】"


def unfilled(node: yaml.Node, file: str, where: tuple[str, ...] = ()) -> Iterator[Problem]:
    """Every text below a node that still holds a mark."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from unfilled(key, file, where)
            yield from unfilled(value, file, (*where, key.value))
    elif isinstance(node, yaml.SequenceNode):
        for number, item in enumerate(node.value, 1):
            yield from unfilled(item, file, (*where, str(number)))
    elif found := _MARK.search(node.value):
        what = f"还没填：{found['what']}" if found["what"] else "还没填"
        mend = "写上内容，连【】一起换掉"
        yield Problem(file, node.start_mark.line + 1, " › ".join(where), what, mend)
