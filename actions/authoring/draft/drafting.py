"""From a document to drafts of stories."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from actions.authoring.draft.cases import cases_of, is_letter
from actions.authoring.draft.conversation import ReadMany
from actions.authoring.draft.document import Document
from actions.authoring.draft.findings import Findings, find
from actions.authoring.draft.page import page
from actions.authoring.draft.people import people_of
from actions.judge.pipeline import Parser

_LONGEST_NAME = 50


@dataclass(frozen=True)
class Found:
    """What a document holds.

    Args:
        cases: what can become a story.
        mentions: passages that speak of a customer, but tell of no trouble and no demand.
    """

    cases: list[Findings]
    mentions: list[Findings]


def search(document: Document, read: ReadMany) -> Found:
    """Finds the cases of a document.

    Args:
        document: what to read.
        read: the judge.
    """
    parser = Parser()
    letter = is_letter(document)
    people = people_of(document, parser, letter)
    for at_rules in (True, False):
        passages = [
            find(document, case, read, parser)
            for case in cases_of(document, people, letter, at_rules)
            if case.quotes
        ]
        found = Found([p for p in passages if p.tells], [p for p in passages if not p.tells])
        if at_rules and _apart(found.cases):
            break
    return found


def _apart(cases: list[Findings]) -> bool:
    """Whether lines of dashes stand between cases here, not within one."""
    names = {case.name.text for case in cases if case.name}
    chats = [any(item.speaker for item in case.case.utterances) for case in cases]
    return len(cases) > 1 and (all(chats) or len(names) == len(cases))


def write(found: Found, document: Document, folder: Path) -> list[Path]:
    """Writes a file for each case; files that are there already stay as they are.

    Raises:
        OSError: if that can't be done.
    """
    folder.mkdir(parents=True, exist_ok=True)
    files: list[Path] = []
    for findings in found.cases:
        files.append(_write(findings, document, folder))
    return files


def _write(findings: Findings, document: Document, folder: Path) -> Path:
    stem = _identifier(document.name)
    number = 1
    while True:
        file = folder / f"{stem}_{number}.yml"
        try:
            with file.open("x", encoding="utf8") as stream:
                stream.write(page(findings, document.name, file.stem))
            return file
        except FileExistsError:
            number += 1


def _identifier(name: str) -> str:
    """A name for stories, from the name of a file."""
    words = re.sub(r"[^a-z0-9]+", "_", Path(name).stem.lower()).strip("_")
    if not words[:1].isalpha():
        words = f"draft_{words}".strip("_")
    return words[:_LONGEST_NAME].strip("_")
