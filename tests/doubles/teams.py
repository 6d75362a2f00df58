"""A double of Microsoft Teams: `python -m tests.doubles.teams PORT`.

It publishes signing keys, gives out the bot's tokens, is the Bot Connector, and delivers
activities to Duilian with real signatures, or with a defect. Messages are at `GET /_messages`.
"""

from __future__ import annotations

import asyncio
import hmac
import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import jwt
from aiohttp import web
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from jwt.utils import base64url_encode

from tests.doubles.misbehaving import RECORDER, application, read_body, serve

APP_ID = "5a1f7c0e-2b5d-4a7e-9c3e-0d6b1f2a3c4d"
PASSWORD = "the double's own"  # noqa: S105
TENANT = "0f4e6a7b-1c2d-4e3f-8a9b-5c6d7e8f9a0b"
ISSUER = "https://api.botframework.com"
DEAD = "http://127.0.0.1:9/amer/"  # an address that nobody is at

Claims = dict[str, Any]


def environment(url: str) -> dict[str, str]:
    """What lets Duilian take the double at this address for Microsoft."""
    return {
        "DUILIAN_TEAMS_APP_ID": APP_ID,
        "DUILIAN_TEAMS_APP_PASSWORD": PASSWORD,
        "DUILIAN_TEAMS_TENANT": TENANT,
        "DUILIAN_TEAMS_OPENID": f"{url}/openid",
        "DUILIAN_TEAMS_LOGIN": url,
    }


def service_url(url: str) -> str:
    """The double's Connector."""
    return f"{url}/amer/"


def _key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


PEOPLE = {
    "29:lin": {"name": "林小雨", "email": "lin@corp.test"},
    "29:zhou": {"name": "周一鸣", "email": "zhou@corp.test"},
    "29:boss": {"name": "陈老师", "email": "boss@corp.test"},
}


def people() -> dict[str, dict[str, str]]:
    """Those who are members everywhere."""
    return {
        user: {**about, "tenantId": TENANT, "userRole": "user"} for user, about in PEOPLE.items()
    }


@dataclass
class Microsoft:
    """What the double knows: its keys, the bot's tokens, the people, the messages."""

    keys: dict[str, rsa.RSAPrivateKey] = field(default_factory=lambda: {"first": _key()})
    current: str = "first"
    web_chat: rsa.RSAPrivateKey = field(default_factory=_key)
    stranger: rsa.RSAPrivateKey = field(default_factory=_key)
    tokens: set[str] = field(default_factory=set)
    members: dict[str, dict[str, str]] = field(default_factory=people)
    messages: list[dict[str, Any]] = field(default_factory=list)
    last: int = 0

    def next_id(self) -> str:
        """Ids of messages are milliseconds, and rise."""
        self.last = max(self.last + 1, int(time.time() * 1000))
        return str(self.last)

    def published(self) -> list[dict[str, Any]]:
        """The JSON Web Keys."""
        ours = [_jwk(kid, key, "msteams") for kid, key in self.keys.items()]
        return [*ours, _jwk("web-chat", self.web_chat, "webchat")]

    def proof(self, activity: dict[str, Any], defect: str) -> str:
        """The `Authorization` header of a request, with at most one defect."""
        now, key, headers, algorithm = int(time.time()), self.keys[self.current], {}, "RS256"
        claims: Claims = {"iss": ISSUER, "aud": APP_ID, "nbf": now - 10, "exp": now + 3600}
        claims["serviceurl"] = activity.get("serviceUrl")
        headers["kid"] = self.current
        if defect in CLAIMS:
            CLAIMS[defect](claims)
        if defect == "wrong signature":
            key = self.stranger
        elif defect == "unknown kid":
            key, headers["kid"] = self.stranger, "stranger"
        elif defect == "no endorsement":
            key, headers["kid"] = self.web_chat, "web-chat"
        elif defect == "no kid":
            headers = {}
        elif defect == "alg none":
            return "Bearer " + jwt.encode(claims, "", algorithm="none", headers=headers)
        elif defect == "HS256 with the public key":
            return "Bearer " + _forged(claims, self.current, key)
        elif defect == "no token":
            return ""
        scheme = "Basic " if defect == "not a bearer" else "Bearer "
        return scheme + jwt.encode(claims, key, algorithm=algorithm, headers=headers)


CLAIMS: dict[str, Callable[[Claims], Any]] = {
    "expired": lambda claims: claims.update(exp=time.time() - 3600),
    "not yet valid": lambda claims: claims.update(nbf=time.time() + 3600),
    "no expiry": lambda claims: claims.pop("exp"),
    "wrong issuer": lambda claims: claims.update(iss="https://sts.windows.net/"),
    "no issuer": lambda claims: claims.pop("iss"),
    "wrong audience": lambda claims: claims.update(aud="another-bot"),
    "no serviceUrl claim": lambda claims: claims.pop("serviceurl"),
    "foreign serviceUrl": lambda claims: claims.update(serviceurl=DEAD),
}
DEFECTS = (
    *CLAIMS,
    "wrong signature",
    "unknown kid",
    "no endorsement",
    "no kid",
    "alg none",
    "HS256 with the public key",
    "no token",
    "not a bearer",
)
STATE = web.AppKey("state", Microsoft)


def _jwk(kid: str, key: rsa.RSAPrivateKey, endorsement: str) -> dict[str, Any]:
    public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(key.public_key()))
    return {**public, "kid": kid, "use": "sig", "endorsements": [endorsement]}


def _forged(claims: Claims, kid: str, key: rsa.RSAPrivateKey) -> str:
    """A token signed with the public key as if it were a shared secret."""
    public = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    parts = [{"typ": "JWT", "alg": "HS256", "kid": kid}, claims]
    signed = b".".join(base64url_encode(json.dumps(part).encode()) for part in parts)
    signature = hmac.digest(public, signed, "sha256")
    return b".".join([signed, base64url_encode(signature)]).decode()


# What Microsoft publishes and gives out


async def _openid(request: web.Request) -> web.Response:
    where = f"http://{request.host}/keys"
    return web.json_response({"issuer": ISSUER, "jwks_uri": where})


async def _keys(request: web.Request) -> web.Response:
    return web.json_response({"keys": request.app[STATE].published()})


async def _token(request: web.Request) -> web.Response:
    form = await read_body(request)
    if form.get("client_secret") != PASSWORD or form.get("client_id") != APP_ID:
        return web.json_response({"error": "invalid_client"}, status=401)
    state = request.app[STATE]
    token = f"token-{len(state.tokens) + 1}"
    state.tokens.add(token)
    return web.json_response({"token_type": "Bearer", "expires_in": 3600, "access_token": token})


# The Connector


def _let_in(request: web.Request) -> Microsoft:
    state = request.app[STATE]
    if request.headers.get("Authorization", "").removeprefix("Bearer ") not in state.tokens:
        raise web.HTTPUnauthorized(text='{"error": {"code": "BotNotRegistered"}}')
    return state


async def _new_conversation(request: web.Request) -> web.Response:
    state, body = _let_in(request), await read_body(request)
    channel = body.get("channelData", {}).get("channel", {}).get("id")
    if not channel:
        return web.json_response({"id": f"a:{body['members'][0]['id']}"}, status=201)
    ref = state.next_id()
    thread = f"{channel};messageid={ref}"
    state.messages.append({"conversation": thread, "id": ref, "activity": body["activity"]})
    return web.json_response({"id": thread, "activityId": ref}, status=201)


async def _new_activity(request: web.Request) -> web.Response:
    state, activity = _let_in(request), await read_body(request)
    if activity["type"] == "typing":
        return web.json_response({"id": "typing"}, status=201)
    about = {"conversation": request.match_info["conversation"], "id": state.next_id()}
    state.messages.append({**about, "activity": activity})
    return web.json_response({"id": about["id"]}, status=201)


async def _update(request: web.Request) -> web.Response:
    state, activity = _let_in(request), await read_body(request)
    for message in state.messages:
        if message["id"] == request.match_info["id"]:
            message["activity"] = activity
            return web.json_response({"id": message["id"]})
    raise web.HTTPNotFound(text='{"error": {"code": "ActivityNotFoundInConversation"}}')


async def _member(request: web.Request) -> web.Response:
    user = request.match_info["user"]
    member = _let_in(request).members.get(user)
    if member is None:
        raise web.HTTPNotFound(text='{"error": {"code": "MemberNotFoundInConversation"}}')
    return web.json_response({"id": user, **member})


# Control


async def _deliver(request: web.Request) -> web.Response:
    """Delivers activities, all at once; {"to", "deliveries": [{"activity", "defect"}]}."""
    asked, state = await request.json(), request.app[STATE]

    async def deliver(activity: dict[str, Any], defect: str) -> int:
        headers = {"Authorization": state.proof(activity, defect)}
        async with session.post(asked["to"], json=activity, headers=headers) as answer:
            await answer.read()
            return answer.status

    async with aiohttp.ClientSession() as session:
        deliveries = [deliver(d["activity"], d.get("defect", "")) for d in asked["deliveries"]]
        return web.json_response(await asyncio.gather(*deliveries))


async def _rotate(request: web.Request) -> web.Response:
    """Signs with a new key from now on; the old ones are gone."""
    state = request.app[STATE]
    state.current = f"key-{state.next_id()}"
    state.keys = {state.current: _key()}
    return web.json_response({"kid": state.current})


async def _forget_tokens(request: web.Request) -> web.Response:
    request.app[STATE].tokens = {"none but this"}
    return web.json_response({})


async def _add_member(request: web.Request) -> web.Response:
    about = await request.json()
    request.app[STATE].members[about.pop("id")] = about
    return web.json_response({})


async def _start_anew(request: web.Request) -> web.Response:
    """Forgets what was said and done; keys, people and tokens stay."""
    request.app[STATE].messages.clear()
    request.app[RECORDER].calls.clear()
    request.app[RECORDER].planned.clear()
    return web.json_response({})


async def _messages(request: web.Request) -> web.Response:
    return web.json_response(request.app[STATE].messages)


def teams() -> web.Application:
    """The double."""
    app = application()
    app[STATE] = Microsoft()
    conversations = "/amer/v3/conversations"
    conversation = conversations + "/{conversation}"
    app.router.add_get("/openid", _openid)
    app.router.add_get("/keys", _keys)
    app.router.add_post("/{authority}/oauth2/v2.0/token", _token)
    app.router.add_post(conversations, _new_conversation)
    app.router.add_post(f"{conversation}/activities", _new_activity)
    app.router.add_put(f"{conversation}/activities/{{id}}", _update)
    app.router.add_get(f"{conversation}/members/{{user}}", _member)
    app.router.add_post("/_deliver", _deliver)
    app.router.add_post("/_rotate", _rotate)
    app.router.add_post("/_forget_tokens", _forget_tokens)
    app.router.add_post("/_member", _add_member)
    app.router.add_post("/_start_anew", _start_anew)
    app.router.add_get("/_messages", _messages)
    return app


if __name__ == "__main__":
    serve(teams())
