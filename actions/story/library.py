"""All stories in a folder, re-read when a file changes."""

from __future__ import annotations

import logging
from pathlib import Path
from threading import Lock

from actions.story.load import load_with_text
from actions.story.manners import Manners
from actions.story.model import Story
from actions.story.problems import BadStoryError, Problem
from actions.story.reactions import FILE_NAME, Reactions, load_reactions
from actions.story.temperaments import FOLDER_NAME, Temperament, load_temperament

logger = logging.getLogger(__name__)


class Library:
    """The stories of one folder; a bad file is reported and the others stay playable."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = Lock()  # the web app reads from several threads
        self._seen: dict[Path, tuple[int, int] | None] = {}
        self._stories: dict[str, Story] = {}
        self._texts: dict[str, str] = {}
        self._problems: dict[str, list[Problem]] = {}
        self._reactions: Reactions | None = None
        self._temperaments: dict[str, Temperament] = {}

    def stories(self) -> dict[str, Story]:
        """The playable stories by name, easiest first."""
        with self._lock:
            self._refresh()
            found = list(self._stories.items())
        return dict(sorted(found, key=lambda item: (item[1].level, item[1].anger, item[0])))

    def find(self, name: str) -> tuple[Story, str] | None:
        """A playable story and the text of its file, as they were read."""
        with self._lock:
            self._refresh()
            return (self._stories[name], self._texts[name]) if name in self._stories else None

    def problems(self) -> list[Problem]:
        """What is wrong with the other files."""
        with self._lock:
            self._refresh()
            return [problem for problems in self._problems.values() for problem in problems]

    def manners(self) -> Manners:
        """The reactions that stories share; a temperament with a bad file is left out.

        Raises:
            BadStoryError: if the common reactions were never readable.
        """
        with self._lock:
            self._refresh()
            if self._reactions is None:
                raise BadStoryError(self._problems.get(FILE_NAME, []))
            return Manners(self._reactions, dict(self._temperaments))

    def _refresh(self) -> None:
        # Editors keep their own files (.#name, .name.swp) beside the one being edited.
        folders = (self._folder, self._folder / FOLDER_NAME)
        files = [file for folder in folders for file in folder.glob("[!.]*.yml")]
        seen = {file: _stamp(file) for file in files}
        for file in self._seen.keys() - seen.keys():
            self._forget(file)
        for file in files:
            if file not in self._seen or self._seen[file] != seen[file]:
                self._read(file)
        self._seen = seen

    def _read(self, file: Path) -> None:
        try:
            if file.parent != self._folder:
                self._temperaments[file.stem] = load_temperament(file)
            elif file.name == FILE_NAME:
                self._reactions = load_reactions(self._folder)
            else:
                self._stories[file.stem], self._texts[file.stem] = load_with_text(file)
            self._problems.pop(file.name, None)
        except BadStoryError as error:
            self._forget(file)
            self._problems[file.name] = error.problems
            for problem in error.problems:
                logger.warning("%s", problem)

    def _forget(self, file: Path) -> None:
        gone = self._stories if file.parent == self._folder else self._temperaments
        gone.pop(file.stem, None)
        self._problems.pop(file.name, None)


def _stamp(file: Path) -> tuple[int, int] | None:
    """What changes when a file does; None if it can't be looked at."""
    try:
        status = file.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size
