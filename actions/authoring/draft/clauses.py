"""Clauses and words by their places in a text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from actions.authoring.draft.lexicon import lexicon
from actions.judge.pipeline import Piece

LONGEST_CLAUSE = 60  # characters of a clause that is worth quoting whole


def clause_around(pieces: Iterable[Piece], start: int, end: int) -> tuple[int, int]:
    """The clause around a stretch, or the stretch itself if the clause is long.

    Args:
        pieces: the clauses of the text.
        start: offset into the text, in characters.
        end: the same, exclusive.
    """
    for piece in pieces:
        if piece.start <= start and end <= piece.end and piece.end - piece.start <= LONGEST_CLAUSE:
            return piece.start, piece.end
    return start, end


def words_of(piece: Piece) -> Iterator[tuple[int, int, str]]:
    """The words of a clause with their start and end in the text it is from."""
    at = 0
    for word in piece.words:
        at = piece.text.find(word, at)
        yield piece.start + at, piece.start + at + len(word), word
        at += len(word)


def content_words(piece: Piece) -> Iterator[tuple[int, int]]:
    """Start and end of the words of a clause that say what it is about."""
    for start, end, word in words_of(piece):
        if len(word) > 1 and word.isalnum() and word not in lexicon().stop_words:
            yield start, end
