"""Training: deterministic, noticed when out of date, refused when the panel is broken."""

from pathlib import Path

import pytest

from actions.judge.judge import Judge
from actions.judge.panel import BadChatError
from actions.judge.store import NotTrainedError, is_current
from actions.judge.training import train

from .conftest import PANEL


@pytest.fixture(scope="module")
def slice_of_panel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("panel")
    lines = (PANEL / "dev.jsonl").read_text("utf-8").splitlines()
    (folder / "slice.jsonl").write_text("\n".join(lines[::3]), "utf-8")
    return folder


def test_the_same_panel_gives_the_same_judge(slice_of_panel: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        train(slice_of_panel, tmp_path / name, lambda message: None)
    for path in sorted((tmp_path / "one").iterdir()):
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes(), path.name
    assert is_current(tmp_path / "one", slice_of_panel)
    assert not is_current(tmp_path / "one", PANEL)


def test_an_untrained_judge_names_the_mend(tmp_path: Path) -> None:
    with pytest.raises(NotTrainedError, match="make train"):
        Judge.load(tmp_path / "nothing")


def test_a_judge_of_other_code_names_the_mend(tmp_path: Path) -> None:
    (tmp_path / "about.json").write_text('{"code": "other", "panel": "x"}')
    with pytest.raises(NotTrainedError, match="make train"):
        Judge.load(tmp_path)
    assert not is_current(tmp_path, PANEL)


def test_a_broken_panel_is_refused(tmp_path: Path) -> None:
    (tmp_path / "bad.jsonl").write_text('{"turns": [{"customer": "喂", "trainee": "您好"}]}')
    with pytest.raises(BadChatError, match="no ratings"):
        train(tmp_path, tmp_path / "out", lambda message: None)
