"""What the judge costs: training, loading, speed, memory, each in a process of its own.

python -m actions.judge.measure.cost {train,load,read} PANEL FOLDER
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

_BATCH = 1000
_SINGLE = 300


@dataclass(frozen=True)
class Cost:
    """Times of a fresh process each: seconds, milliseconds where named so, memory in MB.

    Args:
        train: seconds to train on the whole panel, two threads.
        train_cpu: seconds of computing in it, all threads together.
        train_mb: its greatest memory.
        load: seconds from the start of Python to a judge that is ready.
        many: replies a second on one core, many at a time (transcripts).
        one_ms: median milliseconds of one reply in a warm process, one core.
        one_ms_95: the time 95 of 100 replies stay under.
        read_mb: greatest memory of a process that loads the judge and reads.
    """

    train: float
    train_cpu: float
    train_mb: float
    load: float
    many: float
    one_ms: float
    one_ms_95: float
    read_mb: float


def measure(panel: Path, folder: Path) -> Cost:
    """Trains a judge into `folder` and measures it."""
    training = _run("train", panel, folder, threads=2)
    load = min(_run("load", panel, folder, threads=1)["seconds"] for _ in range(3))
    read = _run("read", panel, folder, threads=1)
    return Cost(
        train=training["seconds"],
        train_cpu=training["cpu"],
        train_mb=training["mb"],
        load=load,
        many=read["many"],
        one_ms=read["one"],
        one_ms_95=read["one_95"],
        read_mb=read["mb"],
    )


def _run(what: str, panel: Path, folder: Path, threads: int) -> dict[str, float]:
    """Runs a part of this module: what it found, and its seconds from start to end."""
    command = [sys.executable, "-m", __name__, what, str(panel), str(folder)]
    environment = os.environ | {"OPENBLAS_NUM_THREADS": str(threads)}
    start = time.perf_counter()
    done = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)  # noqa: S603 – own module
    seconds = time.perf_counter() - start
    found: dict[str, float] = json.loads(done.stdout)
    return found | {"seconds": seconds}


def _read(panel: Path, folder: Path) -> dict[str, float]:
    from actions.judge.judge import Judge
    from actions.judge.panel import read_panel

    judge = Judge.load(folder)
    pairs = [(line.reply, line.context) for line in read_panel(panel)]
    singles, many = pairs[:_SINGLE], pairs[_SINGLE : _SINGLE + _BATCH]
    judge.read_many(singles[:20])
    times = []
    for reply, context in singles[20:]:
        start = time.perf_counter()
        judge.read(reply, context)
        times.append(time.perf_counter() - start)
    start = time.perf_counter()
    judge.read_many(many)
    rate = len(many) / (time.perf_counter() - start)
    times.sort()
    middle, last = times[len(times) // 2], times[len(times) * 95 // 100]
    return {"many": rate, "one": 1000 * middle, "one_95": 1000 * last}


def _main() -> None:
    what, panel, folder = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    found: dict[str, float] = {}
    if what == "train":
        from actions.judge.training import train

        train(panel, folder, lambda message: None)
    elif what == "load":
        from actions.judge.judge import Judge

        Judge.load(folder)
    else:
        found = _read(panel, folder)
    used = resource.getrusage(resource.RUSAGE_SELF)
    spent = {"mb": used.ru_maxrss / 1024, "cpu": used.ru_utime + used.ru_stime}
    sys.stdout.write(json.dumps(found | spent))


if __name__ == "__main__":
    _main()
