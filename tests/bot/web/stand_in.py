"""A stand-in for Rasa and its action server, for failures the real ones can't be told to make.

It speaks the `rest` channel's protocol on loopback and plays drills with the real session, so
that the records are the real ones; only the judge is a few words long. Told to, it is slow,
silent, broken, hangs, hangs up, or loses its answer after the turn was recorded. As with Rasa,
the messages of one conversation are answered one after another. The drill through the real
servers is tested in tests/loopback and tests/browser.
"""

from __future__ import annotations

import json
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import lru_cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from actions.judge.verdict import Context, Move, Verdict
from actions.records import Records
from actions.session import NoDrillError, Session, StaleTurnError
from actions.settings import Settings
from actions.story import Library

WORDS = {"抱歉": "apologises", "查": "offers_check", "规定": "quotes_rule", "冷静": "commands"}


def read(reply: str, context: Context) -> Verdict:
    """A verdict on four words, enough to move the customer."""
    moves = tuple(
        Move(label, word, reply.index(word), reply.index(word) + len(word))
        for word, label in WORDS.items()
        if word in reply
    )
    hurt = any(move.label in ("quotes_rule", "commands") for move in moves)
    return Verdict(1.5, 2.0, 4.5, -1.5, moves) if hurt else Verdict(3.5, 3.5, 2.5, 0.8, moves)


@lru_cache(maxsize=4)
def library_of(folder: Path) -> Library:
    """The stories of a folder, read now, so that impatient tests time the answers alone."""
    library = Library(folder)
    library.stories()
    return library


class StandIn:
    """The server; `mood` is how it behaves, `heard` all messages it got."""

    def __init__(self, settings: Settings) -> None:
        self.mood = "well"
        self.heard: list[dict[str, Any]] = []
        self._go = threading.Event()  # lets those that hang go on
        self._conversations: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)
        self.records = Records(settings.records_url)
        self.session = Session(self.records, library_of(settings.stories), read)
        stand_in = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                status, kind, answer = stand_in.answer(body)
                if stand_in.mood == "hangs up":
                    return
                self.send_response(status)
                self.send_header("Content-Type", kind)
                self.end_headers()
                with suppress(BrokenPipeError, ConnectionResetError):  # the web app did not wait
                    self.wfile.write(answer)

            def log_message(self, *args: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self._thread.start()

    @contextmanager
    def hanging(self) -> Iterator[None]:
        """Answers nobody; at the end those who still wait get their answers."""
        self.mood = "hangs"
        try:
            yield
        finally:
            self.mood = "well"
            self._go.set()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
        self.records.close()

    def answer(self, body: dict[str, Any]) -> tuple[int, str, bytes]:
        self.heard.append(body)
        as_json = "application/json"
        if self.mood == "empty":
            return 200, as_json, b"[]"
        if self.mood == "garbage":
            return 200, as_json, b"[{]\xff"
        if self.mood == "other shape":
            return 200, as_json, b'{"text": ["what"]}'
        if self.mood == "html":
            return 502, "text/html", b"<html><h1>Bad gateway</h1>"
        mood = self.mood
        with self._conversations[body["sender"]]:
            if mood == "hangs":
                self._go.wait()
            if mood == "slow":
                time.sleep(0.6)
            said = self.play(body["sender"], body["message"], body["metadata"])
        if mood == "loses the answer":
            return 500, as_json, b""
        return 200, as_json, json.dumps(said).encode()

    def play(self, drill_id: str, message: str, about: dict[str, Any]) -> list[dict[str, Any]]:
        try:
            return self._act(drill_id, message, about)
        except StaleTurnError:
            return _said("stale", "这边已经往前走了一步，先看看最新的对话。")
        except NoDrillError:
            return _said("note", "现在没有进行中的对练。")

    def _act(self, drill_id: str, message: str, about: dict[str, Any]) -> list[dict[str, Any]]:
        expected = about.get("turn")
        if message.startswith("/start_drill"):
            story = json.loads(message.removeprefix("/start_drill"))["story"]
            opened = self.session.open(story, drill_id, about["trainee"], about["channel"])
            return _said("opening", opened.opening, drill=drill_id)
        if message == "/hint":
            return _said("hint", self.session.hint(drill_id, expected))
        if message == "/silence":
            nudge = self.session.silence(drill_id, expected)
            patient: list[dict[str, Any]] = [{"custom": {"kind": "patient"}}]
            return _said("nudge", nudge.line, turn=nudge.turn) if nudge else patient
        if message == "/retake":
            taken = self.session.take_back(drill_id, expected)
            if taken.reply is None:
                return _said("note", "还没有可以收回的话。")
            return _said("retaken", "…", turn=taken.turn, reply=taken.reply)
        if message == "/stop":
            return self._coach(drill_id)
        if message == "换个客户":
            stories = [{"story": "tax_device", "title": "<i>税控盘</i>", "level": 3}]
            return _said("offer", "可以练这几位", stories=stories)
        turn = self.session.reply(drill_id, message, about["trainee"], expected)
        said = _said("turn", turn.line, turn=turn.number, anger=turn.anger)
        return said + self._coach(drill_id) if turn.ending else said

    def _coach(self, drill_id: str) -> list[dict[str, Any]]:
        return _said("feedback", "…", drill=drill_id, ending=self.session.end(drill_id).ending)


def _said(kind: str, text: str, **data: Any) -> list[dict[str, Any]]:
    return [{"text": text}, {"custom": {"kind": kind, **data}}]
