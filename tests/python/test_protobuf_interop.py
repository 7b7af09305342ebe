"""Our wire format against the stock Protobuf classes, both ways, and against our JSON.

The classes are made by protoc from the checked-in .proto file. What is required and what the defaults are, the .proto
file does not say; the checked-in JSON Schemas do.
"""

import importlib.util
import json
import os
import random
import subprocess
from collections.abc import Iterator
from typing import Any

import pytest
from codec_tool import ROOT, CodecTool
from google.protobuf.descriptor import Descriptor, FieldDescriptor
from google.protobuf.message import Message
from schemas import definitions

PROTO_ROOT = ROOT / "include/spotwright/proto"
PROTO = "spotwright/v1/spotwright.proto"
ROUNDS = 40

SCALARS: dict[int, list[Any]] = {
    FieldDescriptor.TYPE_BOOL: [False, True],
    FieldDescriptor.TYPE_INT64: [0, 1, -1, 127, 128, 300, 2**31, -(2**31), 2**63 - 1, -(2**63)],
    FieldDescriptor.TYPE_DOUBLE: [0.0, 1.0, -1.5, 0.1, 1e-308, 5e-324, 1.7976931348623157e308, 1 / 3, 123456789.123],
    FieldDescriptor.TYPE_STRING: ["", "a", "us-east-1a", "Grüße, 世界 🎈", 'quote " and \\ and \n', "x" * 200, "\0"],
}


@pytest.fixture(scope="module")
def tool() -> Iterator[CodecTool]:
    started = CodecTool()
    yield started
    started.close()


@pytest.fixture(scope="module")
def stock(tmp_path_factory: pytest.TempPathFactory) -> Any:
    folder = tmp_path_factory.mktemp("stock")
    protoc = os.environ.get("PROTOC", "protoc")
    subprocess.run([protoc, f"--proto_path={PROTO_ROOT}", f"--python_out={folder}", PROTO], check=True)
    spec = importlib.util.spec_from_file_location("spotwright_pb2", folder / "spotwright/v1/spotwright_pb2.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def descriptors(stock: Any) -> list[Descriptor]:
    return list(stock.DESCRIPTOR.message_types_by_name.values())


def is_map(field: FieldDescriptor) -> bool:
    return field.message_type is not None and field.message_type.GetOptions().map_entry


def is_repeated(field: FieldDescriptor) -> bool:
    return field.label == FieldDescriptor.LABEL_REPEATED


def facts(field: FieldDescriptor) -> dict[str, Any]:
    return definitions()[field.containing_type.name]["properties"][field.name]


def is_required(field: FieldDescriptor) -> bool:
    return field.name in definitions()[field.containing_type.name].get("required", [])


def enum_number(field: FieldDescriptor, name: str) -> int:
    prefix = field.enum_type.values_by_number[0].name.removesuffix("UNSPECIFIED")
    return field.enum_type.values_by_name[prefix + name.upper()].number


def default_of(field: FieldDescriptor) -> Any:
    """What an absent field counts as; None where absence says something of its own."""
    if is_required(field) or "default" not in facts(field):
        return None
    value = facts(field)["default"]
    return enum_number(field, value) if field.enum_type else value


def random_scalar(field: FieldDescriptor, chance: random.Random) -> Any:
    if field.enum_type:
        return chance.choice([value.number for value in field.enum_type.values if value.number != 0])
    if field.type == FieldDescriptor.TYPE_DOUBLE and chance.random() < 0.5:
        return chance.uniform(-1e6, 1e6)
    if field.type == FieldDescriptor.TYPE_INT64 and chance.random() < 0.5:
        return chance.randrange(-(2**63), 2**63)
    return chance.choice(SCALARS[field.type])


def fill(message: Message, chance: random.Random, share: float) -> None:
    """Sets what is required, and of the rest about this share: at random, to zero, or to the default."""
    for field in message.DESCRIPTOR.fields:
        if not is_required(field) and chance.random() >= share:
            continue
        target = getattr(message, field.name)
        if is_map(field):
            value = field.message_type.fields_by_name["value"]
            for key in chance.sample(["", "a", "b.c/d", "ключ"], chance.randint(0, 3)):
                target[key] = random_scalar(value, chance)
        elif is_repeated(field):
            for _ in range(chance.randint(0, 3)):
                if field.message_type:
                    fill(target.add(), chance, share / 2)
                else:
                    target.append(random_scalar(field, chance))
        elif field.message_type:
            target.SetInParent()
            fill(target, chance, share / 2)
        else:
            choices = [random_scalar(field, chance), default_of(field)]
            if not field.enum_type:
                choices.append(type(target)())
            setattr(message, field.name, chance.choice([c for c in choices if c is not None]))


def meaning(message: Message) -> dict[str, Any]:
    """What a message says: an absent field with a default counts as that, one without as absent."""
    said: dict[str, Any] = {}
    for field in message.DESCRIPTOR.fields:
        value = getattr(message, field.name)
        if is_map(field):
            said[field.name] = dict(value)
        elif is_repeated(field):
            said[field.name] = [meaning(v) if field.message_type else v for v in value]
        elif field.message_type:
            said[field.name] = meaning(value)
        else:
            said[field.name] = value if message.HasField(field.name) else default_of(field)
    return said


def meaning_of_json(descriptor: Descriptor, read: dict[str, Any]) -> dict[str, Any]:
    """The same of our JSON."""
    assert set(read) <= {field.name for field in descriptor.fields}
    said: dict[str, Any] = {}
    for field in descriptor.fields:
        if is_map(field):
            said[field.name] = read.get(field.name, {})
        elif is_repeated(field):
            said[field.name] = [element_of_json(field, v) for v in read.get(field.name, [])]
        elif field.message_type:
            said[field.name] = meaning_of_json(field.message_type, read.get(field.name, {}))
        elif field.name in read:
            said[field.name] = element_of_json(field, read[field.name])
        else:
            said[field.name] = default_of(field)
    return said


def element_of_json(field: FieldDescriptor, value: Any) -> Any:
    if field.message_type:
        return meaning_of_json(field.message_type, value)
    return enum_number(field, value) if field.enum_type else value


def check_both_ways(tool: CodecTool, message: Message) -> None:
    name = message.DESCRIPTOR.name
    theirs = message.SerializeToString()

    ours = tool.convert(name, "protobuf", "protobuf", theirs)
    read_by_stock = type(message).FromString(ours)
    assert meaning(read_by_stock) == meaning(message)

    as_json = tool.convert(name, "protobuf", "json", theirs)
    assert meaning_of_json(message.DESCRIPTOR, json.loads(as_json)) == meaning(message)
    # JSON and wire format say the same; and the same message always gives the same bytes.
    assert tool.convert(name, "json", "protobuf", as_json) == ours
    assert tool.convert(name, "protobuf", "protobuf", ours) == ours
    assert tool.convert(name, "json", "json", as_json) == as_json


def test_messages_are_those_of_the_schemas(stock: Any) -> None:
    named = {d.name for d in descriptors(stock)} | set(stock.DESCRIPTOR.enum_types_by_name)
    assert named == set(definitions())
    for descriptor in descriptors(stock):
        assert [f.name for f in descriptor.fields] == list(definitions()[descriptor.name]["properties"])
        assert all(f.has_presence for f in descriptor.fields if not is_repeated(f)), descriptor.name


def test_random_messages_of_every_type(stock: Any, tool: CodecTool) -> None:
    chance = random.Random(7)
    kinds = set()
    for descriptor in descriptors(stock):
        for round_number in range(ROUNDS):
            message = getattr(stock, descriptor.name)()
            fill(message, chance, share=round_number / (ROUNDS - 1))
            check_both_ways(tool, message)
        kinds |= {(f.type, is_repeated(f), is_map(f)) for f in descriptor.fields}
    scalars = {*SCALARS, FieldDescriptor.TYPE_ENUM, FieldDescriptor.TYPE_MESSAGE}
    assert {(kind, False, False) for kind in scalars} <= kinds, "every kind of field was met"
    repeated = {FieldDescriptor.TYPE_ENUM, FieldDescriptor.TYPE_STRING, FieldDescriptor.TYPE_MESSAGE}
    assert {(kind, True, False) for kind in repeated} <= kinds
    assert (FieldDescriptor.TYPE_MESSAGE, True, True) in kinds


def test_presence_of_every_scalar(stock: Any, tool: CodecTool) -> None:
    """Absent, zero, the default, and each value worth a try; alone in its message, so that nothing hides it."""
    checked = 0
    for descriptor in descriptors(stock):
        for field in descriptor.fields:
            if is_repeated(field) or field.message_type:
                continue
            values = [v.number for v in list(field.enum_type.values)[1:]] if field.enum_type else SCALARS[field.type]
            for value in [None, *values]:
                message = getattr(stock, descriptor.name)()
                fill(message, random.Random(1), share=0)
                if value is not None:
                    setattr(message, field.name, value)
                check_both_ways(tool, message)
                checked += 1
    assert checked > 1000


def test_absent_and_zero_differ_where_absence_speaks(stock: Any, tool: CodecTool) -> None:
    for zero in (False, True):
        zone = stock.Zone(name="a")
        if zero:
            zone.max_units = 0
        again = stock.Zone.FromString(tool.convert("Zone", "protobuf", "protobuf", zone.SerializeToString()))
        assert again.HasField("max_units") == zero


def test_bytes_of_stock_fields_out_of_order(stock: Any, tool: CodecTool) -> None:
    """Messages put one behind the other merge, as Protobuf has it: the later value wins, lists grow."""
    first = stock.Zone(name="a", units=3, weight=2)
    second = stock.Zone(name="b", max_units=0)
    merged = stock.Zone.FromString(first.SerializeToString() + second.SerializeToString())
    ours = tool.convert("Zone", "protobuf", "protobuf", first.SerializeToString() + second.SerializeToString())
    assert meaning(stock.Zone.FromString(ours)) == meaning(merged)
