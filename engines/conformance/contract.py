"""The types of the commands, read from the WIT files, for an engine that
wants its requests in a form of its own and does not tell their types."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Union

WIT = Path(__file__).resolve().parent.parent.parent / "wit"


@dataclass(frozen=True)
class Plain:
    """A number, a text or a boolean: `u8`, `f64`, `string`, `bool`, …"""

    name: str


@dataclass(frozen=True)
class Option:
    """A value that may be absent."""

    some: Type


@dataclass(frozen=True)
class List:
    """A list."""

    item: Type


@dataclass(frozen=True)
class Record:
    """Fields, by their names in kebab-case."""

    fields: dict[str, Type]


@dataclass(frozen=True)
class Variant:
    """Cases, each with what it holds, if anything."""

    cases: dict[str, Type | None]


@dataclass(frozen=True)
class Enum:
    """One of some words."""


Type = Union[Plain, Option, List, Record, Variant, Enum]


class Contract:
    """What each command takes and gives."""

    def __init__(self, folder: Path = WIT) -> None:
        # The other files are about what comes in, and two name a record alike.
        files = [path for path in sorted(folder.glob("*.wit")) if path.stem not in ("events", "messages")]
        text = "\n".join(re.sub("//.*", "", path.read_text("utf-8")) for path in files)
        pattern = r"\b(record|variant|enum)\s+([\w-]+)\s*\{(.*?)\}"
        found = re.findall(pattern, text, re.S)
        self._named = {name: (kind, body) for kind, name, body in found}
        if len(self._named) != len(found):
            raise ValueError("two types have one name")
        pattern = r"([\w-]+):\s*func\(request:\s*([\w-]+)\)\s*->\s*result<([\w-]+),"
        self._commands = {name: (given, ok) for name, given, ok in re.findall(pattern, text)}

    def request(self, command: str) -> Type:
        """Of the command with this name in JSON."""
        return self._type(self._commands[kebab(command)][0])

    def ok(self, command: str) -> Type:
        """What the command gives when it succeeds."""
        return self._type(self._commands[kebab(command)][1])

    def failure(self) -> Type:
        """What it gives when it fails."""
        return self._type("failure")

    def _type(self, text: str) -> Type:
        text = text.strip()
        outer = re.fullmatch(r"(option|list)<(.*)>", text)
        if outer:
            inner = self._type(outer[2])
            return Option(inner) if outer[1] == "option" else List(inner)
        if text not in self._named:
            return Plain(text)
        kind, body = self._named[text]
        if kind == "enum":
            return Enum()
        parts = [part.strip() for part in re.split(r",\s*(?![^<]*>)", body) if part.strip()]
        if kind == "record":
            fields = (part.split(":") for part in parts)
            return Record({name.strip(): self._type(each) for name, each in fields})
        cases = (re.fullmatch(r"([\w-]+)(?:\((.*)\))?", part) for part in parts)
        return Variant({case[1]: self._type(case[2]) if case[2] else None for case in cases if case})


def plain(kind: Type, content: Any) -> Any:
    """A plain value of a request as its type has it: a case may give a number
    for a text, and digits for a number."""
    if not isinstance(kind, Plain) or isinstance(content, bool):
        return content
    if kind.name == "string":
        return str(content)
    if isinstance(content, str) and kind.name != "bool":
        return float(content) if kind.name.startswith("f") else int(content)
    return content


def kebab(name: str) -> str:
    """A name of JSON as WIT has it."""
    return re.sub("[A-Z]", lambda letter: "-" + letter.group().lower(), name)


def camel(name: str) -> str:
    """A name of WIT as JSON has it."""
    first, *rest = name.split("-")
    return first + "".join(word.capitalize() for word in rest)


def shown(kind: Type, value: Any) -> Any:
    """An answer in the list's form. An absent option is `None`, and the names of fields are kebab-case or snake_case."""
    if isinstance(kind, Option):
        return None if value is None else shown(kind.some, value)
    if isinstance(kind, List):
        return [shown(kind.item, it) for it in value]
    if isinstance(kind, Record):
        given = {name.replace("_", "-"): it for name, it in value.items()}
        if not set(given) <= set(kind.fields):
            raise ValueError(f"{sorted(given)} are not all among {sorted(kind.fields)}")
        fields = {camel(name): shown(each, given.get(name)) for name, each in kind.fields.items()}
        return {name: it for name, it in fields.items() if it is not None}
    if isinstance(kind, Enum):
        return str(value).replace("_", "-")
    return value
