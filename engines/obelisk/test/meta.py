"""Notifications that the test itself makes, and posts as Meta does."""

import hashlib
import hmac
import json
from typing import Any

from http_json import Answer, ask
from sandbox import APP_SECRET, PHONE_NUMBER_ID


def messages(*said: tuple[str, str, dict[str, Any]]) -> bytes:
    """One notification with a message from each: customer, id, what is in it."""
    entries = []
    for customer, message_id, content in said:
        value = {
            "messaging_product": "whatsapp",
            "metadata": {"display_phone_number": "15550100200", "phone_number_id": PHONE_NUMBER_ID},
            "contacts": [{"profile": {"name": "Ada"}, "wa_id": customer}],
            "messages": [
                {"from": customer, "id": message_id, "timestamp": "1795248000", **content}
            ],
        }
        change = {"field": "messages", "value": value}
        entries.append({"id": "500000000000005", "changes": [change]})
    return json.dumps({"object": "whatsapp_business_account", "entry": entries}).encode()


def text(body: str) -> dict[str, Any]:
    """The content of a text message."""
    return {"type": "text", "text": {"body": body}}


def signature(body: bytes, secret: str = APP_SECRET) -> str:
    """What `X-Hub-Signature-256` holds."""
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def post(url: str, body: bytes, signed: str | None) -> Answer:
    """Posts a notification."""
    headers = {"Content-Type": "application/json"}
    if signed is not None:
        headers["X-Hub-Signature-256"] = signed
    return ask("POST", url, body, headers)
