"""The adapter for WhatsApp by way of Twilio, as a typed class."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from os import PathLike
from typing import ClassVar

import uip_adapter
from uip_adapter import CommandFailed, Event, Failure, Refused, from_record, to_record
from whatsapp import WebhookProcessed

__all__ = ["Adapter", "CommandFailed", "Event", "Failure", "Refused", "WebhookProcessed"]


@dataclass(frozen=True, kw_only=True)
class Properties:
    """The adapter's configuration."""

    account_sid: str
    auth_token: str | None = None
    previous_auth_token: str | None = None
    api_key_sid: str | None = None
    api_key_secret: str | None = None
    from_: str | None = None
    messaging_service_sid: str | None = None
    default_country_code: str | None = None
    status_callback_url: str | None = None
    webhook_url: str | None = None
    api_base_url: str | None = None
    request_timeout_seconds: int | None = None
    storage_endpoint: str | None = None
    storage_region: str | None = None
    storage_access_key_id: str | None = None
    storage_secret_access_key: str | None = None

    def __repr__(self) -> str:
        return f"Properties(account_sid={self.account_sid!r}, …)"


@dataclass(frozen=True)
class SendMessageText:
    """A text message, possible within 24 hours of the customer's last one."""

    command: ClassVar[str] = "send-message-text"
    phone_number: str
    message: str
    callback_data: str | None = None


@dataclass(frozen=True)
class ProcessWebhook:
    """A notification: the body as it came, `X-Twilio-Signature`, and the public
    URL that Twilio called."""

    command: ClassVar[str] = "process-webhook"
    notification: str
    signature: str | None = None
    url: str | None = None
    callback_parameters: str | None = None


@dataclass(frozen=True)
class MessageSent:
    """Twilio accepted a message; statuses with its id follow."""

    message_id: str
    message_status: str | None
    wa_id: str | None
    user_id: str | None
    carrier_answer: str


class Adapter(uip_adapter.Adapter):
    """One configured adapter. Its properties may be a function: it is asked at
    the start of every command."""

    package = "uip:whatsapp-twilio/{}@1.0.0"

    def __init__(
        self,
        component: str | PathLike[str],
        properties: Properties | Callable[[], Properties],
        on_event: Callable[[Event], None],
    ) -> None:
        super().__init__(component, properties, on_event)

    def send_message_text(self, request: SendMessageText) -> MessageSent:
        return from_record(MessageSent, self.call(request.command, to_record(request)))

    def process_webhook(self, request: ProcessWebhook) -> WebhookProcessed:
        return from_record(WebhookProcessed, self.call(request.command, to_record(request)))
