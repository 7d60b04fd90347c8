"""The adapter for WhatsApp's Cloud API, as a typed class."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from os import PathLike
from typing import ClassVar

from wasmtime.component import Record

import uip_adapter
from uip_adapter import CommandFailed, Event, Failure, Refused, from_record, to_record

__all__ = ["Adapter", "CommandFailed", "Event", "Failure", "Refused"]


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


class Adapter(uip_adapter.Adapter):
    """One configured adapter. Its properties may be a function: it is asked at
    the start of every command."""

    package = "uip:whatsapp/{}@2.1.0"

    def __init__(
        self,
        component: str | PathLike[str],
        properties: Properties | Callable[[], Properties],
        on_event: Callable[[Event], None],
    ) -> None:
        super().__init__(component, properties, on_event)

    def send_message_text(self, request: SendMessageText) -> MessageSent:
        return from_record(MessageSent, self.call(request.command, to_record(request)))

    def send_message_reaction(self, request: SendMessageReaction) -> MessageSent:
        return from_record(MessageSent, self.call(request.command, to_record(request)))

    def process_webhook(self, request: ProcessWebhook) -> WebhookProcessed:
        return from_record(WebhookProcessed, self.call(request.command, to_record(request)))
