"""Starts Duilian, waits until a real turn would work, and stops all of it together."""

from __future__ import annotations

import signal
import socket
import time
from collections.abc import Callable
from pathlib import Path
from types import FrameType

import httpx

from actions.judge.house import House
from actions.judge.rubric import BadRubricError, Rubric
from actions.records import Records
from actions.settings import Settings
from actions.story import BadStoryError, Library
from actions.story.reactions import FILE_NAME as REACTIONS
from bot.channels.settings import FILE_NAME, ChannelSettings
from bot.processes import Process, Supervisor, local_address, processes
from bot.training import ensure_trained

READY_WITHIN = 180  # seconds; a cold disk takes a while to read TensorFlow
LOOK_EVERY = 15  # seconds
PROBE = "duilian-probe"


class ServeError(RuntimeError):
    """Duilian can't start; the message says why and what to do."""


class StoppedError(Exception):
    """Someone asked Duilian to stop."""


def serve(settings: Settings, tell: Callable[[str], None]) -> None:
    """Runs Duilian until it is stopped.

    Args:
        settings: where and how; the inner ports are chosen free.
        tell: shows a line to the person who started it.

    Raises:
        ServeError: if it can't start.
    """
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _stop)
    try:
        settings = prepare(settings, tell)
        tell("Starting …")
        with Supervisor(settings) as supervisor:
            wait_until_ready(settings, supervisor, tell)
            tell_channels(ChannelSettings.of(settings.home), tell)
            tell(f"\nDuilian is ready: {address(settings)}   (Ctrl-C stops it)")
            watch(settings, supervisor, tell)
            raise ServeError(f"The supervisor ended; see {settings.home / 'log'}")
    except StoppedError:
        tell("\nStopped.")


def prepare(settings: Settings, tell: Callable[[str], None]) -> Settings:
    """Checks the port, trains what isn't trained, brings the records up to date.

    Returns:
        The settings with free inner ports.
    """
    settings.home.mkdir(parents=True, exist_ok=True)
    settings.home.chmod(0o700)  # what people said is private
    if not port_is_free(settings.host, settings.port):
        raise ServeError(
            f"Port {settings.port} is taken. Is Duilian running already? Stop the other program, "
            f"or choose another port: DUILIAN_PORT={settings.port + 1} make run"
        )
    check_stories(settings, tell)
    check_rules(settings)
    ensure_trained(settings, tell)
    records = Records(settings.records_url)
    records.migrate()
    records.close()
    rasa, actions = free_ports(2)
    return settings.copy(
        update={
            "rasa_url": f"http://127.0.0.1:{rasa}",
            "actions_url": f"http://127.0.0.1:{actions}/webhook",
        }
    )


def check_stories(settings: Settings, tell: Callable[[str], None]) -> None:
    """Tells which story files can't be played.

    Raises:
        ServeError: if nothing can be.
    """
    library = Library(settings.stories)
    playable = library.stories()
    for problem in library.problems():
        tell(str(problem))
    try:
        library.manners()
    except BadStoryError as error:
        raise ServeError(f"No customer can react without {REACTIONS}; mend it first.") from error
    if not playable:
        raise ServeError(f"There is no playable story in {settings.stories}")


def check_rules(settings: Settings) -> None:
    """Reads the rubric and the company's own rules once, before anything starts.

    Raises:
        ServeError: if they can't be used.
    """
    try:
        House.load(settings.house, Rubric.load(settings.rubric))
    except BadRubricError as error:
        raise ServeError(str(error)) from None


def wait_until_ready(
    settings: Settings, supervisor: Supervisor, tell: Callable[[str], None]
) -> None:
    """Waits until every process answers and a message makes the whole way.

    Raises:
        ServeError: if that takes too long.
    """
    waiting = processes(settings)
    deadline = time.monotonic() + READY_WITHIN
    while waiting or not _turn_works(settings):
        if not supervisor.running or time.monotonic() > deadline:
            names = ", ".join(process.name for process in waiting) or "a first message"
            raise ServeError(f"Could not start: {names}. {_last_words(settings, waiting)}")
        for process in [process for process in waiting if _answers(process.health)]:
            waiting.remove(process)
            tell(f"  {process.name} is up")
        time.sleep(0.3)


def tell_channels(channels: ChannelSettings, tell: Callable[[str], None]) -> None:
    """Tells which chat platforms are set up, and what keeps teams from drilling there."""
    if channels.slack_bot_token:
        way = "Socket Mode" if channels.slack_app_token else "POST /slack/events"
        tell(f"  Slack is set up; it is heard by {way}")
    if channels.teams_app_id:
        tell("  Teams is set up; it is heard by POST /teams/messages")
    if not (channels.slack_bot_token or channels.teams_app_id):
        return
    if not channels.trainers:
        tell(f"  Nobody may start a team drill yet: name trainers in DUILIAN_TRAINERS, {FILE_NAME}")
    if not channels.url:
        tell(f"  Reports have no links in chats yet: set DUILIAN_URL in {FILE_NAME}")


def watch(settings: Settings, supervisor: Supervisor, tell: Callable[[str], None]) -> None:
    """Tells when a part stops answering and when it is back, as long as the supervisor runs."""
    silent: set[str] = set()
    while supervisor.running:
        time.sleep(LOOK_EVERY)
        now_silent = {part.name for part in processes(settings) if not _answers(part.health)}
        for name in sorted(now_silent - silent):
            tell(f"  {name} does not answer; see {settings.home / 'log' / name}.log")
        for name in sorted(silent - now_silent):
            tell(f"  {name} is back")
        silent = now_silent


def address(settings: Settings) -> str:
    """The address a person on this machine opens."""
    return f"{local_address(settings)}/"


def port_is_free(host: str, port: int) -> bool:
    """Whether this address can be listened on."""
    family, kind, _, _, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    with socket.socket(family, kind) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(place)
        except OSError:
            return False
    return True


def free_ports(count: int) -> list[int]:
    """Loopback ports that nobody listens on, all different."""
    probes = [socket.socket() for _ in range(count)]
    try:
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [probe.getsockname()[1] for probe in probes]
    finally:
        for probe in probes:
            probe.close()


def _answers(url: str) -> bool:
    try:
        return httpx.get(url, timeout=2, trust_env=False).is_success
    except httpx.HTTPError:
        return False


def _turn_works(settings: Settings) -> bool:
    """Sends a message through Rasa to the action server and back."""
    message = {"sender": PROBE, "message": "/help"}
    try:
        webhook = f"{settings.rasa_url}/webhooks/rest/webhook"
        answer = httpx.post(webhook, json=message, timeout=30, trust_env=False)
        return bool(answer.is_success and answer.json())
    except httpx.HTTPError:
        return False


def _last_words(settings: Settings, waiting: list[Process]) -> str:
    logs: list[Path] = [settings.home / "log" / f"{process.name}.log" for process in waiting]
    return "See " + (", ".join(str(log) for log in logs) or str(settings.home / "log"))


def _stop(number: int, frame: FrameType | None) -> None:
    raise StoppedError
