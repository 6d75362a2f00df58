"""Rates written chats: the panel's format in, one plain line a reply out."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from actions.judge.judge import Judge
from actions.judge.panel import BadChatError, read_chats

_AT_ONCE = 512

BadTranscriptError = BadChatError


def judge_file(judge: Judge, path: Path) -> Iterator[dict[str, Any]]:
    """Yields what the judge makes of each reply, in the order of the file.

    Raises:
        BadTranscriptError: a line is no chat; says which, what is wrong and how to mend it.
    """
    lines = read_chats(path)
    while batch := list(islice(lines, _AT_ONCE)):
        verdicts = judge.read_many([(line.reply, line.context) for line in batch])
        for line, verdict in zip(batch, verdicts, strict=True):
            yield {
                "id": line.chat,
                "turn": line.turn,
                "empathy": round(verdict.empathy, 3),
                "clarity": round(verdict.clarity, 3),
                "rigidity": round(verdict.rigidity, 3),
                "effect": round(verdict.effect, 3),
                "moves": [[move.label, move.words] for move in verdict.moves],
                "flags": list(verdict.flags),
            }
