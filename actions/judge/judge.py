"""The judge: reads a reply in its context and gives a verdict."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

import numpy as np

from actions.judge import store
from actions.judge.clause_features import clause_features
from actions.judge.flags import flags_of
from actions.judge.house import HOUSE, House
from actions.judge.limits import within_limits
from actions.judge.moves import LABELS, spans_of
from actions.judge.panel import SCORES
from actions.judge.reasons import reasons_for
from actions.judge.reply_features import conduct, wording
from actions.judge.rubric import STANDARD, Rubric
from actions.judge.situation import Reader, Reading
from actions.judge.text import fold
from actions.judge.verdict import Clause, Context, Exchange, Move, Verdict
from actions.judge.vocabulary import Floats

_JARGON = LABELS.index("jargon")
_LEAST_CHANCE = 0.05
_BATCH = 128


class Judge:
    """Reads replies; threads may share it: all it keeps is a cache of readings."""

    def __init__(self, models: store.Models, rubric: Rubric, house: House) -> None:
        self._models = models
        self._rubric = house.weigh(rubric)
        self._house = house
        self._reader = Reader()
        self._impression = lru_cache(maxsize=4096)(self._first_reading)

    @classmethod
    def load(cls, folder: Path, rubric: Path = STANDARD, house: Path = HOUSE) -> Judge:
        """Opens a trained judge.

        Args:
            folder: what `train` wrote.
            rubric: the criteria behind the reasons.
            house: the company's own rules.

        Raises:
            NotTrainedError: nothing there, or trained with other code.
            BadRubricError: the rubric cannot be used.
            BadHouseError: the company's rules cannot be used.
        """
        criteria = Rubric.load(rubric)
        return cls(store.load(folder), criteria, House.load(house, criteria))

    def read(self, reply: str, context: Context) -> Verdict:
        """Judges one reply."""
        return self.read_many([(reply, context)])[0]

    def read_many(self, replies: Iterable[tuple[str, Context]]) -> list[Verdict]:
        """Judges many replies, each against its own context."""
        pairs = list(replies)
        verdicts: list[Verdict] = []
        for start in range(0, len(pairs), _BATCH):
            verdicts.extend(self._read_batch(pairs[start : start + _BATCH]))
        return verdicts

    def _read_batch(self, pairs: list[tuple[str, Context]]) -> list[Verdict]:
        pairs = [(reply, self._everyday(context)) for reply, context in pairs]
        readings = [self._reader.read(self._house.everyday(r), context) for r, context in pairs]
        features = [clause_features(reading) for reading in readings]
        together = self._models.first.chances([clause for reply in features for clause in reply])
        ends = np.cumsum([len(clauses) for clauses in features])[:-1]
        chances = np.split(together, ends)
        for (reply, _), reading, own in zip(pairs, readings, chances, strict=True):
            _spare_terms(reply, reading, own)
        scores = self._models.scores.predict(
            [wording(reading) for reading in readings],
            np.array(
                [
                    conduct(reading, own, self._before(context))
                    for reading, own, (_, context) in zip(readings, chances, pairs, strict=True)
                ]
            ),
        )
        return [
            self._verdict(reply, reading, self._models.second.chances(own, row), row.tolist())
            for (reply, _), reading, own, row in zip(pairs, readings, chances, scores, strict=True)
        ]

    def _everyday(self, context: Context) -> Context:
        plain = self._house.everyday
        earlier = tuple(Exchange(plain(e.customer), plain(e.trainee)) for e in context.earlier)
        return Context(plain(context.briefing), plain(context.customer_says), earlier)

    def _before(self, context: Context) -> Floats:
        impressions = [self._impression(exchange) for exchange in context.earlier]
        return np.array(impressions, dtype=np.float32).reshape(-1, len(SCORES))

    def _first_reading(self, exchange: Exchange) -> Floats:
        reading = self._reader.read(exchange.trainee, Context("", exchange.customer))
        return np.asarray(self._models.impression.of([wording(reading)])[0], dtype=np.float32)

    def _verdict(
        self, reply: str, reading: Reading, chances: Floats, scores: list[float]
    ) -> Verdict:
        spans = spans_of(reading.reply.text, reading.reply.pieces, chances)
        forbidden = self._house.forbidden_in(reply)
        flags = flags_of(reading, spans) + (("forbidden_words",) if forbidden else ())
        moves = tuple(Move(s.label, reply[s.start : s.end], s.start, s.end) for s in spans)
        named = within_limits(dict(zip(SCORES, scores, strict=True)), flags)
        dimensions = {name: value for name, value in named.items() if name != "effect"}
        return Verdict(
            **named,
            moves=moves,
            flags=flags,
            reasons=reasons_for(
                self._rubric, dimensions, moves, flags, {"forbidden_words": forbidden}
            ),
            clauses=tuple(_clauses(reply, reading, chances)),
        )


def _spare_terms(reply: str, reading: Reading, chances: Floats) -> None:
    """Takes the chance of jargon from clauses whose only jargon was a product term."""
    typed = fold(reply)
    for piece, signs, row in zip(reading.reply.pieces, reading.clause_signs, chances, strict=True):
        if piece.text != typed[piece.start : piece.end] and "jargon" not in signs:
            row[_JARGON] = 0


def _clauses(reply: str, reading: Reading, chances: Floats) -> Iterable[Clause]:
    for piece, row in zip(reading.reply.pieces, chances, strict=True):
        likely = {
            label: round(float(chance), 4)
            for label, chance in zip(LABELS, row, strict=True)
            if label and chance >= _LEAST_CHANCE
        }
        yield Clause(reply[piece.start : piece.end], piece.start, piece.end, likely)
