"""What the score models see of a reply: its wording, and what it does to the conversation."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from actions.judge.chat_features import chat_features
from actions.judge.moves import LABELS
from actions.judge.situation import Reading, share
from actions.judge.text import grams, plain
from actions.judge.vocabulary import Floats

MOVE_NUMBERS = 5 * len(LABELS)
"""The first numbers of conduct: five ways to sum up the move probabilities of the clauses."""


def wording(reading: Reading) -> list[str]:
    """Features by name: character and word runs, signs, and signs against the mood."""
    return list(_wording(reading))


def _wording(reading: Reading) -> Iterator[str]:
    text = f"^{plain(reading.reply.text)}$"
    for size in (1, 2, 3, 4):
        for gram in grams(text, size):
            yield f"c{gram}"
    words = [plain(word) for word in reading.reply.words]
    for i, word in enumerate(words):
        yield f"w{word}"
        if i:
            yield f"w{words[i - 1]}_{word}"
    for sign in sorted(reading.signs):
        yield f"s{sign}"
        for mood in sorted(reading.customer_signs):
            yield f"{sign}&{mood}"
    for mood in sorted(reading.customer_signs):
        yield f"k{mood}"
    for gram in grams(plain(reading.customer.text), 2):
        yield f"K{gram}"
    for before, after in zip(reading.clause_signs, reading.clause_signs[1:], strict=False):
        for first in sorted(before):
            for second in sorted(after):
                yield f"B{first}{second}"


def conduct(reading: Reading, chances: Floats, before: Floats) -> NDArray[np.float32]:
    """Numbers: moves made, signs, what is taken up, repeated, left out, the chat so far.

    Args:
        reading: the reply in its context.
        chances: move probabilities, shape (clauses, labels).
        before: impressions of the earlier replies of the chat, shape (replies, 4).
    """
    parts = (
        _moves(reading, chances),
        _signs(reading),
        _counts(reading),
        _overlaps(reading),
        chat_features(reading),
        _history(before),
    )
    return np.concatenate([np.asarray(part, dtype=np.float32) for part in parts])


def _moves(reading: Reading, chances: Floats) -> Floats:
    if not len(chances):
        return np.zeros(MOVE_NUMBERS, dtype=np.float32)
    lengths = np.array([len(piece.text) for piece in reading.reply.pieces], dtype=np.float32)
    weighted = lengths @ chances / lengths.sum()
    some = 1 - np.prod(1 - chances, axis=0)
    return np.concatenate([chances.sum(0), some, chances[0], chances[-1], weighted])


def _signs(reading: Reading) -> list[float]:
    counts = [
        float(sum(sign in found for found in reading.clause_signs))
        for sign in reading.lexicon.trainee
    ]
    moods = [float(sign in reading.customer_signs) for sign in reading.lexicon.customer]
    return [*counts, *(min(count, 1.0) for count in counts), *moods]


def _counts(reading: Reading) -> list[float]:
    reply, customer = reading.reply.text, reading.customer.text
    return [
        float(len(reply)),
        float(np.log1p(len(reply))),
        float(len(reading.reply.pieces)),
        float(len(customer)),
        len(reply) / max(1, len(customer)),
        float(reading.turn),
        float(reading.turn == 0),
        float(sum(char.isdigit() for char in reply)),
        *(float(reply.count(char)) for char in "?!您"),
        *(float(customer.count(char)) for char in "?!"),
    ]


def _overlaps(reading: Reading) -> list[float]:
    said = [
        max((share(own, before) for before in reading.earlier_pairs), default=0.0)
        for own in reading.clause_pairs
    ]
    taken_up = [word for word in set(reading.customer.words) if len(word) > 1]
    return [
        share(reading.reply_pairs, reading.customer_pairs),
        share(reading.customer_pairs, reading.reply_pairs),
        share(reading.reply_pairs, reading.briefing_pairs),
        share(reading.reply_pairs, reading.told_pairs),
        reading.repeats,
        max(said, default=0.0),
        float(np.mean(said)) if said else 0.0,
        float(sum(word in reading.reply.text for word in taken_up)),
    ]


def _history(before: Floats) -> Floats:
    if not len(before):
        return np.zeros(9, dtype=np.float32)
    return np.asarray([*before.mean(0), *before[-1], 1.0], dtype=np.float32)
