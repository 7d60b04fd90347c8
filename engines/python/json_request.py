"""Requests as JSON, for a program that gets them from a flow or over HTTP.

A number is taken for a text, and digits for a number, where they can mean only
one thing; everything else that does not fit is refused, with its place."""

from __future__ import annotations

import json
import math
import re
from typing import Any, NoReturn

from wasmtime.component import (
    Bool,
    EnumType,
    F32,
    F64,
    ListType,
    OptionType,
    Record,
    RecordType,
    String,
    ValType,
    Variant,
    VariantType,
)

from uip_adapter import Adapter

NUMBER = re.compile(r"(?!-0(\.0+)?$)-?(0|[1-9][0-9]*)(\.[0-9]+)?", re.ASCII)

#: Most JSON parsers hold numbers as floating point: a greater one may have
#: lost a digit before it came here.
GREATEST_EXACT = 2**53 - 1


class RequestMistake(ValueError):
    """A request that does not fit its command. Nothing was sent."""


def call_json(adapter: Adapter, command: str, request: str) -> Record:
    """Calls a command, by its name in the WIT files, with its request as JSON
    text. Names in it are camelCase, and a choice is an object with one member."""
    store, function = adapter.function(command)
    [(_, kind)] = function.type(store).params
    return adapter.call(command, value(kind, read(request)))


def read(text: str) -> Any:
    """JSON, in which no object has two members of one name."""

    def members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        content = dict(pairs)
        for name in content:
            if sum(name == other for other, _ in pairs) > 1:
                raise RequestMistake(f"{name}: given more than once: leave one out")
        return content

    return json.loads(text, object_pairs_hook=members)


def value(kind: ValType, content: Any, place: str = "") -> Any:
    """JSON as a component value of this type."""

    def expected(what: str) -> NoReturn:
        raise RequestMistake(f"{place or 'the request'}: expected {what}, got {json.dumps(content)[:40]}")

    if isinstance(kind, OptionType):
        return None if content is None else value(kind.payload, content, place)
    if isinstance(kind, RecordType):
        return _record(kind, content, place) if isinstance(content, dict) else expected("an object")
    if isinstance(kind, ListType):
        items = content if isinstance(content, list) else expected("an array")
        return [value(kind.element, each, f"{place}[{index}]") for index, each in enumerate(items)]
    if isinstance(kind, VariantType):
        return _choice(kind, content, place) or expected(f"an object with one member of {[it for it, _ in kind.cases]}")
    if isinstance(kind, String):
        exact = type(content) is int and 0 <= content <= GREATEST_EXACT
        return str(content) if exact or isinstance(content, str) else expected("a string: write a number in quotes")
    if isinstance(kind, Bool):
        return content if isinstance(content, bool) else expected("true or false")
    if isinstance(kind, EnumType):
        return content if isinstance(content, str) else expected("a word")
    is_digits = isinstance(content, str) and NUMBER.fullmatch(content) is not None
    if isinstance(content, bool) or not (is_digits or isinstance(content, (int, float))):
        return expected("a number")
    if isinstance(kind, (F32, F64)):
        return float(content) if math.isfinite(float(content)) else expected("a finite number")
    if isinstance(content, str) and "." not in content:
        return int(content)
    return content if isinstance(content, int) else expected("a whole number")


def _record(kind: RecordType, content: dict[str, Any], place: str) -> Record:
    inside = {name: f"{place}.{_camel(name)}" if place else _camel(name) for name, _ in kind.fields}
    for name in content:
        if name not in map(_camel, inside):
            raise RequestMistake(f"{place}.{name}: unknown" if place else f"{name}: unknown")
    record = Record()
    for name, field in kind.fields:
        setattr(record, name, value(field, content.get(_camel(name)), inside[name]))
    return record


def _choice(kind: VariantType, content: Any, place: str) -> Variant | None:
    cases = dict(kind.cases)
    if not isinstance(content, dict) or len(content) != 1 or not set(content) <= set(cases):
        return None
    [(tag, payload)] = content.items()
    inner = cases[tag]
    return Variant(tag, None if inner is None else value(inner, payload, f"{place}.{tag}"))


def _camel(name: str) -> str:
    first, *rest = name.split("-")
    return first + "".join(word.capitalize() for word in rest)
