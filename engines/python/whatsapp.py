"""The WhatsApp adapter in Python: its component in the package `wasmtime`."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, fields
from os import PathLike
from typing import Any, ClassVar, TypeVar

from wasmtime import Engine, Store, WasiConfig
from wasmtime.component import Component, Func, Linker, Record, Variant

PACKAGE = "uip:whatsapp/{}@2.1.0"


@dataclass(frozen=True, kw_only=True)
class Properties:
    """The adapter's configuration."""

    authentication_token: str
    phone_number_id: str
    api_version: str = "v25.0"
    app_secret: str | None = None
    verify_token: str | None = None
    default_country_code: str | None = None
    business_account_id: str | None = None
    app_id: str | None = None
    template_language: str | None = None
    api_base_url: str | None = None
    request_timeout_seconds: int | None = None
    storage_endpoint: str | None = None
    storage_region: str | None = None
    storage_access_key_id: str | None = None
    storage_secret_access_key: str | None = None

    def __repr__(self) -> str:
        return f"Properties(phone_number_id={self.phone_number_id!r}, …)"


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
class SendMessageText:
    """A text message, possible within 24 hours of the customer's last one."""

    command: ClassVar[str] = "send-message-text"
    phone_number: str
    message: str
    preview_url: bool | None = None
    direct_send: Record | None = None
    recipient_identity_key_hash: str | None = None
    reply_to: str | None = None
    callback_data: str | None = None


@dataclass(frozen=True)
class SendMessageReaction:
    """An emoji on a message; an empty one takes it off."""

    command: ClassVar[str] = "send-message-reaction"
    phone_number: str
    message_id: str
    emoji: str
    callback_data: str | None = None


@dataclass(frozen=True)
class ProcessWebhook:
    """A notification: the body as it came, and `X-Hub-Signature-256`."""

    command: ClassVar[str] = "process-webhook"
    whats_app_notification: str
    signature: str | None = None


@dataclass(frozen=True)
class MessageSent:
    """WhatsApp accepted a message; statuses with its id follow."""

    message_id: str
    message_status: str | None
    wa_id: str | None
    user_id: str | None


@dataclass(frozen=True)
class WebhookProcessed:
    """How many events of each kind there were."""

    customer_messages: int
    status_changes: int
    webhook_notifications: int


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

    def __init__(
        self,
        component: str | PathLike[str],
        properties: Properties | Callable[[], Properties],
        on_event: Callable[[Event], None],
    ) -> None:
        configured = properties if callable(properties) else lambda: properties
        self._engine = Engine()
        self._component = Component.from_file(self._engine, component)
        self._linker = Linker(self._engine)
        self._linker.add_wasip2()
        self._linker.add_wasi_http()
        with self._linker.root() as root:
            with root.add_instance(PACKAGE.format("properties")) as instance:
                instance.add_func("get", lambda _store: _to_record(configured()))
            with root.add_instance(PACKAGE.format("events")) as instance:
                for name in ("customer-message", "status-changed", "webhook-notification"):
                    instance.add_func(name, _taking(name, on_event))

    def send_message_text(self, request: SendMessageText) -> MessageSent:
        return _from_record(MessageSent, self.call(request.command, _to_record(request)))

    def send_message_reaction(self, request: SendMessageReaction) -> MessageSent:
        return _from_record(MessageSent, self.call(request.command, _to_record(request)))

    def process_webhook(self, request: ProcessWebhook) -> WebhookProcessed:
        return _from_record(WebhookProcessed, self.call(request.command, _to_record(request)))

    def call(self, command: str, request: Record) -> Record:
        """Any command, by its name in the WIT files."""
        store, function = self.function(command)
        outcome: Record | Variant = function(store, request)
        if isinstance(outcome, Variant):
            raise CommandFailed(outcome.tag, _from_record(Failure, outcome.payload))
        return outcome

    def function(self, command: str) -> tuple[Store, Func]:
        """A command in a fresh instance, as `wasmtime` has it."""
        store = Store(self._engine)
        store.set_wasi(WasiConfig())
        store.set_wasi_http()
        instance = self._linker.instantiate(store, self._component)
        commands = instance.get_export_index(store, PACKAGE.format("commands"))
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


def _to_record(value: Any) -> Record:
    """A record's attributes are the fields of its type, in kebab-case."""
    record = Record()
    for field in fields(value):
        setattr(record, field.name.replace("_", "-"), getattr(value, field.name))
    return record


def _from_record(kind: type[T], record: Any) -> T:
    names = [field.name for field in fields(kind)]  # type: ignore[arg-type]
    return kind(**{name: getattr(record, name.replace("_", "-")) for name in names})
