"""What the scores are made of: trees as arrays, the reply against its chat."""

import numpy as np
import pytest

from actions.judge.chat_features import chat_features
from actions.judge.judge import Judge
from actions.judge.situation import Reader
from actions.judge.trees import Trees
from actions.judge.verdict import Context, Exchange


def test_trees_learn_what_they_are_shown_and_stay_the_same_together() -> None:
    rows = np.random.default_rng(0).normal(size=(200, 6)).astype(np.float32)
    targets = np.stack([rows[:, 0] > 0, rows[:, 1] * rows[:, 2]], axis=1).astype(np.float64)
    one = Trees.fit(rows, targets)
    foretold = one.predict(rows)
    assert foretold.shape == targets.shape
    assert np.corrcoef(foretold[:, 0], targets[:, 0])[0, 1] > 0.9
    np.testing.assert_allclose(Trees.together([one, one]).predict(rows), foretold)
    np.testing.assert_allclose(one.predict(rows[:1]), foretold[:1])


@pytest.mark.parametrize(
    "reply", ["", "。", "好", "您好，我现在就查，三分钟给您答复。", "?" * 3000]
)
@pytest.mark.parametrize("turns", [0, 1, 9])
def test_a_chat_always_gives_as_many_numbers(reply: str, turns: int) -> None:
    reader = Reader()
    earlier = (Exchange("怎么还没到？", "您好，正在查。"),) * turns
    found = chat_features(reader.read(reply, Context("快递客服。", "都三天了！", earlier)))
    assert len(found) == len(chat_features(reader.read("您好", Context("", ""))))
    assert np.isfinite(found).all()


@pytest.mark.parametrize("words", ["床前明月光，疑是地上霜。", "螺旋桨的陀螺进动由角动量守恒决定"])
def test_words_from_elsewhere_earn_no_more_than_the_middle(judge: Judge, words: str) -> None:
    verdict = judge.read(words, Context("快递客服。", "我的包裹三天没动了，到底在哪？"))
    assert max(verdict.empathy, verdict.clarity) <= 3 <= verdict.rigidity
    assert verdict.effect <= 0
