"""Random structs of every class, driven by the classes' own type hints. Seeded: the same on every run."""

import dataclasses
import random
import types
from enum import StrEnum
from typing import Any, get_args, get_origin, get_type_hints

import spotwright
from spotwright import _types

STRUCTS: list[type[Any]] = [getattr(_types, name) for name in _types.__all__]

TEXTS = ["", "a", "m6i.large", "naïve", "日本語", "\N{ROCKET}", 'quote " and \\', "line\nbreak\ttab", "\x00\x1f\x7f"]
INTEGERS = [0, 1, -1, 127, 128, 2**31, -(2**31) - 1, 2**53 + 1, 2**63 - 1, -(2**63)]
DOUBLES = [0.0, 0.1, -1.5, 1e-300, 5e-324, 1.7976931348623157e308, 1 / 3, 1e15, 123456789.123]


def random_struct(struct: type[Any], rng: random.Random) -> Any:
    hints = get_type_hints(struct)
    values = {}
    for field in dataclasses.fields(struct):
        has_default = field.default is not dataclasses.MISSING or field.default_factory is not dataclasses.MISSING
        if has_default and rng.random() < 0.3:
            continue
        values[field.name] = random_value(hints[field.name], rng)
    return struct(**values)


def random_value(hint: Any, rng: random.Random) -> Any:
    if get_origin(hint) is types.UnionType:
        inner, _ = get_args(hint)
        return None if rng.random() < 0.3 else random_value(inner, rng)
    if get_origin(hint) is list:
        return [random_value(get_args(hint)[0], rng) for _ in range(rng.randrange(3))]
    if get_origin(hint) is dict:
        keys = sorted(rng.sample(TEXTS, rng.randrange(3)))  # The order in which the engine gives them back.
        return {key: random_value(get_args(hint)[1], rng) for key in keys}
    if isinstance(hint, type) and dataclasses.is_dataclass(hint):
        return random_struct(hint, rng)
    if issubclass(hint, StrEnum):
        return rng.choice(list(hint))
    scalars: dict[type, list[Any]] = {str: TEXTS, int: INTEGERS, float: DOUBLES, bool: [False, True]}
    return rng.choice(scalars[hint])


def least_struct(struct: type[Any]) -> Any:
    """One that states what must be given and nothing else."""
    rng = random.Random(0)
    hints = get_type_hints(struct)
    given = {
        field.name: least_value(hints[field.name], rng)
        for field in dataclasses.fields(struct)
        if field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING
    }
    return struct(**given)


def least_value(hint: Any, rng: random.Random) -> Any:
    is_struct = isinstance(hint, type) and dataclasses.is_dataclass(hint)
    return least_struct(hint) if is_struct else random_value(hint, rng)


def offer(**values: Any) -> spotwright.Offer:
    defaults: dict[str, Any] = {
        "instance_type": "m6i.large",
        "zone": "z1",
        "capacity_type": spotwright.CapacityType.ON_DEMAND,
        "price_usd_per_hour": 0.1,
        "allocatable": spotwright.Resources(cpu_millicores=2000, memory_bytes=2**33, pods=29),
    }
    return spotwright.Offer(**(defaults | values))
