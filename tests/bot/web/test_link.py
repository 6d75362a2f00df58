"""Browser and chat become one by a code; wrong codes do nothing."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as how
from hypothesis import strategies as st
from sqlalchemy import text

from actions.records import Records
from actions.records.store import new_id
from bot.chats import codes
from bot.chats.accounts import Account, Accounts
from bot.chats.codes import Codes
from bot.chats.heard import Place
from bot.chats.platform import Person
from bot.chats.rooms import Rooms, Thread
from bot.web.tries import MOST, WITHIN, Tries
from tests.bot.web.conftest import Trainee, texts
from tests.bot.web.stand_in import StandIn

PLACE = Place("slack", "T1", "D1", direct=True)
WRONG = "ZZZZ-ZZZZ"


@pytest.fixture
def accounts(records: Records) -> Accounts:
    return Accounts(records)


@pytest.fixture
def account(accounts: Accounts) -> Account:
    return accounts.add(PLACE, "U1", Person("林晓"))


@pytest.fixture
def given_out(records: Records) -> Codes:
    return Codes(records.db)


@dataclass
class Form:
    """The page that asks whether this is you, as somebody fills it in."""

    person: Trainee
    code: str

    def check(self) -> Any:
        return self.person.post("/link", code=self.code)

    def confirm(self) -> Any:
        page = self.check().text
        mine = page.split('name="mine" value="')[1].split('"')[0]
        return self.person.post("/link/confirm", code=self.code, mine=mine)


def chat_drill(stand_in: StandIn, account: Account) -> str:
    return stand_in.session.open("salon_topup", new_id(), account.trainee_id, "slack").id


# The page


def test_a_browser_without_a_name_becomes_the_account(
    newcomer: Callable[[], Trainee], stand_in: StandIn, account: Account, given_out: Codes
) -> None:
    drill, person = chat_drill(stand_in, account), newcomer()
    page = person.post("/link", code=given_out.new(account.id))
    assert "Slack 里的“林晓”是您吗？" in page.text
    assert "林晓”的对练（共 1 场）" in page.text
    done = Form(person, given_out.new(account.id)).confirm()
    assert (done.status_code, done.headers["location"]) == (303, "/drills")
    assert drill in person.get("/drills").text
    assert "林晓" in person.get("/").text


def test_a_browser_with_drills_joins_and_both_have_all(
    trainee: Trainee,
    stand_in: StandIn,
    accounts: Accounts,
    account: Account,
    given_out: Codes,
    records: Records,
) -> None:
    there, here = chat_drill(stand_in, account), trainee.start()
    trainee.say(here, "我查一下。", 1)
    form = Form(trainee, given_out.new(account.id))
    page = texts(form.check().text)
    assert "“小林”的对练（共 1 场）" in page
    assert "“林晓”的对练（共 1 场）" in page
    assert form.confirm().status_code == 303
    mine = trainee.get("/drills").text
    assert here in mine
    assert there in mine
    kept = accounts.get(account.id)
    assert kept == account
    assert {drill.id for drill in records.drills_of(account.trainee_id)} == {here, there}
    assert trainee.say(here, "抱歉。", 2).json()["turn"] == 3


def test_threads_the_browser_took_part_in_know_the_new_one(
    trainee: Trainee, stand_in: StandIn, accounts: Accounts, account: Account, given_out: Codes
) -> None:
    """Somebody with an account in Teams links their Slack, too."""
    teams = Place("teams", "X1", "D2", direct=True)
    other = accounts.add(teams, "U2", Person("小林"))
    assert Form(trainee, given_out.new(other.id)).confirm().status_code == 303
    rooms = Rooms(stand_in.records.db, "teams")
    room = rooms.at(Place("teams", "X1", "C1"), other)
    drill = stand_in.session.open("burger_swap", new_id(), other.trainee_id, "teams", "relay").id
    members = (other.trainee_id, account.trainee_id)
    rooms.start(Thread(drill, room.id, "root", None, "zh", members, other.trainee_id))
    assert Form(trainee, given_out.new(account.id)).confirm().status_code == 303
    thread = rooms.thread(drill)
    assert thread is not None
    assert thread.members == (account.trainee_id,)
    assert thread.speaker == account.trainee_id
    moved = accounts.get(other.id)
    assert moved is not None
    assert moved.trainee_id == account.trainee_id


def test_a_code_is_good_once(trainee: Trainee, account: Account, given_out: Codes) -> None:
    form = Form(trainee, given_out.new(account.id))
    assert form.check().status_code == form.check().status_code == 200
    assert form.confirm().status_code == 303
    again = form.check()
    assert again.status_code == 422
    assert "用过了" in again.text


def test_joined_already_nothing_is_asked(
    trainee: Trainee, account: Account, given_out: Codes
) -> None:
    Form(trainee, given_out.new(account.id)).confirm()
    page = Form(trainee, given_out.new(account.id)).check()
    assert "已经在一起了" in page.text
    assert "/link/confirm" not in page.text


def test_what_was_confirmed_for_one_person_is_not_done_for_the_next(
    trainee: Trainee, records: Records, account: Account, given_out: Codes
) -> None:
    code = given_out.new(account.id)
    mine = Form(trainee, code).check().text.split('name="mine" value="')[1].split('"')[0]
    trainee.post("/leave")
    trainee.enter("小王")
    drill = trainee.start()
    asked_again = trainee.post("/link/confirm", code=code, mine=mine)
    assert asked_again.status_code == 200
    assert "“小王”的对练" in asked_again.text
    assert records.drills_of(account.trainee_id) == []
    assert trainee.get(f"/drill/{drill}").status_code == 200


@pytest.mark.parametrize("path", ["/link", "/link/confirm"])
def test_a_wrong_code_does_nothing_and_says_so(
    trainee: Trainee, account: Account, given_out: Codes, path: str
) -> None:
    given_out.new(account.id)
    answer = trainee.post(path, code=WRONG)
    assert answer.status_code == 422
    assert "这个码不对" in answer.text
    assert f'value="{WRONG}"' in answer.text


def test_after_ten_wrong_codes_everyone_waits_a_minute(
    trainee: Trainee, newcomer: Callable[[], Trainee], account: Account, given_out: Codes
) -> None:
    code = given_out.new(account.id)
    for _ in range(MOST):
        assert Form(trainee, code).check().status_code == 200
        assert trainee.post("/link", code=WRONG).status_code == 422
    for person in (trainee, newcomer()):
        for path in ("/link", "/link/confirm"):
            refused = person.post(path, code=code)
            assert (refused.status_code, refused.headers["retry-after"]) == (429, "60")
            assert "等一分钟" in refused.text


def test_wrong_tries_are_forgotten_after_a_minute() -> None:
    now = [0.0]
    tries = Tries(lambda: now[0])
    assert [tries.take() for _ in range(MOST + 1)] == [True] * MOST + [False]
    now[0] = WITHIN - 1
    assert not tries.take()
    now[0] = WITHIN
    assert tries.take()


def test_the_name_page_offers_the_code_only_where_there_are_chats(trainee: Trainee) -> None:
    assert "/link" not in trainee.get("/name").text
    trainee.http.app.state.site.chats = True  # type: ignore[attr-defined]
    assert 'href="/link"' in trainee.get("/name").text


def test_html_in_names_and_codes_is_text(
    trainee: Trainee, accounts: Accounts, given_out: Codes
) -> None:
    account = accounts.add(PLACE, "U3", Person("<img src=x>"))
    for code in (given_out.new(account.id), '"><img src=x>'):
        page = trainee.post("/link", code=code).text
        assert "<img" not in page
        assert "&lt;img" in page


# The codes


def test_a_new_code_voids_the_one_before(account: Account, given_out: Codes) -> None:
    first, second = given_out.new(account.id), given_out.new(account.id)
    assert given_out.peek(first) is None
    assert given_out.peek(second) == account.id


def test_a_code_grows_too_old(
    account: Account, given_out: Codes, monkeypatch: pytest.MonkeyPatch
) -> None:
    code, now = given_out.new(account.id), codes.now
    monkeypatch.setattr(codes, "now", lambda: now() + timedelta(minutes=9, seconds=59))
    assert given_out.peek(code) == account.id
    monkeypatch.setattr(codes, "now", lambda: now() + timedelta(minutes=10))
    assert given_out.peek(code) is None
    assert given_out.use(code) is None


def test_used_by_two_at_once_it_works_for_one(account: Account, given_out: Codes) -> None:
    code = given_out.new(account.id)
    with ThreadPoolExecutor(8) as browsers:
        used = list(browsers.map(lambda _: given_out.use(code), range(8)))
    assert sorted(filter(None, used)) == [account.id]


def test_the_database_knows_no_code(account: Account, given_out: Codes, records: Records) -> None:
    code = given_out.new(account.id)
    with records.db.connect() as db:
        row = str(db.execute(text("SELECT * FROM link_code")).one())
    assert code not in row
    assert code.replace("-", "") not in row


@pytest.fixture
def some_code(account: Account, given_out: Codes) -> str:
    return given_out.new(account.id)


NOISE = st.text(" -–—－_.\t", max_size=3)
hold = how(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@hold
@given(noise=st.lists(NOISE, min_size=9, max_size=9), style=st.sampled_from(["", "low", "wide"]))
def test_a_code_is_read_however_it_is_typed(
    some_code: str, account: Account, given_out: Codes, noise: list[str], style: str
) -> None:
    signs = some_code.replace("-", "")
    if style == "low":
        signs = signs.lower()
    if style == "wide":
        signs = "".join(chr(ord(sign) + 0xFEE0) for sign in signs)
    typed = "".join(gap + sign for gap, sign in zip(noise, f"{signs} ", strict=True))
    assert given_out.peek(typed) == account.id


@hold
@given(typed=st.text(max_size=40))
def test_anything_else_is_no_code(some_code: str, given_out: Codes, typed: str) -> None:
    if codes.plain(typed) != codes.plain(some_code):
        assert given_out.peek(typed) is None
        assert given_out.use(typed) is None


def test_codes_have_no_sign_that_is_taken_for_another(account: Account, given_out: Codes) -> None:
    many = [given_out.new(account.id) for _ in range(50)]
    assert all(len(code) == 9 and code[4] == "-" for code in many)
    assert not set("".join(many)) & set("01OIL")
    assert len(set(many)) == 50
