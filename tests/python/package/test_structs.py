"""The generated classes: construction, comparison, copies, and the codecs."""

import copy
import dataclasses
import inspect
import json
import pickle
import random
import re
from enum import StrEnum
from typing import Any

import pytest
import spotwright as sw
from random_structs import STRUCTS, least_struct, random_struct

ROUNDS = 40

each_struct = pytest.mark.parametrize("struct", STRUCTS, ids=lambda struct: struct.__name__)


def samples(struct: type[Any]) -> list[Any]:
    rng = random.Random(struct.__name__)
    return [least_struct(struct), *(random_struct(struct, rng) for _ in range(ROUNDS))]


@each_struct
def test_copies_are_equal_and_apart(struct: type[Any]) -> None:
    for sample in samples(struct):
        for copied in (copy.copy(sample), copy.deepcopy(sample), dataclasses.replace(sample)):
            assert copied == sample
            assert copied is not sample
        for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1):
            assert pickle.loads(pickle.dumps(sample, protocol)) == sample


def test_a_deep_copy_shares_no_part() -> None:
    first = sw.Offer(instance_type="a", zone="z", capacity_type=sw.CapacityType.SPOT, price_usd_per_hour=1)
    second = copy.deepcopy(first)
    second.labels["x"] = "y"
    second.allocatable.pods = 3
    assert (first.labels, first.allocatable.pods) == ({}, 0)


@each_struct
def test_json_round_trip(struct: type[Any]) -> None:
    for sample in samples(struct):
        text = sample.to_json()
        assert struct.from_json(text) == sample
        assert struct.from_json(text.encode()) == sample
        assert struct.from_json(text).to_json() == text


@each_struct
def test_protobuf_round_trip(struct: type[Any]) -> None:
    for sample in samples(struct):
        data = sample.to_proto()
        assert struct.from_proto(data) == sample
        assert struct.from_proto(data).to_proto() == data


@each_struct
def test_what_is_read_has_the_types_that_the_hints_promise(struct: type[Any]) -> None:
    for sample in samples(struct):
        read = struct.from_json(sample.to_json())
        assert repr(read) == repr(sample)  # It tells 1 from 1.0 and an enum from a str.


@each_struct
def test_mappings_do_as_well_as_parts(struct: type[Any]) -> None:
    for sample in samples(struct):
        parts = {field.name: getattr(sample, field.name) for field in dataclasses.fields(sample)}
        assert struct(**plain(parts)).to_json() == sample.to_json()


def plain(value: Any) -> Any:
    """Without a class of the package: dicts and names of enums."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    return value.value if isinstance(value, StrEnum) else value


@each_struct
def test_defaults_are_those_of_the_engine(struct: type[Any]) -> None:
    least = least_struct(struct)
    given = [
        field.name
        for field in dataclasses.fields(struct)
        if field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING
    ]
    text = json.dumps({name: plain(getattr(least, name)) for name in given})
    assert struct.from_json(text) == least


@each_struct
def test_what_must_be_given_is_asked_for(struct: type[Any]) -> None:
    for field in dataclasses.fields(struct):
        if field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING:
            with pytest.raises(sw.InvalidArgumentError, match="required") as caught:
                struct()
            assert caught.value.field == field.name
            return
    struct()


@each_struct
def test_an_unknown_keyword_is_refused(struct: type[Any]) -> None:
    with pytest.raises(sw.InvalidArgumentError, match="unknown field; ") as caught:
        struct(no_such_field=1)
    assert caught.value.field == "no_such_field"
    with pytest.raises(AttributeError):
        least_struct(struct).no_such_field = 1  # Slots: a slip in an assignment does not pass either.


def test_a_slip_in_a_keyword_gets_a_suggestion() -> None:
    with pytest.raises(sw.InvalidArgumentError, match='did you mean "spot_enabled"'):
        sw.MixPolicy(spot_enable=True)  # type: ignore[call-arg]


def test_positional_arguments_are_refused() -> None:
    with pytest.raises(TypeError):
        sw.Pool("m6i.large")  # type: ignore[call-arg]


@each_struct
def test_every_field_is_documented(struct: type[Any]) -> None:
    text = inspect.getdoc(struct)
    assert text is not None
    for field in dataclasses.fields(struct):
        assert re.search(rf"^{field.name} : .+\n    \S", text, re.MULTILINE), field.name


def test_requests_are_read_strictly_and_responses_leniently() -> None:
    with pytest.raises(sw.InvalidArgumentError) as caught:
        sw.DecideMixRequest.from_json('{"total_units": 1, "policy": {"spot_enable": true}}')
    assert caught.value.field == "policy.spot_enable"
    read = sw.DecideMixResponse.from_json('{"spot_units": 3, "from_the_future": {"x": [1, null]}}')
    assert read == sw.DecideMixResponse(spot_units=3)
    unknown_number = b"\xf8\x07\x01"
    with pytest.raises(sw.InvalidArgumentError):
        sw.DecideMixRequest.from_proto(sw.DecideMixRequest(total_units=1).to_proto() + unknown_number)
    assert sw.DecideMixResponse.from_proto(unknown_number) == sw.DecideMixResponse()


def test_enums_are_their_names() -> None:
    assert {"on_demand": 1}[sw.CapacityType.ON_DEMAND] == 1
    assert str(sw.CapacityType("spot")) == "spot"


def test_what_is_public_is_there() -> None:
    assert len(set(sw.__all__)) == len(sw.__all__)
    for name in sw.__all__:
        assert getattr(sw, name) is not None
    assert re.fullmatch(r"\d+\.\d+\.\d+", sw.__version__)
