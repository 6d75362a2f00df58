"""What can be wrong with a story file, said so that a trainer can mend it."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from actions.judge.verdict import HURTFUL
from actions.story.meanings import short


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


class BadStoryError(ValueError):
    """The text is no valid story; `problems` says why."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


class SlipError(ValueError):
    """What our own validators raise.

    Args:
        kind: a key of `_SLIPS`.
        name: the name it is about.
        known: the names that would have been right, where only the validator knows them.
    """

    def __init__(self, kind: str, name: str, known: Iterable[str] = ()) -> None:
        super().__init__(f"{kind}: {name}")
        self.known = tuple(known)


def did_you_mean(word: str, known: Iterable[str] | Mapping[str, str]) -> str:
    """`是不是想写“x”？` if a known word is close, else the known words.

    Args:
        word: what was written.
        known: the words that may be written, or a mapping to what they are called in Chinese.
    """
    names = dict(known) if isinstance(known, Mapping) else dict.fromkeys(known, "")
    if "，" in word or "、" in word:
        return "各项之间用英文逗号加空格隔开"
    called = [name for name, label in names.items() if label == word]
    if close := called or difflib.get_close_matches(word, names, n=1, cutoff=0.6):
        return f"是不是想写“{close[0]}”？"
    if not names:
        return "删掉它"
    offered = [f"{name}（{label}）" if label else name for name, label in names.items()]
    return f"可用的有：{'、'.join(offered)}"


# By pydantic's error type: what is wrong and how to mend it.
_KINDS = {
    "value_error.missing": ("缺少“{key}”", "补上“{key}：”这一项"),
    "value_error.list.min_items": (
        "条目太少，至少要 {limit} 条",
        "再写几条意思相同、说法不同的话",
    ),
    "value_error.list.unique_items": ("有重复的条目", "删掉重复的，或换一种说法"),
    "value_error.any_str.min_length": (
        "内容是空的",
        "写上文字，或删掉这一行；以 # 开头的话要用引号括起来",
    ),
    "value_error.any_str.max_length": ("太长，最多 {limit} 个字", "拆成几条，或精简"),
    "value_error.str.regex": (
        "名字只能用小写英文字母、数字和下划线，且以字母开头",
        "改成类似 check_status 的名字",
    ),
    "value_error.number.not_ge": ("数值太小，最小 {limit}", "写 {limit} 或更大的数"),
    "value_error.number.not_le": ("数值太大，最大 {limit}", "写 {limit} 或更小的数"),
    "type_error.integer": ("这里要写整数", "例如 3"),
    "type_error.float": ("这里要写数字", "例如 45"),
    "type_error.list": ("这里要写成列表", "每条另起一行，以“- ”开头"),
    "type_error.dict": ("这里要写成“键: 值”的形式", "检查缩进和冒号后的空格"),
    "type_error.str": ("这里要写一段文字", "去掉列表或缩进，只写文字"),
}

# By the kind of a slip.
_SLIPS = {
    "unknown move": ("不认识的动作“{name}”", "{meant}"),
    "unknown cue": ("不认识的情形“{name}”", "{meant}"),
    "unknown temperament": ("不认识的性子“{name}”", "{meant}"),
    "unknown practice": ("practises 里的“{name}”既不是评分项，也不是伤人的动作", "{meant}"),
    "unknown need": ("after 里的“{name}”不是本故事的需求", "{meant}"),
    "not true or false": ("“{name}”不是 true 或 false", "写 true，或删掉这一行"),
    "not one word": (
        "“{name}”坐席不会一字不差地说出来，永远对不上",
        "一项只写一个短词，各项之间用英文逗号加空格隔开",
    ),
    "reactions missing": ("情形“{name}”没写全", "calm、warm、hot 三档都要写"),
    "need twice": ("需求“{name}”写了两次", "改名，或合并成一个"),
    "need waits for itself": (
        "绕成了圈，永远轮不到（{name}）",
        "想想哪件事先办，删掉它的 after",
    ),
    "need further down": (
        "after 里的“{name}”排在后面",
        "把“{name}”那一段整个挪到前面",
    ),
    "no rehearsal ends": ("没有以 {name} 收场的排练", "在 rehearsals 里为每种收场至少写一个"),
}

_OTHERWISE = ("{message}", "对照 docs/stories.zh.md 里的格式检查这一项")


def explain(kind: str, message: str, context: Mapping[str, object], key: str) -> tuple[str, str]:
    """What a pydantic error says to a trainer.

    Args:
        kind: pydantic's error type, e.g. `value_error.missing`.
        message: its message; a slip's is its kind, a colon and the name.
        context: its limits, or what may be written.
        key: the key it is about.

    Returns:
        What is wrong and how to mend it.
    """
    if kind == "value_error.const":
        given = str(context["given"])
        return f"这里不能写“{given}”", did_you_mean(given, _permitted(context))
    slip, _, name = message.partition(": ")
    what, mend = _KINDS.get(kind) or _SLIPS.get(slip, _OTHERWISE)
    meant = did_you_mean(name, _names(slip, context))
    limit = context.get("limit_value", "")
    words = {"message": message, "key": key, "limit": limit, "name": name, "meant": meant}
    return what.format(**words), mend.format(**words)


def _permitted(context: Mapping[str, object]) -> Iterable[str]:
    permitted: Iterable[str] = context["permitted"]  # type: ignore[assignment]
    known = {**short("band"), **short("ending")}
    return {name: known[name] for name in permitted}


def _names(slip: str, context: Mapping[str, object]) -> Iterable[str]:
    moves = short("move")
    sets: dict[str, Iterable[str]] = {
        "unknown move": moves,
        "unknown cue": short("cue"),
        "unknown temperament": short("temperament"),
        "unknown practice": {**short("practice"), **{name: moves[name] for name in HURTFUL}},
    }
    return sets.get(slip, context.get("known", ()))  # type: ignore[arg-type]
