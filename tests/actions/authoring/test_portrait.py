"""How a customer behaves, in plain words; and what a trainer should look at again."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from actions.authoring.advice import advise
from actions.authoring.portrait import Portrait, portray
from actions.authoring.trainees import MOST, Trainee, cold_trainee, stock_trainees
from actions.judge.judge import Judge
from actions.judge.verdict import Context, Verdict
from actions.rehearsals.play import Read
from actions.settings import ROOT
from actions.story import Manners, Story
from bot.cli import app
from tests.actions.conftest import STORIES, MakeVerdict
from tests.actions.judge.conftest import judge

__all__ = ["judge"]  # the fixture

FILE = ROOT / "tests" / "actions" / "stories" / "lost_parcel.yml"
TAUGHT = ROOT / "docs" / "examples" / "lost_parcel.yml"
EXAMPLE: dict[str, Any] = yaml.safe_load(FILE.read_text("utf8"))
MORE_ASKS = ["我的东西呢？", "你倒是说句准话。", "然后呢？", "就这样？"]
# A story with nothing to mend: temper and patience usual for its level, enough to say.
PLAIN: dict[str, Any] = {
    **EXAMPLE,
    "anger": 30,
    "patience": 6,
    "needs": [{**need, "asks": [*need["asks"], *MORE_ASKS]} for need in EXAMPLE["needs"]],
}


def changed(**parts: Any) -> Story:
    return Story.parse_obj({**PLAIN, **parts})


def changed_need(number: int, **parts: Any) -> Story:
    """The story with one need changed."""
    needs = [*PLAIN["needs"]]
    needs[number] = {**needs[number], **parts}
    return changed(needs=needs)


def always(verdict: Verdict) -> Read:
    """A judge to whom every reply is the same."""
    return lambda _reply, _context: verdict


@pytest.fixture(scope="module")
def read(judge: Judge) -> Read:
    return judge.read


@pytest.fixture(scope="module")
def burger_portrait(burger: Story, manners: Manners, read: Read) -> Portrait:
    return portray(burger, manners, read)


def of(portrait: Portrait, who: str) -> str:
    return next(sentence for sentence in portrait.sentences() if who in sentence)


# What happens


def test_who_only_apologises_or_quotes_rules_loses_the_customer(burger_portrait: Portrait) -> None:
    assert re.search(r"第 \d+ 句后客户(走人|要投诉)（火气 45→\d+", of(burger_portrait, "道歉"))
    assert re.search(r"第 [2-4] 句后客户要投诉（火气 45→\d+", of(burger_portrait, "搬规定"))


def test_who_blames_or_is_only_friendly_gets_nowhere(burger_portrait: Portrait) -> None:
    for who in ("怪客户", "客客气气", "只顾着问"):
        assert "满意" not in of(burger_portrait, who)


def test_a_good_sentence_said_again_and_again_wears_off(burger_portrait: Portrait) -> None:
    assert re.search(r"第 \d 句后客户要投诉", of(burger_portrait, "同一句好话"))


def test_the_storys_own_replies_lead_to_a_content_customer(burger_portrait: Portrait) -> None:
    assert re.search(r"示范回复走的坐席，\d 句满意收线（火气 45→\d+）", of(burger_portrait, "示范"))


def test_the_same_story_gives_the_same_portrait(
    burger: Story, manners: Manners, read: Read, burger_portrait: Portrait
) -> None:
    assert portray(burger, manners, read).sentences() == burger_portrait.sentences()


def test_a_sentence_says_how_much_was_done(manners: Manners, verdict: MakeVerdict) -> None:
    rude = always(verdict(-2.0, "challenges 您自己不会看吗", empathy=1.0))
    sentences = portray(changed(), manners, rude).sentences()
    assert all("客户要投诉（火气 30→100，一件事也没办成）" in sentence for sentence in sentences)


def test_who_did_it_all_without_warmth_leaves_them_sour(
    manners: Manners, verdict: MakeVerdict
) -> None:
    cold = always(verdict(-0.2, "informs 在驿站", "commits_time 六点前"))
    portrait = portray(changed(anger=80), manners, cold)
    assert "2 句把事办完，客户还憋着气（火气 80→" in of(portrait, "冷冰冰")


def test_the_expert_goes_on_with_other_replies_where_the_first_did_not_help(
    manners: Manners, verdict: MakeVerdict
) -> None:
    first, second = ([need["model_replies"][n] for need in PLAIN["needs"]] for n in (0, 1))

    def deaf_to_the_first(reply: str, _context: Context) -> Verdict:
        return verdict(1.0, "informs 驿站") if reply in second else verdict(0.0)

    expert = portray(changed(), manners, deaf_to_the_first).expert
    assert [played.reply for played in expert.played] == [*first, *second]


# The trainees


def test_a_trainee_says_six_to_ten_things_about_the_case(burger: Story) -> None:
    for trainee in [*stock_trainees(burger), cold_trainee(burger)]:
        said = "".join(trainee.replies)
        assert 6 <= len(trainee.replies) <= MOST
        assert any(word in said for need in burger.needs for word in need.met_by.about) or any(
            word in said for reveal in burger.reveals for word in reveal.about
        )


def test_who_is_cold_goes_through_all_needs_and_does_not_repeat_themselves(burger: Story) -> None:
    replies = cold_trainee(burger).replies
    assert len(set(replies)) == len(replies)
    for need, reply in zip(burger.needs, replies, strict=False):
        assert any(word in reply for word in need.met_by.about)


WORD = st.text(st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="，、。；！？"))


@given(word=WORD.filter(lambda word: 0 < len(word.strip()) <= 20), name=st.text(min_size=1))
def test_any_word_and_name_can_be_put_into_their_mouths(word: str, name: str) -> None:
    story = changed_need(0, met_by={"moves": ["deflects"], "about": [word]}).copy(
        update={"customer": Story.parse_obj(PLAIN).customer.copy(update={"name": name})}
    )
    trainees: list[Trainee] = [*stock_trainees(story), cold_trainee(story)]
    assert all(reply for trainee in trainees for reply in trainee.replies)


# What to look at again


def advice_on(story: Story, manners: Manners, read: Read) -> str:
    return "\n".join(advise(portray(story, manners, read), read))


def test_a_sound_story_needs_no_advice(manners: Manners, read: Read) -> None:
    assert advice_on(changed(), manners, read) == ""


def test_a_need_that_its_model_replies_do_not_meet_is_named_with_what_they_lack(
    manners: Manners, read: Read
) -> None:
    replies = ["您先消消气，咱们慢慢说。", "这个驿站是小区东门那一家吗？"]
    advice = advice_on(changed_need(0, model_replies=replies), manners, read)
    assert "“去核对包裹在哪儿”（find_it）" in advice
    assert f"“{replies[0]}”没提到 about 里的词（驿站、快递员" in advice
    assert re.search(
        f"“{replies[1]}”的动作不对（裁判认出：问到点上.*要的是：马上去查、给出信息", advice
    )


def test_one_model_reply_that_meets_the_need_is_enough(manners: Manners, read: Read) -> None:
    good = PLAIN["needs"][0]["model_replies"][0]
    story = changed_need(0, model_replies=["您先消消气，咱们慢慢说。", good])
    assert "find_it" not in advice_on(story, manners, read)


def test_model_replies_that_leave_the_customer_sour_are_reported(
    manners: Manners, read: Read
) -> None:
    advice = advice_on(changed_need(1, model_replies=["等着吧，不知道。"]), manners, read)
    assert "照示范回复走也没能满意收线" in advice
    assert "还差：说清什么时候给她消息" in advice


def test_a_customer_content_with_a_rule_quoter_is_reported(
    manners: Manners, verdict: MakeVerdict
) -> None:
    pleased = always(verdict(1.0, "informs 驿站今天"))
    wide = {"moves": ["informs"], "about": ["您", "我们", "规定", "制度"]}
    needs = [{**need, "met_by": wide} for need in PLAIN["needs"]]
    advice = advice_on(changed(needs=needs), manners, pleased)
    assert "一直搬规定的坐席也能满意收线（1 句）" in advice


def test_a_reveal_that_no_question_reaches_is_named(manners: Manners, read: Read) -> None:
    reveal = {**PLAIN["reveals"][0], "about": ["您家快递的那个单子号码"]}
    assert "reveals 第 1 条（“尾号3718。”）问不出来" in advice_on(
        changed(reveals=[reveal]), manners, read
    )
    told_anyway = {**reveal, "unasked": "true"}
    assert "问不出来" not in advice_on(changed(reveals=[told_anyway]), manners, read)


def test_too_few_ways_to_press_are_counted(manners: Manners, verdict: MakeVerdict) -> None:
    dull = always(verdict(0.0))  # costs half a turn of patience, so that ten do not end it
    advice = advice_on(changed_need(0, asks=EXAMPLE["needs"][0]["asks"]), manners, dull)
    assert "（find_it）的追问只有 4 种" in advice
    assert re.search(r"催 10 句.*asks 再写 6 条", advice)
    assert re.search(r"（by_when）的追问只有 8 种.*asks 再写 2 条", advice)


@pytest.mark.parametrize(
    ("parts", "says"),
    [
        ({"anger": 60}, "难度 1 的客户，开场火气一般在 15 到 35，现在是 60"),
        ({"patience": 3}, "难度 1 的客户，耐心一般是 6，现在是 3"),
        ({"level": 5, "anger": 80, "patience": 4}, "难度 5 的客户，耐心一般是 3，现在是 4"),
    ],
)
def test_what_is_unusual_for_the_level_is_said(
    parts: dict[str, Any], says: str, manners: Manners, read: Read
) -> None:
    assert says in advice_on(changed(**parts), manners, read)


# The command


@pytest.fixture()
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, judge: Judge) -> Path:
    """A folder of stories with a single one, of which the advice is not empty."""
    shutil.copy(STORIES / "_reactions.yml", tmp_path)
    angrier = TAUGHT.read_text("utf8").replace("anger: 68", "anger: 72")
    (tmp_path / TAUGHT.name).write_text(angrier, "utf8")
    monkeypatch.setenv("DUILIAN_STORIES", str(tmp_path))
    return tmp_path


def test_a_named_file_is_described_and_advice_is_no_error(folder: Path) -> None:
    result = CliRunner().invoke(app, ["story", "check", str(folder / TAUGHT.name)])
    assert result.exit_code == 0
    assert "lost_parcel.yml: right" in result.output
    assert "只会道歉的坐席，" in result.output
    assert "提醒：难度 3 的客户，开场火气" in result.output


@pytest.mark.parametrize(("options", "described"), [([], False), (["--words"], True)])
def test_all_files_are_described_only_when_asked(
    folder: Path, options: list[str], described: bool
) -> None:
    result = CliRunner().invoke(app, ["story", "check", *options])
    assert result.exit_code == 0
    assert ("只会道歉的坐席" in result.output) is described
