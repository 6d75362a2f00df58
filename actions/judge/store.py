"""Writes and reads a trained judge: arrays and names, nothing that runs code when loaded."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from actions.judge.first_look import FirstLook
from actions.judge.scores import Impression, ScoreModel
from actions.judge.second_look import SecondLook
from actions.judge.vocabulary import Vocabulary

_HERE = Path(__file__).parent
_NOT_LEARNED = frozenset(
    f"{name}.py"
    for name in (
        "__init__",
        "abuse",
        "flags",
        "house",
        "limits",
        "reasons",
        "rubric",
        "strung",
        "transcripts",
    )
)
"""Files a trained judge does not depend on."""


class NotTrainedError(RuntimeError):
    """There is no trained judge that fits the code; the message names the mend."""


@dataclass(frozen=True)
class Models:
    """What training makes."""

    first: FirstLook
    second: SecondLook
    impression: Impression
    scores: ScoreModel


@lru_cache(maxsize=1)
def code_version() -> str:
    """Digest of the code, lexicon and tables a trained judge depends on."""
    files = [p for p in _HERE.iterdir() if p.suffix in (".py", ".yml", ".txt")]
    return _digest(sorted(path for path in files if path.name not in _NOT_LEARNED))


def panel_version(panel_folder: Path) -> str:
    """Digest of the rated replies."""
    return _digest(sorted(panel_folder.glob("*.jsonl")))


def _digest(paths: list[Path]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def save(folder: Path, models: Models, panel: str) -> None:
    """Writes the models; the stamp comes last, so a broken-off training is noticed."""
    folder.mkdir(parents=True, exist_ok=True)
    stamp = folder / "about.json"
    stamp.unlink(missing_ok=True)
    np.savez(
        folder / "moves.npz",
        weights=models.first.weights,
        bias=models.first.bias,
        idf=models.first.vocabulary.weights,
        second_weights=models.second.weights,
        second_bias=models.second.bias,
    )
    np.savez(
        folder / "impression.npz",
        weights=models.impression.weights,
        idf=models.impression.vocabulary.weights,
    )
    np.savez(folder / "scores.npz", idf=models.scores.vocabulary.weights, **models.scores.arrays)
    names = {"moves": models.first.vocabulary.names, "scores": models.scores.vocabulary.names}
    (folder / "names.json").write_text(json.dumps(names, ensure_ascii=False), encoding="utf-8")
    stamp.write_text(json.dumps({"code": code_version(), "panel": panel}), encoding="utf-8")


def load(folder: Path) -> Models:
    """Reads the models.

    Raises:
        NotTrainedError: nothing there, or trained with other code.
    """
    if _about(folder).get("code") != code_version():
        raise NotTrainedError(
            f"{folder}: no judge trained with this version of the code; run `make train`"
        )
    try:
        names = json.loads((folder / "names.json").read_text(encoding="utf-8"))
        with np.load(folder / "moves.npz", allow_pickle=False) as file:
            vocabulary = Vocabulary(names["moves"], file["idf"])
            first = FirstLook(vocabulary, file["weights"], file["bias"])
            second = SecondLook(file["second_weights"], file["second_bias"])
        with np.load(folder / "scores.npz", allow_pickle=False) as file:
            arrays = {name: file[name] for name in file.files}
        with np.load(folder / "impression.npz", allow_pickle=False) as file:
            impression = Impression(Vocabulary(names["scores"], file["idf"]), file["weights"])
        scores = ScoreModel(Vocabulary(names["scores"], arrays.pop("idf")), arrays)
        return Models(first, second, impression, scores)
    except (OSError, ValueError, KeyError) as error:
        raise NotTrainedError(f"{folder}: cannot be read ({error}); run `make train`") from None


def is_current(folder: Path, panel_folder: Path) -> bool:
    """Whether the judge in `folder` was trained with this code on this panel."""
    about = _about(folder)
    return about == {"code": code_version(), "panel": panel_version(panel_folder)}


def _about(folder: Path) -> dict[str, str]:
    try:
        about = json.loads((folder / "about.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return about if isinstance(about, dict) else {}
