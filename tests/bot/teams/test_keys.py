"""Microsoft's keys: fetched when needed, and not more often."""

from __future__ import annotations

import asyncio

import httpx
import pytest

from bot.teams.keys import KEPT, PAUSE, Keys, NoKeysError
from tests.bot.teams.conftest import Clock, Net


async def test_nothing_is_fetched_before_a_key_is_needed(keys: Keys, net: Net) -> None:
    assert net.asked == []
    key = await keys.key("first")
    assert key and key.endorsements == {"msteams"}
    assert net.asked == ["/openid", "/keys"]


async def test_known_keys_are_not_fetched_again_for_a_day(
    keys: Keys, net: Net, clock: Clock
) -> None:
    for clock.now in (0, KEPT / 2, KEPT - 1, KEPT + 1):
        assert await keys.key("first")
    await keys.key("unknown")  # waits for the fetch under way
    assert net.asked.count("/keys") == 2


async def test_whose_key_is_known_does_not_wait_for_new_ones(
    keys: Keys, net: Net, clock: Clock
) -> None:
    await keys.key("first")
    clock.now += KEPT
    async with net.hold:
        found = asyncio.gather(*(keys.key("first") for _ in range(20)))
        assert all(await asyncio.wait_for(found, 60))
    await keys.key("unknown")
    assert net.asked.count("/keys") == 2


async def test_who_goes_away_leaves_the_fetch_to_the_others(keys: Keys, net: Net) -> None:
    async with net.hold:
        first, second = (asyncio.create_task(keys.key("first")) for _ in range(2))
        await asyncio.sleep(0)
        first.cancel()
    assert await second
    assert first.cancelled()
    assert net.asked.count("/keys") == 1


async def test_a_fetch_does_not_take_for_ever(
    keys: Keys, net: Net, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.teams.keys.LIMIT", 0.01)
    async with net.hold:
        with pytest.raises(NoKeysError):
            await keys.key("first")


async def test_requests_at_once_share_one_fetch(keys: Keys, net: Net) -> None:
    found = await asyncio.gather(*(keys.key("first") for _ in range(20)))
    assert all(found)
    assert net.asked.count("/keys") == 1


async def test_forged_key_ids_make_no_more_than_one_fetch_in_a_while(
    keys: Keys, net: Net, clock: Clock
) -> None:
    for number in range(30):
        assert await keys.key(f"forged-{number}") is None
    assert net.asked.count("/keys") == 1
    clock.now += PAUSE
    assert await keys.key("forged again") is None
    assert net.asked.count("/keys") == 2


async def test_a_new_key_is_found_as_soon_as_it_is_used(keys: Keys, net: Net, clock: Clock) -> None:
    await keys.key("first")
    net.microsoft.keys["second"] = net.microsoft.stranger
    try:
        clock.now += PAUSE
        assert await keys.key("second")
    finally:
        del net.microsoft.keys["second"]


async def test_old_keys_serve_while_new_ones_can_not_be_had(
    keys: Keys, net: Net, clock: Clock
) -> None:
    await keys.key("first")
    net.down, clock.now = True, clock.now + 2 * KEPT
    assert await keys.key("first")


async def test_without_any_keys_nobody_can_say_what_is_forged(keys: Keys, net: Net) -> None:
    net.down = True
    with pytest.raises(NoKeysError):
        await keys.key("first")


@pytest.mark.parametrize(
    "answer",
    [
        b"not json",
        b"[]",
        b"{}",
        b'{"jwks_uri": "https://microsoft.test/keys"}',
        b'{"jwks_uri": "::", "keys": []}',
        b'{"jwks_uri": "https://microsoft.test/keys", "keys": 7}',
    ],
)
async def test_answers_that_make_no_sense_are_survived(answer: bytes) -> None:
    transport = httpx.MockTransport(lambda _: httpx.Response(200, content=answer))
    async with httpx.AsyncClient(transport=transport) as http:
        with pytest.raises(NoKeysError):
            await Keys("https://microsoft.test/openid", http).key("first")


async def test_keys_of_other_kinds_are_passed_over(net: Net) -> None:
    odd = [None, {}, {"kid": "ec", "kty": "EC"}, {"kid": "rsa", "kty": "RSA", "n": "?"}]
    found = {"jwks_uri": "https://microsoft.test/keys", "keys": [*odd, *net.microsoft.published()]}
    transport = httpx.MockTransport(lambda _: httpx.Response(200, json=found))
    async with httpx.AsyncClient(transport=transport) as http:
        keys = Keys("https://microsoft.test/openid", http)
        assert await keys.key("first")
        assert await keys.key("rsa") is None
