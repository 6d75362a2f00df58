"""What the move classifier sees of each clause."""

from __future__ import annotations

from collections.abc import Iterator

from actions.judge.pipeline import Piece
from actions.judge.situation import Reading, share
from actions.judge.text import grams, plain

_LEVELS = (0.2, 0.4, 0.6, 0.85)


def clause_features(reading: Reading) -> list[list[str]]:
    """Features of each clause of the reply, as strings, in the order of the clauses."""
    pieces = reading.reply.pieces
    own = [list(_wording(piece)) for piece in pieces]
    signs = [[f"s={sign}" for sign in sorted(found)] for found in reading.clause_signs]
    customer = [f"k={sign}" for sign in sorted(reading.customer_signs)]
    return [
        own[i]
        + signs[i]
        + list(_neighbour(reading, i - 1, "p"))
        + list(_neighbour(reading, i + 1, "n"))
        + list(_place(reading, i))
        + list(_against_context(reading, i))
        + customer
        + [f"{sign}&{mood}" for sign in signs[i] for mood in customer]
        for i in range(len(pieces))
    ]


def _wording(piece: Piece) -> Iterator[str]:
    text = f"^{plain(piece.text)}$"
    for size in (1, 2, 3, 4):
        for gram in grams(text, size):
            yield f"c{gram}"
    words = ["^", *(plain(word) for word in piece.words), "$"]
    for i, word in enumerate(words):
        yield f"w{word}"
        if i:
            yield f"w{words[i - 1]}_{word}"
        if i > 1:
            yield f"x{words[i - 2]}_{word}"


def _neighbour(reading: Reading, index: int, side: str) -> Iterator[str]:
    if not 0 <= index < len(reading.reply.pieces):
        yield f"{side}none"
        return
    piece = reading.reply.pieces[index]
    for word in piece.words:
        yield f"{side}w{plain(word)}"
    for sign in sorted(reading.clause_signs[index]):
        yield f"{side}s={sign}"


def _place(reading: Reading, index: int) -> Iterator[str]:
    piece = reading.reply.pieces[index]
    count = len(reading.reply.pieces)
    tail = reading.clause_with_tail(index)[len(piece.text) :]
    yield f"at={min(index, 4)}"
    yield f"of={min(count, 6)}"
    yield f"last={index == count - 1}"
    yield f"long={min(len(piece.text) // 3, 7)}"
    yield f"turn={min(reading.turn, 3)}"
    yield f"tail={tail.strip()[:1]}"


def _level(name: str, value: float) -> str:
    return f"{name}={sum(value >= level for level in _LEVELS)}"


def _against_context(reading: Reading, index: int) -> Iterator[str]:
    own = reading.clause_pairs[index]
    takes_up = _level("takes", share(own, reading.customer_pairs))
    yield takes_up
    said = max((share(own, said) for said in reading.earlier_pairs), default=0.0)
    yield _level("said", said)
    yield _level("told", share(own, reading.told_pairs))
    yield _level("brief", share(own, reading.briefing_pairs))
    for sign in sorted(reading.clause_signs[index]):
        if said >= 0.6:
            yield f"said&{sign}"
        yield f"{takes_up}&{sign}"
