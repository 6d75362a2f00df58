"""From the chances of clauses to the moves of a reply."""

import numpy as np

from actions.judge.judge import Judge
from actions.judge.moves import LABELS, spans_of
from actions.judge.panel import Span
from actions.judge.pipeline import Parser
from actions.judge.verdict import Context
from actions.judge.vocabulary import Floats


def spans(reply: str, *clauses: dict[str, float]) -> list[Span]:
    rows = [[given.get(label, 0.0) for label in LABELS] for given in clauses]
    chances: Floats = np.array(rows, dtype=np.float32)
    parsed = Parser().parse(reply)
    return spans_of(parsed.text, parsed.pieces, chances)


def test_clauses_of_a_sentence_are_joined_sentences_are_not() -> None:
    sure = {"informs": 0.9}
    assert spans("今天没车，明天有。后天也有。", sure, sure, sure) == [
        Span("informs", 0, 8),
        Span("informs", 9, 13),
    ]


def test_a_doubtful_clause_makes_no_move() -> None:
    assert spans("嗯这个", {"informs": 0.2, "": 0.1}) == []


def test_in_doubt_what_hurts_is_named() -> None:
    assert spans("您没看短信", {"informs": 0.4, "blames_customer": 0.35})[0].label == (
        "blames_customer"
    )


def test_the_same_words_hurt_more_in_a_hostile_reply(judge: Judge) -> None:
    context = Context("", "你们凭什么扣我的钱？")
    kind = judge.read("对不起，让您着急了，这笔钱该退，我今天就给您退，您说得对。", context)
    harsh = judge.read("您自己点的同意，怪谁？投诉也没用，您说得对。", context)
    hurt = ("challenges", "blames_customer", "deflects")
    assert kind.clauses[-1].chance(hurt) < harsh.clauses[-1].chance(hurt)
