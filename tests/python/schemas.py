"""The checked-in JSON Schemas, by verb and side, and what they say about each message."""

import json
from functools import cache
from typing import Any

from codec_tool import ROOT

SCHEMA_FOLDER = ROOT / "docs/schema"
VERBS = sorted(path.name.removesuffix("_request.schema.json") for path in SCHEMA_FOLDER.glob("*_request.schema.json"))


@cache
def schema(verb: str, side: str) -> dict[str, Any]:
    return json.loads((SCHEMA_FOLDER / f"{verb}_{side}.schema.json").read_text())


@cache
def definitions() -> dict[str, dict[str, Any]]:
    """All messages and enums of all schemas, by name."""
    found: dict[str, dict[str, Any]] = {}
    for verb in VERBS:
        for side in ("request", "response"):
            found.update(schema(verb, side)["$defs"])
    return found


def resolve(part: dict[str, Any]) -> dict[str, Any]:
    """The part itself, or what its reference leads to."""
    return definitions()[part["$ref"].removeprefix("#/$defs/")] if "$ref" in part else part
