"""Structs as rows and columns: for data frames, and for notebooks."""

from __future__ import annotations

import dataclasses
import functools
import html
import types
from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Any, get_args, get_origin, get_type_hints

from spotwright import _core
from spotwright._errors import InvalidArgumentError, SpotwrightError

if TYPE_CHECKING:
    import pandas

__all__ = ["to_frame", "to_html"]

HTML_ROWS = 50

# Types of pandas for values that are always there, and for those that may be absent.
ALWAYS_THERE = {bool: "bool", int: "int64", float: "float64"}
NULLABLE = {bool: "boolean", int: "Int64", float: "float64"}


@dataclasses.dataclass(frozen=True, slots=True)
class Column:
    """A scalar, list or map of a struct, or of a part of it."""

    name: str
    path: tuple[str, ...]
    hint: Any
    optional: bool

    def value(self, row: Any) -> Any:
        for step in self.path:
            row = getattr(row, step, None)
        return row

    def dtype(self) -> str | None:
        return (NULLABLE if self.optional else ALWAYS_THERE).get(self.hint)


@functools.cache
def hints(struct: type) -> dict[str, Any]:
    return get_type_hints(struct)


@functools.cache
def columns(struct: type) -> tuple[Column, ...]:
    return tuple(_columns(struct, (), optional=False))


def _columns(struct: type, path: tuple[str, ...], optional: bool) -> Iterator[Column]:
    for name, hint in hints(struct).items():
        here = (*path, name)
        inner = get_args(hint)[0] if get_origin(hint) is types.UnionType else hint
        absent = optional or inner is not hint
        if isinstance(inner, type) and dataclasses.is_dataclass(inner):
            yield from _columns(inner, here, absent)
        else:
            yield Column(".".join(here), here, inner, absent)


def lists(struct: type) -> dict[str, type]:
    """The fields that are lists of structs, with the struct of each."""
    found: dict[str, type] = {}
    for name, hint in hints(struct).items():
        element = get_args(hint)[0] if get_origin(hint) is list else None
        if isinstance(element, type) and dataclasses.is_dataclass(element):
            found[name] = element
    return found


def rows(message: Any, field: str | None) -> tuple[type, Sequence[Any]]:
    """The struct of the rows, and the rows."""
    struct = type(message)
    found = lists(struct)
    if field is None:
        field = next(iter(found), None)
        if field is None:
            return struct, [message]
    if field not in found:
        accepted = f"accepted: {', '.join(found)}" if found else f"{struct.__name__} has none"
        raise InvalidArgumentError(f"is no list of structs; {accepted}", field)
    return found[field], getattr(message, field)


def to_frame(message: Any, field: str | None) -> pandas.DataFrame:
    try:
        import pandas
    except ImportError as error:
        raise ImportError("to_frame() needs pandas: pip install pandas") from error
    struct, elements = rows(_core.normalized(message), field)
    series = {
        column.name: pandas.Series([plain(column.value(element)) for element in elements], dtype=column.dtype())
        for column in columns(struct)
    }
    return pandas.DataFrame(series)


def plain(value: Any) -> Any:
    return value.value if isinstance(value, StrEnum) else value


def to_html(message: Any) -> str:
    """The scalars of a struct, then its first list, as far as a screen holds it."""
    try:
        message = _core.normalized(message)
    except SpotwrightError:  # Half made: shown all the same.
        return f"<pre>{html.escape(repr(message))}</pre>"
    struct: type = type(message)
    parts = [f"<p><b>{html.escape(struct.__name__)}</b></p>"]
    scalars = [column for column in columns(struct) if get_origin(column.hint) not in (list, dict)]
    if scalars:
        parts.append(_html_table([(column.name, [column.value(message)]) for column in scalars], upright=True))
    for field in list(lists(struct))[:1]:
        element, elements = rows(message, field)
        shown = elements[:HTML_ROWS]
        parts.append(f"<p>{html.escape(field)}: {len(elements)}</p>")
        if shown:
            parts.append(_html_table([(c.name, [c.value(row) for row in shown]) for c in columns(element)]))
        if len(elements) > len(shown):
            parts.append(f"<p>and {len(elements) - len(shown)} more</p>")
    return "".join(parts)


def _html_table(named: list[tuple[str, list[Any]]], upright: bool = False) -> str:
    if upright:
        lines = [_cell("th", name) + "".join(_cell("td", value) for value in values) for name, values in named]
    else:
        lines = ["".join(_cell("th", name) for name, _ in named)]
        lines += ["".join(_cell("td", value) for value in row) for row in zip(*(v for _, v in named), strict=True)]
    return "<table>" + "".join(f"<tr>{line}</tr>" for line in lines) + "</table>"


def _cell(tag: str, value: Any) -> str:
    return f"<{tag}>{html.escape(text_of(value))}</{tag}>"


def text_of(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.6g}"
    if isinstance(value, list):
        return ", ".join(text_of(item) for item in value)
    if isinstance(value, dict):
        return ", ".join(f"{key}={text_of(item)}" for key, item in value.items())
    sentence = getattr(value, "sentence", None)  # Of a Reason.
    return sentence if isinstance(sentence, str) else str(value)
