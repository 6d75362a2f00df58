"""A company's own rules: what they change, without training, and what is wrong with them."""

from pathlib import Path

import pytest

from actions.judge.house import HOUSE, BadHouseError, House
from actions.judge.judge import Judge
from actions.judge.rubric import Rubric
from actions.judge.text import fold
from actions.judge.verdict import Context, Verdict

from .conftest import ROOT

RUBRIC = Rubric.load()
OUTAGE = Context("宽带客服。可以查线路、派师傅。", "我家网又断了，怎么回事？急死了！")


def written(folder: Path, text: str) -> Path:
    path = folder / "house.yml"
    path.write_text(text, "utf-8")
    return path


def judged(folder: Path, text: str, reply: str, context: Context = OUTAGE) -> Verdict:
    models = ROOT / "models" / "judge"
    return Judge.load(models, house=written(folder, text)).read(reply, context)


def test_the_shipped_file_changes_nothing() -> None:
    assert House.load(HOUSE, RUBRIC) == House()


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "forbidden:\nno_jargon:\n"])
def test_a_file_may_be_empty(tmp_path: Path, text: str) -> None:
    assert House.load(written(tmp_path, text), RUBRIC) == House()


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("weights: {feeling_frist: 2}", "no criterion feeling_frist; did you mean feeling_first"),
        ("switched_off: [hugs]", "no criterion hugs; see data/rubric.yml"),
        ("weights: {feeling_first: 9}", "weights.feeling_first: .*less than or equal to 2"),
        ("weights: {feeling_first: heavy}", "weights.feeling_first: .*float"),
        ("forbidden: 亲", "forbidden: .*tuple"),
        ("forbidden: [亲]", "at least two characters"),
        ("no_jargon: ['']", "at least two characters"),
        ("forbiden: [急什么]", "forbiden: extra fields"),
        ("off: [rounded_off]", "False: extra fields"),
        ("- 急什么", "write it as"),
        ("forbidden: [", "not YAML"),
        ("forbidden: [光猫]\nno_jargon: [光猫灯]", "'光猫' is forbidden and among no_jargon"),
    ],
)
def test_a_wrong_file_says_what_and_where(tmp_path: Path, text: str, wrong: str) -> None:
    path = written(tmp_path, text)
    with pytest.raises(BadHouseError, match=wrong) as caught:
        House.load(path, RUBRIC)
    assert str(caught.value).startswith(str(path))


def test_a_missing_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(BadHouseError, match="put the file there"):
        House.load(tmp_path / "none.yml", RUBRIC)


def test_weights_and_switches_reach_the_criteria() -> None:
    house = House(weights={"feeling_first": 0.2}, switched_off=["good_manners"])
    rubric = house.weigh(RUBRIC)
    assert rubric.criteria["feeling_first"].weight == 0.2
    assert "good_manners" not in rubric.criteria
    assert RUBRIC.criteria["feeling_first"].weight == 1.6


def test_what_is_switched_off_is_no_reason(judge: Judge, tmp_path: Path) -> None:
    reply = "规定就是这样，您自己没看清，我也没办法。"
    named = {reason.criterion for reason in judge.read(reply, OUTAGE).reasons}
    assert "door_shut" in named or "blamed" in named
    text = f"switched_off: [{', '.join(named)}]"
    assert not named & {reason.criterion for reason in judged(tmp_path, text, reply).reasons}


HEARD = "网断了最误事，我先查您家线路，五分钟内给您回话，您看行吗？"


@pytest.mark.parametrize("phrase", ["您看行吗", "您看行嗎", "五分钟内给您回话，您"])
def test_a_forbidden_phrase_is_quoted_and_costs_empathy(
    judge: Judge, tmp_path: Path, phrase: str
) -> None:
    before = judge.read(HEARD, OUTAGE)
    after = judged(tmp_path, f"forbidden: ['{phrase}']", HEARD)
    assert before.empathy > 2 and before.effect > 0
    assert after.empathy == 2 and after.effect == 0
    assert (after.clarity, after.rigidity) == (before.clarity, before.rigidity)
    assert after.flags == (*before.flags, "forbidden_words")
    reason = next(reason for reason in after.reasons if reason.criterion == "forbidden_words")
    assert fold(reason.words) == fold(phrase)
    assert reason.words in HEARD
    assert not any(r.dimension == "empathy" and r.weight > 0 for r in after.reasons)


def test_other_replies_stay_as_they_are(judge: Judge, tmp_path: Path) -> None:
    assert judged(tmp_path, "forbidden: [急什么]", HEARD) == judge.read(HEARD, OUTAGE)
    assert judged(tmp_path, "no_jargon: [花呗]", HEARD) == judge.read(HEARD, OUTAGE)


@pytest.mark.parametrize(
    ("term", "reply"),
    [
        ("鉴权", "要先做一次鑒權。"),
        ("工单", "工单状态是关闭。"),
    ],
)
def test_a_product_term_is_no_jargon_and_costs_nothing(
    judge: Judge, tmp_path: Path, term: str, reply: str
) -> None:
    before, after = judge.read(reply, OUTAGE), judged(tmp_path, f"no_jargon: [{term}]", reply)
    assert before.makes("jargon")
    assert not after.makes("jargon")
    assert "hard_words" not in {reason.criterion for reason in after.reasons}
    assert after.clarity > before.clarity
    assert after.empathy > before.empathy - 0.2
    assert after.rigidity < before.rigidity + 0.2
    for clause in after.clauses:
        assert reply[clause.start : clause.end] == clause.text


def test_other_jargon_beside_a_product_term_stays(tmp_path: Path) -> None:
    reply = "光猫上LOS告警，局端端口光功率异常。"
    assert judged(tmp_path, "no_jargon: [光猫]", reply).makes("jargon")


def test_latin_terms_are_whole_words() -> None:
    house = House(no_jargon=["app", "光猫"])
    assert house.everyday("打开APP，happy") == "打开个东西,happy"
    assert house.everyday("光猫app") == "东西个东西"
    assert len(house.everyday("光猫" * 900)) == len(fold("光猫" * 900))
