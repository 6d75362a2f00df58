"""How far the scores move when the same reply is typed another way."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from random import Random

import numpy as np
from numpy.typing import NDArray

from actions.judge.judge import Judge
from actions.judge.panel import SCORES, Line
from actions.judge.text import read_traditional

BAR = 0.5
"""No variant may move a score farther than this, on average."""
_ONE_TYPO_IN = 15
_PUNCTUATION = re.compile(r"[，。！？、；：,.!?;:~～…—\s]+")
_CLAUSE_END = re.compile(r"(?<=\w)(?=[，。！？,.!?~]|$)")
_EMOJI = ("😊", "🙏", "👌", "🌹", "😅", "❤️")
_PARTICLES = ("哈", "嘛", "撒", "咯", "嘞", "噻", "哇", "哦")
_ENGLISH = {
    **{"您好": "Hello", "抱歉": "sorry", "对不起": "sorry", "好的": "OK", "谢谢": "thank you"},
    **{"订单": "order", "确认": "confirm", "退款": "refund", "电话": "call", "地址": "address"},
    **{"短信": "message", "经理": "manager", "时间": "time", "情况": "case", "查": "check"},
}
_SOUNDS_LIKE = str.maketrans("在的他做那已您吗账记哪再得它", "再得她作哪以你嘛帐计那在的他")
_TRADITIONAL = str.maketrans({simple: other for other, simple in read_traditional().items()})
_FULL_WIDTH = str.maketrans({**{chr(c): chr(c + 0xFEE0) for c in range(0x21, 0x7F)}, " ": "\u3000"})


def _swapped(reply: str, random: Random) -> str:
    letters = list(reply)
    for _ in range(1 + len(reply) // _ONE_TYPO_IN):
        i = random.randrange(max(1, len(letters) - 1))
        letters[i : i + 2] = letters[i : i + 2][::-1]
    return "".join(letters)


def _dropped(reply: str, random: Random) -> str:
    letters = list(reply)
    for _ in range(1 + len(reply) // _ONE_TYPO_IN):
        if len(letters) > 1:
            del letters[random.randrange(len(letters))]
    return "".join(letters)


def _with_emoji(reply: str, random: Random) -> str:
    parts = re.split(r"(?<=[。！？!?])", reply)
    return "".join(part + random.choice(_EMOJI) for part in parts if part)


def _part_english(reply: str, random: Random) -> str:
    for word, english in _ENGLISH.items():
        reply = reply.replace(word, english)
    return reply


def _with_particles(reply: str, random: Random) -> str:
    return _CLAUSE_END.sub(lambda end: random.choice(_PARTICLES), reply)


VARIANTS: dict[str, Callable[[str, Random], str]] = {
    "characters swapped (1 in 15)": _swapped,
    "characters dropped (1 in 15)": _dropped,
    "sound-alike characters": lambda reply, random: reply.translate(_SOUNDS_LIKE),
    "no punctuation": lambda reply, random: _PUNCTUATION.sub("", reply),
    "spaces for punctuation": lambda reply, random: _PUNCTUATION.sub(" ", reply),
    "traditional characters": lambda reply, random: reply.translate(_TRADITIONAL),
    "full-width forms": lambda reply, random: reply.translate(_FULL_WIDTH),
    "emoji after each sentence": _with_emoji,
    "English words mixed in": _part_english,
    "dialect particle after each clause": _with_particles,
}


@dataclass
class Shifts:
    """Absolute shifts of the scores by variant, one row (4) a reply that the variant changes."""

    rows: dict[str, list[NDArray[np.float64]]] = field(default_factory=dict)

    def add(self, judge: Judge, lines: Sequence[Line]) -> None:
        """Judges each reply as it is and in every variant."""
        plain = _scores(judge, [(line, line.reply) for line in lines])
        for name, change in VARIANTS.items():
            typed = [change(line.reply, Random(line.reply)) for line in lines]  # noqa: S311 – repeatable
            changed = [i for i, line in enumerate(lines) if typed[i] != line.reply]
            scores = _scores(judge, [(lines[i], typed[i]) for i in changed])
            self.rows.setdefault(name, []).extend(abs(scores - plain[changed]))

    def means(self) -> dict[str, NDArray[np.float64]]:
        """Mean shift of each score, by variant."""
        return {name: np.mean(rows, axis=0) for name, rows in self.rows.items()}


def _scores(judge: Judge, replies: Sequence[tuple[Line, str]]) -> NDArray[np.float64]:
    verdicts = judge.read_many([(typed, line.context) for line, typed in replies])
    values = [[getattr(verdict, name) for name in SCORES] for verdict in verdicts]
    return np.array(values, dtype=np.float64).reshape(-1, len(SCORES))
