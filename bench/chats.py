"""`python -m bench.chats`: a turn said in Slack beside the same turn at Rasa's rest channel.

Slack's part is played by the tests' double: a process of its own, real HTTP, real signatures. A
turn in Slack takes two writes to the inbox, the drill itself, and three to the outbox; a turn at
the rest channel is the drill itself.
"""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from actions.records import Records
from actions.records.store import new_id
from actions.settings import Settings
from bench.__main__ import REPLIES
from bot.chats.heard import Place
from bot.chats.rooms import Rooms
from bot.processes import Supervisor
from bot.serve import free_ports, prepare, wait_until_ready
from tests.doubles import slack
from tests.doubles.misbehaving import Double
from tests.doubles.workspace import Workspace, event, message

DRILLS = 15
CROWD = 50
TITLE = "点错的汉堡"
BOSS, ROOM = "U0BOSS", "C0BENCH"
PATIENCE = 60.0  # seconds


def main() -> None:
    """Measures and prints; fails only if something could not be measured."""
    with tempfile.TemporaryDirectory(prefix="duilian-bench-") as home, _running(Path(home)) as both:
        workspace, settings = both
        records = Records(settings.records_url)
        rest = _Rest(settings, records.add_trainee("bench").id)
        chat: list[float] = []
        print(f"Timing {DRILLS} drills of {len(REPLIES)} turns each way …\n", flush=True)
        for drill in range(DRILLS):
            user = f"U0BENCH{drill}"
            _said(workspace, user, f"开始 {TITLE}", posts=2)
            rest.start()
            for reply in REPLIES:
                rest.say(reply)
                chat.append(_said(workspace, user, reply, posts=1))
        print(f"A turn (ms, {len(chat)} each way)")
        print(f"{'':6}{'Slack':>10}{'rest':>10}{'ratio':>8}")
        for share in (50, 95):
            ours, theirs = _percentile(chat, share), _percentile(rest.times, share)
            print(f"p{share:<5}{ours:>10.1f}{theirs:>10.1f}{ours / theirs:>8.2f}")
        took = _crowd(workspace, records)
        print(f"\n{CROWD} newcomers at once in one thread: all kept after {took:.1f} s")
        records.close()


@contextmanager
def _running(home: Path) -> Iterator[tuple[Workspace, Settings]]:
    double = Double("slack")
    try:
        os.environ.update(slack.environment(double.url), DUILIAN_TRAINERS=BOSS)
        settings = prepare(Settings(home=home, port=free_ports(1)[0]), print)
        with Supervisor(settings) as supervisor:
            wait_until_ready(settings, supervisor, print)
            yield Workspace(double, f"http://127.0.0.1:{settings.port}"), settings
    finally:
        double.close()


class _Rest:
    """The same drill at the rest channel."""

    def __init__(self, settings: Settings, trainee: str) -> None:
        self.times: list[float] = []
        self._url = f"{settings.rasa_url}/webhooks/rest/webhook"
        self._trainee = trainee
        self._drill = ""

    def start(self) -> None:
        self._drill = new_id()
        self._send('/start_drill{"story": "burger_swap"}')

    def say(self, text: str) -> None:
        start = time.perf_counter()
        self._send(text)
        self.times.append((time.perf_counter() - start) * 1000)

    def _send(self, message: str) -> None:
        about = {"trainee": self._trainee, "drill": self._drill, "channel": "bench"}
        body = {"sender": self._drill, "message": message, "metadata": about}
        answer = httpx.post(self._url, json=body, timeout=60)
        if not answer.is_success or not answer.json():
            raise RuntimeError(f"no answer to {message!r}")


def _said(workspace: Workspace, user: str, text: str, posts: int) -> float:
    """Says something directly; the milliseconds until the bot's posts are there."""
    room = f"D{user[1:]}"
    there = len(workspace.messages(room))
    start = time.perf_counter()
    workspace.say(user, room, text)
    _until(lambda: len(workspace.messages(room)) >= there + posts)
    return (time.perf_counter() - start) * 1000


def _crowd(workspace: Workspace, records: Records) -> float:
    """Seconds until each of many messages, sent as fast as can be, is judged and on disk."""
    workspace.say(BOSS, ROOM, f"<@{slack.BOT}> 开始 {TITLE}")
    _until(lambda: len(workspace.messages(ROOM)) >= 2)
    root = workspace.messages(ROOM)[0]["ts"]
    thread = Rooms(records.db, "slack").thread_at(Place("slack", slack.TEAM, ROOM, root))
    if thread is None:
        raise RuntimeError("no thread")
    drill = thread.drill_id
    start, moment = time.perf_counter(), int(time.time())
    for number in range(CROWD):
        at = f"{moment}.{number:06}"  # all before anybody could read the next line
        said = message(f"U0CROWD{number}", ROOM, REPLIES[0], root, at)
        workspace.deliver(event(said))
    _until(lambda: len(records.turns(drill)) + len(records.answers(drill)) >= CROWD)
    return time.perf_counter() - start


def _until(there: Callable[[], bool]) -> None:
    deadline = time.perf_counter() + PATIENCE
    while not there():
        if time.perf_counter() > deadline:
            raise RuntimeError("no answer")
        time.sleep(0.005)


def _percentile(values: list[float], share: int) -> float:
    return statistics.quantiles(values, n=100, method="inclusive")[share - 1]


if __name__ == "__main__":
    main()
