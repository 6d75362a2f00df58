"""Only what Microsoft Teams itself sends to this bot is trusted."""

from __future__ import annotations

import asyncio
import json

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jwt.utils import base64url_encode

from bot.teams.keys import Keys
from bot.teams.token import Proof, RefusedTokenError
from tests.bot.teams.conftest import SETTINGS, Net, activity
from tests.doubles.teams import DEFECTS, TENANT, Microsoft

OTHER_TENANT = "11111111-2222-4333-8444-555555555555"


@pytest.fixture
def proof(keys: Keys) -> Proof:
    return Proof.of(SETTINGS, keys)


async def refusal(proof: Proof, header: str, about: dict[str, object]) -> int:
    """The status a request is refused with; 0 if it is trusted."""
    try:
        await proof.check(header, about)
    except RefusedTokenError as error:
        return error.status
    return 0


async def test_a_request_of_microsofts_is_trusted(proof: Proof, net: Net) -> None:
    assert await refusal(proof, net.microsoft.proof(activity(), ""), activity()) == 0


@pytest.mark.parametrize("defect", DEFECTS)
async def test_a_request_with_a_defect_is_not(proof: Proof, net: Net, defect: str) -> None:
    status = await refusal(proof, net.microsoft.proof(activity(), defect), activity())
    assert status == (401 if defect in ("no token", "not a bearer") else 403)


@pytest.mark.parametrize(
    "otherwise",
    [
        {"serviceUrl": "https://elsewhere.test/"},
        {"serviceUrl": None},
        {"serviceUrl": 7},
        {"channelId": "webchat"},
        {"channelId": ["msteams"]},
        {"channelId": None},
        {"channelData": {"tenant": {"id": OTHER_TENANT}}},
        {"channelData": {"tenant": {}}, "conversation": {"tenantId": OTHER_TENANT}},
        {"channelData": None, "conversation": None},
    ],
)
async def test_what_the_token_does_not_vouch_for_is_refused(
    proof: Proof, net: Net, otherwise: dict[str, object]
) -> None:
    header = net.microsoft.proof(activity(), "")
    assert await refusal(proof, header, activity(**otherwise)) == 403


@pytest.mark.parametrize(
    ("tenant", "tenants", "served"),
    [
        (TENANT, "", True),
        (TENANT.upper(), "", True),
        (OTHER_TENANT, "", False),
        (OTHER_TENANT, TENANT, False),
        ("", "", True),
        ("", TENANT, True),
        ("", f"{OTHER_TENANT}, {TENANT}", True),
        ("", OTHER_TENANT, False),
    ],
)
async def test_the_tenants_of_the_settings_are_served(
    keys: Keys, net: Net, tenant: str, tenants: str, served: bool
) -> None:
    settings = SETTINGS.copy(update={"teams_tenant": tenant, "teams_tenants": tenants})
    header = net.microsoft.proof(activity(), "")
    assert await refusal(Proof.of(settings, keys), header, activity()) == (0 if served else 403)


async def test_while_no_keys_can_be_had_the_caller_is_asked_to_come_again(
    proof: Proof, net: Net
) -> None:
    net.down = True
    assert await refusal(proof, net.microsoft.proof(activity(), ""), activity()) == 503


async def test_pieces_of_a_token_are_no_token(proof: Proof, net: Net) -> None:
    good = net.microsoft.proof(activity(), "")
    head, body, signature = good.removeprefix("Bearer ").split(".")
    for parts in ((head, body), (head, body, ""), ("", body, signature), (body, body, signature)):
        assert await refusal(proof, f"Bearer {'.'.join(parts)}", activity()) == 403


@given(st.text(max_size=60), st.dictionaries(st.text(max_size=9), st.text(max_size=9)))
def test_no_header_whatever_is_trusted(microsoft: Microsoft, text: str, head: dict) -> None:
    async def tried(header: str) -> int:
        async with httpx.AsyncClient(transport=httpx.MockTransport(Net(microsoft))) as http:
            keys = Keys(SETTINGS.teams_openid, http)
            return await refusal(Proof.of(SETTINGS, keys), header, activity())

    signature = microsoft.proof(activity(), "").rpartition(".")[2]
    header = base64url_encode(json.dumps({"alg": "RS256", "kid": "first", **head}).encode())
    for sent in (text, f"Bearer {text}", f"Bearer {header.decode()}.{text}.{signature}"):
        assert asyncio.run(tried(sent)) in (401, 403)
