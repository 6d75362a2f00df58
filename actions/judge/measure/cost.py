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
        train_mb: its greatest memory.
        load: seconds from the start of Python to a judge that is ready.
        many: replies a second on one core, many at a time (transcripts).
        one_ms: median milliseconds of one reply in a warm process, one core.
        one_ms_95: the time 95 of 100 replies stay under.
        read_mb: greatest memory of a process that loads the judge and reads.
    """

    train: float
    train_mb: float
    load: float
    many: float
    one_ms: float
    one_ms_95: float
    read_mb: float


def measure(panel: Path, folder: Path) -> Cost:
    """Trains a judge into `folder` and measures it."""
    training, train_mb = _seconds("train", panel, folder, threads=2)[:2]
    load = min(_seconds("load", panel, folder, threads=1)[0] for _ in range(3))
    _, read_mb, read = _seconds("read", panel, folder, threads=1)
    return Cost(training, train_mb, load, read["many"], read["one"], read["one_95"], read_mb)


def _seconds(
    what: str, panel: Path, folder: Path, threads: int
) -> tuple[float, float, dict[str, float]]:
    """Runs a part of this module; its seconds from start to end, its memory, what it found."""
    command = [sys.executable, "-m", __name__, what, str(panel), str(folder)]
    environment = os.environ | {"OPENBLAS_NUM_THREADS": str(threads)}
    start = time.perf_counter()
    done = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)  # noqa: S603 – own module
    seconds = time.perf_counter() - start
    found = json.loads(done.stdout)
    return seconds, found.pop("mb"), found


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
    kilobytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    sys.stdout.write(json.dumps({"mb": kilobytes / 1024, **found}))


if __name__ == "__main__":
    _main()
