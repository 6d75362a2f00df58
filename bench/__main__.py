"""`make bench`: a turn of a drill beside a turn of a bare Rasa form bot, in the same run."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from actions.judge.training import train
from actions.records import Records
from actions.records.store import new_id
from actions.settings import ROOT, Settings
from bench.bare.project import write_project
from bench.bot import Bot, running
from bot import rasa
from bot.training import PANEL, ensure_trained, rasa_model

DRILLS = 40
REPLIES = (
    "您好，让您等着急了，我马上看一下这单的状态。",
    "我看到了，还没有出餐，后厨正在做。",
    "您想换成哪一款呢？",
    "好，我现在就打给门店，请他们换。",
    "规定是这样的，订单提交以后不能修改。",
    "对不起，是我没说清楚，三分钟之内我给您回电话。",
)


FIRST = ['/start_drill{"story": "burger_swap"}', REPLIES[0]]


def main() -> None:
    """Measures and prints; fails only if something could not be measured."""
    settings = Settings()
    ensure_trained(settings, print)
    with tempfile.TemporaryDirectory(prefix="duilian-bench-") as name:
        folder = Path(name)
        project = folder / "project"
        write_project(project)
        print("Training everything once more, to time it …", flush=True)
        training = {
            "Duilian, commands": _timed(lambda: rasa.train(folder / "commands", folder / "log1")),
            "Duilian, judge": _timed(lambda: train(PANEL, folder / "judge", lambda _: None)),
            "bare bot": _timed(lambda: rasa.train(folder / "bare", folder / "log2", project)),
        }
        trainee = _records(folder / "duilian-home")
        (folder / "bare-home").mkdir()
        print("Starting the bare bot, then Duilian …", flush=True)
        bare_model = folder / "bare" / "rasa.tar.gz"
        about = {"trainee": trainee, "channel": "bench", "language": "zh"}
        with (
            running(
                project, bare_model, "bench.bare.actions", folder / "bare-home", FIRST, about
            ) as bare,
            running(
                ROOT, rasa_model(settings), "actions.drill", folder / "duilian-home", FIRST, about
            ) as duilian,
        ):
            print(f"Timing {DRILLS} drills of {len(REPLIES)} turns on each …\n", flush=True)
            ours, theirs = _time_turns(duilian, bare, about)
            _report_turns(ours, theirs)
            _report_costs(duilian, bare, training)


def _records(home: Path) -> str:
    """Makes the drill's database with one trainee; the trainee's id."""
    records = Records(f"sqlite:///{home / 'duilian.db'}")
    records.migrate()
    trainee = records.add_trainee("bench")
    records.close()
    return trainee.id


def _timed(work: Callable[[], None]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _time_turns(duilian: Bot, bare: Bot, about: dict[str, str]) -> tuple[list[float], list[float]]:
    """Milliseconds of each turn; the bots alternate, so that both see the same machine."""
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(DRILLS):
        sender = new_id()
        for bot in (duilian, bare):
            bot.send(sender, FIRST[0], {**about, "drill": sender})
        for reply in REPLIES:
            for bot, taken in zip((duilian, bare), times, strict=True):
                taken.append(bot.send(sender, reply, about))
    return times


def _report_turns(ours: list[float], theirs: list[float]) -> None:
    print(f"A turn, at Rasa's rest channel (ms, {len(ours)} turns each)")
    print(f"{'':6}{'Duilian':>10}{'bare bot':>10}{'ratio':>8}")
    for share in (50, 95):
        mine, other = _percentile(ours, share), _percentile(theirs, share)
        print(f"p{share:<5}{mine:>10.1f}{other:>10.1f}{mine / other:>8.2f}")
    print("Both bots: same NLU, form, SQL tracker store (SQLite) and one action call a turn.\n")


def _report_costs(duilian: Bot, bare: Bot, training: dict[str, float]) -> None:
    print("Memory (MB resident, after the drills)")
    for name, bot in (("Duilian", duilian), ("bare bot", bare)):
        parts = bot.memory()
        listed = ", ".join(f"{part} {size:.0f}" for part, size in parts.items())
        print(f"  {name:<9} {listed}, together {sum(parts.values()):.0f}")
    print("Cold start to the first answered reply (s)")
    print(f"  bare bot  {bare.cold_start:.1f}")
    ratio = duilian.cold_start / bare.cold_start
    print(f"  Duilian   {duilian.cold_start:.1f} (ratio {ratio:.2f}, the bare bot already running)")
    print("Training (s)")
    for name, taken in training.items():
        print(f"  {name:<18} {taken:.0f}")


def _percentile(values: list[float], share: int) -> float:
    return statistics.quantiles(values, n=100, method="inclusive")[share - 1]


if __name__ == "__main__":
    main()
