"""The JSON Schema of story files: current, explained, and as strict as the reader."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft7Validator

from actions.authoring.schema import FILE_NAME, schema_text, story_schema
from actions.settings import ROOT
from actions.story import BadStoryError, parse
from tests.actions.conftest import STORIES

EXAMPLE = (ROOT / "tests" / "actions" / "stories" / "lost_parcel.yml").read_text("utf8")
FILES = [*sorted(STORIES.glob("[!_]*.yml")), ROOT / "docs" / "examples" / "lost_parcel.yml"]

Schema = dict[str, Any]


def complaints(text: str) -> list[str]:
    """What an editor would underline; editors read YAML's numbers as numbers."""
    return [
        error.message for error in Draft7Validator(story_schema()).iter_errors(yaml.safe_load(text))
    ]


def test_the_file_beside_the_stories_is_current() -> None:
    mend = f"run: duilian story schema > data/stories/{FILE_NAME}"
    assert (STORIES / FILE_NAME).read_text("utf8") == schema_text(), mend


def test_it_is_a_schema() -> None:
    Draft7Validator.check_schema(story_schema())


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_story_fits(file: Path) -> None:
    assert complaints(file.read_text("utf8")) == []


def properties(schema: Schema) -> Iterator[tuple[str, Schema]]:
    for name, value in schema.get("properties", {}).items():
        yield name, value
        yield from properties(value)
    if "items" in schema:
        yield from properties(schema["items"])


def test_every_key_is_explained_in_chinese() -> None:
    found = list(properties(story_schema()))
    assert {"story", "met_by", "moves", "unasked", "ends", "hot", "felt_heard"} <= dict(
        found
    ).keys()
    for name, value in found:
        assert any("一" <= character <= "龥" for character in value["description"]), name


def closed_sets(schema: Any) -> Iterator[Schema]:
    if isinstance(schema, dict):
        if "enum" in schema:
            yield schema
        for value in schema.values():
            yield from closed_sets(value)


def test_every_name_to_choose_from_is_explained() -> None:
    found = list(closed_sets(story_schema()))
    assert len(found) == 4  # temperaments, practises, moves, endings
    for names in found:
        assert len(names["enum"]) == len(names["enumDescriptions"]) == len(set(names["enum"]))


@pytest.mark.parametrize(
    ("change", "into"),
    [
        ("patience: 4", "patiense: 4"),
        ("name: 方姐", "nmae: 方姐"),
        ("level: 1", "level: 6"),
        ("level: 1", "level: 1.5"),
        ("anger: 60", "anger: high"),
        ("story: lost_parcel", "story: Lost Parcel"),
        ("offers_check, informs", "offer_check, informs"),
        ("快人快语", "快人快语, temperament: 急"),
        ("ends: leaves", "ends: leave"),
        ("rule_quoted:", "rule_qouted:"),
        ("after: find_it", "after: Find It"),
        ("[驿站, 快递员", "[驿站，快递员"),
        ("  complains:", "  hates:"),
        ("level: 1", "practises: [patience]\nlevel: 1"),
        ("level: 1", "reactions: {blamed: {boiling: [一, 二, 三]}}\nlevel: 1"),
        ("level: 1", "reactions: {blamed: {hot: [一, 二]}}\nlevel: 1"),
        ("  label: 去核对包裹在哪儿", "  label:"),
    ],
)
def test_editors_underline_what_the_reader_refuses(change: str, into: str) -> None:
    assert change in EXAMPLE
    text = EXAMPLE.replace(change, into, 1)
    with pytest.raises(BadStoryError):
        parse(text)
    assert complaints(text)


@pytest.mark.parametrize(
    ("change", "into"),
    [
        ("  运单: 尾号3718，昨天15:20显示已签收", "  运单: 3718"),
        ("快人快语", "快人快语, temperament: quick"),
        ("after: find_it", "after: [find_it]"),
        ("title: 没收到的签收", "title: 110"),
        ("anger: 60", "anger: 62.5"),
        ("level: 1", "reactions: {blamed: {hot: [一, 二, 三]}}\nlevel: 1"),
    ],
)
def test_editors_leave_alone_what_the_reader_takes(change: str, into: str) -> None:
    assert change in EXAMPLE
    text = EXAMPLE.replace(change, into, 1)
    parse(text)
    assert complaints(text) == []


def test_a_text_that_does_not_match_is_explained() -> None:
    about = story_schema()["properties"]["needs"]["items"]["properties"]["met_by"]["properties"]
    assert "英文逗号" in about["about"]["items"]["patternErrorMessage"]


def test_the_file_is_plain_json() -> None:
    assert json.loads(schema_text()) == story_schema()
