"""The types of the commands, read from the WIT files, for an engine that
wants its requests in a form of its own and does not tell their types."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Union


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


@dataclass
class Interface:
    """An interface of a WIT file, as text."""

    #: The records, variants and enums: kind and content.
    types: dict[str, tuple[str, str]]
    #: Where a name that is used comes from: interface and name there.
    uses: dict[str, tuple[str, str]]
    #: The type of each command's request, and of what it gives when it succeeds.
    commands: dict[str, tuple[str, str]]

    @staticmethod
    def read(package: str, text: str) -> Interface:
        """Reads the content of an interface of this package."""
        types = re.findall(r"\b(record|variant|enum)\s+([\w-]+)\s*\{(.*?)\}", text, re.S)
        uses = {}
        for source, names in re.findall(r"\buse\s+([^{;]+)\.\{(.*?)\}", text, re.S):
            path = source.split("@")[0]
            for name in names.split(","):
                there, _, here = name.strip().partition(" as ")
                uses[here or there] = (path if "/" in path else f"{package}/{path}", there)
        pattern = r"([\w-]+):\s*func\(request:\s*([\w-]+)\)\s*->\s*result<([\w-]+),"
        return Interface(
            {name: (kind, body) for kind, name, body in types},
            uses,
            {name: (given, ok) for name, given, ok in re.findall(pattern, text)},
        )


class Contract:
    """What each command takes and gives."""

    def __init__(self, folder: Path) -> None:
        """Reads the WIT files of a folder, and of the packages in its `deps`."""
        self._interfaces: dict[str, Interface] = {}
        self.package = ""
        for files in (sorted(folder.glob("deps/*/*.wit")), sorted(folder.glob("*.wit"))):
            for file in files:
                text = re.sub("//.*", "", file.read_text("utf-8"))
                found = re.search(r"\bpackage\s+([\w:-]+)@([\w.-]+);", text)
                assert found is not None, file
                package, self.version = found.groups()
                self.package = package
                _, *interfaces = re.split(r"\binterface\s+([\w-]+)\s*(?=\{)", text)
                for name, content in zip(interfaces[::2], interfaces[1::2]):
                    self._interfaces[f"{package}/{name}"] = Interface.read(package, content)

    def interface(self, name: str) -> str:
        """The full name of an interface of the package: `uip:whatsapp/commands@2.1.0`."""
        return f"{self.package}/{name}@{self.version}"

    def request(self, command: str) -> Type:
        """Of the command with this name in JSON."""
        return self._of(command, 0)

    def ok(self, command: str) -> Type:
        """What the command gives when it succeeds."""
        return self._of(command, 1)

    def failure(self) -> Type:
        """What it gives when it fails."""
        return self._type("uip:whatsapp/types", "failure")

    def _of(self, command: str, which: int) -> Type:
        commands = f"{self.package}/commands"
        return self._type(commands, self._interfaces[commands].commands[kebab(command)][which])

    def _type(self, place: str, text: str) -> Type:
        """The type that this text means in this interface."""
        text = text.strip()
        outer = re.fullmatch(r"(option|list)<(.*)>", text)
        if outer:
            inner = self._type(place, outer[2])
            return Option(inner) if outer[1] == "option" else List(inner)
        interface = self._interfaces[place]
        if text in interface.uses:
            return self._type(*interface.uses[text])
        if text not in interface.types:
            return Plain(text)
        kind, body = interface.types[text]
        if kind == "enum":
            return Enum()
        parts = [part.strip() for part in re.split(r",\s*(?![^<]*>)", body) if part.strip()]
        if kind == "record":
            fields = (part.split(":") for part in parts)
            return Record({name.strip().lstrip("%"): self._type(place, each) for name, each in fields})
        cases = (re.fullmatch(r"%?([\w-]+)(?:\((.*)\))?", part) for part in parts)
        return Variant({case[1]: self._type(place, case[2]) if case[2] else None for case in cases if case})


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
