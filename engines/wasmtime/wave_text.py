"""WAVE, the text form of component values that `wasmtime run --invoke` reads
and prints: as much of it as the contract's types need."""

from __future__ import annotations

import re
from typing import Any

from contract import Enum, List, Option, Record, Type, Variant, camel, plain

TOKEN = re.compile(r'\s*(?:("(?:[^"\\]|\\.)*")|(-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)|(%?[a-z][a-z0-9-]*)|(.))', re.S | re.I)
ESCAPES = {"n": "\n", "r": "\r", "t": "\t"}


def write(kind: Type, content: Any) -> str:
    """JSON as WAVE. `some` is left out, which WAVE allows."""
    if isinstance(kind, Option):
        return write(kind.some, content)
    if isinstance(kind, List):
        return "[" + ", ".join(write(kind.item, it) for it in content) + "]"
    if isinstance(kind, Record):
        given = ((name, each, content.get(camel(name))) for name, each in kind.fields.items())
        fields = ", ".join(f"{name}: {write(each, it)}" for name, each, it in given if it is not None)
        # A record without any field is written so, to tell it from other empty things.
        return "{" + (fields or ":") + "}"
    if isinstance(kind, Variant):
        [(case, payload)] = content.items()
        inner = kind.cases[case]
        return case if inner is None else f"{case}({write(inner, payload)})"
    if isinstance(kind, Enum):
        return str(content)
    content = plain(kind, content)
    if isinstance(content, bool):
        return str(content).lower()
    return text(content) if isinstance(content, str) else str(content)


def text(content: str) -> str:
    escaped = content.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + re.sub(r"[\x00-\x1f\x7f]", lambda it: f"\\u{{{ord(it.group()):x}}}", escaped) + '"'


def read(source: str) -> Any:
    """A value in WAVE: a record is a dictionary with the names of its fields, an
    absent option `None`, a case with a payload `(case, payload)`, and one
    without its name."""
    tokens = [match.groups() for match in TOKEN.finditer(source.strip())]
    content, rest = _value(tokens)
    if rest:
        raise ValueError(f"more than one value in {source!r}")
    return content


Tokens = list[tuple[str, str, str, str]]


def _value(tokens: Tokens) -> tuple[Any, Tokens]:
    (string, number, word, sign), *rest = tokens
    if string:
        return _unescaped(string[1:-1]), rest
    if number:
        return (int(number) if re.fullmatch(r"-?\d+", number) else float(number)), rest
    if word in ("true", "false"):
        return word == "true", rest
    if word == "none":
        return None, rest
    if word:
        if not rest or rest[0][3] != "(":
            return word, rest
        payload, rest = _value(rest[1:])
        return (payload if word == "some" else (word, payload)), _after(")", rest)
    if sign == "[":
        return _items(rest, "]", lambda items: _value(items))
    if sign == "{" and rest[0][3] == ":":
        # A record whose fields are all absent.
        return {}, _after("}", rest[1:])
    if sign == "{":
        pairs, rest = _items(rest, "}", _field)
        return dict(pairs), rest
    raise ValueError(f"{sign!r} begins no value")


def _field(tokens: Tokens) -> tuple[tuple[str, Any], Tokens]:
    name = tokens[0][2].lstrip("%")
    content, rest = _value(_after(":", tokens[1:]))
    return (name, content), rest


def _items(tokens: Tokens, end: str, item: Any) -> tuple[list[Any], Tokens]:
    items: list[Any] = []
    while tokens[0][3] != end:
        each, tokens = item(tokens)
        items.append(each)
        if tokens[0][3] == ",":
            tokens = tokens[1:]
    return items, tokens[1:]


def _after(sign: str, tokens: Tokens) -> Tokens:
    if not tokens or tokens[0][3] != sign:
        raise ValueError(f"{sign!r} is missing before {tokens[:1]}")
    return tokens[1:]


def _unescaped(inner: str) -> str:
    def one(match: re.Match[str]) -> str:
        if match.group(1):
            return chr(int(match.group(1), 16))
        return ESCAPES.get(match.group(2), match.group(2))

    return re.sub(r"\\(?:u\{([0-9a-fA-F]+)\}|(.))", one, inner, flags=re.S)
