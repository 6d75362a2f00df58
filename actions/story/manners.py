"""What a customer may say beside the matter: their story's words first, then their temperament's.

The common reactions come last, so that there is always something left to say.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from actions.story.cues import Band
from actions.story.model import Story
from actions.story.reactions import Handover, Reactions, load_reactions
from actions.story.temperaments import FOLDER_NAME, Temperament, load_temperament

Flat = Literal["pressing", "cannot_tell", "told_already", "still_open"]
Choices = list[Sequence[str]]
"""Wordings to choose from, those of the first list before those of the next."""


@dataclass(frozen=True)
class Manners:
    """Common reactions and temperaments."""

    common: Reactions
    temperaments: Mapping[str, Temperament] = field(default_factory=dict)

    def reaction(self, story: Story, cue: str, band: Band) -> Choices:
        """Ways to react to how one was treated."""
        own = self._own(story)
        return [
            story.reactions.get(cue, {}).get(band, ()),
            own.by_cue.get(cue, {}).get(band, ()) if own else (),
            self.common.by_cue[cue][band],
        ]

    def line(self, story: Story, kind: Flat) -> Choices:
        """Lines for any case, such as pressing for what is open."""
        own = self._own(story)
        return [getattr(own, kind) if own else (), getattr(self.common, kind)]

    def lead(self, story: Story, band: Band) -> Choices:
        """A few words to begin a line on the matter with; nothing without a temperament."""
        own = self._own(story)
        return [own.leads.get(band, ()) if own else ()]

    def agrees(self, story: Story, band: Band) -> Choices:
        """A yes to what the trainee proposes."""
        own = self._own(story)
        return [own.agrees.get(band, ()) if own else (), self.common.agrees[band]]

    def waiting(self, story: Story, band: Band) -> Choices:
        """What is said into a silence."""
        own = self._own(story)
        return [own.waiting.get(band, ()) if own else (), self.common.waiting[band]]

    def handover(self, change: Handover) -> Choices:
        """A remark that someone else speaks now."""
        return [self.common.handover.get(change, ())]

    def _own(self, story: Story) -> Temperament | None:
        return self.temperaments.get(story.customer.temperament)


def load_manners(folder: Path) -> Manners:
    """Reads the reactions and temperaments of a folder of stories.

    Raises:
        BadStoryError: with every problem found in the first file that has one.
    """
    files = sorted((folder / FOLDER_NAME).glob("[!.]*.yml"))
    return Manners(load_reactions(folder), {file.stem: load_temperament(file) for file in files})
