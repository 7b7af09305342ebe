"""What Python values a field takes, and how the others are refused."""

import decimal
import fractions
import random
from collections import OrderedDict, deque
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd
import pytest
import spotwright as sw
from random_structs import offer


def written(field: str, value: Any) -> Any:
    """The value as the engine has it, once set as a field of an offer."""
    made = offer()
    setattr(made, field, value)
    return getattr(sw.Offer.from_json(made.to_json()), field)


def refusal(field: str, value: Any) -> sw.InvalidArgumentError:
    with pytest.raises(sw.InvalidArgumentError) as caught:
        written(field, value)
    assert caught.value.code == sw.ErrorCode.INVALID_ARGUMENT
    return caught.value


@pytest.mark.parametrize("value", [3, np.int8(3), np.int64(3), np.uint64(3)])
def test_integers(value: Any) -> None:
    assert written("vcpus", value) == 3


@pytest.mark.parametrize(
    "value", [True, np.True_, 3.0, np.float64(3), "3", None, b"3", [3], decimal.Decimal(3), np.array([1, 2]), object()]
)
def test_what_is_no_integer(value: Any) -> None:
    error = refusal("vcpus", value)
    assert error.field == "vcpus"
    assert error.message.endswith("accepted: an integer")


@pytest.mark.parametrize(
    "value", [2**63, -(2**63) - 1, 10**5000, np.uint64(2**64 - 1)], ids=["above", "below", "far above", "unsigned"]
)
def test_integers_beyond_64_bits(value: Any) -> None:
    assert str(refusal("vcpus", value)) == "vcpus: is an integer beyond 64 bits; accepted: 0 to 1000000"


@pytest.mark.parametrize("value", [0.5, np.float64(0.5), np.float32(0.5), np.float16(0.5), fractions.Fraction(1, 2)])
def test_numbers(value: Any) -> None:
    assert written("price_usd_per_hour", value) == 0.5


@pytest.mark.parametrize("value", [2, np.int32(2)])
def test_integers_are_numbers(value: Any) -> None:
    assert written("price_usd_per_hour", value) == 2.0


@pytest.mark.parametrize("value", [True, np.False_, "0.5", np.str_("0.5"), None, 1j, decimal.Decimal(1), [0.5]])
def test_what_is_no_number(value: Any) -> None:
    error = refusal("price_usd_per_hour", value)
    assert (error.field, error.message.rpartition("; ")[2]) == ("price_usd_per_hour", "accepted: a number")


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -float("inf"), np.nan, np.float32("inf"), 10**400])
def test_what_is_not_finite(value: Any) -> None:
    assert refusal("price_usd_per_hour", value).field == "price_usd_per_hour"


@pytest.mark.parametrize("value", [True, np.True_])
def test_bools(value: Any) -> None:
    assert written("burstable", value) is True


@pytest.mark.parametrize("value", [1, 0, np.int64(1), "true", None, [], 1.0])
def test_what_is_no_bool(value: Any) -> None:
    assert refusal("burstable", value).message.endswith("accepted: True or False")


@pytest.mark.parametrize("value", ["z9", np.str_("z9"), np.array(["z9"])[0]])
def test_texts(value: Any) -> None:
    assert written("zone", value) == "z9"


@pytest.mark.parametrize("value", [b"z9", 9, None, ["z9"], "\ud800"])
def test_what_is_no_text(value: Any) -> None:
    assert refusal("zone", value).field == "zone"


@pytest.mark.parametrize("value", [sw.CapacityType.SPOT, "spot", np.str_("spot")])
def test_enums(value: Any) -> None:
    assert written("capacity_type", value) is sw.CapacityType.SPOT


@pytest.mark.parametrize("value", ["Spot", "", 1, None, True, sw.Architecture.AMD64])
def test_what_is_no_member(value: Any) -> None:
    assert refusal("capacity_type", value).field == "capacity_type"


def test_a_member_of_another_enum_is_refused_even_where_the_names_agree() -> None:
    error = requirement_error(sw.TolerationOperator.EXISTS)
    assert error.message.endswith("accepted: RequirementOperator or its name")
    assert 'did you mean "exists"? accepted: in, not_in' in requirement_error("exist").message


def requirement_error(operator: Any) -> sw.InvalidArgumentError:
    with pytest.raises(sw.InvalidArgumentError) as caught:
        sw.Requirement(key="k", operator=operator).to_json()
    assert caught.value.field == "operator"
    return caught.value


def test_none_is_for_optional_fields_alone() -> None:
    assert written("available_count", None) is None
    assert refusal("labels", None).field == "labels"
    assert refusal("taints", None).field == "taints"
    assert refusal("allocatable", None).field == "allocatable"


NAMES = ["a", "b"]
SEQUENCES = [
    NAMES,
    tuple(NAMES),
    deque(NAMES),
    np.array(NAMES),
    np.array(NAMES, dtype=object),
    pd.Series(NAMES, index=[7, 3]),
    pd.Index(NAMES),
]


@pytest.mark.parametrize("value", SEQUENCES, ids=lambda value: type(value).__name__)
def test_sequences(value: Any) -> None:
    policy = sw.Policy(zones=value)
    assert sw.Policy.from_json(policy.to_json()).zones == NAMES


NO_SEQUENCES = ["ab", b"ab", {"a": 1}, MappingProxyType({}), {"a"}, 3, None, np.array("a"), iter(NAMES)]


@pytest.mark.parametrize("value", NO_SEQUENCES, ids=lambda value: type(value).__name__)
def test_what_is_no_sequence(value: Any) -> None:
    with pytest.raises(sw.InvalidArgumentError, match="accepted: a sequence") as caught:
        sw.Policy(zones=value).to_json()
    assert caught.value.field == "zones"


def test_an_array_of_two_dimensions_is_no_list_of_names() -> None:
    with pytest.raises(sw.InvalidArgumentError) as caught:
        sw.Policy(zones=np.array([NAMES, NAMES])).to_json()  # type: ignore[arg-type]
    assert caught.value.field == "zones[0]"


@pytest.mark.parametrize("value", [{"a": 1}, OrderedDict(a=1), MappingProxyType({"a": np.int64(1)})])
def test_maps(value: Any) -> None:
    resources = sw.Resources(extended=value)
    assert sw.Resources.from_json(resources.to_json()).extended == {"a": 1}


def test_what_is_wrong_in_a_map() -> None:
    assert refusal("allocatable", sw.Resources(extended={'a"b': 1.5})).field == 'allocatable.extended["a\\x22b"]'  # type: ignore[dict-item]
    assert refusal("labels", {1: "x"}).message.startswith("has a key that is 1 of type int")
    assert refusal("labels", {"\ud800": "x"}).field == "labels"
    assert refusal("labels", [("a", "b")]).message.endswith("accepted: a mapping")


def test_paths_lead_to_the_value() -> None:
    request = {"workloads": [{"name": "a"}, {"name": "b", "topology_spread": [{"topology_key": "z", "max_skew": "1"}]}]}
    with pytest.raises(sw.InvalidArgumentError) as caught:
        sw.pack(request)
    assert caught.value.field == "workloads[1].topology_spread[0].max_skew"
    assert caught.value.message == 'is "1" of type str; accepted: an integer'


def test_the_first_error_is_the_first_in_the_table_whatever_the_order_of_keys() -> None:
    fields = {"replicas": "x", "zones": 3, "kind": "y", "name": "n"}
    for seed in range(10):
        keys = list(fields)
        random.Random(seed).shuffle(keys)
        with pytest.raises(sw.InvalidArgumentError) as caught:
            sw.pack({"workloads": [{key: fields[key] for key in keys}]})
        assert caught.value.field == "workloads[0].kind"


def test_unknown_and_missing_keys() -> None:
    with pytest.raises(sw.InvalidArgumentError, match='did you mean "replicas"') as caught:
        sw.pack({"workloads": [{"name": "a", "replica": 2}]})
    assert caught.value.field == "workloads[0].replica"
    with pytest.raises(sw.InvalidArgumentError, match="is missing; it is required") as caught:
        sw.pack({"workloads": [{}]})
    assert caught.value.field == "workloads[0].name"
    with pytest.raises(sw.InvalidArgumentError) as caught:
        sw.pack({"no name\n" * 1000: 1})
    assert caught.value.field.startswith('["no name\\x0a') and len(caught.value.field) < 300


def test_a_struct_of_another_class_is_refused() -> None:
    with pytest.raises(sw.InvalidArgumentError, match="of type Node; accepted: Offer or a mapping") as caught:
        sw.pack({"offers": [sw.Node(name="n", zone="z", capacity_type=sw.CapacityType.SPOT)]})
    assert caught.value.field == "offers[0]"
    with pytest.raises(sw.InvalidArgumentError, match="accepted: PackRequest or a mapping"):
        sw.pack([])  # type: ignore[arg-type]


class ChangesItsList(Mapping[str, Any]):
    """Empties the list that holds it as soon as it is looked at."""

    def __init__(self, holder: list[Any]) -> None:
        self.holder = holder

    def __getitem__(self, key: str) -> Any:
        return "w"

    def __iter__(self) -> Iterator[str]:
        self.holder.clear()
        return iter(["name"])

    def __len__(self) -> int:
        return 1


def test_a_list_that_changes_while_it_is_read_does_no_harm() -> None:
    workloads: list[Any] = []
    workloads += [ChangesItsList(workloads) for _ in range(100)]
    assert sw.pack({"workloads": workloads}).unplaced_replicas == 1


class Fails(Mapping[str, Any]):
    def __getitem__(self, key: str) -> Any:
        raise LookupError("mine")

    def __iter__(self) -> Iterator[str]:
        return iter(["name"])

    def __len__(self) -> int:
        return 1


def test_an_exception_of_the_callers_own_objects_comes_through() -> None:
    with pytest.raises(LookupError, match="mine"):
        sw.pack({"workloads": [Fails()]})
