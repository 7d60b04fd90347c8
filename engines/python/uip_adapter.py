"""An adapter in Python: its component in the package `wasmtime`. `whatsapp` and
`whatsapp_twilio` give it types."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, fields
from os import PathLike
from typing import Any, ClassVar, TypeVar

from wasmtime import Engine, Store, WasiConfig
from wasmtime.component import Component, Func, Linker, Record, Variant

EVENTS = "uip:whatsapp/events@2.1.0"


@dataclass(frozen=True)
class Event:
    """What WhatsApp tells: `customer_message`, `status_changed` or
    `webhook_notification`."""

    name: str
    id: str
    """The same however often WhatsApp repeats it."""
    properties: dict[str, Any]
    """The event as WhatsApp sent it, for flows."""
    record: Any
    """The typed fields, named as in the WIT files."""


class Refused(Exception):
    """Raised by who takes an event, when it cannot be taken now."""


@dataclass(frozen=True)
class Failure:
    """Why a command failed, and what to do about it."""

    code: str
    error: str
    category: str
    advice: str
    retry_after_seconds: int | None
    http_status: int | None
    trace_id: str | None
    details: str | None


class CommandFailed(Exception):
    """A failed command. `case` says whether the message left:
    `permanent-failure`, `temporary-failure` or `permanent-unknown-outcome`."""

    def __init__(self, case: str, failure: Failure) -> None:
        super().__init__(f"{case} {failure.code}: {failure.error} {failure.advice}")
        self.case = case
        self.failure = failure


class Adapter:
    """One configured adapter. Its properties may be a function: it is asked at
    the start of every command. Each command runs in a fresh instance, so
    nothing of one is left for the next."""

    #: The package with its properties and commands: `{}` is the interface's name.
    package: ClassVar[str]

    def __init__(
        self,
        component: str | PathLike[str],
        properties: Any,
        on_event: Callable[[Event], None],
    ) -> None:
        configured = properties if callable(properties) else lambda: properties
        self._engine = Engine()
        self._component = Component.from_file(self._engine, component)
        self._linker = Linker(self._engine)
        self._linker.add_wasip2()
        self._linker.add_wasi_http()
        with self._linker.root() as root:
            with root.add_instance(self.package.format("properties")) as instance:
                instance.add_func("get", lambda _store: to_record(configured()))
            with root.add_instance(EVENTS) as instance:
                for name in ("customer-message", "status-changed", "webhook-notification"):
                    instance.add_func(name, _taking(name, on_event))

    def call(self, command: str, request: Record) -> Record:
        """Any command, by its name in the WIT files."""
        store, function = self.function(command)
        outcome: Record | Variant = function(store, request)
        if isinstance(outcome, Variant):
            raise CommandFailed(outcome.tag, from_record(Failure, outcome.payload))
        return outcome

    def function(self, command: str) -> tuple[Store, Func]:
        """A command in a fresh instance, as `wasmtime` has it."""
        store = Store(self._engine)
        store.set_wasi(WasiConfig())
        store.set_wasi_http()
        instance = self._linker.instantiate(store, self._component)
        commands = instance.get_export_index(store, self.package.format("commands"))
        index = instance.get_export_index(store, command, commands)
        function = instance.get_func(store, index) if index else None
        if function is None:
            raise ValueError(f"the adapter has no command {command}")
        return store, function


def _taking(name: str, on_event: Callable[[Event], None]) -> Callable[..., Variant]:
    def take(_store: object, record: Any) -> Variant:
        event_id = getattr(record, "event-id")
        try:
            on_event(Event(name.replace("-", "_"), event_id, json.loads(record.payload), record))
        except Refused as why:
            return Variant("err", str(why))
        return Variant("ok")

    return take


T = TypeVar("T")


def to_record(value: Any) -> Record:
    """A record's attributes are the fields of its type, in kebab-case."""
    record = Record()
    for field in fields(value):
        # `from` is a word of Python's: the attribute is `from_`.
        setattr(record, field.name.rstrip("_").replace("_", "-"), getattr(value, field.name))
    return record


def from_record(kind: type[T], record: Any) -> T:
    names = [field.name for field in fields(kind)]  # type: ignore[arg-type]
    return kind(**{name: getattr(record, name.replace("_", "-")) for name in names})
