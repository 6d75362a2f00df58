"""All stories in a folder, re-read when a file changes."""

from __future__ import annotations

from pathlib import Path
from threading import Lock

from actions.story.load import BadStoryError, load, read
from actions.story.model import Story
from actions.story.problems import Problem
from actions.story.reactions import FILE_NAME, Reactions, load_reactions


class Library:
    """The stories of one folder; a bad file is reported and the others stay playable."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = Lock()  # the web app reads from several threads
        self._seen: dict[Path, tuple[int, int]] = {}
        self._stories: dict[str, Story] = {}
        self._problems: dict[str, list[Problem]] = {}
        self._reactions: Reactions | None = None

    def stories(self) -> dict[str, Story]:
        """The playable stories by name, easiest first."""
        with self._lock:
            self._refresh()
            found = list(self._stories.items())
        return dict(sorted(found, key=lambda item: (item[1].level, item[1].anger, item[0])))

    def text(self, name: str) -> str:
        """The text of a playable story's file."""
        return read(self._folder / f"{name}.yml")

    def problems(self) -> list[Problem]:
        """What is wrong with the other files."""
        with self._lock:
            self._refresh()
            return [problem for problems in self._problems.values() for problem in problems]

    def reactions(self) -> Reactions:
        """The reactions that all stories share.

        Raises:
            BadStoryError: if they were never readable.
        """
        with self._lock:
            self._refresh()
            if self._reactions is None:
                raise BadStoryError(self._problems.get(FILE_NAME, []))
            return self._reactions

    def _refresh(self) -> None:
        files = {file: _stamp(file) for file in self._folder.glob("*.yml")}
        for file in self._seen.keys() - files.keys():
            self._stories.pop(file.stem, None)
            self._problems.pop(file.name, None)
        for file in files:
            if self._seen.get(file) != files[file]:
                self._read(file)
        self._seen = files

    def _read(self, file: Path) -> None:
        try:
            if file.name == FILE_NAME:
                self._reactions = load_reactions(self._folder)
            else:
                self._stories[file.stem] = load(file)
            self._problems.pop(file.name, None)
        except BadStoryError as error:
            self._problems[file.name] = error.problems
            self._stories.pop(file.stem, None)


def _stamp(file: Path) -> tuple[int, int]:
    status = file.stat()
    return status.st_mtime_ns, status.st_size
