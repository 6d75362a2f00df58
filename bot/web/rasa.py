"""The way to the customer: Rasa's `rest` channel on loopback."""

from __future__ import annotations

import json
from typing import Any

import httpx

from actions.records import Drill
from bot.said import Said, parts

PATIENCE = 8.0  # seconds; a turn takes a tenth of one


class SilentError(Exception):
    """Nothing usable came back: whether anything happened only the records can tell."""


class LateError(SilentError):
    """No answer in time, or the connection broke: what was sent may still be on its way."""


class Rasa:
    """Sends what the trainee says or presses to Rasa.

    Args:
        url: address of the Rasa server.
        http: the client all requests share.
    """

    def __init__(self, url: str, http: httpx.Client) -> None:
        self._address = f"{url.rstrip('/')}/webhooks/rest/webhook"
        self._http = http

    def say(self, drill: Drill, message: str, language: str, turn: int) -> list[Said]:
        """Sends one message of a drill and waits for the answer.

        Args:
            drill: the drill.
            message: typed words that are no payload, or a button's payload.
            language: the reader's.
            turn: the number of the next reply; if the drill has gone on, all that comes
                back is `stale`, so that sending again never says a thing twice.

        Raises:
            SilentError: if nothing, or nothing we understand, came back.
            LateError: if what was sent may still arrive.
        """
        about = {"trainee": drill.trainee_id, "drill": drill.id, "turn": turn}
        return self._send(drill.id, message, {**about, "language": language})

    def start(self, drill_id: str, trainee_id: str, story: str, language: str) -> list[Said]:
        """Asks for a customer.

        Raises:
            SilentError: as `say`.
        """
        payload = "/start_drill" + json.dumps({"story": story})
        about = {"trainee": trainee_id, "drill": drill_id, "language": language}
        return self._send(drill_id, payload, about)

    def _send(self, sender: str, message: str, about: dict[str, Any]) -> list[Said]:
        body = {"sender": sender, "message": message, "metadata": {"channel": "web", **about}}
        try:
            answer = self._http.post(self._address, json=body, timeout=PATIENCE)
            answer.raise_for_status()
            said = parts(answer.json())
        except _NOT_SENT as error:
            raise SilentError(str(error)) from error
        except httpx.TransportError as error:
            raise LateError(str(error)) from error
        except (httpx.HTTPError, ValueError) as error:
            raise SilentError(str(error)) from error
        if not said:
            raise SilentError("an empty answer")
        return said


_NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
