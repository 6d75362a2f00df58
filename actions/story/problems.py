"""What can be wrong with a story file, said so that a trainer can mend it."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass

from actions.judge.verdict import HURTFUL, MOVES
from actions.story.cues import CUES, TEMPERAMENTS


@dataclass(frozen=True)
class Problem:
    """One thing wrong with a story file.

    Args:
        file: the file's name.
        line: 1-based line, 0 if it concerns the whole file.
        where: the path of keys, e.g. `needs › 2 › asks`.
        what: what is wrong, in Chinese, as story files are written by Chinese-speaking trainers.
        mend: how to put it right.
    """

    file: str
    line: int
    where: str
    what: str
    mend: str

    def __str__(self) -> str:
        """`file:line  where: what → mend`."""
        where = f"{self.where}：" if self.where else ""
        return f"{self.file}:{self.line}  {where}{self.what} → {self.mend}"


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """`是不是想写“x”？` if a known word is close, else the known words."""
    known = list(known)
    close = difflib.get_close_matches(word, known, n=1, cutoff=0.6)
    return f"是不是想写“{close[0]}”？" if close else f"可用的有：{'、'.join(known)}"


def explain(kind: str, message: str, context: dict[str, object], key: str) -> tuple[str, str]:
    """What a pydantic error says to a trainer.

    Args:
        kind: pydantic's error type, e.g. `value_error.missing`.
        message: its message; our own validators put the name after a colon.
        context: its limits.
        key: the key it is about.

    Returns:
        What is wrong and how to mend it.
    """
    name = message.rpartition(": ")[2]
    limit = context.get("limit_value", "")
    given = "、".join(str(item) for item in context.get("permitted", ()) or ())  # type: ignore[attr-defined]
    explanations = {
        "value_error.missing": (f"缺少“{key}”", f"补上“{key}：”这一项"),
        "value_error.list.min_items": (
            f"条目太少，至少要 {limit} 条",
            "再写几条意思相同、说法不同的话",
        ),
        "value_error.list.unique_items": ("有重复的条目", "删掉重复的，或换一种说法"),
        "value_error.any_str.min_length": ("内容是空的", "写上文字，或删掉这一行"),
        "value_error.any_str.max_length": (f"太长，最多 {limit} 个字", "拆成几条，或精简"),
        "value_error.str.regex": (
            "名字只能用小写英文字母、数字和下划线，且以字母开头",
            "改成类似 check_status 的名字",
        ),
        "value_error.number.not_ge": (f"数值太小，最小 {limit}", f"写 {limit} 或更大的数"),
        "value_error.number.not_le": (f"数值太大，最大 {limit}", f"写 {limit} 或更小的数"),
        "type_error.integer": ("这里要写整数", "例如 3"),
        "type_error.float": ("这里要写数字", "例如 45"),
        "type_error.list": ("这里要写成列表", "每条另起一行，以“- ”开头"),
        "type_error.dict": ("这里要写成“键: 值”的形式", "检查缩进和冒号后的空格"),
        "type_error.str": ("这里要写一段文字", "去掉列表或缩进，只写文字"),
        "value_error.const": (f"“{key}”不在可选的值里", f"可选：{given}"),
    }
    own = {
        "unknown move": (f"不认识的动作“{name}”", did_you_mean(name, MOVES)),
        "unknown cue": (f"不认识的情形“{name}”", did_you_mean(name, CUES)),
        "unknown temperament": (
            f"不认识的性子“{name}”",
            did_you_mean(name, TEMPERAMENTS),
        ),
        "not true or false": (f"“{name}”不是 true 或 false", "写 true，或删掉这一行"),
        "unknown practice": (
            f"practises 里的“{name}”既不是评分项，也不是伤人的动作",
            did_you_mean(name, ("empathy", "clarity", "rigidity", *HURTFUL)),
        ),
        "need twice": (f"需求“{name}”写了两次", "改名，或合并成一个"),
        "unknown need": (f"after 里的“{name}”不是本故事的需求", "写成前面某个 need 的名字"),
        "need out of order": (
            f"需求“{name}”的 after 指向它自己或排在后面的需求，永远轮不到",
            "把先要满足的需求放在前面，不要绕圈",
        ),
        "no rehearsal ends": (
            f"没有以 {name} 收场的排练",
            "在 rehearsals 里为每种收场至少写一个",
        ),
    }
    if kind in explanations:
        return explanations[kind]
    return own.get(message.partition(":")[0], (message, "对照 docs/stories.md 里的格式检查这一项"))
