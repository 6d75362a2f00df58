"""The JSON Schema of story files, so that editors complete, explain and underline.

The shape comes from the model (`actions.story.model`), the words from
`actions/story/meanings.yml`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from copy import deepcopy
from typing import Any

from actions.judge.verdict import MOVES
from actions.story.cues import BANDS, CUES, ENDINGS, TEMPERAMENTS
from actions.story.meanings import Set, key_meanings, name_meanings
from actions.story.model import ONE_WORD, PRACTICES, Name, Story

FILE_NAME = "story.schema.json"
DRAFT = "http://json-schema.org/draft-07/schema#"  # what YAML editors know best

Schema = dict[str, Any]


def story_schema() -> Schema:
    """The schema as JSON's values; each key carries its meaning in Chinese."""
    whole = deepcopy(Story.schema())  # pydantic keeps its own
    parts: dict[str, Schema] = {"Story": whole, **whole.pop("definitions")}
    for name, part in parts.items():
        _explain(part, key_meanings(name))
    for (name, key), closed in _CLOSED.items():
        parts[name]["properties"][key].update(closed(parts[name]["properties"][key]))
        parts[name]["properties"][key].pop("default", None)
    _one_or_many(parts["Need"]["properties"]["after"])
    story = _lenient(_inlined(whole, parts))
    return {"$schema": DRAFT, "title": "对练的客户故事", **story}


def schema_text() -> str:
    """The schema as it stands in the file."""
    return json.dumps(story_schema(), ensure_ascii=False, indent=1) + "\n"


def _explain(part: Schema, meanings: dict[str, str]) -> None:
    """Gives every key its meaning in place of pydantic's English headings."""
    for heading in ("title", "description"):
        part.pop(heading, None)
    for key, value in part["properties"].items():
        value.pop("title", None)
        value["description"] = meanings[key]


def _names(names: Sequence[str], *meant: Set) -> Schema:
    meanings = {name: told for one in meant for name, told in name_meanings(one).items()}
    return {"type": "string", "enum": [*names], "enumDescriptions": [meanings[n] for n in names]}


def _by(names: Sequence[str], meant: Set, value: Schema) -> Schema:
    """A mapping whose keys come from a closed set, all with the same kind of value."""
    meanings = name_meanings(meant)
    properties = {name: {**value, "description": meanings[name]} for name in names}
    return {"type": "object", "properties": properties, "additionalProperties": False}


def _reactions(key: Schema) -> Schema:
    wordings = key["additionalProperties"]["additionalProperties"]
    return _by(CUES, "cue", _by(BANDS, "band", wordings))


# Where the model checks names against a closed set by a validator of its own.
_CLOSED: dict[tuple[str, str], Callable[[Schema], Schema]] = {
    ("Customer", "temperament"): lambda _: _names(TEMPERAMENTS, "temperament"),
    ("MetBy", "moves"): lambda _: {"items": _names(MOVES, "move")},
    ("Rehearsal", "ends"): lambda _: _names(ENDINGS, "ending"),
    ("Story", "practises"): lambda _: {"items": _names(PRACTICES, "practice", "move")},
    ("Story", "reactions"): _reactions,
    ("Story", "model_replies"): lambda key: _by(CUES, "cue", key["additionalProperties"]),
}


def _one_or_many(key: Schema) -> None:
    many = {"type": key.pop("type"), "items": key.pop("items")}
    key["anyOf"] = [many["items"], many]


def _inlined(schema: Any, parts: dict[str, Schema]) -> Any:
    """The schema with its references filled in: beside a `$ref`, editors overlook meanings."""
    if isinstance(schema, list):
        return [_inlined(item, parts) for item in schema]
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema:
        part = parts[schema["$ref"].rpartition("/")[2]]
        return {**_inlined(part, parts), **{k: v for k, v in schema.items() if k != "$ref"}}
    return {key: _inlined(value, parts) for key, value in schema.items()}


# What editors say under a text that doesn't match.
_SLIPS = {
    str(Name.regex): "只能用小写英文字母、数字和下划线，以字母开头",
    ONE_WORD: "一项只写一个短词，各项之间用英文逗号加空格隔开",
}


def _lenient(schema: Any) -> Any:
    """Lets a text stand as a number or truth value, as `0571` and `no` are texts to Duilian.

    Patterns get words for those who don't match them.
    """
    if isinstance(schema, list):
        return [_lenient(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    if "pattern" in schema:
        schema = {**schema, "patternErrorMessage": _SLIPS[schema["pattern"]]}
    if schema.get("type") == "string" and "maxLength" in schema:
        return {**schema, "type": ["string", "number", "boolean"]}
    return {key: _lenient(value) for key, value in schema.items()}
