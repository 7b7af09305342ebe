"""The checked-in JSON Schemas against our codec and validation: both accept and refuse the same."""

import copy
import json
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from codec_tool import ROOT, CodecTool, Refused
from jsonschema import Draft202012Validator
from schemas import VERBS, resolve, schema

INVALID_ARGUMENT = 3
SAMPLE = 60  # Mutations tried of one request, at most.

EXAMPLES = [(path.stem, path) for path in sorted((ROOT / "examples/requests").glob("*.json"))]
GOLDEN = [(path.parts[-3], path) for path in sorted((ROOT / "tests/golden").glob("*/*/request.json"))]
RESPONSES = [(path.parts[-3], path) for path in sorted((ROOT / "tests/golden").glob("*/*/response.json"))]

Step = str | int
Mutation = tuple[str, str, Any]  # What is wrong, the path of the field, the request.


@pytest.fixture(scope="module")
def tool() -> Iterator[CodecTool]:
    started = CodecTool()
    yield started
    started.close()


def validator(verb: str, side: str) -> Draft202012Validator:
    return Draft202012Validator(schema(verb, side))


def message_name(verb: str, side: str) -> str:
    return schema(verb, side)["title"]


def refusal(tool: CodecTool, verb: str, request: Any) -> Refused | None:
    try:
        tool.convert(message_name(verb, "request"), "json", "check", json.dumps(request).encode())
    except Refused as refused:
        return refused
    return None


def random_value(part: dict[str, Any], chance: random.Random) -> Any:
    """A value that the schema accepts."""
    part = resolve(part)
    if "enum" in part:
        return chance.choice(part["enum"])
    if part["type"] == "boolean":
        return chance.random() < 0.5
    if part["type"] == "integer":
        ends = [part["minimum"], part["maximum"]]
        return chance.choice([*ends, chance.randint(*ends), part.get("default", ends[0])])
    if part["type"] == "number":
        low, high = part.get("minimum", -1e300), part.get("maximum", 1e300)
        return chance.choice([low, high, chance.uniform(low / 2, high / 2) if low < 0 else chance.uniform(low, high)])
    if part["type"] == "string":
        return chance.choice(["a", "m6i.large", "Grüße"] + ([""] if part.get("minLength", 0) == 0 else []))
    if part["type"] == "array":
        return [random_value(part["items"], chance) for _ in range(chance.choice([0, 1, 1, 2]))]
    if "properties" not in part:
        return {key: random_value(part["additionalProperties"], chance) for key in chance.sample(["a", "b/c"], 1)}
    required = part.get("required", [])
    chosen = [name for name in part["properties"] if name in required or chance.random() < 0.6]
    return {name: random_value(part["properties"][name], chance) for name in chosen}


def path_text(steps: list[Step], map_keys: set[int]) -> str:
    """`workloads[3].labels["app"]`"""
    text = ""
    for position, step in enumerate(steps):
        if isinstance(step, int):
            text += f"[{step}]"
        elif position in map_keys:
            text += f'["{step}"]'
        else:
            text += ("." if text else "") + step
    return text


def parts_of(value: Any, part: dict[str, Any], steps: list[Step], keys: set[int]) -> Iterator[tuple[Any, ...]]:
    """Every place in a request: its value, what the schema says of it, and the way there."""
    part = resolve(part)
    yield value, part, steps, keys
    if isinstance(value, list):
        for i, item in enumerate(value):
            yield from parts_of(item, part["items"], [*steps, i], keys)
    elif isinstance(value, dict):
        for name, item in value.items():
            if "properties" in part:
                yield from parts_of(item, part["properties"][name], [*steps, name], keys)
            else:
                yield from parts_of(item, part["additionalProperties"], [*steps, name], keys | {len(steps)})


def changed(request: Any, steps: list[Step], change: Callable[[Any], Any]) -> Any:
    """A copy of the request in which the value at that place is what `change` makes of it."""
    holder = {"root": copy.deepcopy(request)}
    place: Any = holder
    last: Step = "root"
    for step in steps:
        place, last = place[last], step
    place[last] = change(place[last])
    return holder["root"]


def without(name: str) -> Callable[[Any], Any]:
    return lambda value: {key: item for key, item in value.items() if key != name}


def mutations(verb: str, request: Any) -> Iterator[Mutation]:
    """Requests with one thing wrong, of every kind of error that a schema can express."""
    for value, part, steps, keys in parts_of(request, schema(verb, "request"), [], set()):
        here = path_text(steps, keys)

        def put(bad: Any, at: list[Step] = steps) -> Any:
            return changed(request, at, lambda _: bad)

        kind = part.get("type", "enum")
        wrong = {"boolean": 1, "integer": 1.5, "number": "1", "string": 5, "enum": 1, "array": {}, "object": []}
        yield "wrong type", here, put(wrong[kind])
        yield "null", here, put(None)
        if kind == "enum":
            yield "unknown enum", here, put("no_such_value")
        for bound, direction in (("minimum", -1), ("maximum", 1)):
            if bound in part and abs(part[bound]) < 2**63 - 1:
                bad = part[bound] + direction * max(1, abs(part[bound]) // 2**50)
                yield f"beyond {bound}", here, put(bad)
        if part.get("minLength", 0) > 0:
            yield "empty", here, put("")
        if "properties" in part:
            unknown = path_text([*steps, "no_such_field"], keys)
            yield "unknown key", unknown, put({**value, "no_such_field": 1})
            for name in part.get("required", []):
                yield "missing", path_text([*steps, name], keys), put(without(name)(value))


def check_mutations(tool: CodecTool, verb: str, request: Any, chance: random.Random) -> set[str]:
    found = list(mutations(verb, request))
    checker = validator(verb, "request")
    for what, field, bad in chance.sample(found, min(SAMPLE, len(found))):
        assert not checker.is_valid(bad), f"the schema accepts: {what} at {field}"
        refused = refusal(tool, verb, bad)
        assert refused is not None, f"the codec accepts: {what} at {field}"
        assert refused.code == INVALID_ARGUMENT
        assert refused.field == field, f"{what}: {refused}"
    return {what for what, _, _ in found}


@pytest.mark.parametrize("side", ["request", "response"])
@pytest.mark.parametrize("verb", VERBS)
def test_schemas_are_schemas(verb: str, side: str) -> None:
    Draft202012Validator.check_schema(schema(verb, side))


@pytest.mark.parametrize(("verb", "path"), EXAMPLES + GOLDEN, ids=lambda value: str(value).removeprefix(f"{ROOT}/"))
def test_requests_validate(verb: str, path: Path, tool: CodecTool) -> None:
    request = json.loads(path.read_text())
    validator(verb, "request").validate(request)
    assert refusal(tool, verb, request) is None
    check_mutations(tool, verb, request, random.Random(3))


@pytest.mark.parametrize(("verb", "path"), RESPONSES, ids=lambda value: str(value).removeprefix(f"{ROOT}/"))
def test_responses_validate(verb: str, path: Path) -> None:
    validator(verb, "response").validate(json.loads(path.read_text()))


def test_every_verb_has_an_example() -> None:
    assert {verb for verb, _ in EXAMPLES + GOLDEN} >= set(VERBS) - {"import", "render"}


def keep_rules_between_fields(request: dict[str, Any]) -> None:
    """A schema says nothing of these: pools of a risk model are of spot and come once, each scope has one shock."""
    if risk := request.get("risk"):
        risk["pools"] = risk.get("pools", [])[:1]
        for pool in risk["pools"]:
            pool["pool"]["capacity_type"] = "spot"
        risk["shocks"] = [{"region": "r", "probability": 0.5}]


@pytest.mark.parametrize("verb", VERBS)
def test_random_requests(verb: str, tool: CodecTool) -> None:
    chance = random.Random(11)
    checker = validator(verb, "request")
    kinds: set[str] = set()
    for _ in range(30):
        request = random_value(schema(verb, "request"), chance)
        keep_rules_between_fields(request)
        checker.validate(request)
        refused = refusal(tool, verb, request)
        assert refused is None, refused
        kinds |= check_mutations(tool, verb, request, chance)
    assert {"wrong type", "null", "unknown key"} <= kinds


def test_responses_may_gain_fields_and_requests_may_not() -> None:
    assert not validator("balance_zones", "request").is_valid({"later": 1})
    assert validator("balance_zones", "response").is_valid({"later": 1})
