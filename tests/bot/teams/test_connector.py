"""Posting to Teams: where to, with which proof, and what is made of its answers."""

from __future__ import annotations

import httpx
import pytest

from bot.chats.heard import Place
from bot.chats.platform import Posted, RefusedError, UnsureError, WaitError
from bot.chats.post import Button, Buttons, Post, Way, Words
from bot.teams.connector import Connector
from bot.teams.login import Login
from tests.bot.teams.conftest import SETTINGS, VIA, Answer, Wire, fails
from tests.doubles.teams import APP_ID, TENANT

CHANNEL = Place("teams", TENANT, "19:team@thread.tacv2", via=VIA)
GROUP = Place("teams", TENANT, "19:abc@thread.v2", via=VIA)
PERSONAL = Place("teams", TENANT, "a:1abc", direct=True, via=VIA)
UNMET = Place("teams", TENANT, "", direct=True, via=VIA)


def post(place: Place, way: Way, user: str = "") -> Post:
    return Post("key", way, place, (Words("您好"),), user)


@pytest.mark.parametrize(
    ("where", "way", "thread", "path"),
    [
        (CHANNEL, "thread", "1699", "/19:team@thread.tacv2;messageid=1699/activities"),
        (GROUP, "room", "", "/19:abc@thread.v2/activities"),
        (GROUP, "thread", "1699", "/19:abc@thread.v2/activities"),
        (PERSONAL, "thread", "", "/a:1abc/activities"),
        (PERSONAL, "direct", "", "/a:1abc/activities"),
    ],
)
async def test_a_post_goes_where_it_belongs(
    connector: Connector, wire: Wire, where: Place, way: Way, thread: str, path: str
) -> None:
    posted = await connector.post(post(where, way, "29:lin"), thread)
    ((method, sent_to, body),) = wire.sent
    assert (method, sent_to) == ("POST", path)
    assert body["type"] == "message"
    kept = thread if where is CHANNEL else ""
    assert posted == Posted("1700000000456", where.room, 1700000000.456, kept)


async def test_a_new_message_in_a_channel_starts_a_thread(connector: Connector, wire: Wire) -> None:
    posted = await connector.post(post(CHANNEL, "room"), "")
    ((method, path, body),) = wire.sent
    assert (method, path) == ("POST", "")
    assert body["channelData"]["channel"] == {"id": CHANNEL.room}
    assert body["activity"]["type"] == "message"
    assert posted.ref == posted.thread == "1700000000789"
    assert posted.room == CHANNEL.room


@pytest.mark.parametrize(("place", "way"), [(UNMET, "direct"), (CHANNEL, "whisper")])
async def test_somebody_without_a_conversation_gets_one(
    connector: Connector, wire: Wire, place: Place, way: Way
) -> None:
    posted = await connector.post(post(place, way, "29:lin"), "")
    (_, opened, about), (_, path, _) = wire.sent
    assert (opened, path) == ("", "/1700000000456/activities")
    assert about["members"] == [{"id": "29:lin"}]
    assert (about["tenantId"], about["bot"]) == (TENANT, {"id": f"28:{APP_ID}"})
    assert posted.room == "1700000000456"


async def test_an_earlier_message_shows_the_new_one(connector: Connector, wire: Wire) -> None:
    earlier = Posted("1700", CHANNEL.room, 1.7, "1699")
    await connector.replace(post(CHANNEL, "thread"), earlier)
    ((method, path, _),) = wire.sent
    assert (method, path) == ("PUT", "/19:team@thread.tacv2;messageid=1699/activities/1700")


async def test_nobody_can_look_for_a_message(connector: Connector) -> None:
    with pytest.raises(UnsureError):
        await connector.find(post(CHANNEL, "thread"), "1699")


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (lambda _: httpx.Response(429, headers={"Retry-After": "7"}), WaitError(7)),
        (lambda _: httpx.Response(429), WaitError()),
        (lambda _: httpx.Response(429, headers={"Retry-After": "Wed, 21 Oct"}), WaitError()),
        (lambda _: httpx.Response(412), WaitError()),
        (lambda _: httpx.Response(500), WaitError()),
        (lambda _: httpx.Response(503), WaitError()),
        (lambda _: httpx.Response(401), WaitError()),
        (fails(httpx.ConnectError), WaitError()),
        (fails(httpx.ConnectTimeout), WaitError()),
        (fails(httpx.ReadError), UnsureError()),
        (fails(httpx.ReadTimeout), UnsureError()),
        (fails(httpx.RemoteProtocolError), UnsureError()),
        (lambda _: httpx.Response(403, json={"error": {"code": "BotDisabled"}}), RefusedError()),
        (lambda _: httpx.Response(404, text="gone"), RefusedError()),
        (lambda _: httpx.Response(413), RefusedError()),
    ],
)
async def test_what_answers_mean(
    connector: Connector, wire: Wire, answer: Answer, error: Exception
) -> None:
    wire.answer = answer
    with pytest.raises(type(error)) as raised:
        await connector.post(post(CHANNEL, "thread"), "1699")
    if isinstance(error, WaitError):
        assert raised.value.seconds == error.seconds
        with pytest.raises(WaitError):
            await connector.replace(post(CHANNEL, "thread"), Posted("1", CHANNEL.room, 1))


async def test_doing_something_again_that_does_no_harm_is_no_doubt(
    connector: Connector, wire: Wire
) -> None:
    wire.answer = fails(httpx.ReadTimeout)
    for harmless in (
        connector.replace(post(CHANNEL, "thread"), Posted("1", CHANNEL.room, 1)),
        connector.person(CHANNEL, "29:lin"),
        connector.post(post(UNMET, "direct", "29:lin"), ""),
    ):
        with pytest.raises(WaitError):
            await harmless


@pytest.mark.parametrize("via", ["", "smba.test", "ftp://smba.test"])
async def test_a_place_without_a_proper_address_is_refused(connector: Connector, via: str) -> None:
    place = Place("teams", TENANT, "19:team@thread.tacv2", via=via)
    with pytest.raises(RefusedError):
        await connector.post(post(place, "thread"), "1699")


async def test_what_is_too_large_is_refused_and_not_sent(connector: Connector, wire: Wire) -> None:
    row = Buttons((Button("提示", {"act": "x" * 1400}),) * 5)
    with pytest.raises(RefusedError):
        await connector.post(Post("key", "thread", CHANNEL, (row,) * 4), "1699")
    assert wire.sent == []


MEMBER = {
    "id": "29:lin",
    "name": "林小雨",
    "email": "lin@corp.test",
    "userPrincipalName": "lin@corp.test",
    "tenantId": TENANT.upper(),
    "userRole": "user",
}


@pytest.mark.parametrize(
    ("otherwise", "email"),
    [
        ({}, "lin@corp.test"),
        ({"email": None}, "lin@corp.test"),
        ({"userRole": "guest"}, ""),
        ({"userRole": "anonymous"}, ""),
        ({"userRole": None}, ""),
        ({"userPrincipalName": "boss_other.test#EXT#@corp.test"}, ""),
        ({"tenantId": "another"}, ""),
        ({"tenantId": None}, ""),
    ],
)
async def test_the_address_of_a_member_counts_and_that_of_a_guest_does_not(
    connector: Connector, wire: Wire, otherwise: dict[str, str | None], email: str
) -> None:
    wire.answer = lambda _: httpx.Response(200, json={**MEMBER, **otherwise})
    person = await connector.person(CHANNEL, "29:lin")
    assert (person.name, person.email) == ("林小雨", email)
    assert wire.sent == [("GET", "/19:team@thread.tacv2/members/29:lin", None)]


async def test_a_member_without_a_name_has_its_parts(connector: Connector, wire: Wire) -> None:
    parts = {**MEMBER, "name": None, "givenName": "Megan", "surname": "Bowen"}
    wire.answer = lambda _: httpx.Response(200, json=parts)
    assert (await connector.person(CHANNEL, "29:lin")).name == "Megan Bowen"


async def test_where_any_tenant_may_come_no_address_counts(
    http: httpx.AsyncClient, login: Login, wire: Wire
) -> None:
    wire.answer = lambda _: httpx.Response(200, json=MEMBER)
    anybody = Connector(SETTINGS.copy(update={"teams_tenant": ""}), http, login)
    assert (await anybody.person(CHANNEL, "29:lin")).email == ""


async def test_typing_is_shown_in_chats_and_never_fails(connector: Connector, wire: Wire) -> None:
    await connector.busy(CHANNEL)
    assert wire.sent == []
    await connector.busy(PERSONAL)
    assert wire.sent == [("POST", "/a:1abc/activities", {"type": "typing"})]
    for answer in (fails(httpx.ReadError), lambda _: httpx.Response(403)):
        wire.answer = answer
        await connector.busy(PERSONAL)
