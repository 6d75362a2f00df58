"""Drills of teams: who may read the report, whose words are whose, what is for one alone."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from actions.records import Records
from actions.records.store import new_id
from actions.settings import Settings
from bot.report_link import report_link
from tests.bot.web.conftest import Trainee, texts
from tests.bot.web.stand_in import StandIn

LIN, WANG = "抱歉，我马上查。", "按规定只能这样。"
UNHEARD, OTHERS = "您先冷静一下。", "我查查规定。"


@dataclass
class Team:
    """A drill in a Slack thread: 林 and 王 spoke, 赵 answered what nobody heard, 钱 started it."""

    drill: str
    lin: Trainee
    wang: Trainee
    zhao: Trainee
    boss: Trainee
    stranger: Trainee
    stand_in: StandIn

    def stop(self) -> None:
        self.stand_in.session.end(self.drill)


def who(person: Trainee) -> str:
    """The trainee id in somebody's cookie."""
    session = base64.b64decode(person.http.cookies["duilian"].split(".")[0])
    return str(json.loads(session)["trainee"])


def words_of(page: str) -> str:
    """A page's words without those that mark moves."""
    return texts(re.sub(r'<span class="move">.*?</span>', "", page))


@pytest.fixture
def team(newcomer: Callable[[], Trainee], stand_in: StandIn) -> Team:
    people = [newcomer() for _ in range(5)]
    for person, name in zip(people, ("小林", "小王", "小赵", "钱组长", "路人"), strict=True):
        person.enter(name)
    lin, wang, zhao, boss, _ = (who(person) for person in people)
    play = stand_in.session
    drill = play.open("burger_swap", new_id(), boss, "slack", "duel").id
    play.answer(drill, 1, LIN, lin, "duel 1 lin")
    play.answer(drill, 1, UNHEARD, wang, "duel 1 wang")
    play.reply(drill, LIN, lin, 1, "duel 1")
    play.answer(drill, 2, OTHERS, zhao, "duel 2 zhao")
    play.reply(drill, WANG, wang, 2, "duel 2")
    play.answer(drill, 3, "我再查一下。", zhao, "duel 3 zhao")
    return Team(drill, *people, stand_in)


def report_of(person: Trainee, team: Team) -> str:
    answer = person.get(f"/drill/{team.drill}/report")
    assert answer.status_code == 200
    return str(answer.text)


def test_whoever_took_part_or_started_it_reads_the_report(team: Team) -> None:
    team.stop()
    for person in (team.lin, team.wang, team.zhao, team.boss):
        assert "给全队" in report_of(person, team)
    for path in ("", "/report"):
        assert team.stranger.get(f"/drill/{team.drill}{path}").status_code == 404


def test_every_reply_says_who_said_it(team: Team) -> None:
    team.stop()
    page = texts(report_of(team.boss, team))
    for name, words in (("小林", "抱歉"), ("小王", "按")):
        assert re.search(rf"{name}\s*{words}", page)
    assert "小林 · 小王 · 小赵" in page
    assert "团队·对决" in page


@pytest.mark.parametrize(
    ("person", "own", "hidden"),
    [
        ("lin", [], [UNHEARD, OTHERS, "我再查一下。"]),
        ("wang", [UNHEARD], [OTHERS, "我再查一下。"]),
        ("zhao", [OTHERS, "我再查一下。"], [UNHEARD]),
        ("boss", [], [UNHEARD, OTHERS, "我再查一下。"]),
    ],
)
def test_answers_that_nobody_heard_are_for_their_author_alone(
    team: Team, person: str, own: list[str], hidden: list[str]
) -> None:
    team.stop()
    page = report_of(getattr(team, person), team)
    folded = re.findall(r'<details class="folded unheard">.*?</details>', page, re.S)
    assert len(folded) == len(own)
    assert all(words in words_of(one) for words, one in zip(own, folded, strict=True))
    # What the team discusses is shown to all of it, without a name.
    rest = re.sub(
        r'<section class="card" aria-labelledby="discussed">.*?</section>', "", page, flags=re.S
    )
    assert not [words for words in hidden if words in words_of(rest)]


def test_scores_of_a_reply_are_shown_to_whoever_said_it(team: Team) -> None:
    team.stop()
    scores = {
        name: re.findall(r"<td>(–|\d\.\d)</td>", report_of(getattr(team, name), team))
        for name in ("lin", "wang", "zhao")
    }
    assert scores["lin"] == ["3.5", "3.5", "2.5", "–", "–", "–"]
    assert scores["wang"] == ["–", "–", "–", "1.5", "2.0", "4.5"]
    assert set(scores["zhao"]) == {"–"}


def test_the_coach_speaks_to_the_team_and_to_whoever_took_part(team: Team) -> None:
    team.stop()
    for person, name in ((team.lin, "小林"), (team.zhao, "小赵")):
        assert f">只给{name}看<" in report_of(person, team)
    assert ">只给" not in report_of(team.boss, team)


def test_ids_are_unique_on_a_page_with_two_cards(team: Team) -> None:
    team.stop()
    ids = re.findall(r' id="([^"]+)"', report_of(team.lin, team))
    assert len(ids) == len(set(ids))


def test_a_team_drill_is_not_played_in_the_browser(team: Team) -> None:
    page = team.lin.get(f"/drill/{team.drill}")
    assert "正在 Slack 里进行" in page.text
    assert "composer" not in page.text
    heard = len(team.stand_in.heard)
    for person in (team.boss, team.lin):
        assert person.get(f"/api/drill/{team.drill}").status_code == 404
        assert person.say(team.drill, "您好", 3).status_code == 404
        assert person.send(team.drill, "stop", {"turn": 3}).status_code == 404
    assert len(team.stand_in.heard) == heard
    assert team.lin.get(f"/drill/{team.drill}/report").headers["location"] == f"/drill/{team.drill}"
    team.stop()
    over = team.lin.get(f"/drill/{team.drill}")
    assert over.headers["location"] == f"/drill/{team.drill}/report"


def test_my_drills_lists_team_drills_as_such(team: Team) -> None:
    alone = team.lin.start("salon_topup")
    page = team.lin.get("/drills").text
    assert page.index(alone) < page.index("团队·对决")
    assert "Slack" in page
    assert f'href="/drill/{team.drill}"' not in page
    team.stop()
    assert f'href="/drill/{team.drill}/report"' in team.lin.get("/drills").text
    assert "接着练" not in texts(team.zhao.get("/drills").text)
    assert team.drill not in team.stranger.get("/drills").text


def test_a_drill_begun_in_a_chat_goes_on_in_the_browser(
    trainee: Trainee, stand_in: StandIn
) -> None:
    drill = stand_in.session.open("burger_swap", new_id(), who(trainee), "teams").id
    assert "Teams" in texts(trainee.get("/drills").text)
    for page in ("/", "/drills"):
        assert f'href="/drill/{drill}"' in trainee.get(page).text
    assert trainee.say(drill, "抱歉，我马上查。", 1).json()["turn"] == 2


def link_to(settings: Settings, drill: str, trainee_id: str) -> str:
    return report_link(settings, "", drill, trainee_id)


def test_a_link_opens_one_report_and_nothing_else(
    team: Team, settings: Settings, newcomer: Callable[[], Trainee]
) -> None:
    team.stop()
    alone = team.wang.start()
    browser = newcomer()
    opened = browser.get(link_to(settings, team.drill, who(team.wang)))
    assert opened.status_code == 200
    assert opened.headers["referrer-policy"] == "strict-origin"
    assert opened.headers["cache-control"] == "no-store"
    assert "set-cookie" not in opened.headers
    assert UNHEARD in words_of(opened.text)
    main = opened.text.split("<main")[1]
    assert not re.findall(r'(?:href|action)="(/[^"]*)"', main)
    for path in (f"/drill/{team.drill}/report", f"/drill/{alone}", f"/api/drill/{alone}"):
        assert browser.get(path).status_code == 404
    assert browser.get("/drills").status_code == 303


def test_at_home_a_link_leads_on(trainee: Trainee, settings: Settings) -> None:
    drill = trainee.start()
    link = link_to(settings, drill, who(trainee))
    assert "正在" in trainee.get(link).text
    trainee.send(drill, "stop", {"turn": 1})
    page = trainee.get(link).text
    assert f'href="/drill/{drill}"' in page
    assert 'action="/start"' in page


def test_a_link_that_is_none_of_ours_says_how_to_get_to_the_report(
    newcomer: Callable[[], Trainee], settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = newcomer()
    gone = browser.get(link_to(settings, "nothing", "nobody"))
    assert gone.status_code == 404
    monkeypatch.setattr("bot.report_link.GOOD_FOR", -1)
    for link in (link_to(settings, "d", "t"), "/r/x", "/r/a.b.c"):
        answer = browser.get(link)
        assert answer.status_code == 404
        assert "绑定" in answer.text


def test_html_in_team_names_and_answers_is_text(
    team: Team, stand_in: StandIn, records: Records
) -> None:
    attack = "<img src=x onerror=alert(1)>"
    records.rename_trainee(who(team.lin), attack)
    stand_in.session.answer(team.drill, 3, attack, who(team.lin), "duel 3 lin")
    team.stop()
    page = report_of(team.lin, team)
    assert "<img" not in page
    assert page.count("&lt;img") >= 3


def test_the_language_can_be_changed_on_a_page_opened_by_link(
    team: Team, settings: Settings, newcomer: Callable[[], Trainee]
) -> None:
    team.stop()
    browser, link = newcomer(), link_to(settings, team.drill, who(team.lin))
    browser.get(link)
    changed = browser.post("/language", language="en", next=link)
    assert changed.headers["location"] == link
    assert "For the team" in browser.get(link).text


def test_after_a_duel_the_worst_wording_stands_without_a_name(team: Team) -> None:
    answer = team.stand_in.session.answer
    answer(team.drill, 3, "规定就是规定，你冷静。", who(team.wang), "duel 3 wang")
    team.stop()
    page = report_of(team.lin, team)
    section = page[page.index('id="discussed"') : page.index('id="curves"')]
    assert "规定就是规定，你冷静。" in section
    assert "小王" not in section
    assert "小赵" in section
