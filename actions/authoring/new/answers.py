"""What a trainer answers about a new customer, and what is wrong with an answer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from actions.story.cues import TEMPERAMENTS
from actions.story.meanings import short
from actions.story.model import Name, Word

LONGEST_TITLE = 20  # characters; the list shows about twelve
LONGEST_NAME = 12
LONGEST_ROLE = 20
LONGEST_TROUBLE = 200
LONGEST_LABEL = 24
LONGEST_RULE = 80
MOST_WISHES = 3

_CLOSING = "。！？!?…～"
# Words that come up in any reply: whoever says one has not done anything yet.
_EMPTY_WORDS = {*"我你您他她它的了是在有好吗呢吧啊嗯不会就这那事", "您好", "你好", "抱歉", "现在"}


class BadAnswerError(ValueError):
    """The answer can't be used; the message says why and gives the mend, in Chinese."""


@dataclass(frozen=True)
class Wish:
    """Something the customer needs.

    Args:
        label: what it is, a phrase that can follow “请你”.
        words: what a trainee who does it would say some of.
    """

    label: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class Answers:
    """A new customer, as the trainer told of them; each value is as the readers below give it.

    Args:
        name: the file's name without `.yml`.
        trouble: what happened, in the customer's words, a whole sentence.
        level: 1-5.
        wishes: one to `MOST_WISHES`.
    """

    name: str
    title: str
    customer: str
    temperament: str
    trainee_is: str
    trouble: str
    level: int
    wishes: tuple[Wish, ...]
    may: tuple[str, ...]
    may_not: tuple[str, ...]


def text(given: str, longest: int) -> str:
    """An answer in one line.

    Raises:
        BadAnswerError: if it is empty, too long or holds what can't be printed.
    """
    line = " ".join(given.split())
    if not line:
        raise BadAnswerError("不能空着，写几个字就行")
    if not line.isprintable():
        raise BadAnswerError("里面有看不见的字符，请重新打一遍，不要从别处粘贴")
    if len(line) > longest:
        raise BadAnswerError(f"太长了，最多 {longest} 个字，现在是 {len(line)} 个，请精简")
    return line


def file_name(given: str, folder: Path) -> str:
    """A name no story in the folder has."""
    name = text(given, 70).removesuffix(".yml")
    if not re.fullmatch(str(Name.regex), name):
        raise BadAnswerError("只用小写英文字母、数字和下划线，以字母开头，例如 late_parcel")
    if (folder / f"{name}.yml").exists():
        raise BadAnswerError(f"{name}.yml 已经有了，换个名字，例如 {_free(name, folder)}")
    return name


def _free(name: str, folder: Path) -> str:
    number = 2
    while (folder / f"{name}_{number}.yml").exists():
        number += 1
    return f"{name}_{number}"


def temperament(given: str) -> str:
    """A temperament by its number, its name or what it is called in Chinese."""
    line = text(given, 20)
    called = {label: name for name, label in short("temperament").items()}
    if line.isdecimal() and 1 <= int(line) <= len(TEMPERAMENTS):
        return TEMPERAMENTS[int(line) - 1]
    if line in TEMPERAMENTS or line in called:
        return called.get(line, line)
    raise BadAnswerError(f"没有这一项，写 1 到 {len(TEMPERAMENTS)} 的序号")


def level(given: str) -> int:
    """A level, 1-5."""
    line = text(given, 20)
    if line.isdecimal() and 1 <= int(line) <= 5:
        return int(line)
    raise BadAnswerError("写 1 到 5 的数字，1 最容易，5 最难")


def trouble(given: str) -> str:
    """What happened, a whole sentence."""
    line = text(given, LONGEST_TROUBLE)
    if len(line) < 5:
        raise BadAnswerError("太短了，坐席看不出是什么事，写上一两句")
    return line if line[-1] in _CLOSING else f"{line.rstrip('，,；;、 ')}。"


def label(given: str, earlier: Sequence[str] = ()) -> str:
    """What the customer wants, to follow “请你”."""
    line = re.sub(r"^(请你|请您|请|你|您)\s*", "", text(given, LONGEST_LABEL))
    line = line.rstrip(f"{_CLOSING}，,；; ")
    if len(line) < 2:
        raise BadAnswerError("太短了，接着“请你……”写一件事，例如 查清包裹在哪儿")
    if line in earlier:
        raise BadAnswerError("这件事前面写过了，换一件；没有了就直接回车")
    return line


def words(given: str) -> tuple[str, ...]:
    """At least two words, whatever they are parted by; each once."""
    found = tuple(
        dict.fromkeys(re.split(r"[，,、；;。！？/\s]+", text(given, 200).strip("，,、；;。 ")))
    )
    for word in found:
        if word.casefold() in _EMPTY_WORDS:
            raise BadAnswerError(f"“{word}”太常见，随口一说就算办了，换成办这件事才会说的词")
        if len(word) > Word.max_length:
            raise BadAnswerError(f"“{word}”太长，坐席不会一字不差地说出来，拆成短词")
    if len(found) < 2:
        raise BadAnswerError("太少了，至少两个词，用逗号隔开，同一件事的不同说法都写上")
    return found


def rules(given: str) -> tuple[str, ...]:
    """What a trainee may or may not do, parted by semicolons; each once."""
    parts = [part.strip(" ；;。") for part in re.split("[；;]", text(given, 400))]
    found = tuple(dict.fromkeys(text(part, LONGEST_RULE) for part in parts if part))
    if not found:
        raise BadAnswerError("不能空着，写一条就行")
    return found
