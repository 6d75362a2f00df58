"""What a reply makes of the chat: the customer's mood and question, what was said and known."""

from __future__ import annotations

import re

from actions.judge.situation import Reading, pairs, share
from actions.judge.text import han

_NUMBER = re.compile(r"\d+")
_TIME = re.compile(r"\d+[点:]|[一二两三四五六七八九十]+点|分钟|小时|[天号日今明]|马上|现在|立刻")
_WARM = frozenset(("feeling", "fellow_feeling", "hardship", "sorry", "own_fault", "own_it", "calm"))
_MATTER = frozenset(("act", "check", "found", "steps", "date_due", "choice"))
_ANSWER = frozenset(("found", "clock", "money", "act", "steps"))
_WEARS_OUT = ("sorry", "formula_feeling", "formula_sorry", "vague", "rule", "refuse", "pass_on")
_TOLD_BEFORE = (*_WEARS_OUT, "hello", "act", "date_due", "own_it", "check")
_YES_OR_NO = ("可以", "不能", "不行", "能的", "能免", "能办", "没有", "有的")
_NEVER = 9
_TOLD = 100
"""Characters; the briefings of stories are longer than most of the panel's."""


def chat_features(reading: Reading) -> list[float]:
    """Numbers that set the reply against the chat, always as many and in the same order."""
    return [
        *_mood(reading),
        *_customer_again(reading),
        *_taken_up(reading),
        *_shape(reading),
        *_need_met(reading),
        *_said_before(reading),
    ]


def _mood(reading: Reading) -> list[float]:
    """How the customer spoke until now."""
    moods = [reading.lexicon.of_customer(line) for line in reading.earlier_lines]
    names = list(reading.lexicon.customer)
    often = [float(sum(name in mood for mood in moods)) for name in names]
    last = [float(bool(moods) and name in moods[-1]) for name in names]
    return often + last


def _customer_again(reading: Reading) -> list[float]:
    """Whether the customer says again what they or the trainee said."""
    own, lines = reading.customer_pairs, reading.earlier_lines
    before = lines[-1] if lines else reading.customer.text
    return [
        share(own, pairs(lines[-1])) if lines else 0.0,
        share(own, reading.told_pairs),
        max((share(own, said) for said in reading.earlier_pairs), default=0.0),
        float(len(reading.customer.text) - len(before)),
    ]


def _taken_up(reading: Reading) -> list[float]:
    """What of the line, the briefing and the numbers the reply takes up, and what is new."""
    own, told = reading.reply_pairs, reading.customer_pairs | reading.told_pairs
    known = told | reading.briefing_pairs | frozenset().union(*reading.earlier_pairs)
    looked_up = reading.briefing_pairs - told
    words = {word for word in reading.customer.words if len(word) > 1}
    numbers = set(_NUMBER.findall(reading.reply.text))
    asked = set(_NUMBER.findall(reading.customer.text))
    said = set(_NUMBER.findall(" ".join(reading.earlier_replies)))
    over = [share(clause, reading.customer_pairs) for clause in reading.clause_pairs]
    return [
        1 - share(own, known),
        share(own, looked_up),
        sum(word in reading.reply.text for word in words) / max(1, len(words)),
        float(len(numbers & set(_NUMBER.findall(reading.briefing)))),
        float(len(numbers & asked)),
        float(len(numbers - said - asked)),
        float(len(numbers)),
        over[0] if over else 0.0,
        max(over, default=0.0),
    ]


def _shape(reading: Reading) -> list[float]:
    """How the reply is built and ends."""
    text = reading.reply.text.rstrip()
    sizes = [len(piece.text) for piece in reading.reply.pieces] or [0]
    length = max(1, len(text))
    return [
        *(float(size) for size in (max(sizes), min(sizes), sizes[0], sizes[-1])),
        sum(sizes) / len(sizes),
        sum(text.count(char) for char in "您你") / length,
        float(text.count("你")),
        sum(text.count(char) for char in "哈呢哦啊吧嘛呀") / length,
        float(text.endswith("?")),
        float(text[-1:] in "。!?~…"),
        float(text.count("…")),
    ]


def _need_met(reading: Reading) -> list[float]:
    """For each thing the line calls for: 0 not called for, 1 left out, 2 done."""
    signs, moods = reading.signs, reading.customer_signs
    warm = bool(signs & _WARM)
    calls = (
        ("c_when", bool(_TIME.search(reading.reply.text))),
        ("c_why", "because" in signs),
        ("c_ask", bool(signs & _ANSWER)),
        ("c_angry", warm),
        ("c_upset", warm),
    )
    return [
        *(float(mood in moods) * (1 + done) for mood, done in calls),
        float(han(reading.reply.text).startswith(_YES_OR_NO)),
        _first(reading, _WARM) - _first(reading, _MATTER),
    ]


def _first(reading: Reading, signs: frozenset[str]) -> float:
    """The first clause that shows any of these signs."""
    found = (i for i, shown in enumerate(reading.clause_signs) if shown & signs)
    return float(next(found, _NEVER))


def _said_before(reading: Reading) -> list[float]:
    """How often earlier replies did the same, and how alike the nearest one is."""
    earlier = [reading.lexicon.of_trainee(text) for text in reading.earlier_replies]
    often = [float(sum(name in signs for signs in earlier)) for name in _TOLD_BEFORE]
    again = [
        count * (name in reading.signs) for name, count in zip(_TOLD_BEFORE, often, strict=True)
    ]
    own, lengths = reading.reply_pairs, [len(text) for text in reading.earlier_replies]
    alike = [len(own & said) / max(1, len(own | said)) for said in reading.earlier_pairs]
    return [
        *often,
        *again,
        share(own, reading.earlier_pairs[0]) if lengths else 0.0,
        max(alike, default=0.0),
        sum(lengths) / max(1, len(lengths)),
        float(lengths[0]) if lengths else 0.0,
        float(min(len(reading.briefing), _TOLD)),
    ]
